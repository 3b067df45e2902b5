"""What came of an import: counts when the file was kept, every problem by its line when it was not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ImportKind(StrEnum):
    """What the lines of a file are; import them in the order products, customers, orders, technicians, schedules, contracts, parts, stock, prices, checklists."""

    CUSTOMERS = "customers"
    PRODUCTS = "products"
    ORDERS = "orders"
    TECHNICIANS = "technicians"
    SCHEDULES = "schedules"
    CONTRACTS = "contracts"
    PARTS = "parts"
    STOCK = "stock"
    PRICES = "prices"
    CHECKLISTS = "checklists"


@dataclass(frozen=True, slots=True, order=True)
class LineProblem:
    """One thing wrong with a line: the line's number in the file, its column if one is to blame, what to do."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        """The problem as one line of text."""
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.sentence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of one file; with a single problem nothing of it was kept.

    Attributes:
        kind: what the lines are.
        file: the name of the file, without its folder.
        added: lines that brought something new.
        unchanged: lines that were there already, word for word.
        problems: by line.
        notes: what is worth knowing, though nothing is wrong.
    """

    kind: ImportKind
    file: str
    added: int
    unchanged: int
    problems: tuple[LineProblem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether the file was kept, all of it."""
        return not self.problems
