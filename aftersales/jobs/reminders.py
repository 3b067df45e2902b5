"""Once a day owners are told of covers that end soon."""

from __future__ import annotations

from uuid import UUID

from aftersales.deed import SYSTEM
from aftersales.jobs.asking import ask, is_seen_to
from aftersales.jobs.hold import Hold
from aftersales.parts import Parts
from aftersales.records import JobKind
from aftersales.registrations.reminding import remind_batch


def ask_to_remind(parts: Parts) -> None:
    """Ask for the day's reminders; repeating it on the same day (UTC) asks for nothing unless it failed."""
    if parts.settings.cover_reminder_days == 0:
        return
    now = parts.clock.now()
    key = f"reminders:{now.date()}"
    with parts.store.reading() as session:
        if is_seen_to(session, key, now):
            return
    with parts.doing(SYSTEM) as deed:
        ask(deed, JobKind.OWNERS, key, {}, turn="reminders")


def do_remind(parts: Parts, hold: Hold) -> None:
    """Tell batch by batch; it can be broken off and begun again anywhere, and nobody is told twice."""
    after: UUID | None = None
    told = 0
    while not hold.should_stop():
        with parts.doing(SYSTEM) as deed:
            batch = remind_batch(deed, after)
        if batch is None:
            break
        after, told = batch[0], told + batch[1]
    with parts.doing(SYSTEM) as deed:
        hold.finish(deed, {"told": told}, f"{told} owners were told that a cover ends.")
