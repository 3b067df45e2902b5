"""The owner's page of maintenance that is due, under a link that needs no account: book it, put it off, or decline it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.booking import has_times
from aftersales.deed import Actor, Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood
from aftersales.installations import booking_link
from aftersales.maintenance import (
    Asked,
    decline_maintenance,
    maintenance_of_link,
    maintenance_work,
    put_off_maintenance,
    record_done,
)
from aftersales.maintenance.answering import OWNER, open_work
from aftersales.maintenance.asked import covers_that_ask
from aftersales.parts import Parts
from aftersales.records import ActorKind
from aftersales.store import Session
from aftersales.words import Words, words_in
from web.pages.booking_times import to_times
from web.pages.days_typed import day_typed
from web.pages.maintenance_words import costs_said, covers_said, stands_said, without_said
from web.parts import PartsIn
from web.templating import page

router = APIRouter(prefix="/upkeep")

Field = Annotated[str, Form(max_length=20)]


class Said(StrEnum):
    """What the page confirms; the address carries this word and never a sentence."""

    BOOKED = "booked"
    LATER = "later"
    DECLINED = "declined"
    DONE = "done"
    CLOSED = "closed"


@router.get("/{token}")
def upkeep(request: Request, parts: PartsIn, token: str, said: str = "") -> Response:
    """What is to be done until when, what it costs, what depends on it, and one question."""
    return _page(request, parts, token, said=said)


@router.post("/{token}/book")
def booked(request: Request, parts: PartsIn, token: str) -> Response:
    """The owner chooses a time next: the work order is there, and its own pages keep and book one."""
    links: list[UUID] = []

    def act(deed: Deed, asked: Asked) -> None:
        links.append(booking_link(deed, maintenance_work(deed, asked), is_prepared=False))

    answer = _changed(request, parts, token, Said.BOOKED, act, "book")
    return to_times(parts, links[0]) if links else answer


@router.post("/{token}/later")
def later(request: Request, parts: PartsIn, token: str, until: Field = "") -> Response:
    """The day on which the owner wants to be asked again."""

    def act(deed: Deed, asked: Asked) -> None:
        on = day_typed(until)
        put_off_maintenance(deed, asked, asked.today if on is None else on)

    return _changed(request, parts, token, Said.LATER, act, "until")


@router.post("/{token}/decline")
def declined(request: Request, parts: PartsIn, token: str) -> Response:
    """The owner does not want it; what that means stands above the button."""
    return _changed(request, parts, token, Said.DECLINED, decline_maintenance, "decline")


@router.post("/{token}/done")
def done(request: Request, parts: PartsIn, token: str, done_on: Field = "") -> Response:
    """The owner has done it themselves, where no visit is needed."""

    def act(deed: Deed, asked: Asked) -> None:
        if asked.about.schedule.needs_visit:
            raise NotAllowed("Show us on the telephone who has done it. Please call us.")
        on = day_typed(done_on)
        if on is None:
            raise NotUnderstood("Write the day on which it was done.")
        record_done(deed, asked, on, by=OWNER)

    return _changed(request, parts, token, Said.DONE, act, "done_on", typed=done_on)


def _changed(
    request: Request,
    parts: Parts,
    token: str,
    said: Said,
    change: Callable[[Deed, Asked], object],
    place: str,
    *,
    typed: str = "",
) -> Response:
    """Do what the owner chose, and lead back to the page; reloading it does nothing again."""
    with parts.store.reading() as session:
        owner = maintenance_of_link(session, parts.clock.now(), token).about.owner
    try:
        with parts.doing(Actor(ActorKind.CUSTOMER, owner.number)) as deed:
            change(deed, maintenance_of_link(deed.session, deed.now, token))
    except NotUnderstood:
        problem = _problem(words_in(owner.language), said)
        return _page(request, parts, token, problems=[(place, problem)], typed=typed)
    except (NotAllowed, Collision):
        said = Said.CLOSED
    return RedirectResponse(f"/upkeep/{token}?said={said.value}", status_code=303)


def _problem(_: Words, said: Said) -> str:
    if said is Said.DONE:
        return _("Write a day between the purchase and today, such as 2026-11-23.")
    return (
        _("Choose one of the days.")
        if said is Said.LATER
        else _("No time can be chosen here. Please call us.")
    )


def _page(
    request: Request,
    parts: Parts,
    token: str,
    *,
    said: str = "",
    problems: Sequence[tuple[str, str]] = (),
    typed: str = "",
) -> Response:
    now = parts.clock.now()
    with parts.store.reading() as session:
        asked = maintenance_of_link(session, now, token)
        covers = covers_that_ask(session, asked)
        can_choose = asked.is_open and _can_choose(parts, session, asked)
    row, schedule = asked.row, asked.about.schedule
    _ = words_in(asked.about.owner.language)
    return page(
        request,
        "upkeep.html",
        _,
        status_code=422 if problems else 200,
        token=token,
        row=row,
        schedule=schedule,
        unit=asked.about.unit,
        product=asked.product,
        area=asked.area,
        is_open=asked.is_open,
        is_declined=row.state == "declined",
        stands=stands_said(_, row),
        costs=costs_said(_, asked),
        covers=covers_said(_, covers),
        without=without_said(_, covers),
        can_choose=can_choose,
        put_off=_put_off_options(_, asked.put_off_days),
        typed=typed or asked.today.isoformat(),
        confirmed=_confirmed(_, said),
        problems=problems,
    )


def _can_choose(parts: Parts, session: Session, asked: Asked) -> bool:
    if not asked.about.schedule.needs_visit:
        return False
    order = open_work(session, asked)
    return has_times(parts, session, order, asked.about.place, asked.work_type)


def _put_off_options(_: Words, days: Sequence[date]) -> list[tuple[str, str, str]]:
    return [(each.isoformat(), _.date(each), "") for each in days]


def _confirmed(_: Words, said: str) -> str:
    """The sentence that confirms a choice; nothing for a word that is not ours."""
    if said == Said.BOOKED:
        return _("Thank you. You hear from us when it is arranged.")
    if said == Said.CLOSED:
        return _("This has been answered already. See below how it stands, or call us.")
    return _("Thank you for your answer.") if said in set(Said) else ""
