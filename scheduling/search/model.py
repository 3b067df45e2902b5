"""A problem as arrays of whole numbers, the form in which the compiled search reads it.

Nodes are numbered: visits first, then the start of every shift, then its end. Costs are whole numbers of
`1 / Model.scale` units. Times are seconds; drives between visits are rounded up to the grid, because work
starts on it, and the set-up at the next place is part of the drive.

Method: slack induction by string removals, J. Christiaens and G. Vanden Berghe, "Slack Induction by String
Removals for Vehicle Routing Problems", Transportation Science 54 (2020).
"""

from __future__ import annotations

from typing import Final, NamedTuple, cast

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
Int32 = npt.NDArray[np.int32]
Float = npt.NDArray[np.float64]
Flag = npt.NDArray[np.bool_]

NEVER: Final = 1 << 40
"""A moment that no route reaches."""

ZERO: Final = cast("int", np.int64(0))
"""Zero as an argument of a compiled function: Numba would compile it anew for every plain constant."""

ONCE: Final = cast("int", np.int64(1))
"""One, in the same way."""

NONE: Final = cast("int", np.int64(-1))
"""No shift, no position, in the same way."""

# Columns of `Model.visits`.
SERVICE, PRIZE, GROUP, TIMED = range(4)

# Columns of `Model.shifts`.
(
    STARTS,
    LATEST_END,
    SPAN_END,
    PAUSES,
    COST_CLASS,
    DAY_GROUP,
    DAY,
    TECHNICIAN,
    MOST_STOPS,
    MOST_DRIVING,
    FIXED,
    CLASS,
    OVERTIME,
) = range(13)

# Columns of `Model.breaks`.
FIRST, LAST, LENGTH = range(3)

# Columns of `Model.moments`: what a start costs beyond its place; a published window holds on its day.
DUE, WISH_START, WISH_END, TOLD_START, TOLD_END, TOLD_DAY = range(6)

# Columns of `Model.rates`.
LATE_RATE, WISH_RATE, TOLD_PRICE = range(3)

# Columns of `Model.order_keys`: length of its windows, seconds to the nearest start of a shift, able shifts, first and
# last start, load, prize by second.
OPEN, DISTANCE, ABLE, EARLIEST, LATEST, WEIGHT, WORTH = range(7)

# Columns of `Model.links`.
KIND, ONE, OTHER, LAG = range(4)
SAME_TIME, BEFORE, SAME_TECHNICIAN, SAME_SHIFT = range(4)


class Model(NamedTuple):
    """What does not change while the search runs.

    n visits, m shifts, N = n + 2 m nodes, D groups of days, C classes of cost, Q kinds of load.

    Attributes:
        time: seconds from the end of work at one node to the first possible start at another, (N, N) int32.
        cost: cost of the leg for each class of cost, (C, N, N) int32.
        drive: seconds of driving for limits, (N, N) int32, or (1, 1) if no shift has a limit.
        windows: first and last starts of a visit on a day: [number, first, last, first, last, …], (D, n, 2 K + 1).
        visits: see the columns above, (N, 4) int64; the ends of shifts have no service and no prize.
        shifts: see the columns above, (m, 13) int64.
        breaks: (m, B, 3) int64.
        allowed: whether a shift could serve a visit alone, (n, m).
        able: the shifts that could: [number, shift, shift, …], (n, most + 1) int32.
        extra: cost of this visit on this shift beyond its legs, (n, m) int64, or (1, 1) if there is none.
        near: for each visit the others, nearest first, -1 behind the last, see `related.py`, (n, …) int32.
        order_keys: by what visits are sorted, see the columns above, (n, 7) float64.
        initial: load taken along from the start place, (n, Q) int64.
        change: change of the load at the stop, (n, Q) int64.
        capacity: (m, Q) int64.
        moments: (n, 6) int64.
        rates: (n, 3) float64.
        over_rate: cost of a second of overtime, (m,) float64.
        share: seconds of work on site that are a technician's fair share, (technicians,) int64.
        group_start: where the members of a group begin in `group_members`, (groups + 1,) int64.
        group_members: visits of linked groups, those that come first in front, int64.
        link_start: where the links of a group begin in `links`, (groups + 1,) int64.
        links: (links, 4) int64.
        twins: hash of each node and class of shifts, (N + m,) uint64.
        grid: seconds.
        imbalance: cost of a second above the fair share.
        regret: share of the steps in which `regret.py` tells in which order visits are put back.
        has_extra: whether `extra` counts.
        has_timed: whether the moment of any start or end costs something.
        has_profile: whether loads have to be followed from stop to stop.
        scale: cost of one unit.
    """

    time: Int32
    cost: Int32
    drive: Int32
    windows: Int64
    visits: Int64
    shifts: Int64
    breaks: Int64
    allowed: Flag
    able: Int32
    extra: Int64
    near: Int32
    order_keys: Float
    initial: Int64
    change: Int64
    capacity: Int64
    moments: Int64
    rates: Float
    over_rate: Float
    share: Int64
    group_start: Int64
    group_members: Int64
    link_start: Int64
    links: Int64
    twins: npt.NDArray[np.uint64]
    grid: int
    imbalance: float
    regret: float
    has_extra: bool
    has_timed: bool
    has_profile: bool
    scale: int


