"""Once a night failures are counted against the installed base, and alarms raised for what fails too often."""

from __future__ import annotations

from aftersales.deed import SYSTEM
from aftersales.jobs.asking import ask, is_seen_to
from aftersales.jobs.hold import Hold
from aftersales.parts import Parts
from aftersales.prevention.alarms import raise_alarms
from aftersales.prevention.counting import count_failures
from aftersales.records import JobKind


def ask_for_alarms(parts: Parts) -> None:
    """Ask for the day's count; repeating it on the same day (UTC) asks for nothing unless it failed."""
    now = parts.clock.now()
    key = f"alarms:{now.date()}"
    with parts.store.reading() as session:
        if is_seen_to(session, key, now):
            return
    with parts.doing(SYSTEM) as deed:
        ask(deed, JobKind.ALARMS, key, {})


def do_alarms(parts: Parts, hold: Hold) -> None:
    """Count with no transaction open, then keep the alarms and the end of the job together."""
    today = parts.clock.now().date()
    with parts.store.reading() as session:
        counts = count_failures(session, today)
    with parts.doing(SYSTEM) as deed:
        new = raise_alarms(deed, counts)
        hold.finish(deed, {"new": new}, f"{new} alarms are new.")
