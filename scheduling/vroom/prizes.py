"""VROOM's order of aims as prizes: the sum of priorities first, then the number of tasks, then the cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from scheduling.problem import Travel
from scheduling.shift import Shift
from scheduling.vroom.document import Document
from scheduling.vroom.fields import Refused
from scheduling.vroom.tasks import Task

DEAREST: Final = 2**26
"""Units of one trip; searches count its sixteenths in 32 bits."""
MOST: Final = 2**51
"""All prizes together: a double still tells one unit of cost apart beside them."""


def prizes_of(
    document: Document, shifts: tuple[Shift, ...], travel: Travel, work_costs: Mapping[str, float]
) -> dict[str, int]:
    """What leaving each task out costs.

    No plan costs more than one task is worth, and all tasks together are worth less than one point of
    priority. Only where that would leave the range of exact numbers are both scaled down.

    Raises:
        Refused: a trip is too dear.

    Args:
        document: the tasks.
        shifts: what trips cost each vehicle.
        travel: the trips.
        work_costs: units that the work of each task costs, whoever does it.
    """
    tasks = document.tasks
    priorities = {task.priority for task in tasks}
    step = len(tasks) + 1 if len(priorities) > 1 else 0
    ranks = {task.key: 1 + step * task.priority for task in tasks}
    one = min(_dearest(tasks, shifts, travel, work_costs), MOST // sum(ranks.values()))
    return {
        key: max(1, round(one * rank - work_costs.get(key, 0.0))) for key, rank in ranks.items()
    }


def _dearest(
    tasks: tuple[Task, ...],
    shifts: tuple[Shift, ...],
    travel: Travel,
    work_costs: Mapping[str, float],
) -> int:
    """Units that no plan reaches: every shift used, and the dearest trip to each stop and back."""
    per_second = max(shift.cost_per_hour for shift in shifts)
    per_metre = max(shift.cost_per_km for shift in shifts) / 1000
    trips = travel.seconds * per_second + travel.metres * per_metre
    if trips.max() > DEAREST:
        raise Refused(f"A trip costs more than {DEAREST} units, which is too much to plan with.")
    fixed = sum(shift.fixed_cost for shift in shifts)
    stops = min(len(tasks), len(shifts)) + len(tasks)
    return int(np.ceil(trips.max() * stops + fixed + sum(work_costs.values()))) + 1
