"""A buyer chooses a time, sees for how long it is kept, and confirms it; under the link of a booking or of a visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.booking import (
    Offered,
    confirm_hold,
    hold_slot,
    require_movable,
    slots_for,
    standing_for,
    wanted_by,
    was_put_off,
    window_of_code,
)
from aftersales.booking.asked import Booking, token_of_visit
from aftersales.deed import Actor
from aftersales.errors import NotAllowed, NotUnderstood, SlotTaken
from aftersales.holds import code_of, is_kept
from aftersales.identifiers import link_token
from aftersales.parts import Parts
from aftersales.pricing import price_of
from aftersales.queries.holds import holds_of_order
from aftersales.queries.visits import AHEAD
from aftersales.records import ActorKind, Appointment
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.pages.book import StepShown
from web.pages.prepare import price_words, to_prepare
from web.pages.slot_words import clocks_said, days_shown, nearest
from web.parts import PartsIn
from web.templating import page

When = Annotated[str, Form(max_length=40)]


@dataclass(frozen=True, slots=True)
class Way:
    """How a buyer came: who leads them to the booking, and the addresses of the pages.

    Attributes:
        find: the booking of the link.
        root: where the forms go, such as `/book/TOKEN`.
        times: the page with the times.
        back: the page before it, if there is one.
        first: leads to what must be said before any time is chosen; None once all is.
        steps: the line of steps before the time, each of which can be gone back to.
    """

    find: Callable[[Session], Booking]
    root: str
    times: str
    back: str = ""
    first: Callable[[], Response | None] = lambda: None
    steps: Callable[[Session, Words], list[StepShown]] = lambda _session, _words: []


def add_holding(router: APIRouter, way_of: Callable[[Parts, str], Way]) -> None:
    """Let a router's pages keep a time for some minutes, show what is kept, and book it."""

    @router.post("/{token}/hold")
    def hold(request: Request, parts: PartsIn, token: str, when: When = "") -> Response:
        way = way_of(parts, token)
        return way.first() or held(request, parts, way, when)

    @router.get("/{token}/confirm")
    def confirm(request: Request, parts: PartsIn, token: str) -> Response:
        way = way_of(parts, token)
        return way.first() or confirmation_page(request, parts, way)

    @router.post("/{token}/confirm")
    def book(request: Request, parts: PartsIn, token: str, when: When = "") -> Response:
        way = way_of(parts, token)
        return way.first() or confirmed(request, parts, way, when)


def to_times(parts: Parts, link_id: UUID) -> Response:
    """The way to the times of a work order, for whoever has proven by another link that it is theirs."""
    token = link_token(parts.secret, link_id)
    return RedirectResponse(f"/book/{token}/time", status_code=303)


def times_page(request: Request, parts: Parts, way: Way, *, lost: str | None = None) -> Response:
    """Every time that can be booked, and why there is none on other days; those nearest to one that was `lost` first."""
    with parts.store.reading() as session:
        booking = way.find(session)
        _ = words_in(booking.customer.language)
        offered = _offered(parts, session, booking)
        window = None if lost is None else window_of_code(lost, booking.location.zone)
        shown, more = ([], []) if offered is None else days_shown(_, offered)
        return page(
            request,
            "times.html",
            _,
            status_code=200 if lost is None else 409,
            booking=booking,
            what=work(_, booking.work_type.kind.value, booking.product_type),
            clocks=clocks_said(_, booking.location),
            costs=price_words(_, price_of(session, booking.order, booking.work_type)),
            place=f"{booking.location.postcode} {booking.location.town}",
            stands=_stands(_, booking.visit),
            is_over=offered is None,
            problem="" if lost is None else _lost(_, is_time=window is not None),
            first=[]
            if window is None or offered is None
            else nearest(_, offered, window.local_from),
            shown=shown,
            more=more,
            steps=way.steps(session, _),
            way=way.root,
            back=way.back,
        )


def held(request: Request, parts: Parts, way: Way, when: str) -> Response:
    """Keep the time that was chosen and lead to its confirmation; a loser sees what is still free."""
    try:
        with parts.store.reading() as session:
            booking = way.find(session)
            has_it = _has(booking, when)
            if not has_it:
                _require_movable(parts, session, booking)
        if has_it:
            return confirmed(request, parts, way, when)
        hold_slot(parts, _buyer(booking), booking.order.id, when)
    except NotAllowed:
        return RedirectResponse(f"{way.back or way.times}?said=closed", status_code=303)
    except (SlotTaken, NotUnderstood):
        return times_page(request, parts, way, lost=when)
    return RedirectResponse(f"{way.root}/confirm", status_code=303)


