"""Retention: once a day whatever has outlived its purpose is deleted, and old notices forget people.

The notice log is evidence of what was promised and told, so its rows, windows and times stay for good;
names, places and serial numbers are struck out of them. The audit trail holds nothing personal and stays.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from aftersales.deed import SYSTEM, Deed
from aftersales.jobs.asking import ask, is_seen_to
from aftersales.jobs.hold import Hold
from aftersales.notices.forgetting import without_people
from aftersales.parts import Parts
from aftersales.queries.retention import (
    delete_old,
    forget_contacts,
    forget_positions,
    notices_with_people,
)
from aftersales.records import (
    AttemptCount,
    Intake,
    Job,
    JobKind,
    Link,
    OneTimeCode,
    Record,
    RememberedAnswer,
    UserSession,
    WebhookMessage,
)
from aftersales.uploads import sweep_folder

BATCH: Final = 500
"""Rows deleted in one transaction: few enough that nobody waits for it."""

DAYS_KEPT: Final[tuple[tuple[type[Record], timedelta], ...]] = (
    (RememberedAnswer, timedelta(hours=24)),  # what the API promises of an idempotency key
    (OneTimeCode, timedelta(days=1)),
    (AttemptCount, timedelta(days=7)),  # no allowance looks back further than a day
    (UserSession, timedelta(days=30)),  # who was signed in may be asked after an incident
    (Job, timedelta(days=30)),
    (WebhookMessage, timedelta(days=30)),
    (
        Intake,
        timedelta(days=90),
    ),  # so long the same message is recognised; the thread keeps what it said
    (Link, timedelta(days=90)),  # until then an old link still says that it has run out
)
"""How long rows are kept after they have ended."""


POSITIONS_KEPT: Final = timedelta(days=30)
"""How long it is known where a technician said something."""


def ask_to_retain(parts: Parts) -> None:
    """Ask for the day's retention; repeating it on the same day (UTC) asks for nothing unless it failed."""
    now = parts.clock.now()
    key = f"retain:{now.date()}"
    with parts.store.reading() as session:
        if is_seen_to(session, key, now):
            return
    with parts.doing(SYSTEM) as deed:
        ask(deed, JobKind.RETAIN, key, {})


def do_retain(parts: Parts, hold: Hold) -> None:
    """Forget batch by batch and report how much of each; it can be broken off and begun again anywhere."""
    counts: dict[str, object] = {}
    for kind, kept in DAYS_KEPT:
        counts[str(kind.__tablename__)] = _deleted(parts, hold, kind, kept)
    counts["notice"] = _forgotten(parts, hold)
    counts["position"] = _positions_forgotten(parts, hold)
    counts["file"] = 0 if hold.should_stop() else sweep_folder(parts)
    total = sum(int(str(count)) for count in counts.values())
    with parts.doing(SYSTEM) as deed:
        hold.finish(deed, counts, f"{total} rows, files and positions were forgotten.")


def _deleted(parts: Parts, hold: Hold, kind: type[Record], kept: timedelta) -> int:
    total = 0
    while not hold.should_stop():
        with parts.doing(SYSTEM) as deed:
            deleted = delete_old(deed.session, kind, deed.now - kept, BATCH)
        total += deleted
        if deleted == 0:
            break
    return total


def _forgotten(parts: Parts, hold: Hold) -> int:
    total = 0
    kept = timedelta(days=parts.settings.retention_days)
    while not hold.should_stop():
        with parts.doing(SYSTEM) as deed:
            forgotten = _forget_notices(deed, kept)
        total += forgotten
        if forgotten < BATCH:
            break
    return total


def _positions_forgotten(parts: Parts, hold: Hold) -> int:
    total = 0
    while not hold.should_stop():
        with parts.doing(SYSTEM) as deed:
            forgotten = forget_positions(deed.session, deed.now - POSITIONS_KEPT, BATCH)
        total += forgotten
        if forgotten < BATCH:
            break
    return total


def _forget_notices(deed: Deed, kept: timedelta) -> int:
    """Take people out of one batch of notices and of what their deliveries say."""
    notices = notices_with_people(deed.session, deed.now - kept, BATCH)
    for notice in notices:
        notice.facts = without_people(notice.facts)
        notice.forgotten_at = deed.now
    forget_contacts(deed.session, [notice.id for notice in notices])
    return len(notices)
