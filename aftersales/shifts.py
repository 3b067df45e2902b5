"""Shifts one at a time: a working day more, or one less that nobody was promised."""

from __future__ import annotations

from datetime import date

from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood, Problem
from aftersales.moments import wall_of
from aftersales.queries.rosters import shift_overlapping, standing_visits
from aftersales.records import Depot, Location, Shift, StartsFrom, Technician
from aftersales.store import Session, lock_rows
from aftersales.technicians import DayPlan, add_shift, lock_technician


def zone_of_start(session: Session, worker: Technician) -> str:
    """The zone of the place where a technician's route begins; their shifts are in its wall time."""
    if worker.starts_from is StartsFrom.HOME:
        return session.get_one(Location, worker.home_location_id).zone
    depot = session.get_one(Depot, worker.depot_id)
    return session.get_one(Location, depot.location_id).zone


def plan_shift(deed: Deed, worker: Technician, on: date, plan: DayPlan) -> Shift:
    """Let a technician work on a day to come.

    Raises:
        NotUnderstood: the times contradict each other, or are over.
        NotAllowed: the technician comes no more.
        Collision: they work at that time already.
    """
    lock_technician(deed, worker)
    if not worker.is_active:
        raise NotAllowed(f"{worker.code} comes no more. Take them back first, or choose another.")
    _check_pause(plan)
    shift = add_shift(deed, worker, zone_of_start(deed.session, worker), on, plan)
    if shift.to_at <= deed.now:
        raise NotUnderstood(
            "This shift is over already. Choose a day to come.", [Problem("on", "it is over")]
        )
    deed.session.expunge(shift)  # it must not be found as its own neighbour
    other = shift_overlapping(deed.session, worker.id, shift.from_at, shift.to_at)
    if other is not None:
        raise Collision(
            f"{worker.code} works on {other.local_from.date()} already, from {other.local_from:%H:%M} to "
            f"{other.local_to:%H:%M}. Remove that shift first, or choose other times."
        )
    deed.add(shift)
    deed.note("shift_added", shift)
    return shift


def remove_shift(deed: Deed, shift: Shift) -> None:
    """Take a working day away.

    Raises:
        NotAllowed: it has begun, or a visit in it was promised to somebody.
    """
    lock_rows(deed.session, "technician", [shift.technician_id])
    if shift.from_at <= deed.now:
        raise NotAllowed(
            "This shift has begun and stays written down. Report an absence for what is left of it."
        )
    ahead = standing_visits(deed.session, shift.technician_id, shift.from_at, shift.to_at)
    if ahead:
        first = wall_of(ahead[0].planned_start_at, shift.zone)
        raise NotAllowed(
            f"{len(ahead)} promised visits stand in this shift, the first at {first:%H:%M}. Report an absence, so "
            "that others take them over and whoever cannot be kept is told; or move them first."
        )
    deed.note("shift_removed", shift)
    deed.remove([shift])


def _check_pause(plan: DayPlan) -> None:
    """Make sure that a pause is whole and fits into the working time."""
    given = (plan.break_from is not None, plan.break_to is not None, plan.break_minutes > 0)
    if not any(given):
        return
    problems = [
        Problem(where, "a pause has a first and a last start and a length; write all three or none")
        for where, is_given in zip(("break_from", "break_to", "break_minutes"), given, strict=True)
        if not is_given
    ]
    if plan.break_from is not None and plan.break_to is not None:
        if plan.break_to < plan.break_from:
            problems.append(Problem("break_to", "it lies before the first start"))
        if plan.break_from < plan.from_time or plan.to_time < plan.break_to:
            problems.append(Problem("break_from", "the pause lies outside the shift"))
    if problems:
        raise NotUnderstood("The pause of this shift cannot be kept. Correct it.", problems)
