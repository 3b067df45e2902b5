"""An improvement as colleagues are told of it, frozen when its cause happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aftersales.records import ImprovementScope, Measure, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementFacts:
    """The gap, its check and what was measured last; `scope_name` is whom or what it is about."""

    reference: str
    title: str
    why: str
    owner_name: str
    measure: Measure
    scope: ImprovementScope
    scope_name: str
    threshold: float | None
    least: int
    from_on: date
    due_on: date
    value: float | None
    count: int
    verdict: Verdict
