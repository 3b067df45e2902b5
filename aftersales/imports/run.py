"""One file, one transaction: all of it is kept, or nothing and every reason is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import assert_never

from aftersales.deed import Actor, Deed
from aftersales.imports.checklist_rows import ChecklistRow
from aftersales.imports.checklists import import_checklists
from aftersales.imports.customers import import_customers
from aftersales.imports.judging import COLUMNS, AnyRow, Judged, judged
from aftersales.imports.orders import import_orders
from aftersales.imports.price_rows import WorkPriceRow
from aftersales.imports.prices import import_prices
from aftersales.imports.products import import_products
from aftersales.imports.reaching import note_unreachable
from aftersales.imports.reading import Table, table_in
from aftersales.imports.report import ImportKind, Report
from aftersales.imports.rows import CustomerRow, OrderRow, ProductRow, TechnicianRow
from aftersales.imports.spare_rows import SparePartRow, StockRow
from aftersales.imports.spares import import_parts, import_stock
from aftersales.imports.tally import Tally
from aftersales.imports.technicians import import_technicians
from aftersales.imports.upkeep import import_contracts, import_schedules
from aftersales.imports.upkeep_rows import ContractRow, ScheduleRow
from aftersales.parts import NotKept, Parts
from aftersales.queries.imports import wait_for_other_imports


def _in_silence(_done: int, _total: int) -> None:
    """Tell nobody about the progress."""


def import_file(
    parts: Parts,
    actor: Actor,
    kind: ImportKind,
    path: Path,
    *,
    on_line: Callable[[int, int], None] = _in_silence,
) -> Report:
    """Import a CSV file: nothing of it is kept unless every line is right.

    A line that is there already, word for word, counts as unchanged, so that a file can be imported
    again. `on_line` is told how many lines are through, and of how many.

    Raises:
        NotUnderstood: the file cannot be read, or its header is wrong.
        NotReady: there is no territory for customers or technicians.
    """
    table = table_in(path, COLUMNS[kind])
    tally = Tally(total=len(table.rows), on_line=on_line)
    tally.problems += table.problems
    tally.notes += table.notes
    with suppress(NotKept), parts.doing(actor) as deed:
        wait_for_other_imports(deed.session)
        _import(deed, kind, table, tally)
        if tally.problems:
            raise NotKept
    if not tally.problems:
        note_unreachable(parts, tally)
    return Report(
        kind=kind,
        file=path.name,
        added=0 if tally.problems else tally.added,
        unchanged=tally.unchanged,
        problems=tuple(sorted(tally.problems)),
        notes=tuple(tally.notes),
    )


def _import(deed: Deed, kind: ImportKind, table: Table, tally: Tally) -> None:
    match kind:
        case ImportKind.CUSTOMERS:
            customers = _judged(CustomerRow, table, tally)
            import_customers(deed, customers.lines, tally)
        case ImportKind.PRODUCTS:
            products = _judged(ProductRow, table, tally)
            import_products(deed, products.lines, tally)
        case ImportKind.ORDERS:
            orders = _judged(OrderRow, table, tally)
            spoilt = frozenset(each.cells["order"].strip() for each in orders.spoilt)
            import_orders(deed, orders.lines, tally, spoilt=spoilt)
        case ImportKind.TECHNICIANS:
            technicians = _judged(TechnicianRow, table, tally)
            import_technicians(deed, technicians.lines, tally)
        case ImportKind.SCHEDULES:
            import_schedules(deed, _judged(ScheduleRow, table, tally).lines, tally)
        case ImportKind.CONTRACTS:
            import_contracts(deed, _judged(ContractRow, table, tally).lines, tally)
        case ImportKind.PARTS:
            import_parts(deed, _judged(SparePartRow, table, tally).lines, tally)
        case ImportKind.STOCK:
            import_stock(deed, _judged(StockRow, table, tally).lines, tally)
        case ImportKind.PRICES:
            import_prices(deed, _judged(WorkPriceRow, table, tally).lines, tally)
        case ImportKind.CHECKLISTS:
            import_checklists(deed, _judged(ChecklistRow, table, tally).lines, tally)
        case _:
            assert_never(kind)


def _judged(model: type[AnyRow], table: Table, tally: Tally) -> Judged[AnyRow]:
    found = judged(model, table.rows)
    tally.problems += found.problems
    tally.passed(len(found.spoilt))
    return found
