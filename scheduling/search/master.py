"""The master: OR-Tools' CP-SAT picks from all routes seen on the way those that together cost least.

Every visit is in exactly one picked route or is left out at its prize; a class of equal shifts is used at
most as often as it has members. What couples routes is kept by the starts: a route says between which
seconds each of its linked visits may start, and the master picks starts that suit both ends of every link.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from scheduling.search.arrays import Arrays
from scheduling.search.columns import Column
from scheduling.search.model import (
    BEFORE,
    CLASS,
    KIND,
    LAG,
    ONE,
    OTHER,
    PRIZE,
    SAME_SHIFT,
    SAME_TECHNICIAN,
    SAME_TIME,
    SERVICE,
    TECHNICIAN,
)
from scheduling.search.state import Borders, Orders


def pick(
    arrays: Arrays,
    columns: Sequence[Column],
    *,
    best: Orders,
    seconds: float | None,
    effort: float | None,
    threads: int,
    seed: int,
) -> tuple[Orders, Borders] | None:
    """The cheapest routes that fit together, or None if none were found in time.

    Args:
        arrays: the problem.
        columns: routes; those of the best plan are among them.
        best: the best plan so far, from which the master starts.
        seconds: wall seconds to search, or None to search for the `effort`.
        effort: CP-SAT's deterministic time, which gives the same answer on every machine.
        threads: searching at once; one if the answer must be the same.
        seed: of the search.
    """
    model, visits = cp_model.CpModel(), arrays.model.visits
    picked = [model.new_bool_var(f"route {number}") for number in range(len(columns))]
    by_visit: dict[int, list[int]] = defaultdict(list)
    by_class: dict[int, list[int]] = defaultdict(list)
    for number, column in enumerate(columns):
        for visit in column.visits:
            by_visit[visit].append(number)
        by_class[int(arrays.model.shifts[column.shift, CLASS])].append(number)
    left_out = {}
    for visit in range(arrays.visits):
        left_out[visit] = model.new_bool_var(f"without {visit}")
        model.add_exactly_one([left_out[visit], *(picked[number] for number in by_visit[visit])])
    members = Counter(int(number) for number in arrays.model.shifts[:, CLASS])
    for number, of_class in by_class.items():
        if len(of_class) > members[number]:
            model.add(sum(picked[at] for at in of_class) <= members[number])
    starts = _linked(model, arrays, columns, picked, left_out, by_visit)
    cost = sum(column.cost * variable for column, variable in zip(columns, picked, strict=True))
    model.minimize(
        cost + sum(int(visits[visit, PRIZE]) * variable for visit, variable in left_out.items())
    )
    own = {(shift, frozenset(order)) for shift, order in enumerate(best) if order}
    served = {visit for order in best for visit in order}
    for column, variable in zip(columns, picked, strict=True):
        model.add_hint(variable, (column.shift, frozenset(column.visits)) in own)
    for visit, variable in left_out.items():
        model.add_hint(variable, visit not in served)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = threads
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    if seconds is not None:
        solver.parameters.max_time_in_seconds = max(0.05, seconds)
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    chosen = [
        column
        for column, variable in zip(columns, picked, strict=True)
        if solver.boolean_value(variable)
    ]
    borders = {
        visit: (solver.value(start), solver.value(start))
        for visit, start in starts.items()
        if not solver.boolean_value(left_out[visit])
    }
    return _seated(arrays, chosen), borders


def _linked(
    model: cp_model.CpModel,
    arrays: Arrays,
    columns: Sequence[Column],
    picked: Sequence[cp_model.IntVar],
    left_out: dict[int, cp_model.IntVar],
    by_visit: dict[int, list[int]],
) -> dict[int, cp_model.LinearExpr]:
    """Let linked visits be picked together and start when their links allow; their starts by visit."""
    links = arrays.model.links
    latest = int(arrays.model.shifts[:, 1].max())
    grid = arrays.model.grid
    starts = {}
    timed = [row for row in links if row[KIND] in (SAME_TIME, BEFORE)]
    for visit in sorted({int(row[at]) for row in timed for at in (ONE, OTHER)}):
        steps = model.new_int_var(0, latest // grid, f"start {visit}")
        starts[visit] = steps
        for number in by_visit[visit]:
            first, last = next(span[1:] for span in columns[number].spans if span[0] == visit)
            model.add(steps >= -(-first // grid)).only_enforce_if(picked[number])
            model.add(steps <= last // grid).only_enforce_if(picked[number])
    for row in links:
        kind, one, other, lag = (int(row[at]) for at in (KIND, ONE, OTHER, LAG))
        model.add(left_out[one] == left_out[other])
        both = [number for number in by_visit[one] if other in columns[number].visits]
        if kind == SAME_TIME:
            model.add(starts[one] == starts[other])
            for number in both:
                model.add(picked[number] == 0)
        elif kind == SAME_SHIFT:
            for number in {*by_visit[one], *by_visit[other]} - set(both):
                model.add(picked[number] == 0)
        elif kind == SAME_TECHNICIAN:
            _same_technician(model, arrays, columns, picked, by_visit[one], by_visit[other])
        else:
            after = -(-(int(arrays.model.visits[one, SERVICE]) + lag) // grid)
            is_served = ~left_out[one]
            model.add(starts[other] >= starts[one] + after).only_enforce_if(is_served)
    return {visit: start * grid for visit, start in starts.items()}


def _same_technician(
    model: cp_model.CpModel,
    arrays: Arrays,
    columns: Sequence[Column],
    picked: Sequence[cp_model.IntVar],
    with_one: Sequence[int],
    with_other: Sequence[int],
) -> None:
    """Let a technician serve both visits or neither."""
    shifts = arrays.model.shifts
    sides: list[dict[int, list[cp_model.IntVar]]] = [defaultdict(list), defaultdict(list)]
    for side, numbers in zip(sides, (with_one, with_other), strict=True):
        for number in numbers:
            side[int(shifts[columns[number].shift, TECHNICIAN])].append(picked[number])
    for technician in {*sides[0], *sides[1]}:
        model.add(sum(sides[0][technician]) == sum(sides[1][technician]))


def _seated(arrays: Arrays, chosen: Sequence[Column]) -> Orders:
    """Each picked route on a shift of its class, on its own if that is free."""
    shifts = arrays.model.shifts
    orders: list[tuple[int, ...]] = [() for _ in arrays.shifts]
    waiting = []
    for column in chosen:
        if orders[column.shift]:
            waiting.append(column)
        else:
            orders[column.shift] = column.visits
    for column in waiting:
        seat = next(
            at
            for at in range(len(orders))
            if not orders[at] and shifts[at, CLASS] == shifts[column.shift, CLASS]
        )
        orders[seat] = column.visits
    return tuple(orders)
