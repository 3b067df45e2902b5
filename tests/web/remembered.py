"""Installations as they were once built, put back instead of being built anew for every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from aftersales.clock import SetClock
from aftersales.identifiers import Identifiers
from aftersales.parts import Parts
from aftersales.store import Store

if TYPE_CHECKING:
    from psycopg import Cursor

Facts = TypeVar("Facts")

OUR_TABLES = """
SELECT format('public.%I', tablename) FROM pg_tables
WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY tablename
"""
JOB_TABLES = (  # those that others point to come first
    "procrastinate.procrastinate_workers",
    "procrastinate.procrastinate_jobs",
    "procrastinate.procrastinate_periodic_defers",
    "procrastinate.procrastinate_events",
)

OF_ONE_TEST = {"database_url", "outbox", "uploads_folder"}
"""Settings that every test has anew, and that nothing which is built depends on."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Everything that building an installation left behind.

    Attributes:
        facts: what the builder answered.
        rows: the SQLite file, or the rows of each table of PostgreSQL that has some.
        outbox: the messages by file name.
        moment: what the clock showed at the end.
        identifiers: where their source stood at the end.
    """

    facts: object
    rows: bytes | dict[str, bytes]
    outbox: dict[str, bytes]
    moment: datetime
    identifiers: tuple[Any, ...]


@dataclass(frozen=True)
class Memory:
    """What one process has built so far: by name, kind of database, settings and first moment."""

    kept: dict[tuple[object, ...], Kept] = field(default_factory=dict)

    def built(self, what: str, parts: Parts, clock: SetClock, build: Callable[[], Facts]) -> Facts:
        """What `build` makes of `parts`, which are empty; it answers plain values, and works only once."""
        if parts.ids._last != Identifiers()._last:
            raise AssertionError("Something was made in this installation before.")
        settings = parts.settings.model_dump_json(exclude=OF_ONE_TEST)
        name = (what, parts.store.is_sqlite, settings, clock.now())
        if name in self.kept:
            _put_back(self.kept[name], parts, clock)
            return cast("Facts", self.kept[name].facts)
        facts = build()
        assert not parts.settings.uploads_folder.exists(), "Files of a build are not kept."
        self.kept[name] = Kept(
            facts=facts,
            rows=_rows(parts.store),
            outbox={file.name: file.read_bytes() for file in parts.settings.outbox.glob("*")},
            moment=clock.now(),
            identifiers=(parts.ids._chance.getstate(), parts.ids._last),
        )
        return facts


def _put_back(kept: Kept, parts: Parts, clock: SetClock) -> None:
    if isinstance(kept.rows, bytes):
        _sqlite_file(parts.store).write_bytes(kept.rows)
    else:
        _copy_in(parts.store, kept.rows)
    if kept.outbox:
        parts.settings.outbox.mkdir(exist_ok=True)
    for name, content in kept.outbox.items():
        (parts.settings.outbox / name).write_bytes(content)
    clock.move_to(kept.moment)
    chance, parts.ids._last = kept.identifiers
    parts.ids._chance.setstate(chance)


def _rows(store: Store) -> bytes | dict[str, bytes]:
    if store.is_sqlite:
        return _sqlite_file(store).read_bytes()
    with _cursor(store) as cursor:
        tables = [str(name) for (name,) in cursor.execute(OUR_TABLES)]
        found = {}
        for table in (*tables, *JOB_TABLES):
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                found[table] = b"".join(copy)
    return {table: rows for table, rows in found.items() if rows}


def _copy_in(store: Store, rows: dict[str, bytes]) -> None:
    with _cursor(store) as cursor:  # our foreign keys are checked at commit, so in any order
        for table in JOB_TABLES:  # what their triggers would write is in the rows
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table, content in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(content)
        for table in JOB_TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def _cursor(store: Store) -> Iterator[Cursor[Any]]:
    with store.writing() as session:
        yield cast("Cursor[Any]", session.connection().connection.cursor())


def _sqlite_file(store: Store) -> Path:
    """The file by itself: the last connection that closes folds the journal into it."""
    store.close()
    assert store.file is not None
    assert not store.file.with_name(store.file.name + "-wal").exists()
    return store.file
