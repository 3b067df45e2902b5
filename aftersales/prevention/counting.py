"""Failures are counted against the installed base: groups that can be compared, each with its claims and months of use.

Only the first months of a unit count, because all units fail some day, and each part of a unit counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from aftersales.queries.alarms import Failure, UnitInUse, failures_of, installers_of, units_in_use
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


def count_failures(session: Session, today: date) -> Counts:
    """Every group of the installed base with its claims and months of use until today."""
    counts = Counts()
    for batch in units_in_use(session, SIZE):
        ids = {each.id for each in batch}
        failed: dict[UUID, list[Failure]] = defaultdict(list)
        for failure in failures_of(session, ids):
            failed[failure.unit_id].append(failure)
        installers = installers_of(session, ids)
        for unit in batch:
            _count(counts, unit, failed[unit.id], installers, today)
    for kind in [each for each in counts.months if each.family is Family.MODEL]:
        for component in counts.components[kind.product_type]:
            same = Kind(Family.COMPONENT, kind.product_type, component=component)
            counts.months[same] = dict(counts.months[kind])
    return counts


def _count(
    counts: Counts,
    unit: UnitInUse,
    failures: list[Failure],
    installers: Mapping[UUID, str],
    today: date,
) -> None:
    months = min(_months(unit.used_from_on, today), EARLY_MONTHS)
    if months <= 0:
        return
    groups = {
        Kind(Family.MODEL, unit.product_type): unit.sku,
        Kind(Family.BATCH, unit.product_type, unit.sku): _batch_of(unit),
        Kind(Family.INSTALLER, unit.product_type): installers.get(unit.id, ""),
    }
    early = {
        each.component: each
        for each in reversed(failures)
        if 0 <= _months(unit.used_from_on, each.on) <= EARLY_MONTHS
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


def _batch_of(unit: UnitInUse) -> str:
    """The month of manufacture, else the beginning of the serial; nothing if neither is known."""
    if unit.manufactured_on is not None:
        return f"{unit.sku} {unit.manufactured_on:%Y-%m}"
    if unit.serial and len(unit.serial) > BEGINNING:
        return f"{unit.sku} {unit.serial[:BEGINNING]}…"
    return ""


def _months(first: date, last: date) -> float:
    return (last - first).days / DAYS_A_MONTH
