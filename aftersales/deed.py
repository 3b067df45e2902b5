"""One deed: who acts, when, in which transaction; everything it changes is noted in the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from aftersales.identifiers import Identifiers
from aftersales.records import ActorKind, Event, JobKind, Record
from aftersales.settings import Settings
from aftersales.store import Session


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the kind, and a code that names them without personal data."""

    kind: ActorKind
    code: str


SYSTEM: Final = Actor(ActorKind.SYSTEM, "aftersales")


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Work that is to begin once the deed is kept; the deed's own transaction carries it.

    Attributes:
        kind: what is to be done.
        subject_id: the one row that it is about: a notice, or a job that people follow.
        wait: how long after the deed it may begin.
        turn: errands of the same turn are never under way at once, on however many machines.
    """

    kind: JobKind
    subject_id: UUID
    wait: timedelta = timedelta(0)
    turn: str | None = None


class Listener(Protocol):
    """Somebody who hears what one deed notes, and may add to it at its end."""

    def hear(self, event: Event, subject: Record) -> None:
        """This happened to `subject`; it may change further before the deed ends."""
        ...

    def finish(self, deed: Deed) -> None:
        """Nothing more happens: write what follows from all that was heard."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One transaction in progress: all of it is kept, or nothing.

    Attributes:
        session: the write session of the transaction.
        actor: who does it.
        now: when; one moment for all of the deed.
        ids: where its rows get their identifiers.
        settings: those of the installation.
        secret: signs the links it hands out.
        listener: hears what it notes.
        errands: what is to begin once it is kept.
    """

    session: Session
    actor: Actor
    now: datetime
    ids: Identifiers
    settings: Settings
    secret: str
    listener: Listener
    errands: list[Errand] = field(default_factory=list)

    def new_id(self) -> UUID:
        """An identifier for one more row."""
        return self.ids.new(self.now)

    def add(self, *rows: Record) -> None:
        """Keep these rows with the deed; they may come in any order."""
        self.session.add_all(rows)

    def remove(self, rows: Iterable[Record]) -> None:
        """Take these rows away, before anything that follows is written."""
        for row in rows:
            self.session.delete(row)
        self.session.flush()

    def note(
        self,
        what: str,
        subject: Record,
        *,
        why: str = "",
        facts: dict[str, object] | None = None,
        notice_id: UUID | None = None,
    ) -> None:
        """Write down that something happened to `subject`; facts hold no personal data."""
        event = Event(
            id=self.new_id(),
            at=self.now,
            actor_kind=self.actor.kind,
            actor=self.actor.code,
            what=what,
            why=why,
            subject_kind=str(subject.__tablename__),
            subject_id=id_of(subject),
            facts=facts or {},
            notice_id=notice_id,
        )
        self.add(event)
        self.listener.hear(event, subject)


def id_of(row: Record) -> UUID:
    """The identifier of a row of any noun."""
    identifier: UUID = row.id  # type: ignore[attr-defined] # every noun has one; pairs are not nouns
    return identifier
