"""Random small problems with everything that a problem may ask for, each feature there or not."""

from __future__ import annotations

from typing import Final

import numpy as np
from hypothesis import strategies as st

from scheduling.problem import Prices, Problem, Travel
from scheduling.shift import Break, Shift
from scheduling.visit import Link, LinkKind, Published, TimeWindow, Visit

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 24 * HOUR
PLACES: Final = 4

FEATURES: Final = (
    "breaks", "limits", "loads", "who", "setup", "dates", "pins", "prizes", "rates", "overtime",
    "due", "wishes", "published", "preferred", "balance", "same_time", "before", "same_technician",
    "same_shift",
)  # fmt: skip
"""What a problem may have besides visits, windows and shifts."""


@st.composite
def small_problems(
    draw: st.DrawFn, *, most_visits: int = 7, features: tuple[str, ...] = FEATURES
) -> Problem:
    """Up to seven visits and three shifts on one day or two.

    Where links tie the times of two routes together, no visit has a price that falls with waiting, so that
    the earliest times are the best and `brute_force` is exact.
    """
    has = draw(st.frozensets(st.sampled_from(features))) if features else frozenset()
    if has & {"same_time", "before"}:
        has -= {"wishes", "published"}
        if "breaks" in has:
            has -= {"due"}
    grid = draw(st.sampled_from([1, 300]))
    days = draw(st.integers(1, 2))
    shifts = tuple(_shift(draw, has, at, days, grid) for at in range(draw(st.integers(1, 3))))
    visits = tuple(
        _visit(draw, has, at, days, grid, shifts) for at in range(draw(st.integers(1, most_visits)))
    )
    return Problem(
        visits=visits,
        shifts=shifts,
        travel=_travel(draw),
        links=_links(draw, has, visits),
        prices=Prices(imbalance=draw(st.sampled_from([0.5, 2.0])) if "balance" in has else 0.0),
        grid=grid,
    )


def _travel(draw: st.DrawFn) -> Travel:
    """Driving between random points of a square of 40 minutes, longer in one direction."""
    points = np.array([(draw(st.integers(0, 20)), draw(st.integers(0, 20))) for _ in range(PLACES)])
    apart = np.abs(points[:, None, :] - points[None, :, :]).sum(axis=2)
    detour = draw(st.sampled_from([0, 7, 600])) * (np.triu(apart, 1) > 0)
    seconds = apart * MINUTE + detour
    return Travel(seconds=seconds.astype(np.int32), metres=(apart * 800).astype(np.int32))


def _shift(draw: st.DrawFn, has: frozenset[str], at: int, days: int, grid: int) -> Shift:
    day = draw(st.integers(0, days - 1))
    start = day * DAY + draw(st.sampled_from([0, HOUR, HOUR + 100]))
    length = draw(st.sampled_from([2, 4, 6])) * HOUR + draw(st.sampled_from([0, 100]))
    overtime = draw(st.sampled_from([0, 1000, HOUR])) if "overtime" in has else 0
    has_limits, has_rates, has_who = "limits" in has, "rates" in has, "who" in has
    loads = draw(st.sampled_from([(), (3, 5), (4, 2)])) if "loads" in has else ()
    return Shift(
        key=f"s{at}",
        technician=f"t{draw(st.integers(0, 2))}",
        start_place=draw(st.integers(0, PLACES - 1)),
        end_place=draw(st.integers(0, PLACES - 1)),
        span=TimeWindow(start, start + length),
        day=day,
        breaks=_breaks(draw, start, length, grid) if "breaks" in has else (),
        skills=draw(st.frozensets(st.just("gas"))) if has_who else frozenset(),
        territories=draw(st.sampled_from([None, frozenset({"north"})])) if has_who else None,
        crew_size=draw(st.integers(1, 2)) if has_who else 1,
        cost_per_hour=draw(st.sampled_from([0.0, 1.0, 1.5])) if has_rates else 1.0,
        cost_per_km=draw(st.sampled_from([0.0, 20.5])) if has_rates else 0.0,
        fixed_cost=draw(st.sampled_from([0.0, 900.0])) if has_rates else 0.0,
        overtime=overtime,
        overtime_cost=draw(st.sampled_from([0.0, 0.3, 2.0])),
        max_driving=draw(st.sampled_from([None, 0, HOUR, 2 * HOUR])) if has_limits else None,
        max_stops=draw(st.sampled_from([None, 0, 2, 3])) if has_limits else None,
        capacity=loads,
    )


