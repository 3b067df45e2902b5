"""The errors of the trade, in business words; `web` turns them into problem details.

    AftersalesError
    ├── NotThere             what was asked for does not exist (any more)
    ├── NotUnderstood        the input is wrong; `problems` says where and what to do
    │   └── NoVersionNamed   an edit does not say which version it was made from
    ├── NotSignedIn          nobody knows who asks: no session, no key, or one that has ended
    ├── NotPermitted         it is known who asks, and it is not theirs
    ├── TooOften             something was tried too often; `seconds` says how long to wait
    ├── NotAllowed           the state or a rule forbids it
    │   ├── IllegalMove      a state graph has no such arrow
    │   └── PlanRefused      a plan broke a rule that the checker knows
    ├── Collision            somebody else was faster
    │   ├── SlotTaken        the technician's time is already occupied
    │   ├── RevisionMoved    the row changed since it was read
    │   │   └── VersionMoved it is no longer the version that an edit was made from
    │   └── KeyReused        an idempotency key came again with another request
    └── NotReady             the installation lacks something: settings, database, a part
        └── PlannerDied      the solver's process ended or hung; trying again may help

Messages are whole sentences that a customer could be shown; the last one says what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class AftersalesError(Exception):
    """The root of everything that goes wrong for a reason of the trade."""


class NotThere(AftersalesError):
    """What was asked for does not exist (any more)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where it stands and what to do about it."""

    where: str
    sentence: str


class NotUnderstood(AftersalesError):
    """The input is wrong; `problems` lists each place with what to do."""

    def __init__(self, sentence: str, problems: Sequence[Problem] = ()) -> None:
        """Say it in one `sentence`, and in detail place by place."""
        super().__init__(sentence)
        self.problems = tuple(problems)


class NoVersionNamed(NotUnderstood):
    """An edit does not say which version it was made from."""


class NotSignedIn(AftersalesError):
    """Nobody knows who asks: no session, no key, or one that has ended."""


class NotPermitted(AftersalesError):
    """It is known who asks, and what they ask for is not theirs."""


class TooOften(AftersalesError):
    """Something was tried too often."""

    def __init__(self, sentence: str, seconds: int) -> None:
        """Say it in one `sentence`; it may be tried again after `seconds`."""
        super().__init__(sentence)
        self.seconds = seconds


class NotAllowed(AftersalesError):
    """The state of things or a rule forbids it."""


class IllegalMove(NotAllowed):
    """A state graph has no such arrow."""


class PlanRefused(NotAllowed):
    """A plan broke a rule that the independent checker knows; nothing of it was kept."""


class Collision(AftersalesError):
    """Somebody else was faster."""


class SlotTaken(Collision):
    """The technician's time is already occupied; `problems` may name what is still free."""

    def __init__(self, sentence: str, problems: Sequence[Problem] = ()) -> None:
        """Say it in one `sentence`, perhaps with the times that are still free."""
        super().__init__(sentence)
        self.problems = tuple(problems)


class RevisionMoved(Collision):
    """The row changed since it was read."""


class VersionMoved(RevisionMoved):
    """It is no longer the version that an edit was made from; nothing was changed."""


class KeyReused(Collision):
    """An idempotency key came again with another request."""


class NotReady(AftersalesError):
    """The installation lacks something: settings, a migrated database, a part."""


class PlannerDied(NotReady):
    """The solver's process ended or hung before it had a plan; nothing was changed, and trying again may help."""
