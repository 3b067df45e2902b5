"""What many answers say together: counted, with how sure it is, and silent where there are too few to be fair.

The share of low scores comes with the score interval of Wilson (1927, Journal of the American Statistical
Association 22), which holds its level for few answers and for shares near 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

LEAST: Final = 5
"""Fewer answers than this say nothing about anybody: one bad day would."""

MANY: Final = 0.1
"""Where there is nobody to be compared with, surely more than one in ten who are not content is a gap."""

CONFIDENCE: Final = 0.95
"""How often the interval holds the true share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One answer as it counts: under which name, and its score."""

    key: str
    name: str
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What the answers under one name say; `mean` and the shares are None where there are too few.

    Attributes:
        key: of the name, for the address of its rows.
        name: as people read it.
        count: answers.
        mean: of the scores, 1 to 5.
        low: share of low scores, 0 to 1.
        low_from: the true share is at least this.
        low_to: and at most this.
        is_gap: the true share is surely above that of all others together.
    """

    key: str
    name: str
    count: int
    mean: float | None = None
    low: float | None = None
    low_from: float | None = None
    low_to: float | None = None
    is_gap: bool = False


def figures_of(answers: Sequence[Scored], low_score: int) -> list[Figure]:
    """The figures of each name: those with the surest gap first, those with too few answers last."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for each in answers:
        groups[each.key, each.name].append(each.score)
    figures = [
        _figure(key, name, scores, low_score, _share_of_others(answers, key, low_score))
        for (key, name), scores in groups.items()
    ]
    return sorted(figures, key=lambda each: (each.low is None, -(each.low_from or 0.0), each.name))


def wilson(low: int, count: int) -> tuple[float, float]:
    """The interval in which a share lies of which `low` of `count` were seen; both ends between 0 and 1."""
    if count < 1 or not 0 <= low <= count:
        raise ValueError(f"{low} of {count} is no share.")
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share = low / count
    middle = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    whole = 1 + z * z / count
    return min(share, max(0.0, (middle - spread) / whole)), max(
        share, min(1.0, (middle + spread) / whole)
    )


def _share_of_others(answers: Sequence[Scored], key: str, low_score: int) -> float:
    """The share of low scores under all other names, or `MANY` where they are too few."""
    others = [each.score for each in answers if each.key != key]
    if len(others) < LEAST:
        return MANY
    return sum(score <= low_score for score in others) / len(others)


def _figure(key: str, name: str, scores: Sequence[int], low_score: int, others: float) -> Figure:
    count = len(scores)
    if count < LEAST:
        return Figure(key=key, name=name, count=count)
    low = sum(score <= low_score for score in scores)
    low_from, low_to = wilson(low, count)
    return Figure(
        key=key,
        name=name,
        count=count,
        mean=sum(scores) / count,
        low=low / count,
        low_from=low_from,
        low_to=low_to,
        is_gap=low_from > others,
    )
