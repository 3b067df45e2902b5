"""The compiled heart of the simulation: every route through every day.

The innermost loop runs over the days of one event: contiguous single precision numbers and no branch, so that
the compiler does many days at once. Seconds count from the departure of the route, where single precision is
exact to a hundredth of a second over a whole day.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scheduling.compiled import compiled
from scheduling.uncertainty.courses import Courses, Integers, Truths
from scheduling.uncertainty.luck import Luck, Singles


class Given(NamedTuple):
    """Courses and luck in one tuple; seconds count from the departure of each route."""

    drive: Singles
    setup: Singles
    opening: Singles
    work: Singles
    latest: Singles
    number: Integers
    is_asked: Truths
    drive_spread: Integers
    work_spread: Integers
    drives: Singles
    works: Singles


def given_by(courses: Courses, luck: Luck) -> Given:
    """What the kernel reads."""
    begins = courses.begins[:, None]
    return Given(
        drive=courses.drive.astype(np.float32),
        setup=courses.setup.astype(np.float32),
        opening=(courses.opening - begins).astype(np.float32),
        work=courses.work.astype(np.float32),
        latest=(courses.latest - begins).astype(np.float32),
        number=courses.number,
        is_asked=courses.is_asked,
        drive_spread=luck.drive_spread,
        work_spread=luck.work_spread,
        drives=luck.drives,
        works=luck.works,
    )


@compiled
def simulate(first: int, last: int, given: Given, starts: Singles, late: Integers) -> int:
    """Let the routes from `first` to before `last` happen on every day; gives the rows written to `starts`.

    Args:
        first: row of the first route.
        last: row after the last one.
        given: courses and luck.
        starts: written: one row for each asked event of these routes, one column a day.
        late: written, shape (routes, events): on how many days the start is later than promised.
    """
    days = given.drives.shape[2]
    free = np.empty(days, np.float32)
    unasked = np.empty(days, np.float32)
    rows = 0
    for route in range(first, last):
        free[:] = 0
        for event in range(given.drive.shape[1]):
            number = given.number[route, event]
            slow = given.drives[given.drive_spread[route, event], number]
            long = given.works[given.work_spread[route, event], number]
            drive, setup = given.drive[route, event], given.setup[route, event]
            opening, work = given.opening[route, event], given.work[route, event]
            latest = given.latest[route, event]
            start = starts[rows] if given.is_asked[route, event] else unasked
            too_late = 0
            for day in range(days):
                ready = free[day] + drive * slow[day] + setup
                begun = max(opening, ready)
                start[day] = begun
                too_late += begun > latest
                free[day] = begun + work * long[day]
            late[route, event] = too_late
            rows += given.is_asked[route, event]
    return rows
