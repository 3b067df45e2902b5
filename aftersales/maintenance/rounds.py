"""The house's round of maintenance: what ended is heard, what follows is planned, whoever is due is asked.

Each row is one transaction, and says itself what was done about it: a round that is broken off anywhere, repeated, or
done by two at once makes each work order and each question once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from threading import Event
from typing import Final
from uuid import UUID

import structlog

from aftersales.deed import SYSTEM, Deed
from aftersales.errors import AftersalesError
from aftersales.maintenance.asking import ask_owner
from aftersales.maintenance.ending import begin_anew, give_up, hear_work, let_go
from aftersales.maintenance.following import plan_next
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.maintenance import Maintained
from aftersales.queries.maintenance_ahead import (
    histories,
    maintenance_for_nothing,
    maintenance_out_of_time,
    maintenance_that_changed_hands,
    maintenance_to_ask_about,
    maintenance_with_ended_work,
    units_without_next,
)
from aftersales.queries.places import territories
from aftersales.store import Session

BATCH: Final = 200
"""Rows looked at in one question."""

Some = Callable[[Session, UUID | None, int], Sequence[UUID]]
"""Answers the rows after one of them, as many as are asked for."""


def tend_maintenance(parts: Parts, stopping: Event | None = None) -> int:
    """Do everything about maintenance that is due; answers how much that was. Repeating it does nothing more."""
    stop = stopping or Event()
    today = wall_of(parts.clock.now(), "UTC").date()
    latest = today + timedelta(1)  # it may be tomorrow where a unit stands

    def to_ask(session: Session, after: UUID | None, limit: int) -> Sequence[UUID]:
        return maintenance_to_ask_about(session, latest, after, limit)

    def out_of_time(session: Session, after: UUID | None, limit: int) -> Sequence[UUID]:
        return maintenance_out_of_time(session, latest, after, limit)

    done = _each(parts, stop, maintenance_with_ended_work, hear_work)
    done += _each(parts, stop, maintenance_for_nothing, let_go)
    done += _each(parts, stop, maintenance_that_changed_hands, begin_anew)
    done += _each(parts, stop, out_of_time, give_up)
    done += _plan(parts, stop)
    return done + _each(parts, stop, to_ask, ask_owner)


def _each(parts: Parts, stop: Event, some: Some, act: Callable[[Deed, UUID], bool]) -> int:
    """Act on each of some rows in a transaction of its own; one that fails keeps no other from its turn."""
    done, after = 0, None
    while not stop.is_set():
        with parts.store.reading() as session:
            batch = some(session, after, BATCH)
        for row_id in batch:
            if stop.is_set():
                break
            done += _one(parts, row_id, act)
        if len(batch) < BATCH:
            break
        after = batch[-1]
    return done


def _one(parts: Parts, row_id: UUID, act: Callable[[Deed, UUID], bool]) -> bool:
    try:
        with parts.doing(SYSTEM) as deed:
            return act(deed, row_id)
    except AftersalesError as error:
        structlog.get_logger().error(
            "maintenance_failed", maintenance=str(row_id), error=type(error).__name__
        )
        return False


def _plan(parts: Parts, stop: Event) -> int:
    """Let something lie ahead of every unit under a schedule, batch by batch."""
    done, after = 0, None
    while not stop.is_set():
        with parts.doing(SYSTEM) as deed:
            batch = units_without_next(deed.session, after, BATCH)
            areas = territories(deed.session) if batch else ()
            known = histories(deed.session, [each.unit.id for each in batch])
            zone = areas[0].zone if areas else "UTC"
            for each in batch:
                history = known.get((each.schedule.id, each.unit.id), [])
                done += plan_next(deed, each, history, _today(deed, each, zone))
        if len(batch) < BATCH:
            break
        after = batch[-1].unit.id
    return done


def _today(deed: Deed, about: Maintained, zone: str) -> date:
    """The day it is where a unit stands."""
    return wall_of(deed.now, zone if about.place is None else about.place.zone).date()