class State(NamedTuple):
    """Where one thread of the search stands; everything is written to.

    Attributes:
        stops: nodes of each route, its start and end included, (m, W) int64.
        earliest: earliest start at each stop with so many pauses taken, (m, W, B + 1) int64.
        latest: latest start from which the rest still fits, (m, W, B + 1) int64.
        routes: see the columns below, (m, 7) int64.
        load: sum of the initial loads of a route, (m, Q) int64.
        kept_…: copies of what a route was before the present step.
        windows: those of the model, with linked visits clipped to what their links allow.
        clips: first and last start that its links allow each visit, (n, 2) int64.
        clip_log: visit, first and last of every clip changed in the present step, (changes, 3) int64.
        route_of: shift of each visit, -1 if it is unplanned, (n,) int64.
        absent: unplanned visits, the first `figures[ABSENT]` count, (n,) int64.
        work: seconds of work on site of each technician, (technicians,) int64.
        best_stops: visits of the best routes so far, (m, W) int64.
        best_length: (m,) int64.
        best_clips: (n, 2) int64.
        figures: see the columns below, int64.
        chance: state of the random numbers, (1,) uint64.
        scratch_stops, scratch_earliest, scratch_latest: for one route that is only tried.
        layers: pauses taken before each stop of the route that is priced, (W,) int64.
        path_latest: latest start at each stop on that way, (W,) int64.
        pool_stops, pool_facts: routes seen on the way, (P, W) int64 and (P, 3) int64: length, shift, cost.
        pool_spans: for each of their stops the first and last start that the route allows, (P, W, 2) int64.
        pool_table, pool_keys: the hash table over them.
        known: places found in routes that still stand so, see `known.py`, (2^k, 3) int64.
        removed, keys: visits to put back in this step, and by what they are sorted, (2 n,).
        unserved: visits that were unplanned before this step, (n,) int64.
        is_old: whether a removed visit is one of them, (n,) int64.
        kept_work: `work` before this step.
        touched, chosen: shifts changed in this step; shifts in which a visit is tried, (m,) int64.
        offers: for regret: price of each visit to put back in each shift, and the stop it would follow, (r, m, 2).
        ranks: see the columns below, (r, 5) int64.
    """

    stops: Int64
    earliest: Int64
    latest: Int64
    routes: Int64
    load: Int64
    kept_stops: Int64
    kept_earliest: Int64
    kept_latest: Int64
    kept_routes: Int64
    kept_load: Int64
    windows: Int64
    clips: Int64
    clip_log: Int64
    route_of: Int64
    absent: Int64
    work: Int64
    best_stops: Int64
    best_length: Int64
    best_clips: Int64
    figures: Int64
    chance: npt.NDArray[np.uint64]
    scratch_stops: Int64
    scratch_earliest: Int64
    scratch_latest: Int64
    layers: Int64
    path_latest: Int64
    pool_stops: Int64
    pool_facts: Int64
    pool_spans: Int64
    pool_table: Int32
    pool_keys: npt.NDArray[np.uint64]
    known: Int64
    removed: Int64
    unserved: Int64
    is_old: Int64
    kept_work: Int64
    touched: Int64
    chosen: Int64
    keys: Float
    offers: Int64
    ranks: Int64


# Columns of `State.routes`.
STOPS, COST, TIME_COST, DRIVING, STAMP, SEEN, VERSION = range(7)

# Columns of `State.offers`.
PRICE, AT = range(2)

# Columns of `State.ranks`: the two cheapest offers to a visit, and the sum of all.
BEST_PRICE, BEST_SHIFT, NEXT_PRICE, NEXT_SHIFT, SUM = range(5)

# Columns of `State.figures`.
(
    CURRENT,
    BEST,
    ABSENT,
    BEST_ABSENT,
    STEP,
    TRIED,
    CLIPPED,
    POOLED,
    STARTED,
    IMPROVED,
    VERSIONS,
) = range(11)