def _breaks(draw: st.DrawFn, start: int, length: int, grid: int) -> tuple[Break, ...]:
    """No pause, one, or two, in windows of different width."""
    breaks = []
    for offset in (1000, length // 2)[: draw(st.integers(0, 2))]:
        first = -(-(start + offset) // grid) * grid
        width = draw(st.sampled_from([0, 700, 1200]))
        breaks.append(Break(window=TimeWindow(first, first + width), length=3 * 300))
    return tuple(breaks)


def _visit(
    draw: st.DrawFn,
    has: frozenset[str],
    at: int,
    days: int,
    grid: int,
    shifts: tuple[Shift, ...],
) -> Visit:
    windows = _windows(draw, days)
    first = -(-windows[0].start // grid) * grid
    start = st.none() | st.just(first) | st.integers(0, 7).map(lambda hours: hours * HOUR)
    who, pins, loads = "who" in has, "pins" in has, "loads" in has
    technicians = st.sampled_from(["t0", "t1", "t2"])
    wish_start = first + draw(st.sampled_from([0, 1000, 2 * HOUR]))
    load = st.sampled_from([(), (1, 0), (2, 1), (0, 3)])
    return Visit(
        key=f"v{at}",
        place=draw(st.integers(0, PLACES - 1)),
        service=draw(st.sampled_from([0, 900, HOUR, 2 * HOUR])),
        windows=windows,
        setup=draw(st.sampled_from([0, 250, 900])) if "setup" in has else 0,
        not_before=draw(st.sampled_from([0, first + 1100])) if "dates" in has else 0,
        skills=draw(st.frozensets(st.just("gas"))) if who else frozenset(),
        crew_size=draw(st.sampled_from([1, 1, 1, 2])) if who else 1,
        territory=draw(st.sampled_from([None, None, "north", "south"])) if who else None,
        prize=draw(st.sampled_from([None, 0, 1800, 14400])) if "prizes" in has else 14400,
        pinned_shift=_pin(draw, shifts) if pins else None,
        pinned_technician=draw(st.sampled_from([None, None, "t0"])) if pins else None,
        pinned_start=draw(start) if pins else None,
        forbidden=draw(st.frozensets(technicians, max_size=1)) if who else frozenset(),
        preferred=draw(st.frozensets(technicians, max_size=2))
        if "preferred" in has
        else frozenset(),
        due=first + draw(st.sampled_from([0, 1500])) if "due" in has else None,
        lateness_cost=draw(st.sampled_from([0.0, 0.25, 3.0])),
        wish=TimeWindow(wish_start, wish_start + 1800) if "wishes" in has else None,
        wish_cost=draw(st.sampled_from([0.0, 0.1, 2.0])),
        published=_published(draw, days, windows) if "published" in has else None,
        delivery=draw(load) if loads else (),
        pickup=draw(load) if loads else (),
    )


def _pin(draw: st.DrawFn, shifts: tuple[Shift, ...]) -> str | None:
    return draw(st.none() | st.sampled_from([shift.key for shift in shifts]))


def _windows(draw: st.DrawFn, days: int) -> tuple[TimeWindow, ...]:
    """One or two windows on every day from a first one."""
    start = draw(st.integers(0, 4)) * HOUR + draw(st.sampled_from([0, 250]))
    width = draw(st.sampled_from([0, HOUR, 4 * HOUR]))
    second = draw(st.booleans())
    windows = []
    for day in range(draw(st.integers(0, days - 1)), days):
        windows.append(TimeWindow(day * DAY + start, day * DAY + start + width))
        if second:
            later = day * DAY + start + width + 2000
            windows.append(TimeWindow(later, later + 1700))
    return tuple(windows)


def _published(draw: st.DrawFn, days: int, windows: tuple[TimeWindow, ...]) -> Published | None:
    if not draw(st.booleans()):
        return None
    start = windows[0].start + draw(st.sampled_from([0, 1200]))
    return Published(
        technician=draw(st.sampled_from(["t0", "t1"])),
        day=draw(st.integers(0, days - 1)),
        window=TimeWindow(start, start + 1800),
    )


def _links(draw: st.DrawFn, has: frozenset[str], visits: tuple[Visit, ...]) -> tuple[Link, ...]:
    """At most one link of every kind, from an earlier visit to a later one so that none go in circles."""
    links = []
    for kind in LinkKind:
        if kind.value in has and len(visits) > 1:
            first = draw(st.integers(0, len(visits) - 2))
            second = draw(st.integers(first + 1, len(visits) - 1))
            lag = draw(st.sampled_from([0, 0, 1000])) if kind is LinkKind.BEFORE else 0
            links.append(Link(kind, f"v{first}", f"v{second}", lag))
    return tuple(links)
