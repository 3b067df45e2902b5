"""The buyer's page of a visit, under a link that needs no account; only a POST changes anything."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from aftersales.choices import (
    HALF_DAYS,
    call_asked,
    call_me,
    days_of_visit,
    keep_visit,
    move_visit,
    visit_of_link,
    wished_half,
)
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood
from aftersales.installations.preparing import Reached
from aftersales.parts import Parts
from aftersales.pricing import price_of
from aftersales.queries.installations import preparation_of
from aftersales.queries.pages import next_update_promised
from aftersales.queries.visits import AHEAD, Visit
from aftersales.records import AppointmentState, BuyerChoice
from aftersales.sla import next_update_by
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.pages.following import following
from web.pages.map import area_map
from web.pages.prepare import price_words, to_prepare
from web.pages.slot_words import clocks_said
from web.pages.telling import headline, newest_told, waiting_said, was, why
from web.pages.visit_calendar import calendar_links
from web.pages.visit_changes import changes_shown
from web.pages.visit_links import linked_visits
from web.pages.visit_said import Said, done
from web.parts import PartsIn
from web.templating import page

router = APIRouter(prefix="/visit")


CHOSEN = {Said.KEPT: BuyerChoice.KEEP, Said.MOVED: BuyerChoice.MOVE}
"""A confirmation is only shown while the visit still stands as it says."""


@router.get("/{token}")
def visit(request: Request, parts: PartsIn, token: str, said: str = "", seen: str = "") -> Response:
    """What is happening, what happens next and when, who answers, and what can be done.

    A page that looks again by itself says which state it has `seen`; once that is another one, all of it is new.
    """
    if seen and "hx-request" in request.headers:
        with parts.store.reading() as session:
            found = visit_of_link(session, parts.clock.now(), token)
        if found.appointment.state.value != seen:
            return Response(headers={"HX-Refresh": "true"})
    return _page(request, parts, token, said=said)


@router.post("/{token}/keep")
def keep(parts: PartsIn, token: str) -> Response:
    """The buyer is fine with the time."""
    return done(parts, token, Said.KEPT, keep_visit)


@router.post("/{token}/move")
def move(
    request: Request,
    parts: PartsIn,
    token: str,
    when: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """The buyer wishes another half day."""

    def moved(deed: Deed, found: Visit) -> None:
        on, half = wished_half(when, days_of_visit(deed.session, found, deed.now))
        move_visit(deed, found, on, half)

    try:
        return done(parts, token, Said.MOVED, moved)
    except NotUnderstood:
        return _page(request, parts, token, is_unchosen=True)


@router.post("/{token}/call")
def call(parts: PartsIn, token: str) -> Response:
    """The buyer wishes to be called."""
    return done(parts, token, Said.CALLED, call_me)


def _page(
    request: Request, parts: Parts, token: str, *, said: str = "", is_unchosen: bool = False
) -> Response:
    now = parts.clock.now()
    with parts.store.reading() as session:
        found = visit_of_link(session, now, token)
        words = words_in(found.customer.language)
        told = newest_told(session, found)
        is_open = found.appointment.state in AHEAD
        said_now = headline(words, found, told)
        return page(
            request,
            "visit.html",
            words,
            status_code=422 if is_unchosen else 200,
            token=token,
            now=now,
            visit=found,
            headline=said_now,
            why=why(words, told) if is_open else "",
            was=was(words, told) if is_open else "",
            what=work(words, found.work_type.kind.value, found.product_type),
            steps=steps_of(words, found.appointment.state),
            following=following(words, session, found, now),
            next_update=_next_update(
                words,
                found,
                now,
                next_update_promised(session, found.appointment, found.location.id),
            ),
            confirmed=_confirmed(words, found, said),
            is_open=is_open,
            is_unchosen=is_unchosen,
            days=days_of_visit(session, found, now) if is_open else [],
            waits=[] if is_open else waiting_said(words, session, found, now),
            linked=[each.sentence for each in linked_visits(words, session, found)],
            halves=HALF_DAYS,
            map=area_map(
                found.location.latitude, found.location.longitude, found.territory.road_table
            ),
            choice=found.appointment.customer_choice,
            called_by=_called_by(words, parts, session, found, now),
            is_called=call_asked(session, found) is not None,
            calls=_calls(words, session, found) if is_open else "",
            changes=changes_shown(parts, session, words, found, now),
            clocks=clocks_said(words, found.location),
            costs=price_words(words, price_of(session, found.work_order, found.work_type)),
            prepare=to_prepare(words, found.work_type.kind) if is_open else [],
            calendars=calendar_links(words, found, said_now, f"/visit/{token}") if is_open else [],
        )


def steps_of(_: Words, state: AppointmentState) -> list[tuple[str, str]]:
    """The line of steps: each with whether it is past, present or to come; none once it led elsewhere."""
    names = [_("Booked"), _("On the way"), _("Arrived"), _("Done")]
    match state:
        case AppointmentState.EN_ROUTE:
            present = 1
        case AppointmentState.ARRIVED | AppointmentState.IN_PROGRESS:
            present = 2
        case AppointmentState.DONE:
            present = 3
        case state if state in AHEAD:
            present = 0
        case _:
            return []
    kinds = ["past"] * present + ["present"] + ["ahead"] * (len(names) - present - 1)
    return list(zip(names, kinds, strict=True))


def _next_update(_: Words, found: Visit, now: datetime, by: datetime | None) -> str:
    if by is None or by < now:
        return ""
    zone = found.appointment.zone
    return _(
        "You hear from us by {time} on {day}.", time=_.time_at(by, zone), day=_.day_at(by, zone)
    )


def _called_by(_: Words, parts: Parts, session: Session, found: Visit, now: datetime) -> str:
    """By when somebody calls: who was asked to, or who is asked to now."""
    zone, case = found.appointment.zone, call_asked(session, found)
    if case is not None:
        by = case.next_update_at
        if by is None or by < now:
            return _("You asked us to call you. If you cannot wait, please call us.")
        return _(
            "You asked us to call you. {name} calls you by {time} on {day}.",
            name=found.territory.answers_name,
            time=_.time_at(by, zone),
            day=_.day_at(by, zone),
        )
    by = next_update_by(parts.settings, found.territory, now)
    return _("We call you by {time} on {day}.", time=_.time_at(by, zone), day=_.day_at(by, zone))


def _calls(_: Words, session: Session, found: Visit) -> str:
    """That we call whoever wished for it before they chose their time."""
    said = preparation_of(session, found.work_order.id)
    if said is None or said.reached_by != Reached.PHONE:
        return ""
    return _("If something changes we call you, as you asked: {phone}.", phone=said.contact_phone)


def _confirmed(_: Words, found: Visit, said: str) -> str:
    """The sentence that confirms a choice; nothing for a word that is not ours or no longer true."""
    if said not in set(Said):
        return ""
    kind = Said(said)
    if kind in CHOSEN and found.appointment.customer_choice != CHOSEN[kind]:
        return ""
    match kind:
        case Said.KEPT:
            return _("Thank you. The time stays as it is.")
        case Said.MOVED:
            return _(
                "Thank you. We look for a time in the half day that you chose. Until you hear from us, "
                "the present time still stands."
            )
        case Said.CALLED:
            return _("Thank you. {name} calls you.", name=found.territory.answers_name)
        case Said.CLOSED:
            return _("This visit can no longer be changed here. Please call us.")
        case _:
            return _changed(_, kind)


def _changed(_: Words, kind: Said) -> str:
    """What has become of the time."""
    return {
        Said.BOOKED: _("Thank you. Your visit is booked."),
        Said.REBOOKED: _("Thank you. Your visit is at the time that you chose now."),
        Said.CANCELLED: _("Your visit is cancelled. Nobody comes."),
        Said.WAITING: _("Thank you. You hear from us if an earlier time becomes free."),
        Said.STOPPED: _("Thank you. The time stays as it is, and we ask you no more."),
        Said.EARLIER: _("Thank you. Your visit is at the earlier time now."),
        Said.PASSED: _("Thank you. The time stays as it is."),
        Said.GONE: _("The earlier time is no longer free. Your visit stays as it was."),
    }[kind]
