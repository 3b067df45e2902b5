"""The outside parts that use cases are handed: clock, identifiers, store, roads, planner, post."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from threading import Event
from typing import Protocol

from aftersales.clock import Clock
from aftersales.deed import Actor, Deed, Errand, Listener
from aftersales.errors import Collision
from aftersales.identifiers import Identifiers
from aftersales.queries.following import follow_merges
from aftersales.roads import Roads
from aftersales.settings import Settings
from aftersales.store import RowsCollide, Session, Store
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
        threads: int = 0,
        start: Mapping[str, Sequence[str]] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        on_compile: Callable[[], None] | None = None,
    ) -> Plan:
        """The plan found within the effort; the same arguments give the same plan.

        Without `threads` it takes as many cores as it was given. `start` is a plan to begin with: by key of a
        shift its visits in order. As soon as `should_stop` says so the best plan so far is taken, which need
        not repeat. `on_compile` hears of every function that has to be compiled before.
        """
        ...


class Jobs(Protocol):
    """Something that does the work beside the requests: in the server, or in workers of their own."""

    def take_on(self, session: Session, errands: Sequence[Errand]) -> None:
        """Take errands on in the transaction of their cause: they are kept with it, or gone with it."""
        ...

    def beside(self, parts: Parts) -> AbstractContextManager[None]:
        """What runs inside the web's process while the block lasts; nothing where workers do the work."""
        ...

    def work(self, parts: Parts, *, concurrency: int, stopping: Event) -> None:
        """Be a worker until told to stop, with so many tasks at once.

        Raises:
            NotReady: this installation has no workers of their own.
        """
        ...


class NotKept(Exception):
    """Raised in a deed, it ends its transaction without keeping anything of it."""


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
    jobs: Jobs
    listening: Callable[[], Listener]

    @contextmanager
    def doing(self, actor: Actor) -> Iterator[Deed]:
        """One deed of `actor` in one write transaction, kept when the block ends well.

        Raises:
            Collision: somebody else wrote the same meanwhile; nothing is kept.
        """
        try:
            with self.store.writing() as session:
                follow_merges(session)
                deed = Deed(
                    session=session,
                    actor=actor,
                    now=self.clock.now(),
                    ids=self.ids,
                    settings=self.settings,
                    secret=self.secret,
                    listener=self.listening(),
                )
                yield deed
                deed.listener.finish(deed)
                self.jobs.take_on(session, deed.errands)
        except RowsCollide as error:
            raise Collision(
                "Somebody else entered the same at this moment. Look again, and repeat it if it is still needed."
            ) from error

    @contextmanager
    def trying(self, actor: Actor) -> Iterator[Deed]:
        """A deed that is done only to see what it would do: nothing of it is kept, and nobody is told."""
        with suppress(NotKept), self.doing(actor) as deed:
            yield deed
            deed.session.flush()
            deed.session.expunge_all()  # what was looked at outlives what is thrown away
            raise NotKept
