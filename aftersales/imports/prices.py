"""What kinds of work cost, from a file; a line overrules what was said before."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood
from aftersales.imports.judging import Line
from aftersales.imports.nearby import hint_at, refused
from aftersales.imports.price_rows import WorkPriceRow
from aftersales.imports.tally import Tally
from aftersales.pricing import PRICED, set_price
from aftersales.queries.catalogue import work_types
from aftersales.records import PriceReason


def import_prices(deed: Deed, lines: Sequence[Line[WorkPriceRow]], tally: Tally) -> None:
    """Say what each kind of work costs; what is wrong stands in the tally."""
    known = {each.code: each for each in work_types(deed.session)}

    def judge(group: Sequence[Line[WorkPriceRow]]) -> None:
        row = group[0].row
        kind = known.get(row.work_type)
        if kind is None:
            hint = hint_at(row.work_type, known, otherwise="Look at the work types first.")
            raise refused("work_type", f"There is no work type “{row.work_type}”. {hint}")
        try:
            is_new = set_price(
                deed,
                kind,
                price_cents=row.price,
                price_currency=row.currency,
                price_reason=PriceReason(row.reason),
            )
        except NotUnderstood as error:
            column = "price" if kind.kind not in PRICED else "reason"
            raise refused(column, str(error)) from error
        if is_new:
            tally.added += 1
        else:
            tally.unchanged += 1

    tally.go_through(deed, tally.unique(lines, "work_type"), judge)