def confirmation_page(request: Request, parts: Parts, way: Way) -> Response:
    """The time that is kept, until when, and one button."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        booking = way.find(session)
        hold = next(iter(holds_of_order(session, booking.order.id)), None)
        if hold is None:
            return RedirectResponse(way.times, status_code=303)
        _ = words_in(booking.customer.language)
        return page(
            request,
            "confirm_time.html",
            _,
            booking=booking,
            what=work(_, booking.work_type.kind.value, booking.product_type),
            clocks=clocks_said(_, booking.location),
            costs=price_words(_, price_of(session, booking.order, booking.work_type)),
            place=f"{booking.location.postcode} {booking.location.town}",
            said=_window(_, hold),
            kept=_kept(_, hold, now),
            stands=_stands(_, booking.visit),
            prepare=to_prepare(_, booking.work_type.kind),
            code=code_of(hold),
            steps=way.steps(session, _),
            way=way.root,
            choose=way.times,
        )


def confirmed(request: Request, parts: Parts, way: Way, when: str) -> Response:
    """Book what is kept, and lead to the page of the visit; said twice it is booked once."""
    with parts.store.reading() as session:
        booking = way.find(session)
        stands = booking.visit is not None and booking.visit.state in AHEAD
        is_moved = stands and not _has(booking, when)
    try:
        with parts.doing(_buyer(booking)) as deed:
            visit = confirm_hold(deed, booking.order.id, when)
            deed.session.flush()
            token = token_of_visit(deed.session, parts.secret, visit, deed.now)
    except SlotTaken:
        return times_page(request, parts, way, lost=when)
    said = "rebooked" if is_moved else "booked"
    return RedirectResponse(f"/visit/{token}?said={said}", status_code=303)


def _offered(parts: Parts, session: Session, booking: Booking) -> Offered | None:
    """The times but that of the visit which stands; None where there is nothing to book any more."""
    try:
        standing = standing_for(session, booking.order)
    except NotAllowed:
        return None
    territory, wanted = wanted_by(session, booking.order, parts.clock.now())
    offered = slots_for(parts, session, territory, wanted)
    return offered if standing is None else offered.but(code_of(standing))


def _has(booking: Booking, when: str) -> bool:
    """Whether the visit stands at this time already, as for somebody who went back and chose it again."""
    visit = booking.visit
    return visit is not None and visit.state in AHEAD and code_of(visit) == when


def _require_movable(parts: Parts, session: Session, booking: Booking) -> None:
    """Somebody for whom a visit stands may move it as the house's rules say."""
    if booking.visit is not None and booking.visit.state in AHEAD:
        is_late = was_put_off(session, booking.visit)
        require_movable(parts.settings, booking.visit, parts.clock.now(), is_late=is_late)


def _buyer(booking: Booking) -> Actor:
    return Actor(ActorKind.CUSTOMER, booking.customer.number)


def _lost(_: Words, *, is_time: bool) -> str:
    """Why one chooses again."""
    if is_time:
        return _(
            "This time has just been taken. Please choose one of the times that are still free."
        )
    return _("Please choose one of the times shown.")


def _window(_: Words, hold: Appointment) -> str:
    return _(
        "Between {from_time} and {to_time} on {day}",
        from_time=_.time(hold.window_local_from),
        to_time=_.time(hold.window_local_to),
        day=_.day(hold.window_local_from.date()),
    )


def _kept(_: Words, hold: Appointment, now: datetime) -> str:
    if hold.held_until_at is None or not is_kept(hold, now):
        return _(
            "It was kept for you for some minutes. If nobody else has taken it, you can still book it."
        )
    return _(
        "This time is kept for you until {time}.", time=_.time_at(hold.held_until_at, hold.zone)
    )


def _stands(_: Words, visit: Appointment | None) -> str:
    """What stands until another time is confirmed."""
    if visit is None or visit.state not in AHEAD:
        return ""
    return _(
        "Your visit between {from_time} and {to_time} on {day} stands until you confirm another time.",
        from_time=_.time(visit.window_local_from),
        to_time=_.time(visit.window_local_to),
        day=_.day(visit.window_local_from.date()),
    )
