"""What has lasted for a while without an end being heard: its length, drawn from what is left of its distribution."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduling.uncertainty.normal import Floats, share_below

Singles = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

_STEEPEST: Final = 8.0
"""Standard deviations beyond which a length that still lasts is taken to end at once."""


class Lasting(NamedTuple):
    """Lengths of which no end was heard: mean and spread of their logarithm, and how long they have lasted."""

    mean: Floats
    spread: Floats
    lasted: Floats

    def of(self, rows: Rows) -> Lasting:
        """The same of some routes."""
        return Lasting(*(each[rows] for each in self))

    def below(self, lasted: Floats) -> Floats:
        """The standard deviations that such lengths lie above or below the mean."""
        with np.errstate(divide="ignore"):
            return np.minimum((np.log(np.maximum(lasted, 0)) - self.mean) / self.spread, _STEEPEST)


class Unheard(NamedTuple):
    """With what probability an end goes unheard: if it is `recent`, in seconds, and if more should have followed."""

    recent: Floats
    share: float
    longer: float

    def of(self, rows: Rows) -> Unheard:
        """The same of some routes."""
        return Unheard(self.recent[rows], self.share, self.longer)


def left(lasting: Lasting, unheard: Unheard) -> Floats:
    """The probability that nothing was heard: no end as yet, or one that went unheard."""
    known, old = _known(lasting, unheard)
    lately = share_below(known) - share_below(old)
    return share_below(-known) + unheard.share * lately + unheard.longer * share_below(old)


def _known(lasting: Lasting, unheard: Unheard) -> tuple[Floats, Floats]:
    """Where what has lasted lies in its distribution, and where the ends lie after which more should have followed."""
    return lasting.below(lasting.lasted), lasting.below(lasting.lasted - unheard.recent)


def lasting_lengths(lasting: Lasting, unheard: Unheard, luck: Singles) -> Singles:
    """Lengths of what has lasted for a while and of whose end nothing was heard.

    All lengths are ordered: first those that would have ended long ago, then lately, then those still to end. Each
    part weighs its share of all lengths times the probability that nothing was heard of it, and a course at the
    share u of its luck takes the length below which the share u of the whole weight lies.
    """
    known, old = (share_below(each)[:, None] for each in _known(lasting, unheard))
    weight = share_below(luck.astype(np.float64)) * left(lasting, unheard)[:, None]
    above = share_below(-luck.astype(np.float64)) * left(lasting, unheard)[:, None]
    if unheard.share:
        lately = unheard.longer * old
        is_old, is_over = weight < lately, weight < lately + unheard.share * (known - old)
        ended = old + (weight - lately) / unheard.share
        above = np.where(is_over, 1 - np.where(is_old, weight / unheard.longer, ended), above)
    places, shares = _tail()
    steps = np.interp(-np.log(np.maximum(above, 1e-300)), shares, places)
    lengths = np.exp(lasting.mean[:, None] + lasting.spread[:, None] * steps)
    if not unheard.share:
        lengths = np.maximum(lengths, lasting.lasted[:, None])
    return lengths.astype(np.float32)


@cache
def _tail() -> tuple[Floats, Floats]:
    """Places of the normal distribution, and minus the logarithm of the share above each, to look up its inverse."""
    places = np.linspace(-_STEEPEST, _STEEPEST + 4, 4801)
    return places, -np.log(share_below(-places))
