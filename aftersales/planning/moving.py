"""Buyers who asked for another time: it is looked for at once, and nobody else is moved for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from aftersales.deed import Actor
from aftersales.moments import day_bounds, grid_up, wall_of
from aftersales.parts import Parts
from aftersales.planning.facts import START_MARGIN_MINUTES
from aftersales.planning.outcome import EffortName, PlanOutcome, PlanRequest
from aftersales.planning.run import LONGEST_HORIZON, plan_territory
from aftersales.queries.places import territory_by_code
from aftersales.queries.planning import moves_to_look_for
from aftersales.records import Territory
from aftersales.store import Session

DAYS_TO_LOOK: Final = 14
"""Calendar days that are looked through at least."""


def plan_moves(parts: Parts, actor: Actor, territory_code: str) -> PlanOutcome | None:
    """Look for the times that buyers asked for and no plan has looked for yet; nothing if there are none."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        territory = territory_by_code(session, territory_code)
        if territory is None:
            return None
        today = wall_of(now, territory.zone).date()
        furthest_on = _furthest_day(session, territory, today, now)
    if furthest_on is None:
        return None
    request = PlanRequest(
        territory=territory_code,
        from_on=today,
        days=min(max((furthest_on - today).days + 1, DAYS_TO_LOOK), LONGEST_HORIZON),
        effort=EffortName.QUICK,
        trigger="buyer_moves",
        is_frozen=True,
    )
    return plan_territory(parts, actor, request)


def _furthest_day(
    session: Session, territory: Territory, today: date, now: datetime
) -> date | None:
    """The last day on which a visit to be moved stands or may come to stand; none if there is none."""
    last_on = today + timedelta(days=LONGEST_HORIZON - 1)
    horizon = day_bounds(today, territory.zone)[0], day_bounds(last_on, territory.zone)[1]
    still_at = grid_up(now) + timedelta(minutes=START_MARGIN_MINUTES)
    moves = moves_to_look_for(session, territory.id, horizon, still_at)
    return max((wall_of(max(move), territory.zone).date() for move in moves), default=None)
