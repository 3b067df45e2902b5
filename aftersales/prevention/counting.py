"""Failures are counted against the installed base: groups that can be compared, each with its claims and months of use.

Only the first months of a unit count, because all units fail some day, and each part of a unit counts once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from aftersales.queries.alarms import (
    Failure,
    Installation,
    UnitInUse,
    failures_of,
    installations_of,
    units_in_use,
)
from aftersales.store import Session
from warranty.prevention.alarms import Exposure

EARLY_MONTHS: Final = 24.0
"""So long after delivery a failure is early: the shortest legal guarantee of the Union."""

DAYS_A_MONTH: Final = 30.4375
"""Days of a mean month, 365.25 ÷ 12."""

BEGINNING: Final = 4
"""So many characters at the beginning of a serial stand for its batch if the month of manufacture is not known."""

SIZE: Final = 500
"""Units looked at together."""


class Family(StrEnum):
    """By what units are grouped; only groups of one family and one kind are compared with each other."""

    MODEL = "model"
    BATCH = "batch"
    COMPONENT = "component"
    INSTALLER = "installer"


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What is compared: a family among one type, or the batches of one model, or one component among models."""

    family: Family
    product_type: str
    sku: str = ""
    component: str = ""


@dataclass(slots=True)
class Counts:
    """Claims and months of use of every group, by kind and by the name of the group."""

    claims: dict[Kind, dict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    months: dict[Kind, dict[str, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )
    components: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def exposures(self) -> dict[Kind, list[Exposure]]:
        """What the rules compare, kind by kind in a fixed order."""
        return {
            kind: [
                Exposure(group, self.claims[kind].get(group, 0), months)
                for group, months in sorted(groups.items())
            ]
            for kind, groups in sorted(self.months.items())
        }


def count_failures(session: Session, today: date, since: date = date.min) -> Counts:
    """Every group of the installed base with its claims and months of use until today, or from a day until today."""
    counts = Counts()
    for batch in units_in_use(session, SIZE):
        ids = {each.id for each in batch}
        failed: dict[UUID, list[Failure]] = defaultdict(list)
        for failure in failures_of(session, ids):
            failed[failure.unit_id].append(failure)
        installed = installations_of(session, ids)
        for unit in batch:
            _count_unit(counts, unit, failed[unit.id], (since, today))
            _count_installations(counts, unit, failed[unit.id], installed[unit.id], (since, today))
    for kind in [each for each in counts.months if each.family is Family.MODEL]:
        for component in counts.components[kind.product_type]:
            same = Kind(Family.COMPONENT, kind.product_type, component=component)
            counts.months[same] = dict(counts.months[kind])
    return counts


def _count_unit(
    counts: Counts, unit: UnitInUse, failures: list[Failure], span: tuple[date, date]
) -> None:
    """A unit counts for its model, its batch, and the parts of it that failed."""
    months, early = _use(unit.used_from_on, _end_of(unit, span), span[0], failures)
    if months <= 0:
        return
    groups = {
        Kind(Family.MODEL, unit.product_type): unit.sku,
        Kind(Family.BATCH, unit.product_type, unit.sku): _batch_of(unit),
    }
    for kind, group in groups.items():
        if group:
            counts.months[kind][group] += months
            counts.claims[kind][group] += len(early)
    for component in early:
        if component:
            counts.components[unit.product_type].add(component)
            same = Kind(Family.COMPONENT, unit.product_type, component=component)
            counts.claims[same][unit.sku] += 1


def _count_installations(
    counts: Counts,
    unit: UnitInUse,
    failures: list[Failure],
    installed: list[Installation],
    span: tuple[date, date],
) -> None:
    """An installer answers for a unit from the day they were done, until somebody installs it anew.

    What was installed before the unit was there was the one that it replaced.
    """
    end = _end_of(unit, span)
    installed = [each for each in installed if each.on >= unit.used_from_on]
    kind = Kind(Family.INSTALLER, unit.product_type)
    ends = [*(each.on for each in installed[1:]), end]
    for each, until in zip(installed, ends, strict=False):  # nobody's end is left over
        is_last = each is installed[-1]
        theirs = [row for row in failures if is_last or row.on < until]
        months, early = _use(each.on, min(until, end), span[0], theirs)
        if months > 0:
            counts.months[kind][each.installer] += months
            counts.claims[kind][each.installer] += len(early)


def _use(
    first: date, last: date, since: date, failures: list[Failure]
) -> tuple[float, dict[str, Failure]]:
    """Months of early use between two days, from `since` on, and the first failure of each part in them."""
    months = _early(first, last) - _early(first, since)
    early = {
        each.component: each
        for each in reversed(failures)
        if each.on >= since and 0 <= _months(first, each.on) <= EARLY_MONTHS
    }
    return months, early


def _end_of(unit: UnitInUse, span: tuple[date, date]) -> date:
    """The last day of use that is known."""
    return span[1] if unit.used_until_on is None else min(unit.used_until_on, span[1])


def _batch_of(unit: UnitInUse) -> str:
    """The month of manufacture, else the beginning of the serial; nothing if neither is known."""
    if unit.manufactured_on is not None:
        return f"{unit.sku} {unit.manufactured_on:%Y-%m}"
    if unit.serial and len(unit.serial) > BEGINNING:
        return f"{unit.sku} {unit.serial[:BEGINNING]}…"
    return ""


def _early(used_from_on: date, until: date) -> float:
    """Months of early use until a day."""
    return min(max(0.0, _months(used_from_on, until)), EARLY_MONTHS)


def _months(first: date, last: date) -> float:
    return (last - first).days / DAYS_A_MONTH
