"""Stock: free pieces of a part in a depot or in a technician's van, never fewer than none.

Whoever changes the stock of a part locks the part first, so that two who take the last piece find one piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.queries.spares import stock_of
from aftersales.records import SparePart, SpareStock
from aftersales.store import lock_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPlace:
    """Where pieces lie: a depot or a technician's van, one of the two."""

    depot_id: UUID | None = None
    technician_id: UUID | None = None

    def __post_init__(self) -> None:
        """Refuse a place that is none, or two."""
        if (self.depot_id is None) == (self.technician_id is None):
            raise NotUnderstood(
                "Name a depot or a technician's van, one of the two.",
                [Problem("depot", "or a technician, one of the two")],
            )


def lock_stock(deed: Deed, part: SparePart | UUID) -> None:
    """Let nobody else change the stock of a part until this deed ends."""
    lock_rows(deed.session, "spare_part", [part if isinstance(part, UUID) else part.id])


def free_at(deed: Deed, spare_part_id: UUID, place: StockPlace) -> int:
    """How many free pieces of a part lie in a place."""
    row = _row(deed, spare_part_id, place)
    return 0 if row is None else row.quantity


def count_in(deed: Deed, part: SparePart, place: StockPlace, quantity: int) -> SpareStock:
    """So many pieces more lie in a place.

    Raises:
        NotUnderstood: that is no number of pieces.
    """
    return _changed(deed, part, place, _pieces(quantity), "stock_added")


def take_out(deed: Deed, part: SparePart, place: StockPlace, quantity: int) -> SpareStock:
    """So many pieces fewer lie in a place.

    Raises:
        NotUnderstood: that is no number of pieces.
        NotAllowed: so many are not there.
    """
    return _changed(deed, part, place, -_pieces(quantity), "stock_taken")


def move_stock(
    deed: Deed, part: SparePart, *, out_of: StockPlace, into: StockPlace, quantity: int
) -> None:
    """Pieces go from one place to another, such as from the depot into a van.

    Raises:
        NotUnderstood: that is no number of pieces, or both places are the same.
        NotAllowed: so many are not there.
    """
    if out_of == into:
        raise NotUnderstood(
            "Both places are the same. Name where the pieces go.",
            [Problem("into", "is where they lie already")],
        )
    take_out(deed, part, out_of, quantity)
    count_in(deed, part, into, quantity)


def set_stock(deed: Deed, part: SparePart, place: StockPlace, quantity: int) -> bool:
    """Somebody has counted: so many free pieces lie in a place; answers whether that is news.

    Raises:
        NotUnderstood: that is no number of pieces.
    """
    if quantity < 0:
        raise _no_number()
    lock_stock(deed, part)
    difference = quantity - free_at(deed, part.id, place)
    if difference:
        _changed(deed, part, place, difference, "stock_counted")
    return difference != 0


def _changed(
    deed: Deed, part: SparePart, place: StockPlace, difference: int, what: str
) -> SpareStock:
    lock_stock(deed, part)
    row = _row(deed, part.id, place) or SpareStock(
        id=deed.new_id(),
        spare_part_id=part.id,
        depot_id=place.depot_id,
        technician_id=place.technician_id,
        quantity=0,
    )
    if row.quantity + difference < 0:
        raise NotAllowed(
            f"Only {row.quantity} of {part.code} are free there, and {-difference} are asked for. "
            "Take fewer, take them elsewhere, or order them."
        )
    row.quantity += difference
    deed.add(row)
    deed.session.flush()
    place_id = str(place.depot_id or place.technician_id)
    deed.note(what, part, facts={"place": place_id, "difference": difference})
    return row


def _row(deed: Deed, spare_part_id: UUID, place: StockPlace) -> SpareStock | None:
    for row in stock_of(deed.session, spare_part_id):
        if (row.depot_id, row.technician_id) == (place.depot_id, place.technician_id):
            return row
    return None


def _pieces(quantity: int) -> int:
    if quantity < 1:
        raise _no_number()
    return quantity


def _no_number() -> NotUnderstood:
    return NotUnderstood(
        "That is no number of pieces. Write a whole number such as 2.",
        [Problem("quantity", "is no number of pieces")],
    )
