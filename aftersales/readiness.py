"""Readiness: from which day on work can be done, and what it waits for: its parts, the delivery of its unit, and an earlier visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from aftersales.queries.follow_ups import first_visits
from aftersales.queries.spares import awaited_by, deliveries_before
from aftersales.records import OrderLine
from aftersales.store import Session

AFTER_DELIVERY: Final = timedelta(days=1)
"""A unit can be installed from the day after its delivery on: carriers come until the evening."""

AFTER_VISIT: Final = timedelta(days=1)
"""A second visit can be made from the day after the first on: the first may end late, or without its work."""

WAITS: Final = "waits"
"""Who called a visit off: neither its customer nor we, but something that did not come in time."""


class AwaitedKind(StrEnum):
    """What work can wait for."""

    PART = "part"
    DELIVERY = "delivery"
    VISIT = "visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """One thing that work waits for.

    `expected_on` is what was said last; `free_on` is the first day on which the work can be done as far as this is
    concerned, and None if nobody knows: no day was said, or it is over and nothing has come.
    """

    kind: AwaitedKind
    code: str
    name: str
    expected_on: date | None
    free_on: date | None


@dataclass(frozen=True, slots=True)
class Ready:
    """What one work order waits for; nothing if it can be done at once."""

    awaited: tuple[Awaited, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it can be said from which day on the work can be done; if not, nobody can book it."""
        return all(each.free_on is not None for each in self.awaited)

    @property
    def blocking(self) -> Awaited | None:
        """What is waited for longest: that of which nobody knows the day, else the last to come."""
        return max(self.awaited, key=lambda each: each.free_on or date.max, default=None)

    @property
    def first_on(self) -> date | None:
        """The first day on which the work can be done; None if it can be at once, or if nobody knows."""
        return None if self.blocking is None else self.blocking.free_on

    def is_on(self, day: date) -> bool:
        """Whether the work can be done on a day."""
        return all(each.free_on is not None and each.free_on <= day for each in self.awaited)

    @property
    def sentence(self) -> str:
        """What it waits for, in a sentence for staff; empty if for nothing."""
        if self.blocking is None:
            return ""
        kind, name, code = self.blocking.kind, self.blocking.name, self.blocking.code
        if kind is AwaitedKind.VISIT:
            what = f"first visit ({code})"
        else:
            what = f"part {code} ({name})" if kind is AwaitedKind.PART else f"delivery of {name}"
        if self.blocking.free_on is None and kind is AwaitedKind.VISIT:
            return f"It waits for the {what}, and no day is known for that. Choose a time for the first visit."
        if self.blocking.free_on is None:
            return f"It waits for the {what}, and nobody knows when that comes. Enter the expected day."
        return f"It waits for the {what} and can be done from {self.blocking.free_on} on."


AT_ONCE: Final = Ready()


def ready_on(session: Session, work_order_ids: Collection[UUID], today: date) -> dict[UUID, Ready]:
    """From when on each of these work orders can be done, as things stand `today` at the place of the work."""
    awaited: dict[UUID, list[Awaited]] = defaultdict(list)
    for request, part in awaited_by(session, work_order_ids):
        is_known = request.expected_on is not None and request.expected_on >= today
        awaited[request.work_order_id].append(
            Awaited(
                kind=AwaitedKind.PART,
                code=part.code,
                name=part.name,
                expected_on=request.expected_on,
                free_on=request.expected_on if is_known else None,
            )
        )
    for work_order_id, line, model in deliveries_before(session, work_order_ids, today):
        expected_on = _delivery_day(line, today)
        awaited[work_order_id].append(
            Awaited(
                kind=AwaitedKind.DELIVERY,
                code=model.sku,
                name=f"{model.brand} {model.name}",
                expected_on=line.delivery_on if line.is_delivery_awaited else line.delivered_on,
                free_on=None if expected_on is None else expected_on + AFTER_DELIVERY,
            )
        )
    for work_order_id, first, visit in first_visits(session, work_order_ids):
        on = None if visit is None else visit.window_local_from.date()
        awaited[work_order_id].append(
            Awaited(
                kind=AwaitedKind.VISIT,
                code=first.reference,
                name=first.reference,
                expected_on=on,
                free_on=None if on is None or on < today else on + AFTER_VISIT,
            )
        )
    return {
        each: Ready(tuple(awaited[each])) if each in awaited else AT_ONCE for each in work_order_ids
    }


def _delivery_day(line: OrderLine, today: date) -> date | None:
    """The day on which a unit is expected; None if nobody knows, or if it is over and the unit did not come."""
    if not line.is_delivery_awaited:
        return line.delivered_on
    is_known = line.delivery_on is not None and line.delivery_on >= today
    return line.delivery_on if is_known else None
