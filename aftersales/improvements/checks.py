"""The closing check of an improvement: what is compared with what, and how many it takes; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aftersales.records import ImprovementScope, Measure, Verdict

EXPECTED: Final = 3.0
"""Failures that the old rate would have brought: with fewer expected, none seen proves nothing."""

_PEOPLE_AND_THINGS: Final = frozenset(
    {
        ImprovementScope.TECHNICIAN,
        ImprovementScope.PARTNER,
        ImprovementScope.MODEL,
        ImprovementScope.CHANNEL,
    }
)

SCOPES: Final[Mapping[Measure, frozenset[ImprovementScope]]] = MappingProxyType(
    {
        Measure.COMPLAINT_RATE: _PEOPLE_AND_THINGS,
        Measure.SURVEY_SCORE: _PEOPLE_AND_THINGS,
        Measure.FAILURES: frozenset({ImprovementScope.ALARM}),
        Measure.CHANNEL_SPEED: frozenset({ImprovementScope.CHANNEL}),
    }
)
"""Of what each measure can be taken."""

THRESHOLDS: Final[Mapping[Measure, tuple[float, float]]] = MappingProxyType(
    {Measure.COMPLAINT_RATE: (0.0, 100.0), Measure.SURVEY_SCORE: (1.0, 5.0)}
)
"""Between which figures the threshold of a measure lies; the others have a test of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A condition that can be measured.

    Attributes:
        measure: what is measured.
        scope: of what kind of thing.
        key: which of them: a code, the identifier of a model or an alarm, or a channel.
        threshold: a score of at least this, or complaints of a hundred of at most this.
        least: so many answers, visits, units or cases are needed.
    """

    measure: Measure
    scope: ImprovementScope
    key: str
    threshold: float | None = None
    least: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was found: the figure, from how many, and whether the check holds."""

    value: float | None
    count: int
    verdict: Verdict


def judged_score(scores: Sequence[int], threshold: float, least: int) -> Measured:
    """The mean of scores against the least that is wanted."""
    if len(scores) < least:
        return _too_few(len(scores))
    mean = sum(scores) / len(scores)
    return Measured(value=mean, count=len(scores), verdict=_verdict(is_held=mean >= threshold))


def judged_rate(complaints: int, base: int, threshold: float, least: int) -> Measured:
    """Complaints of a hundred against the most that is borne."""
    if base < least:
        return _too_few(base)
    rate = 100 * complaints / base
    return Measured(value=rate, count=base, verdict=_verdict(is_held=rate <= threshold))


def judged_failures(
    claims: int, unit_months: float, old_rate: float, *, is_alarming: bool
) -> Measured:
    """Failures since the improvement began; silence counts only if the old rate would have been heard by now."""
    count = round(unit_months)
    if is_alarming:
        return Measured(value=float(claims), count=count, verdict=Verdict.FAILS)
    if old_rate * unit_months < EXPECTED:
        return _too_few(count)
    return Measured(value=float(claims), count=count, verdict=Verdict.HOLDS)


def judged_speed(minutes: float | None, answered: int, least: int, *, is_behind: bool) -> Measured:
    """The median first answer of a channel, and whether it comes later than on the others."""
    if answered < least or minutes is None:
        return _too_few(answered)
    return Measured(value=minutes, count=answered, verdict=_verdict(is_held=not is_behind))


def _too_few(count: int) -> Measured:
    return Measured(value=None, count=count, verdict=Verdict.TOO_FEW)


def _verdict(*, is_held: bool) -> Verdict:
    return Verdict.HOLDS if is_held else Verdict.FAILS
