"""Technicians' own calendars: asked every quarter of an hour when they are busy, which counts as absence.

Only times are kept, no titles and no places. What disappears from the calendar is taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from aftersales.calendars.busy import LARGEST, Span, busy_times
from aftersales.channels.hooks import Line, NoReply
from aftersales.day_watch.absences import plan_to_mend
from aftersales.deed import SYSTEM, Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.parts import Parts
from aftersales.planning import PlanRequest, plan_territory
from aftersales.queries.busy import busy_calendar_of, busy_calendars
from aftersales.queries.rosters import absences_ahead
from aftersales.records import AbsenceKind, BusyCalendar, Technician, Territory
from aftersales.technicians import add_absence, lock_technician, withdraw_absence
from scheduling.forecast import Cause, CauseKind

AHEAD: Final = timedelta(days=60)
"""How far ahead busy times are taken: as far as visits are planned, and some more. What lies beyond is taken later."""

TIMEOUT_SECONDS: Final = 20.0
LONGEST: Final = 2000
FOUND: Final = 200


def follow_calendar(deed: Deed, worker: Technician, address: str) -> None:
    """From now on the calendar at an address says when a technician is busy; an empty one ends that.

    Raises:
        NotUnderstood: it is no address of a calendar.
    """
    lock_technician(deed, worker)
    url = _url(address)
    row = busy_calendar_of(deed.session, worker.id)
    if (row.url if row else "") == url:
        return
    if row is not None and not url:
        deed.session.delete(row)
        _take(deed, worker, [])
    elif row is not None:
        row.url, row.looked_at, row.problem = url, None, ""
        deed.add(row)
    else:
        deed.add(BusyCalendar(technician_id=worker.id, url=url, created_at=deed.now, problem=""))
    deed.note("busy_calendar_changed", worker)


def _url(address: str) -> str:
    """An address as it is asked; calendar apps write webcal for https.

    Raises:
        NotUnderstood: it is none.
    """
    url = address.strip()
    if not url:
        return ""
    scheme, _colon, rest = url.partition(":")
    url = f"https:{rest}" if scheme.lower() in ("webcal", "webcals") else url
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address or len(url) > LONGEST or any(each.isspace() for each in url):
        raise NotUnderstood(
            "This is no address of a calendar. Copy it from your calendar's settings.",
            [Problem("url", "copy the address in iCal format from the settings of your calendar")],
        )
    return url


def poll_busy(parts: Parts, should_stop: Callable[[], bool]) -> int:
    """Ask every technician's own calendar; answers how many were read."""
    with parts.store.reading() as session:
        rows = [(row.technician_id, row.url) for row in busy_calendars(session)]
    read = 0
    for technician_id, url in rows:
        if should_stop():
            break
        read += _polled(parts, technician_id, url)
    return read


def _polled(parts: Parts, technician_id: UUID, url: str) -> bool:
    """Ask one calendar, take what it says, and find others for visits at which somebody is busy now.

    What is wrong with it stands on the technician's page.
    """
    content, problem = _fetched(parts, url)
    mending: list[PlanRequest] = []
    with parts.doing(SYSTEM) as deed:
        row = deed.session.get(BusyCalendar, technician_id)
        if row is None or row.url != url:
            return False  # it was changed meanwhile
        if not problem:
            problem, mending = _taken(deed, row, content)
        row.looked_at, row.problem = deed.now, problem[:320]
        deed.add(row)
    for request in dict.fromkeys(mending):
        plan_territory(parts, SYSTEM, request, cause=Cause(CauseKind.ABSENT, None, 0))
    return not problem


def _fetched(parts: Parts, url: str) -> tuple[bytes, str]:
    """What is at an address, or why nothing could be had."""
    allowed = parts.settings.webhooks_allow_local
    try:
        with Line(timeout=TIMEOUT_SECONDS, is_local_allowed=allowed) as line:
            reply = line.get(url, parts.clock.now(), most=LARGEST + 1)
    except NoReply as error:
        return b"", str(error)
    if reply.status != FOUND:
        return b"", f"The calendar answers {reply.status}."
    return reply.body, ""


def _taken(deed: Deed, row: BusyCalendar, content: bytes) -> tuple[str, list[PlanRequest]]:
    """Make absences of what a calendar says; answers why it could not be done, and the plans that mend."""
    worker = deed.session.get_one(Technician, row.technician_id)
    zone = deed.session.get_one(Territory, worker.territory_id).zone
    until = deed.now + AHEAD
    try:
        spans = busy_times(content, zone, deed.now, until, but_of=deed.settings.calendar_domain)
    except NotUnderstood as error:
        return str(error), []
    return "", _take(deed, worker, spans)


def _take(deed: Deed, worker: Technician, spans: list[Span]) -> list[PlanRequest]:
    """Let exactly these times be those in which a technician is busy by their own calendar."""
    lock_technician(deed, worker)
    present = {
        (max(row.from_at, deed.now), row.to_at): row
        for row in absences_ahead(deed.session, worker.id, deed.now)
        if row.kind is AbsenceKind.BUSY
    }
    wanted = set(spans) if worker.is_active else set()
    for times, row in present.items():
        if times not in wanted:
            withdraw_absence(deed, row)
    added = [
        add_absence(deed, worker, AbsenceKind.BUSY, from_at, to_at)
        for from_at, to_at in sorted(wanted - set(present))
    ]
    deed.session.flush()
    requests = (plan_to_mend(deed.session, worker, each, deed.now) for each in added)
    return [each for each in requests if each is not None]
