"""Guessing takes long: what may be guessed is counted, and beyond an allowance it has to wait.

The count stands in the database, so that it holds for all processes together and survives a restart;
what was tried is kept as a keyed hash, so that nobody can read there who tried what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

from aftersales.errors import TooOften
from aftersales.identifiers import blind_hash
from aftersales.parts import Parts
from aftersales.queries.attempts import (
    count_attempt,
    counted_since,
    forget_attempts,
    take_back_attempt,
)

MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often something may be tried.

    Attributes:
        name: what is tried; two allowances of one name share their counts.
        count: attempts in one span.
        within: the span, which begins with its first attempt. Across the border of two spans at most
            twice the count fits.
    """

    name: str
    count: int
    within: timedelta


def attempt(parts: Parts, allowance: Allowance, what: str) -> None:
    """Count one attempt before it is made, in a transaction of its own.

    Raises:
        TooOften: the allowance is used up; this attempt must not be made, and is not counted.
    """
    now = parts.clock.now()
    key = blind_hash(parts.secret, allowance.name, what)
    with parts.store.writing() as session:
        if count_attempt(session, key, now, now - allowance.within, allowance.count):
            return
        since = counted_since(session, key) or now
    seconds = max(1, ceil((since + allowance.within - now).total_seconds()))
    minutes = ceil(seconds / MINUTE)
    raise TooOften(
        f"This was tried too often. Try again in {minutes} minute{'' if minutes == 1 else 's'}.",
        seconds,
    )


def give_back(parts: Parts, allowance: Allowance, what: str) -> None:
    """The attempt was no guess: count one less, and leave what others tried."""
    with parts.store.writing() as session:
        take_back_attempt(session, blind_hash(parts.secret, allowance.name, what))


def forget(parts: Parts, allowance: Allowance, what: str) -> None:
    """Whoever tried has shown that it is theirs: count from the beginning again."""
    with parts.store.writing() as session:
        forget_attempts(session, blind_hash(parts.secret, allowance.name, what))
