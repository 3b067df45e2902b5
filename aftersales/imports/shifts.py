"""Shifts from a working week: those of days that have none are added, the others must be the same."""

from __future__ import annotations

from datetime import datetime, time

from aftersales.deed import Deed
from aftersales.imports.nearby import refused
from aftersales.imports.rows import TechnicianRow
from aftersales.queries.imports import shifts_by_day
from aftersales.records import Shift, Technician
from aftersales.technicians import DayPlan, add_shift


def add_missing_shifts(deed: Deed, worker: Technician, zone: str, row: TechnicianRow) -> int:
    """Add the shifts of a line's week for the days that have none; the number of them.

    Raises:
        NotUnderstood: on a day there is a shift with other times.
    """
    if row.works is None or row.from_on is None or row.until_on is None:
        return 0
    week = row.works if row.lunch is None else row.works.with_pause(row.lunch)
    present = shifts_by_day(deed.session, worker.id, row.from_on, row.until_on)
    added = 0
    for on, plan in week.between(row.from_on, row.until_on):
        shift = present.get(on)
        if shift is None:
            add_shift(deed, worker, zone, on, plan)
            added += 1
        elif _plan_of(shift) != plan:
            raise refused(
                "works",
                f"{worker.name} has a shift on {on} already, from {shift.local_from:%H:%M} to "
                f"{shift.local_to:%H:%M}, with another beginning, end or pause. "
                "An import never overwrites: correct the line, or begin after that day.",
            )
    return added


def _plan_of(shift: Shift) -> DayPlan:
    return DayPlan(
        from_time=shift.local_from.time(),
        to_time=shift.local_to.time(),
        break_from=_time(shift.break_local_from),
        break_to=_time(shift.break_local_to),
        break_minutes=shift.break_minutes,
    )


def _time(wall: datetime | None) -> time | None:
    return None if wall is None else wall.time()
