"""Every time that a visit could have, as the office sees it: what suits the routes best, and each reason in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from fastapi import Request, Response

from aftersales.booking import NoSlot, Offered, Wanted, slots_for, window_of_code
from aftersales.choices import days_to_choose
from aftersales.holds import code_of
from aftersales.installations import reached_at
from aftersales.parts import Parts
from aftersales.places import one_line
from aftersales.records import Appointment, Territory
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.sentences import work, work_kind
from web.pages.errands import Errand, Instead
from web.pages.slot_words import days_shown, nearest
from web.slot_reasons import why_not_staff
from web.templating import page


def times_for_staff(
    request: Request,
    parts: Parts,
    _: Words,
    session: Session,
    errand: Errand,
    *,
    note: str | None = None,
    lost: str = "",
    banner: tuple[str, str] = ("", ""),
    status_code: int = 200,
) -> Response:
    """The page of an errand; the times nearest to one that was `lost` stand first.

    Args:
        request: of whoever looks.
        parts: the installation.
        _: their language.
        session: a reading.
        errand: what is to be arranged.
        note: what they typed for the technician.
        lost: the code of a time that somebody else has.
        banner: its kind and its sentence.
        status_code: of the answer.
    """
    territory, wanted = errand.looked_for(parts, session)
    offered = Offered((), ()) if errand.is_over else slots_for(parts, session, territory, wanted)
    if errand.stands is not None:
        offered = offered.but(code_of(errand.stands))
    window = window_of_code(lost, wanted.zone) if lost else None
    shown, more = days_shown(_, offered)
    return page(
        request,
        "arrange.html",
        _,
        status_code=status_code,
        banner_shown=banner,
        errand=errand,
        what=work(_, errand.work_type.kind.value, errand.product_type),
        address=one_line(errand.place),
        zone=wanted.zone,
        kinds=[(each.kind.value, work_kind(_, each.kind)) for each in errand.kinds],
        note=errand.note if note is None else note,
        stands="" if errand.stands is None else _stands(_, errand.stands),
        first=[] if window is None else nearest(_, offered, window.local_from),
        shown=[day for day in shown if day.slots],
        more=more,
        best="" if offered.best is None else offered.best.window.code,
        whys=whys_said(_, offered.refused),
        **_instead(
            _, session, errand, may_plan=not offered.slots and _may_plan(parts, session, wanted)
        ),
    )


def whys_said(_: Words, refused: Sequence[NoSlot]) -> list[tuple[str, str]]:
    """Days without a time, each with its reason in full; days in a row with the same one are said together."""
    spans: list[tuple[date, date, str]] = []
    for each in refused:
        why = why_not_staff(_, each)
        if spans and spans[-1][2] == why and each.on - spans[-1][1] == timedelta(1):
            spans[-1] = (spans[-1][0], each.on, why)
        else:
            spans.append((each.on, each.on, why))
    return [
        (
            _.day(first)
            if first == last
            else _("{first} to {last}", first=_.day(first), last=_.day(last)),
            why,
        )
        for first, last, why in spans
    ]


def _instead(_: Words, session: Session, errand: Errand, *, may_plan: bool) -> Mapping[str, object]:
    """What can be chosen instead of a time: nothing where a visit stands."""
    if errand.stands is not None or errand.is_over:
        return {"is_free": False, "reached": "", "instead": []}
    reached = reached_at(session, errand.customer)
    instead = []
    if reached is not None:
        hint = _("A link goes to {address}.", address=reached.address)
        instead.append((Instead.CUSTOMER.value, _("The customer chooses"), hint))
    if may_plan:
        hint = _(
            "Only if the customer can be at home on any day. "
            "A plan may give other visits to other technicians to make room."
        )
        instead.append((Instead.PLANNER.value, _("The next plan finds a time"), hint))
    return {"is_free": True, "reached": reached is not None, "instead": instead}


def _may_plan(parts: Parts, session: Session, wanted: Wanted) -> bool:
    """Whether anybody works on a day to come on which everything needed is there."""
    territory = session.get_one(Territory, wanted.territory_id)
    first_on = wanted.ready_on or date.min
    days = days_to_choose(session, territory, parts.clock.now())
    return wanted.is_ready_known and any(day >= first_on for day in days)


def _stands(_: Words, visit: Appointment) -> str:
    return _(
        "The visit between {from_time} and {to_time} on {day} stands until another time is booked.",
        from_time=_.time(visit.window_local_from),
        to_time=_.time(visit.window_local_to),
        day=_.day(visit.window_local_from.date()),
    )
