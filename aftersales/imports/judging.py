"""A line becomes one checked row, or a sentence for each cell that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from aftersales.imports.cells import Wrong
from aftersales.imports.checklist_rows import ChecklistRow
from aftersales.imports.price_rows import WorkPriceRow
from aftersales.imports.reading import Columns, TableRow
from aftersales.imports.report import ImportKind, LineProblem
from aftersales.imports.rows import (
    CustomerRow,
    OrderRow,
    ProductRow,
    Row,
    TechnicianRow,
)
from aftersales.imports.spare_rows import SparePartRow, StockRow
from aftersales.imports.upkeep_rows import ContractRow, ScheduleRow

AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Line(Generic[AnyRow]):
    """A checked row and the number of its line in the file."""

    number: int
    row: AnyRow


@dataclass(frozen=True, slots=True)
class Judged(Generic[AnyRow]):
    """The lines of a file: those that are right by themselves, what is wrong with the others, and these."""

    lines: tuple[Line[AnyRow], ...]
    problems: tuple[LineProblem, ...]
    spoilt: tuple[TableRow, ...]


ROWS: Final[Mapping[ImportKind, type[Row]]] = MappingProxyType(
    {
        ImportKind.CUSTOMERS: CustomerRow,
        ImportKind.PRODUCTS: ProductRow,
        ImportKind.ORDERS: OrderRow,
        ImportKind.TECHNICIANS: TechnicianRow,
        ImportKind.SCHEDULES: ScheduleRow,
        ImportKind.CONTRACTS: ContractRow,
        ImportKind.PARTS: SparePartRow,
        ImportKind.STOCK: StockRow,
        ImportKind.PRICES: WorkPriceRow,
        ImportKind.CHECKLISTS: ChecklistRow,
    }
)


def row_in(model: type[AnyRow], cells: Mapping[str, str]) -> AnyRow | list[Wrong]:
    """The row that the cells make, or everything that is wrong with them."""
    written = {name: text.strip() for name, text in cells.items() if text.strip()}
    try:
        row = model.model_validate(written)
    except ValidationError as error:
        return [_sentence(detail) for detail in error.errors()]
    return list(row.contradictions()) or row


def _sentence(detail: ErrorDetails) -> Wrong:
    column = str(detail["loc"][0])
    if detail["type"] == "missing":
        return column, "is empty; fill it in."
    if detail["type"] == "string_too_long":
        return column, f"is longer than {detail['ctx']['max_length']} characters; shorten it."
    return column, str(detail["ctx"]["error"])


def _columns(model: type[Row]) -> Columns:
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    return Columns(
        required=tuple(name for name, field in fields.items() if field.is_required()),
        optional=tuple(name for name, field in fields.items() if not field.is_required()),
    )


COLUMNS: Final[Mapping[ImportKind, Columns]] = MappingProxyType(
    {kind: _columns(model) for kind, model in ROWS.items()}
)
"""The columns of each kind of file."""


def judged(model: type[AnyRow], rows: Iterable[TableRow]) -> Judged[AnyRow]:
    """Every line as a row of this kind, where it is one."""
    lines: list[Line[AnyRow]] = []
    problems: list[LineProblem] = []
    spoilt: list[TableRow] = []
    for each in rows:
        row = row_in(model, each.cells)
        if isinstance(row, list):
            spoilt.append(each)
            problems += [LineProblem(each.line, column, sentence) for column, sentence in row]
        else:
            lines.append(Line(each.line, row))
    return Judged(tuple(lines), tuple(problems), tuple(spoilt))
