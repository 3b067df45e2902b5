"""Presence: absences, dismissals and days off come while the solver thinks; no plan is kept over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import RevisionMoved
from aftersales.planning.decided import Decided
from aftersales.planning.duties import Held, skills_on
from aftersales.planning.facts import Snapshot
from aftersales.queries.staff import absences_between, shifts_between, skills_held
from aftersales.queries.visits import assignments_of
from aftersales.records import Absence, Shift
from aftersales.store import Session, lock_rows
from scheduling import Route


def require_staff(deed: Deed, decided: Decided, standing: Collection[UUID]) -> None:
    """Let nobody's days change until the plan is kept, and make sure that all whom it sends are there.

    Those with whom the appointments stand now are locked as well: keeping the plan changes their days, and
    whoever locks in two goes can wait for somebody who waits for them.

    Raises:
        RevisionMoved: somebody is dismissed, absent, off duty, or may not do the work any more.
    """
    routes = [route for route in decided.plan.routes if route.stops]
    duties = decided.translation.duties
    sent = {member for route in routes for member in duties[route.shift].members}
    former = {each.technician_id for each in assignments_of(deed.session, standing)}
    lock_rows(deed.session, "technician", list(sent | former))
    days = _days(deed.session, decided.snapshot)
    held = skills_held(deed.session)
    if not all(
        _is_there(decided, route, days) and _is_able(decided, route, held) for route in routes
    ):
        raise RevisionMoved(
            "Somebody whom the plan sends is not there any more, so it was not kept. Plan again."
        )


Days = tuple[dict[UUID, list[Shift]], dict[UUID, list[Absence]]]
"""The shifts and the absences of each technician."""


def _days(session: Session, snapshot: Snapshot) -> Days:
    """The days of everybody who still comes, as they are now."""
    shifts: dict[UUID, list[Shift]] = defaultdict(list)
    for shift in shifts_between(session, snapshot.territory_id, snapshot.start_at, snapshot.end_at):
        shifts[shift.technician_id].append(shift)
    return shifts, absences_between(session, snapshot.start_at, snapshot.end_at)


def _is_there(decided: Decided, route: Route, days: Days) -> bool:
    """Whether each of a crew works from the start of their route to its end, and nobody is absent."""
    shifts, absences = days
    moment = decided.translation.moment
    duty = decided.translation.duties[route.shift]
    from_at, to_at = moment(route.start), moment(route.end)

    def is_over(shift: Shift) -> bool:
        return to_at > (max(shift.to_at, duty.to_at) if duty.is_late else shift.to_at)

    return all(
        any(shift.from_at <= from_at and not is_over(shift) for shift in shifts.get(member, ()))
        and not any(
            absence.from_at < to_at and from_at < absence.to_at
            for absence in absences.get(member, ())
        )
        for member in duty.members
    )


def _is_able(decided: Decided, route: Route, held: Held) -> bool:
    """Whether a crew still may do all the work on its route."""
    duty = decided.translation.duties[route.shift]
    able = skills_on(duty.on, duty.members, held)
    return all(decided.translation.demands[stop.visit].skills <= able for stop in route.stops)
