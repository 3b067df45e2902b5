"""A technician cannot come: the rest of the plan takes over what it can, and the others are told."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from aftersales.deed import Actor
from aftersales.errors import NotThere
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.planning import EffortName, PlanOutcome, PlanRequest, plan_territory
from aftersales.planning.outcome import ABSENCE
from aftersales.planning.run import LONGEST_HORIZON
from aftersales.queries.rosters import standing_visits
from aftersales.queries.staff import technician_by_code
from aftersales.records import Absence, AbsenceKind, Technician, Territory
from aftersales.store import Session
from aftersales.technicians import add_absence
from scheduling.forecast import Cause, CauseKind

DAYS_TO_MEND: Final = 5
"""Calendar days in which a new time is looked for when nobody can keep the old one."""


def report_absence(
    parts: Parts,
    actor: Actor,
    technician_code: str,
    kind: AbsenceKind,
    from_at: datetime,
    to_at: datetime,
    *,
    seed: int = 0,
) -> PlanOutcome:
    """Write down an absence and plan its day again; everybody else keeps their own visits.

    Raises:
        NotThere: there is no such technician.
        NotUnderstood: the absence ends before it starts.
    """
    with parts.doing(actor) as deed:
        worker = technician_by_code(deed.session, technician_code)
        if worker is None:
            raise NotThere(f"There is no technician “{technician_code}”. Check the code.")
        add_absence(deed, worker, kind, from_at, to_at)
        territory = deed.session.get_one(Territory, worker.territory_id)
    request = PlanRequest(
        territory=territory.code,
        from_on=wall_of(max(from_at, parts.clock.now()), territory.zone).date(),
        days=DAYS_TO_MEND,
        effort=EffortName.QUICK,
        seed=seed,
        trigger=ABSENCE,
        is_frozen=True,
    )
    return plan_territory(parts, actor, request, cause=Cause(CauseKind.ABSENT, None, 0))


def plan_to_mend(
    session: Session, worker: Technician, absence: Absence, now: datetime
) -> PlanRequest | None:
    """What finds others for the visits of an absence; nothing if there are none.

    Its horizon reaches a few days beyond the last of these visits, so that those whom nobody can take over find a new
    time.
    """
    concerned = standing_visits(session, worker.id, max(absence.from_at, now), absence.to_at)
    if not concerned:
        return None
    area = session.get_one(Territory, worker.territory_id)
    from_on = wall_of(max(absence.from_at, now), area.zone).date()
    last_on = wall_of(concerned[-1].planned_start_at, area.zone).date()
    return PlanRequest(
        territory=area.code,
        from_on=from_on,
        days=min((last_on - from_on).days + DAYS_TO_MEND, LONGEST_HORIZON),
        effort=EffortName.QUICK,
        trigger=ABSENCE,
        is_frozen=True,
    )
