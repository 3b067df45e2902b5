"""What chance holds for every visit and every technician of a day.

Each draw depends on the seed and on the key of what it is for, and on nothing else: the same visit has the
same luck whoever serves it and whatever is done about its day, so that two ways to run a day differ by
themselves and not by their luck (common random numbers).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from math import log, sqrt
from typing import Final

import numpy as np

DAY_PARTS: Final = ((9 * 3600, 1.2), (15 * 3600, 1.0), (24 * 3600, 1.15))
"""By what drives that begin before a second of the day are longer than on an empty road, on average."""

KIND_SPREAD: Final = 0.1
"""Standard deviation of the logarithm by which works of one kind are longer or shorter than planned, always."""

LATE_PRESS: Final = (5 * 60, 40 * 60)
"""Seconds after which a button is pressed that was not pressed at once."""

FALLS_ILL_BEFORE: Final = 0.6
"""Part of the illnesses that are known before the first departure; the others begin during the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """How much a day is left to chance; shares are from 0 to 1.

    Attributes:
        travel: coefficient of variation of a drive around the mean of its part of the day.
        work: the same of a work around the mean of its kind.
        second_visit: visits that end without the work done, because something is missing.
        no_show: visits at which nobody opens.
        illness: technician-days on which the technician falls ill.
        emergencies: emergencies of a territory a day, on average.
        discipline: buttons that are pressed when their time has come.
        late_press: buttons pressed later, of those that are not pressed in time; the others are forgotten.
        guess: coefficient of variation of what technicians guess to what work that lasts longer still takes.
    """

    travel: float = 0.25
    work: float = 0.35
    second_visit: float = 0.25
    no_show: float = 0.05
    illness: float = 0.02
    emergencies: float = 0.5
    discipline: float = 0.9
    late_press: float = 0.5
    guess: float = 0.3

    def __post_init__(self) -> None:
        shares = (
            self.second_visit,
            self.no_show,
            self.second_visit + self.no_show,
            self.illness,
            self.discipline,
            self.late_press,
        )
        if any(not 0 <= share <= 1 for share in shares):
            raise ValueError(f"Shares are from 0 to 1: {self}.")
        if min(self.travel, self.work, self.emergencies, self.guess) < 0:
            raise ValueError(f"Nothing can vary or come less than not at all: {self}.")


USUAL: Final = Chances()
"""A day as the figures in the documentation have it."""


class Button(StrEnum):
    """What a technician should say from the road, in this order; that it takes longer, as often as that is so."""

    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    FINISHED = "finished"
    LONGER = "longer"


class Outcome(StrEnum):
    """How a visit ends at which somebody was."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    NOBODY_HOME = "nobody_home"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLuck:
    """What chance holds for one visit.

    Attributes:
        drive: length of the drive to it, as a multiple of its mean.
        work: length of the work, as a multiple of its mean.
        outcome: how it ends.
        presses: seconds after its moment at which each button is pressed; one that is not there never is.
    """

    drive: float
    work: float
    outcome: Outcome
    presses: dict[Button, int]


def stop_luck(chances: Chances, seed: int, key: str) -> StopLuck:
    """The luck of the visit with this key on the day with this seed."""
    rng = _chance(seed, "stop", key)
    drive, work = _factor(rng, chances.travel), _factor(rng, chances.work)
    ends = float(rng.random())
    outcome = Outcome.DONE
    if ends < chances.no_show:
        outcome = Outcome.NOBODY_HOME
    elif ends < chances.no_show + chances.second_visit:
        outcome = Outcome.INCOMPLETE
    presses = {}
    for button in Button:
        in_time, later, after = rng.random(), rng.random(), rng.integers(*LATE_PRESS, endpoint=True)
        if in_time < chances.discipline:
            presses[button] = 0
        elif later < chances.late_press:
            presses[button] = int(after)
    return StopLuck(drive=drive, work=work, outcome=outcome, presses=presses)


def guess_at(chances: Chances, seed: int, key: str, count: int) -> float:
    """What the technician of a visit believes work to take still, as a multiple of what it does; their `count`-th guess."""
    return _factor(_chance(seed, "guess", f"{key}|{count}"), chances.guess)


def absent_from(chances: Chances, seed: int, shift: str, span: tuple[int, int]) -> int | None:
    """The second from which the technician of a shift is ill; before its span, inside it, or never."""
    rng = _chance(seed, "shift", shift)
    is_ill, is_before, at = rng.random(3).tolist()
    if is_ill >= chances.illness:
        return None
    start, end = span
    if is_before < FALLS_ILL_BEFORE:
        return start - 60 * int(20 + 55 * at)
    return start + int((end - start) * at)


def emergencies_at(chances: Chances, seed: int, span: tuple[int, int]) -> tuple[int, ...]:
    """The seconds of a span at which emergencies come in, in order."""
    rng = _chance(seed, "emergencies", "")
    count = int(rng.poisson(chances.emergencies))
    return tuple(sorted(rng.integers(*span, size=count).tolist()))


def kind_factor(seed: int, kind: str) -> float:
    """By what works of a kind are longer or shorter than planned on average, in the world with this seed."""
    rng = _chance(seed, "kind", kind)
    return float(rng.lognormal(-(KIND_SPREAD**2) / 2, KIND_SPREAD))


def day_part_factor(second: int) -> float:
    """By what drives that begin at a second of the day are longer than on an empty road, on average."""
    return next((factor for until, factor in DAY_PARTS if second < until), DAY_PARTS[-1][1])


def _chance(seed: int, room: str, key: str) -> np.random.Generator:
    digest = blake2b(f"{seed}|{room}|{key}".encode(), digest_size=16).digest()
    return np.random.default_rng(int.from_bytes(digest))


def _factor(rng: np.random.Generator, variation: float) -> float:
    """A lognormal factor with mean 1 and this coefficient of variation."""
    spread = sqrt(log(1 + variation * variation))
    return float(rng.lognormal(-spread * spread / 2, spread))
