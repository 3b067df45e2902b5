"""Early failures: groups of units whose claims are too many to be chance.

Each group (a model, a batch, a component, an installer) is compared with all others of its kind. Given all claims together,
those of the group follow a binomial distribution when the rates are equal: the exact conditional test of Przyborowski and
Wilenski (Biometrika 31, 1940), one-sided. The lower bound of the ratio of rates comes from Clopper and Pearson (Biometrika
26, 1934). Among many groups some look bad by chance: alarms are those that survive Benjamini and Hochberg (J. R. Stat. Soc. B
57, 1995), so that at most a share of 1 - confidence of all alarms is false on average.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from warranty.reason_codes import ReasonCode
from warranty.reasons import Reason

TINY: Final = 1e-300
"""Stands for 0 where it would be divided by."""

PRECISION: Final = 1e-15
"""Relative change at which a continued fraction has settled."""

STEPS: Final = 60
"""Halvings of the interval of a bound; it is then known to 1e-18."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Claims of one group, and how many unit-months its units have been in use together."""

    group: str
    claims: int
    unit_months: float

    def __post_init__(self) -> None:
        if self.claims < 0 or not self.unit_months > 0 or not math.isfinite(self.unit_months):
            raise ValueError(f"{self.group}: claims are counted in months of use, more than none.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmPolicy:
    """When to raise an alarm.

    Attributes:
        confidence: of every statement, 0.5 to 1.
        least_claims: fewer are looked at by people anyway.
        least_ratio: rate of the group ÷ rate of the others; less is not worth a campaign.
    """

    confidence: float = 0.95
    least_claims: int = 3
    least_ratio: float = 1.5

    def __post_init__(self) -> None:
        if not 0.5 <= self.confidence < 1:  # noqa: PLR2004 - as the docstring says
            raise ValueError(f"A confidence lies between 0.5 and 1: {self.confidence}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A group that fails too often.

    Attributes:
        exposure: its claims and months.
        ratio: its rate ÷ the rate of the others; infinite if they have no claims.
        least_ratio: the ratio is at least this, with the confidence of the policy.
        chance: that as many claims or more come by luck.
        confidence: of the policy.
    """

    exposure: Exposure
    ratio: float
    least_ratio: float
    chance: float
    confidence: float

    @property
    def reason(self) -> Reason:
        """The statement for staff, with its confidence."""
        ratio = "many" if math.isinf(self.ratio) else f"{self.ratio:.1f}"
        return Reason(
            ReasonCode.EARLY_FAILURES,
            (
                ("group", self.exposure.group),
                ("claims", self.exposure.claims),
                ("exposure", f"{self.exposure.unit_months:,.0f}"),
                ("ratio", ratio),
                ("confidence", f"{100 * self.confidence:g}"),
                ("least", f"{self.least_ratio:.1f}"),
            ),
        )


def alarms(groups: Sequence[Exposure], policy: AlarmPolicy) -> tuple[Alarm, ...]:
    """The groups of one kind that fail too often, the least likely by chance first.

    Args:
        groups: all groups of one kind; each unit is in one of them.
        policy: when to raise an alarm.
    """
    claims = sum(each.claims for each in groups)
    months = sum(each.unit_months for each in groups)
    judged = sorted(
        (
            (tail(each.claims, claims, each.unit_months / months), each)
            for each in groups
            if each.unit_months < months
        ),
        key=lambda pair: (pair[0], pair[1].group),
    )
    found = []
    for chance, each in judged[: _survivors([chance for chance, _ in judged], policy)]:
        alarm = _alarm(each, chance, claims, months, policy)
        if each.claims >= policy.least_claims and alarm.ratio >= policy.least_ratio:
            found.append(alarm)
    return tuple(found)


def tail(least: int, trials: int, chance: float) -> float:
    """The chance that of so many trials at least so many succeed: the regularised incomplete beta function."""
    if least <= 0:
        return 1.0
    if least > trials or chance <= 0:
        return 0.0
    if chance >= 1:
        return 1.0
    one, other = float(least), float(trials - least + 1)
    # The continued fraction settles quickly on this side of the mean only.
    if chance <= (one + 1) / (one + other + 2):
        return _beta(one, other, chance)
    return 1.0 - _beta(other, one, 1.0 - chance)


def lower_bound(successes: int, trials: int, confidence: float) -> float:
    """The least chance of success that is compatible with what was seen (Clopper and Pearson, one-sided), 0..1."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if tail(successes, trials, middle) < 1 - confidence:
            low = middle
        else:
            high = middle
    return low


def _survivors(chances: Sequence[float], policy: AlarmPolicy) -> int:
    """How many of the chances, sorted, survive Benjamini and Hochberg's procedure."""
    share = 1 - policy.confidence
    passed = [
        place for place, chance in enumerate(chances, 1) if chance <= share * place / len(chances)
    ]
    return max(passed, default=0)


def _alarm(each: Exposure, chance: float, claims: int, months: float, policy: AlarmPolicy) -> Alarm:
    others, rest = claims - each.claims, months - each.unit_months
    ratio = math.inf if others == 0 else each.claims / each.unit_months / (others / rest)
    share = lower_bound(each.claims, claims, policy.confidence)
    return Alarm(
        exposure=each,
        ratio=ratio,
        least_ratio=math.inf if share >= 1 else share / (1 - share) * rest / each.unit_months,
        chance=chance,
        confidence=policy.confidence,
    )


def _beta(one: float, other: float, at: float) -> float:
    """I_at(one, other) by its continued fraction (DLMF 8.17.22), evaluated by Lentz's method."""
    front = math.exp(
        math.lgamma(one + other)
        - math.lgamma(one)
        - math.lgamma(other)
        + one * math.log(at)
        + other * math.log1p(-at)
    )
    upper, lower, value, change, place = 1.0, 0.0, 1.0, 0.0, 0
    while abs(change - 1.0) >= PRECISION:
        place += 1
        term = _term(place, one, other, at)
        lower = 1.0 / (1.0 + term * lower or TINY)
        upper = 1.0 + term / upper or TINY
        change = upper * lower
        value *= change
    return min(1.0, front / (one * value))


def _term(place: int, one: float, other: float, at: float) -> float:
    """The numerator of one level of the fraction, counted from 1."""
    half, is_odd = divmod(place, 2)
    if is_odd:
        return -(one + half) * (one + other + half) * at / ((one + place - 1) * (one + place))
    return half * (other - half) * at / ((one + place - 1) * (one + place))
