"""The outside parts that use cases are handed: clock, identifiers, store, roads, planner, post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from aftersales.clock import Clock
from aftersales.deed import Actor, Deed
from aftersales.errors import Collision
from aftersales.identifiers import Identifiers
from aftersales.roads import Roads
from aftersales.settings import Settings
from aftersales.store import RowsCollide, Store
from scheduling import Effort, Plan, Problem, Progress


class Post(Protocol):
    """Something that takes an e-mail and answers for it once `send` returns."""

    def send(self, message: EmailMessage, key: str) -> None:
        """Deliver or raise; the same `key` always comes with the same message.

        Raises:
            DeliveryFailed: it could not be delivered now.
        """
        ...


class Planner(Protocol):
    """Something that solves a problem outside the caller's thread."""

    def solve(
        self,
        problem: Problem,
        *,
        effort: Effort,
        seed: int,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Plan:
        """The plan found within the effort; the same arguments give the same plan."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """One installation, put together by `bootstrap`."""

    settings: Settings
    secret: str
    clock: Clock
    ids: Identifiers
    store: Store
    roads: Roads
    planner: Planner
    post: Post

    @contextmanager
    def doing(self, actor: Actor) -> Iterator[Deed]:
        """One deed of `actor` in one write transaction, kept when the block ends well.

        Raises:
            Collision: somebody else wrote the same meanwhile; nothing is kept.
        """
        try:
            with self.store.writing() as session:
                yield Deed(
                    session=session,
                    actor=actor,
                    now=self.clock.now(),
                    ids=self.ids,
                    settings=self.settings,
                    secret=self.secret,
                )
        except RowsCollide as error:
            raise Collision(
                "Somebody else entered the same at this moment. Look again, and repeat it if it is still needed."
            ) from error
