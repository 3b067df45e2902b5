"""Fairness: the same case, the same offer, whichever channel it came by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from warranty.goodwill.precedents import GoodwillCase


@dataclass(frozen=True, slots=True)
class Offer:
    """What one case was offered: the case, the channel it came by, hundredths of the cost, and its reference."""

    case: GoodwillCase
    channel: str
    percent: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ChannelFairness:
    """How a channel fares against like cases of other channels.

    Attributes:
        channel: which one.
        compared: offers that had a like case on another channel.
        difference: what they got more (or less, below 0) than those on average, in hundredths of the cost.
    """

    channel: str
    compared: int
    difference: float


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """Every channel's fate, and the pairs of like cases that were offered most differently."""

    channels: tuple[ChannelFairness, ...]
    unequal: tuple[tuple[Offer, Offer], ...]


def fairness_of(offers: Sequence[Offer], *, tolerance: int = 20) -> FairnessReport:
    """Compare every offer with like cases of other channels.

    Args:
        offers: of a period.
        tolerance: hundredths of the cost by which like cases may differ before a person should look.
    """
    differences: dict[str, list[float]] = defaultdict(list)
    unequal = []
    for place, offer in enumerate(offers):
        others = [
            each
            for each in offers
            if each.channel != offer.channel and offer.case.is_like(each.case)
        ]
        if others:
            differences[offer.channel].append(offer.percent - mean(each.percent for each in others))
        for other in offers[place + 1 :]:
            is_like = other.channel != offer.channel and offer.case.is_like(other.case)
            if is_like and abs(offer.percent - other.percent) > tolerance:
                unequal.append((offer, other))
    channels = sorted({offer.channel for offer in offers})
    unequal.sort(key=lambda pair: -abs(pair[0].percent - pair[1].percent))
    return FairnessReport(
        tuple(
            ChannelFairness(channel, len(differences[channel]), mean(differences[channel] or [0.0]))
            for channel in channels
        ),
        tuple(unequal),
    )
