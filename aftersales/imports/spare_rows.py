"""What a line about spare parts says: a part of the catalogue, or how many pieces lie in a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator

from aftersales.imports.cells import Code, Listed, Text, Wrong, whole_number
from aftersales.imports.rows import Row

MOST_PIECES = 100_000
"""Pieces of a part that lie in one place at most."""


class SparePartRow(Row):
    """A part, with the product types and models that it fits; without any it fits every product."""

    code: Code
    name: Text
    product_types: Listed = ()
    skus: Listed = ()

    def contradictions(self) -> Iterator[Wrong]:
        """There are none: each cell stands for itself."""
        yield from ()


class StockRow(Row):
    """So many free pieces of a part were counted in a depot, or in a technician's van."""

    part: Code
    depot: Code | None = None
    technician: Code | None = None
    quantity: Annotated[int, BeforeValidator(whole_number(0, MOST_PIECES))]

    def contradictions(self) -> Iterator[Wrong]:
        """Pieces lie in one place."""
        if (self.depot is None) == (self.technician is None):
            yield "depot", "or technician must be filled in, one of the two."
