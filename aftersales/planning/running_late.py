"""Running late: whoever is at work keeps their visits, however late they are; nothing new makes them later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.moments import grid_up
from aftersales.parts import Parts
from aftersales.planning.facts import Demand, Duty, Snapshot
from aftersales.planning.rehousing import standing_orders
from aftersales.planning.translate import translated
from scheduling import mended

OVERTIME: Final = timedelta(hours=4)
"""How long after their shift somebody may still come home who runs late; the watch of the day tells the customers."""


def let_run_late(parts: Parts, snapshot: Snapshot, displaced: frozenset[UUID]) -> Snapshot:
    """The snapshot in which displaced visits whose technician is at work fit where they stand, as late as that is.

    First the visits of these duties are put one after the other without their windows' ends, so that all of them are
    a little late rather than one of them by hours; then each may start as late as it does there, and its duty lasts
    until then. Those that do not fit even so stay displaced.
    """
    duties = {duty.key: duty for duty in snapshot.duties}
    pinned = {
        demand.key: demand
        for demand in snapshot.demands
        if demand.pinned_duty in duties and not demand.joint and not demand.is_held
    }
    longer = {
        str(demand.pinned_duty) for demand in pinned.values() if demand.work_order_id in displaced
    }
    if not longer:
        return snapshot
    late = {key for key, demand in pinned.items() if demand.pinned_duty in longer}
    ends = {key: min(duties[key].to_at + OVERTIME, snapshot.end_at) for key in longer}
    alone = replace(
        snapshot,
        demands=tuple(
            _until(demand, ends[str(demand.pinned_duty)]) if demand.key in late else demand
            for demand in snapshot.demands
            if demand.standing_duty is not None and not demand.is_moving
        ),
        duties=_lasting(snapshot, ends),
    )
    trial = translated(alone, parts.roads)
    plan = mended(trial.problem, standing_orders(alone))
    starts = {stop.visit: trial.moment(stop.start) for route in plan.routes for stop in route.stops}
    homes = {route.shift: grid_up(trial.moment(route.end)) for route in plan.routes}
    return replace(
        snapshot,
        demands=tuple(
            _until(demand, starts[demand.key])
            if demand.key in late and demand.key in starts
            else demand
            for demand in snapshot.demands
        ),
        duties=_lasting(snapshot, {key: homes[key] for key in longer & homes.keys()}),
    )


def _until(demand: Demand, last: datetime) -> Demand:
    """A visit that may start until then, if that is later than it may now."""
    first = demand.windows[0][0]
    return replace(demand, windows=((first, max(last, demand.windows[-1][1])),))


def _lasting(snapshot: Snapshot, ends: Mapping[str, datetime]) -> tuple[Duty, ...]:
    return tuple(
        replace(duty, to_at=max(duty.to_at, ends[duty.key]), is_late=True)
        if duty.key in ends
        else duty
        for duty in snapshot.duties
    )
