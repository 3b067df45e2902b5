"""What a line about prices says: what a kind of work costs, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator

from aftersales.imports.cells import Cents, Code, Currency, Wrong, one_of
from aftersales.imports.rows import Row
from aftersales.records import PriceReason


class WorkPriceRow(Row):
    """A kind of work by its code, such as `dishwasher.install`, with what one item costs and the reason that buyers read."""

    work_type: Code
    price: Cents
    currency: Currency
    reason: Annotated[str, BeforeValidator(one_of(PriceReason))]

    def contradictions(self) -> Iterator[Wrong]:
        """There are none here: whether the reason fits the amount is said with the price."""
        yield from ()
