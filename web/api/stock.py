"""Stock: free pieces of parts in depots and vans, as they come, move and are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.queries.pages import page_of
from aftersales.queries.places import depot_by_code, depot_codes
from aftersales.queries.spares import part_by_code, part_codes, stock_of
from aftersales.queries.staff import technician_by_code, technician_codes
from aftersales.records import SparePart, SpareStock
from aftersales.spares import StockPlace, count_in, move_stock, set_stock
from aftersales.store import Session
from web.api.fields import Code, CodeAsked, Sent, Shown, example
from web.api.listed import Listed, PagedIn, known
from web.api.once import Acted, OnceIn
from web.parts import PartsIn

router = APIRouter(prefix="/stock", tags=["parts"])

MOST: Final = 100_000
"""Pieces that are said at once at most."""


class PlaceSent(Sent):
    """A depot, or the van of a technician: one of the two."""

    depot: Code | None = Field(default=None, examples=["D1"])
    technician: Code | None = None


class PiecesSent(PlaceSent):
    """Pieces of a part in a place."""

    model_config = example(part="PUMP-1", depot="D1", quantity=4)

    part: Code = Field(examples=["PUMP-1"])
    quantity: int = Field(ge=0, le=MOST)


class MoveSent(Sent):
    """Pieces that go from one place to another."""

    model_config = example(
        part="PUMP-1", out_of={"depot": "D1"}, into={"technician": "T1"}, quantity=2
    )

    part: Code
    out_of: PlaceSent
    into: PlaceSent
    quantity: int = Field(ge=1, le=MOST)


class StockShown(Shown):
    """Free pieces of a part in a depot, or in the van of a technician; what is set aside is not among them."""

    id: UUID
    part: str
    depot: str | None
    technician: str | None
    quantity: int


class PartStockShown(Shown):
    """Everywhere where free pieces of a part lie."""

    part: str
    places: list[StockShown]


@router.get("", summary="List stock")
def stock(
    parts: PartsIn,
    paged: PagedIn,
    part: CodeAsked = None,
    depot: CodeAsked = None,
    technician: CodeAsked = None,
) -> Listed[StockShown]:
    """Free pieces by place, those of a part or in one place only."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            SpareStock,
            after=paged.after,
            limit=paged.limit,
            spare_part_id=None if part is None else _part(session, part).id,
            depot_id=None if depot is None else _depot_id(session, depot),
            technician_id=None if technician is None else _technician_id(session, technician),
        )
        return paged.answer(_shown(session, page.rows), page.next)


@router.post("", status_code=201, summary="Put pieces into stock", response_model=PartStockShown)
def added(once: OnceIn, sent: PiecesSent) -> Response:
    """So many pieces more lie in a place."""
    return _acted(
        once,
        sent.part,
        lambda deed, part: count_in(deed, part, place_of(deed.session, sent), sent.quantity),
    )


@router.post("/moves", status_code=201, summary="Move pieces", response_model=PartStockShown)
def moved(once: OnceIn, sent: MoveSent) -> Response:
    """Pieces go from one place to another, such as from a depot into a van."""
    return _acted(
        once,
        sent.part,
        lambda deed, part: move_stock(
            deed,
            part,
            out_of=place_of(deed.session, sent.out_of),
            into=place_of(deed.session, sent.into),
            quantity=sent.quantity,
        ),
    )


@router.post(
    "/counts", status_code=201, summary="Say what was counted", response_model=PartStockShown
)
def counted(once: OnceIn, sent: PiecesSent) -> Response:
    """Somebody has counted: so many free pieces lie in a place, whatever was thought before."""
    return _acted(
        once,
        sent.part,
        lambda deed, part: set_stock(deed, part, place_of(deed.session, sent), sent.quantity),
    )


def place_of(session: Session, sent: PlaceSent) -> StockPlace:
    """The place that a request names.

    Raises:
        NotThere: there is no such depot or technician.
        NotUnderstood: it names none, or two.
    """
    return StockPlace(
        depot_id=None if sent.depot is None else _depot_id(session, sent.depot),
        technician_id=None if sent.technician is None else _technician_id(session, sent.technician),
    )


def _acted(once: OnceIn, code: str, act: Callable[[Deed, SparePart], object]) -> Response:
    """Do it and show where the part lies afterwards."""

    def acting(deed: Deed) -> Acted:
        part = _part(deed.session, code)
        act(deed, part)
        deed.session.flush()
        places = _shown(deed.session, stock_of(deed.session, part.id))
        return PartStockShown(part=part.code, places=places), f"/api/v1/stock?part={part.code}"

    return once.answer(acting)


def _part(session: Session, code: str) -> SparePart:
    return known(part_by_code(session, code), "spare part", code)


def _depot_id(session: Session, code: str) -> UUID:
    return known(depot_by_code(session, code), "depot", code).id


def _technician_id(session: Session, code: str) -> UUID:
    return known(technician_by_code(session, code), "technician", code).id


def _shown(session: Session, rows: Sequence[SpareStock]) -> list[StockShown]:
    names = part_codes(session, {row.spare_part_id for row in rows})
    depots, vans = depot_codes(session), technician_codes(session)
    return [
        StockShown(
            id=row.id,
            part=names[row.spare_part_id],
            depot=None if row.depot_id is None else depots[row.depot_id],
            technician=None if row.technician_id is None else vans[row.technician_id],
            quantity=row.quantity,
        )
        for row in rows
    ]
