"""Checklists of kinds of work, from a file: the lines of a kind are its whole list, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood
from aftersales.imports.checklist_rows import ChecklistRow
from aftersales.imports.judging import Line
from aftersales.imports.nearby import hint_at, refused
from aftersales.imports.tally import Tally
from aftersales.queries.catalogue import work_types
from aftersales.service_reports import Point, set_checklist


def import_checklists(deed: Deed, lines: Sequence[Line[ChecklistRow]], tally: Tally) -> None:
    """Set the checklist of each kind of work that is named; what is wrong stands in the tally."""
    known = {each.code: each for each in work_types(deed.session)}
    groups: dict[str, list[Line[ChecklistRow]]] = {}
    for line in lines:
        groups.setdefault(line.row.work_type, []).append(line)

    def judge(group: Sequence[Line[ChecklistRow]]) -> None:
        code = group[0].row.work_type
        kind = known.get(code)
        if kind is None:
            hint = hint_at(code, known, otherwise="Look at the work types first.")
            raise refused("work_type", f"There is no work type “{code}”. {hint}")
        try:
            points = [Point(line.row.point, line.row.unit) for line in group]
            is_new = set_checklist(deed, kind, points)
        except NotUnderstood as error:
            said = "; ".join(each.sentence for each in error.problems)
            raise refused("point", f"The checklist of “{code}” cannot be kept: {said}.") from error
        if is_new:
            tally.added += len(group)
        else:
            tally.unchanged += len(group)

    tally.go_through(deed, list(groups.values()), judge)
