"""The round over what is awaited: a day that is over without the part having come is a slip, and told as one."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import Final
from uuid import UUID

import structlog

from aftersales.appointments import take_turn
from aftersales.deed import SYSTEM
from aftersales.errors import AftersalesError
from aftersales.parts import Parts
from aftersales.queries.spares import blocked_before
from aftersales.records import WorkOrder
from aftersales.spares.slipping import follow_change

AHEAD_OF_VISIT: Final = timedelta(hours=36)
"""A visit within this whose parts or unit nobody knows the day of is called off: there is no time to wait for news."""


def watch_spares(parts: Parts, stopping: Event | None = None) -> int:
    """Call off each visit soon to come whose work cannot be done then, and tell its customer; answers how many."""
    stop = stopping or Event()
    now = parts.clock.now()
    with parts.store.reading() as session:
        blocked = blocked_before(session, now + AHEAD_OF_VISIT, now.date())
    return sum(_one(parts, each) for each in blocked if not stop.is_set())


def _one(parts: Parts, work_order_id: UUID) -> bool:
    try:
        with parts.doing(SYSTEM) as deed:
            order = deed.session.get_one(WorkOrder, work_order_id)
            take_turn(deed, order.territory_id, order)
            before = order.revision
            follow_change(deed, order)
            return order.revision != before
    except AftersalesError as error:
        structlog.get_logger().error(
            "spares_failed", work_order=str(work_order_id), error=type(error).__name__
        )
        return False
