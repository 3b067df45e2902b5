"""Parts for staff: what is awaited with what it blocks, received in one step, and where free pieces lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood
from aftersales.parts import Parts
from aftersales.queries.places import all_depots
from aftersales.queries.spares import appointments_ahead, awaited_requests, stock_by_place
from aftersales.queries.staff import technicians_at_work
from aftersales.records import (
    Customer,
    Depot,
    SparePart,
    SpareRequest,
    SpareState,
    SpareStock,
    Technician,
    WorkOrder,
)
from aftersales.spares import StockPlace, expect_spare, move_stock, order_spare, receive_spare
from aftersales.store import Session
from aftersales.words import Words, words_in
from web.pages.days_typed import day_typed
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/parts")

MOST: Final = 200
"""Requests that the page shows."""

Short = Annotated[str, Form(max_length=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedShown:
    """One request that waits: what for, since when it is late, and which visit or work it blocks."""

    request: SpareRequest
    part: SparePart
    order: WorkOrder
    customer: Customer
    expected: str
    is_late: bool
    visit: str
    visit_id: UUID | None


@router.get("")
def spares(request: Request, parts: PartsIn, me: Me) -> Response:
    """What is awaited, the late first, and what lies where."""
    return _shown(request, parts, me)


@router.post("/requests/{request_id}/receive")
def received(request: Request, parts: PartsIn, me: Me, request_id: UUID) -> Response:
    """It is here, in the first depot of its territory."""
    return _changed(request, parts, me, request_id, receive_spare)


@router.post("/requests/{request_id}/expect")
def expected(
    request: Request, parts: PartsIn, me: Me, request_id: UUID, expected_on: Short = ""
) -> Response:
    """It comes on a day, or nobody knows when: whoever's visit is too early is told at once."""
    _ = words_in(me.language)
    day = day_typed(expected_on) if expected_on.strip() else None
    if expected_on.strip() and day is None:
        return _shown(request, parts, me, problem=_day_wanted(_), status=422)

    def act(deed: Deed, row: SpareRequest) -> None:
        change = order_spare if row.state is SpareState.REQUESTED else expect_spare
        change(deed, row, day)

    return _changed(request, parts, me, request_id, act)


@router.post("/move")
def moved(
    request: Request,
    parts: PartsIn,
    me: Me,
    stock: Short = "",
    into: Short = "",
    quantity: Short = "",
) -> Response:
    """Pieces go from one place to another."""
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            _move(deed, UUID(stock), _place(into), int(quantity))
    except (NotUnderstood, NotAllowed, NotThere, ValueError):
        problem = _("Choose two places, and no more pieces than are free in the first.")
        return _shown(request, parts, me, problem=problem, status=422)
    return RedirectResponse("/parts", status_code=303)


def _move(deed: Deed, stock_id: UUID, into: StockPlace, quantity: int) -> None:
    row = deed.session.get(SpareStock, stock_id)
    if row is None:
        raise NotThere("Nothing of this part is free there any more.")
    part = deed.session.get_one(SparePart, row.spare_part_id)
    out_of = StockPlace(depot_id=row.depot_id, technician_id=row.technician_id)
    move_stock(deed, part, out_of=out_of, into=into, quantity=quantity)


def _changed(
    request: Request,
    parts: Parts,
    me: SignedIn,
    request_id: UUID,
    act: Callable[[Deed, SpareRequest], None],
) -> Response:
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            row = deed.session.get(SpareRequest, request_id)
            if row is None:
                raise NotThere("There is no such parts request. Look at the list of parts.")
            act(deed, row)
    except NotUnderstood:
        return _shown(request, parts, me, problem=_day_wanted(_), status=422)
    except NotAllowed:
        problem = _("Somebody was faster. Read what stands here now.")
        return _shown(request, parts, me, problem=problem, status=409)
    return RedirectResponse("/parts", status_code=303)


def _day_wanted(_: Words) -> str:
    return _("Write a day to come, such as 2026-12-07, or leave it empty if nobody knows.")


def _shown(
    request: Request, parts: Parts, me: SignedIn, *, problem: str = "", status: int = 200
) -> Response:
    _ = words_in(me.language)
    today = parts.clock.now().date()
    with parts.store.reading() as session:
        awaited = _awaited(_, session, today)
        stock = [
            (row, part, _place_said(_, depot, worker))
            for row, part, depot, worker in stock_by_place(session)
        ]
        places = [
            *(
                (f"depot:{depot.id}", _place_said(_, depot, None))
                for depot, _yard in all_depots(session)
            ),
            *(
                (f"van:{worker.id}", _place_said(_, None, worker))
                for worker in technicians_at_work(session)
            ),
        ]
    return page(
        request,
        "spares.html",
        _,
        status_code=status,
        problem=problem,
        awaited=awaited,
        stock=stock,
        lots=[
            (str(row.id), f"{part.code} · {place} ({_.number(row.quantity)})")
            for row, part, place in stock
        ],
        places=places,
    )


def _awaited(_: Words, session: Session, today: date) -> list[AwaitedShown]:
    rows = awaited_requests(session, MOST)
    visits = appointments_ahead(session, {order.id for _row, _part, order, _who in rows})
    shown = []
    for row, part, order, customer in rows:
        visit = visits.get(order.id)
        is_late = row.expected_on is not None and row.expected_on < today
        shown.append(
            AwaitedShown(
                request=row,
                part=part,
                order=order,
                customer=customer,
                expected=_expected(_, row, is_late=is_late),
                is_late=is_late,
                visit=""
                if visit is None
                else _("Its visit is on {day}.", day=_.day_at(visit.window_from_at, visit.zone)),
                visit_id=None if visit is None else visit.id,
            )
        )
    return shown


def _expected(_: Words, row: SpareRequest, *, is_late: bool) -> str:
    if row.state is SpareState.REQUESTED:
        return _("Not ordered yet.")
    if row.expected_on is None:
        return _("Ordered; nobody knows when it comes.")
    day = _.date(row.expected_on)
    if is_late:
        return _("Late: it was expected on {day}.", day=day)
    return _("Expected on {day}.", day=day)


def _place_said(_: Words, depot: Depot | None, worker: Technician | None) -> str:
    if depot is not None:
        return _("Depot {name}", name=depot.name)
    return _("Van of {name}", name="" if worker is None else worker.name)


def _place(said: str) -> StockPlace:
    """The place that a form names, such as “depot:” and its identifier."""
    kind, _colon, identifier = said.partition(":")
    known = UUID(identifier)
    if kind == "depot":
        return StockPlace(depot_id=known)
    return StockPlace(technician_id=known)
