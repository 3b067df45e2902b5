"""What a plan leaves alone because a part or the unit is not there: written down with its reason, its customer told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from aftersales.cases import open_unplaced
from aftersales.deed import Deed
from aftersales.planning.facts import Waiting
from aftersales.records import Case, PlanRun, Territory, UnplannedVisit, WorkOrder
from aftersales.sla import update_after_answer


def keep_waiting(
    deed: Deed, run: PlanRun, waiting: Iterable[Waiting], orders: Mapping[UUID, WorkOrder]
) -> None:
    """Write down what waits; whoever has no news ahead of them is told who looks after it, and by when they hear."""
    for each in waiting:
        order = orders[each.work_order_id]
        deed.add(
            UnplannedVisit(
                id=deed.new_id(),
                plan_run_id=run.id,
                work_order_id=order.id,
                reason=each.reason.value,
                sentence=each.sentence,
            )
        )
        if not _hears_more(deed, order):
            area = deed.session.get_one(Territory, order.territory_id)
            open_unplaced(deed, order, update_after_answer(deed.settings, area, deed.now))


def _hears_more(deed: Deed, order: WorkOrder) -> bool:
    """Whether the customer was promised news that is still to come."""
    case = None if order.case_id is None else deed.session.get_one(Case, order.case_id)
    return case is not None and case.next_update_at is not None and case.next_update_at > deed.now
