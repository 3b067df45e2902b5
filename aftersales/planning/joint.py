"""Two technicians who meet for a visit: each has it on a route of their own, at the time for which it was booked.

A plan keeps such a visit where it stands. If one of the two is not there any more somebody else may come instead, but
both at the same time as before; if nobody can, the visit is called off like any other that nobody can keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from aftersales.appointments import Placement
from aftersales.moments import wall_of
from aftersales.planning.facts import Demand, Duty
from aftersales.queries.visits import Visit
from aftersales.records import CrewMember


def parts_of(
    demand: Demand,
    visit: Visit,
    duties: Sequence[Duty],
    crews: Mapping[UUID, Iterable[CrewMember]],
) -> list[Demand]:
    """The demand as it is, or one for each of those who meet if they are of no crew."""
    people = tuple(worker.id for worker in visit.crew)
    teams = [{member.technician_id for member in members} for members in crews.values()]
    if len(people) == 1 or any(set(people) <= team for team in teams):
        return [demand]
    on = wall_of(visit.appointment.planned_start_at, visit.appointment.zone).date()
    start_at = visit.appointment.planned_start_at
    duty_of = {member: duty.key for duty in duties if duty.on == on for member in duty.members}
    return [
        replace(
            demand,
            windows=((start_at, start_at),),
            crew_size=1,
            pinned_duty=duty_of.get(member),
            standing_duty=duty_of.get(member),
            is_moving=False,
            joint=people,
            part=number,
        )
        for number, member in enumerate(people)
    ]


class Meetings:
    """Who comes to the visits for which two meet, as far as a plan has placed them."""

    def __init__(self) -> None:
        """Nobody yet."""
        self._placed: dict[UUID, dict[int, Placement]] = {}
        self._people: dict[UUID, int] = {}

    def add(self, demand: Demand, placement: Placement) -> None:
        """One of them comes."""
        self._placed.setdefault(placement.appointment.id, {})[demand.part] = placement
        self._people[placement.appointment.id] = len(demand.joint)

    def placements(self) -> list[Placement]:
        """The visits to which all come, the lead first."""
        return [
            replace(parts[0], crew=tuple(parts[number].crew[0] for number in sorted(parts)))
            for appointment_id, parts in self._placed.items()
            if len(parts) == self._people[appointment_id]
        ]
