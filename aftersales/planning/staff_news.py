"""Technicians are told of changes to the day that has begun; calendars alone would be too slow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from aftersales.appointments import Placement
from aftersales.deed import Deed
from aftersales.moments import day_bounds, wall_of
from aftersales.notices.facts import RouteFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import technician, write_notice
from aftersales.places import one_line
from aftersales.planning.facts import Snapshot
from aftersales.queries.visits import AHEAD, visits_of_technician
from aftersales.records import Technician


def tell_changed_days(deed: Deed, snapshot: Snapshot, placements: Sequence[Placement]) -> None:
    """One notice for each technician whose day, already begun, is not what it was."""
    today = wall_of(deed.now, snapshot.zone).date()
    changed: dict[UUID, int] = defaultdict(int)
    for placement in placements:
        is_today = wall_of(placement.start_at, snapshot.zone).date() == today
        if is_today and placement.appointment.modified_at == deed.now:
            for technician_id in placement.crew:
                changed[technician_id] += 1
    for technician_id in sorted(changed):
        worker = deed.session.get_one(Technician, technician_id)
        ahead = [
            visit
            for visit in visits_of_technician(
                deed.session, technician_id, *day_bounds(today, snapshot.zone)
            )
            if visit.appointment.state in AHEAD
        ]
        following = next(iter(ahead), None)
        write_notice(
            deed,
            NoticeKind.PLAN_CHANGED,
            technician(worker),
            worker,
            revision=worker.calendar_revision,
            zone=snapshot.zone,
            facts=RouteFacts(
                on=today,
                visits=len(ahead),
                zone=snapshot.zone,
                next_start_at=None if following is None else following.appointment.planned_start_at,
                next_place=None if following is None else one_line(following.location),
            ),
        )
