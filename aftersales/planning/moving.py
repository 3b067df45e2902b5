"""Buyers who asked for another time: it is looked for at once, and nobody else is moved for it."""

from __future__ import annotations

from typing import Final

from aftersales.deed import Actor
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.planning.outcome import EffortName, PlanOutcome, PlanRequest
from aftersales.planning.run import plan_territory
from aftersales.queries.places import territory_by_code
from aftersales.queries.planning import newly_moving

DAYS_TO_LOOK: Final = 14
"""Calendar days in which the wished time lies at the latest."""


def plan_moves(parts: Parts, actor: Actor, territory_code: str) -> PlanOutcome | None:
    """Look for the times that buyers asked for since the last plan; nothing if nobody did."""
    with parts.store.reading() as session:
        territory = territory_by_code(session, territory_code)
        if territory is None or not newly_moving(session, territory.id):
            return None
    request = PlanRequest(
        territory=territory_code,
        from_on=wall_of(parts.clock.now(), territory.zone).date(),
        days=DAYS_TO_LOOK,
        effort=EffortName.QUICK,
        trigger="buyer_moves",
        is_frozen=True,
    )
    return plan_territory(parts, actor, request)
