"""A technician's calendar and absences: the address of the one, and when they cannot work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated, Final
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, StringConstraints

from aftersales.absences import report
from aftersales.access import SignedIn, actor_of
from aftersales.busy import follow_calendar
from aftersales.errors import NotThere, NotUnderstood
from aftersales.links import renew_feed
from aftersales.moments import utc_of, wall_of
from aftersales.parts import Parts
from aftersales.queries.busy import busy_calendar_of
from aftersales.queries.rosters import absences_ahead
from aftersales.queries.staff import technician_by_code
from aftersales.reach import reach_of
from aftersales.records import Absence, AbsenceKind, Technician, Territory
from aftersales.store import Session
from aftersales.technicians import withdraw_absence
from aftersales.words import Words, words_in
from web.api.fields import CodeInPath
from web.pages.calendars import feed_address
from web.pages.days_typed import day_typed
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/technicians/{code}/calendar")

Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]
DAY: Final = timedelta(days=1)

TYPED: Final = frozenset(
    {AbsenceKind.HOLIDAY, AbsenceKind.TRAINING, AbsenceKind.SICK, AbsenceKind.OTHER}
)
"""What people say themselves; that somebody is busy is said by their calendar."""


class AbsenceTyped(BaseModel):
    """An absence as it was typed; without hours it takes whole days."""

    kind: Typed = ""
    from_on: Typed = ""
    to_on: Typed = ""
    from_hour: Typed = ""
    to_hour: Typed = ""

    def problems(self, _: Words) -> list[tuple[str, str]]:
        """What cannot be used, by field."""
        found = []
        if self.kind not in TYPED:
            found.append(("kind", _("Choose why.")))
        if day_typed(self.from_on) is None:
            found.append(("from_on", _("Write a day such as 2026-11-23.")))
        if self.to_on and day_typed(self.to_on) is None:
            found.append(("to_on", _("Write a day such as 2026-11-23, or leave it empty.")))
        for name in ("from_hour", "to_hour"):
            text = getattr(self, name)
            if text and hour_typed(text) is None:
                found.append((name, _("Write a time such as 14:30, or leave it empty.")))
        return found

    def span(self, zone: str) -> tuple[datetime, datetime]:
        """From when to when, once nothing is wrong with it."""
        first = day_typed(self.from_on)
        if first is None:
            raise ValueError("The day was not looked at.")
        last = day_typed(self.to_on) or first
        begins, ends = hour_typed(self.from_hour), hour_typed(self.to_hour)
        from_local = datetime.combine(first, begins or time.min)
        to_local = datetime.combine(last, ends) if ends else datetime.combine(last + DAY, time.min)
        return utc_of(from_local, zone), utc_of(to_local, zone)


def hour_typed(text: str) -> time | None:
    """A time such as 14:30, in the digits of any script; nothing for what is none."""
    plain = "".join(str(int(each)) if each.isdecimal() else each for each in text)
    hours, _colon, minutes = plain.replace(".", ":").partition(":")
    if not hours.isdecimal() or (minutes and not minutes.isdecimal()):
        return None
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        return None


@router.get("")
def calendar(request: Request, parts: PartsIn, me: Me, code: CodeInPath) -> Response:
    """How to read the calendar elsewhere, the absences to come, and the form of another one."""
    return _shown(request, parts, me, code, AbsenceTyped())


@router.post("")
def renewed(request: Request, parts: PartsIn, me: Me, code: CodeInPath) -> Response:
    """A new address for the calendar; the former one stops working. It is on this answer only."""
    with parts.doing(actor_of(me)) as deed:
        link_id = renew_feed(deed, _worker(deed.session, me, code))
    return _shown(request, parts, me, code, AbsenceTyped(), made=link_id)


@router.post("/busy")
def followed(
    request: Request, parts: PartsIn, me: Me, code: CodeInPath, url: Annotated[str, Form()] = ""
) -> Response:
    """Let a calendar elsewhere say when they are busy; an empty address ends that."""
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            follow_calendar(deed, _worker(deed.session, me, code), url)
    except NotUnderstood:
        problem = ("url", _("Copy the address in iCal format from your calendar's settings."))
        return _shown(request, parts, me, code, AbsenceTyped(), problems=[problem])
    return RedirectResponse(f"/technicians/{code}/calendar", status_code=303)


@router.post("/absences")
def added(
    request: Request,
    parts: PartsIn,
    me: Me,
    code: CodeInPath,
    typed: Annotated[AbsenceTyped, Form()],
) -> Response:
    """Write an absence down; a job finds others for its visits, and tells whoever must be moved."""
    _ = words_in(me.language)
    problems = typed.problems(_)
    if not problems:
        try:
            with parts.doing(actor_of(me)) as deed:
                worker = _worker(deed.session, me, code)
                area = deed.session.get_one(Territory, worker.territory_id)
                report(deed, worker, AbsenceKind(typed.kind), *typed.span(area.zone))
        except NotUnderstood:
            problems = [("to_on", _("It ends before it starts, or lasts longer than 400 days."))]
    if problems:
        return _shown(request, parts, me, code, typed, problems=problems)
    return RedirectResponse(f"/technicians/{code}/calendar", status_code=303)


@router.post("/absences/{absence_id}/withdraw")
def withdrawn(parts: PartsIn, me: Me, code: CodeInPath, absence_id: UUID) -> Response:
    """Somebody is there after all, or again; said twice it is so."""
    with parts.doing(actor_of(me)) as deed:
        worker = _worker(deed.session, me, code)
        row = deed.session.get(Absence, absence_id)
        if row is not None and row.technician_id == worker.id:
            withdraw_absence(deed, row)
    return RedirectResponse(f"/technicians/{code}/calendar", status_code=303)


def _worker(session: Session, me: SignedIn, code: str) -> Technician:
    worker = technician_by_code(session, code)
    if worker is None or worker.id not in reach_of(session, me):
        raise NotThere(f"There is no technician “{code}”. Choose one on the first page.")
    return worker


def _shown(
    request: Request,
    parts: Parts,
    me: SignedIn,
    code: str,
    typed: AbsenceTyped,
    *,
    problems: Sequence[tuple[str, str]] = (),
    made: UUID | None = None,
) -> Response:
    _ = words_in(me.language)
    now = parts.clock.now()
    with parts.store.reading() as session:
        worker = _worker(session, me, code)
        zone = session.get_one(Territory, worker.territory_id).zone
        ahead = absences_ahead(session, worker.id, now)
        rows = [
            (row.id, kind_words(_)[row.kind], _said(_, row, zone))
            for row in ahead
            if row.kind is not AbsenceKind.BUSY
        ]
        busy = [_said(_, row, zone) for row in ahead if row.kind is AbsenceKind.BUSY]
        followed = busy_calendar_of(session, worker.id)
    return page(
        request,
        "own_calendar.html",
        _,
        status_code=422 if problems else 200,
        technician=worker,
        today=wall_of(now, zone).date(),
        address=None if made is None else feed_address(parts, made),
        rows=rows,
        busy=busy,
        followed=followed,
        followed_host="" if followed is None else urlsplit(followed.url).hostname,
        zone=zone,
        typed=typed,
        problems=problems,
        kinds=[
            ("", _("Choose")),
            *((kind.value, kind_words(_)[kind]) for kind in AbsenceKind if kind in TYPED),
        ],
    )


def kind_words(_: Words) -> dict[AbsenceKind, str]:
    """Why somebody is away."""
    return {
        AbsenceKind.HOLIDAY: _("holiday"),
        AbsenceKind.TRAINING: _("training"),
        AbsenceKind.SICK: _("ill"),
        AbsenceKind.OTHER: _("something else"),
        AbsenceKind.BUSY: _("busy by their own calendar"),
    }


def _said(_: Words, row: Absence, zone: str) -> str:
    """From when to when, as whole days where it is so."""
    from_local, to_local = wall_of(row.from_at, zone), wall_of(row.to_at, zone)
    if from_local.time() == to_local.time() == time.min:
        first, last = from_local.date(), to_local.date() - DAY
        if first == last:
            return _.day(first)
        return _("{first} to {last}", first=_.day(first), last=_.day(last))
    return _(
        "{from_day}, {from_time}, to {to_day}, {to_time}",
        from_day=_.day_at(row.from_at, zone),
        from_time=_.time_at(row.from_at, zone),
        to_day=_.day_at(row.to_at, zone),
        to_time=_.time_at(row.to_at, zone),
    )
