"""Spare parts from files: the catalogue, and what was counted in depots and vans."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.deed import Deed
from aftersales.imports.judging import Line
from aftersales.imports.nearby import hint_at, refused
from aftersales.imports.spare_rows import SparePartRow, StockRow
from aftersales.imports.tally import Tally, Told, check_same
from aftersales.queries.imports import products_by_sku
from aftersales.queries.places import depot_by_code
from aftersales.queries.spares import parts_by_code
from aftersales.queries.staff import technician_by_code
from aftersales.spares import StockPlace, add_spare_part, set_stock


def import_parts(deed: Deed, lines: Sequence[Line[SparePartRow]], tally: Tally) -> None:
    """Add the parts that are not there; what is wrong stands in the tally."""
    models = products_by_sku(deed.session)
    known = parts_by_code(deed.session)

    def judge(group: Sequence[Line[SparePartRow]]) -> None:
        row = group[0].row
        for sku in row.skus:
            if sku not in models:
                hint = hint_at(sku, models, otherwise="Import the products first.")
                raise refused("skus", f"There is no product “{sku}”. {hint}")
        there = known.get(row.code)
        if there is None:
            add_spare_part(deed, **row.model_dump())
            tally.added += 1
            return
        told: Told = [
            ("name", row.name, there.name),
            ("product_types", sorted(row.product_types), there.product_types),
            ("skus", sorted(row.skus), there.skus),
        ]
        check_same(f"Part {row.code}", told)
        tally.unchanged += 1

    tally.go_through(deed, tally.unique(lines, "code"), judge)


def import_stock(deed: Deed, lines: Sequence[Line[StockRow]], tally: Tally) -> None:
    """Take over what was counted; what is wrong stands in the tally. A count overrules what was thought before."""
    known = parts_by_code(deed.session)
    seen: dict[tuple[str, str | None, str | None], int] = {}

    def judge(group: Sequence[Line[StockRow]]) -> None:
        line, row = group[0], group[0].row
        part = known.get(row.part)
        if part is None:
            hint = hint_at(row.part, known, otherwise="Import the parts first.")
            raise refused("part", f"There is no part “{row.part}”. {hint}")
        first = seen.setdefault((row.part, row.depot, row.technician), line.number)
        if first != line.number:
            raise refused(
                "part", f"This place was counted in line {first} already; keep one of the two."
            )
        if set_stock(deed, part, _place(deed, row), row.quantity):
            tally.added += 1
        else:
            tally.unchanged += 1

    tally.go_through(deed, [(line,) for line in lines], judge)


def _place(deed: Deed, row: StockRow) -> StockPlace:
    if row.depot is not None:
        depot = depot_by_code(deed.session, row.depot)
        if depot is None:
            raise refused("depot", f"There is no depot “{row.depot}”. Check its code.")
        return StockPlace(depot_id=depot.id)
    worker = technician_by_code(deed.session, row.technician or "")
    if worker is None:
        raise refused("technician", f"There is no technician “{row.technician}”. Check their code.")
    return StockPlace(technician_id=worker.id)
