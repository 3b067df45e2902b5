"""One store that opens read and write sessions the right way on SQLite and on PostgreSQL.

SQLite: WAL, foreign keys, full synchronisation, a busy timeout; a write begins with BEGIN IMMEDIATE,
so that it waits for its turn instead of failing half-way, a read with BEGIN. PostgreSQL: a write is an
ordinary READ COMMITTED transaction whose use case locks the rows it decides about; a read is one
REPEATABLE READ, READ ONLY snapshot. On both a read session that tries to write fails.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from threading import Event
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from aftersales.errors import NotReady
from aftersales.migrations import job_library

__all__ = ["RowsCollide", "Session", "Store", "lock_rows", "write_together"]

RowsCollide = IntegrityError
"""What the database says when two wrote the same at once, or a row points to nothing."""

POOL: Final = 20
"""Connections kept, and as many again under pressure: the web answers on up to 40 threads."""

PATIENCE: Final = 500
"""Hundredths of a second in which a thread whose caller has gone may end what it began."""

ADD_TO_PATH: Final = f"""
SELECT set_config('search_path', current_setting('search_path') || ', {job_library.SCHEMA}', false)
"""
"""Makes a connection find the job library's tables after our own."""

BUSY_MILLISECONDS: Final = 30_000
"""How long an SQLite write waits for another one: longer than any transaction of ours."""


class Store:
    """The database of one installation."""

    def __init__(self, url: str) -> None:
        """Open nothing yet: connections are made when they are first needed."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        self._reads = self._engine.execution_options(aftersales_read=True)
        if not self.is_sqlite:
            self._reads = self._reads.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @property
    def file(self) -> Path | None:
        """The SQLite file, or nothing on PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one consistent snapshot; whatever it would write is refused."""
        with Session(self._reads, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction: kept whole when the block ends well, else nothing of it."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    def migrate(self) -> None:
        """Bring the tables to the newest revision with all their rows; safe to repeat.

        Raises:
            NotReady: rows would point to nothing afterwards; nothing is changed.
        """
        with _migration_config() as config, self._engine.connect() as connection:
            config.attributes["connection"] = connection
            with _tables_replaceable(connection), connection.begin():
                command.upgrade(config, "head")
                if self.is_sqlite:
                    _require_whole(connection)
            if not self.is_sqlite:
                job_library.bring_up_to_date(connection)
                connection.commit()

    def check_migrations(self) -> None:
        """Fail if the tables in the code and those in the migrations differ (`alembic check`)."""
        with _migration_config() as config, self._engine.connect() as connection:
            config.attributes["connection"] = connection
            command.check(config)

    def require_current(self) -> None:
        """Make sure that the database is there and migrated.

        Raises:
            NotReady: it is not; the message says which command to run.
        """
        if self.file is not None and not self.file.exists():
            raise NotReady(f"There is no database at {self.file}. Run “aftersales init” first.")
        try:
            with self._reads.connect() as connection:
                present = MigrationContext.configure(connection).get_current_revision()
                is_current = self.is_sqlite or job_library.is_up_to_date(connection)
        except DatabaseError as error:
            raise NotReady(
                "The database does not answer. Check DATABASE_URL and that the server runs."
            ) from error
        with _migration_config() as config:
            newest = ScriptDirectory.from_config(config).get_current_head()
        if present != newest:
            raise NotReady(
                f"The database is at revision {present or 'none'}, this version needs {newest}. "
                "Run “aftersales init” to bring it up to date; nothing is lost."
            )
        if not is_current:
            raise NotReady(
                "The job tables are older than this version. Run “aftersales init”; nothing is lost."
            )

    def close(self) -> None:
        """Give back every connection; whoever is still reading or writing has some seconds to end."""
        pause = Event()
        for _round in range(PATIENCE):
            if not self._in_use():
                break
            pause.wait(0.01)
        self._engine.dispose()

    def _in_use(self) -> int:
        pool = self._engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0


def lock_rows(session: Session, table: str, ids: list[Any]) -> None:
    """Lock rows for this transaction, always in the same order so that two cannot wait for each other.

    SQLite needs none: BEGIN IMMEDIATE lets only one write run at a time.
    """
    if session.get_bind().dialect.name == "postgresql" and ids:
        session.execute(
            text(f"SELECT id FROM {table} WHERE id = ANY(:ids) ORDER BY id FOR UPDATE"),  # noqa: S608 - our own table names
            {"ids": sorted(ids)},
        )


def write_together(rows: Iterable[object], *columns: str) -> None:
    """Write these columns of every row, changed or not, so that one statement takes all of the rows.

    Rows of which different columns changed are written in as many statements as there are turns between them.
    """
    for row in rows:
        for column in columns:
            flag_modified(row, column)


@contextmanager
def _migration_config() -> Iterator[Config]:
    with as_file(files("aftersales") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        yield config


@contextmanager
def _tables_replaceable(connection: Connection) -> Iterator[None]:
    """SQLite changes a column by making its table anew: while the old one goes, rows may point into it (sqlite.org/lang_altertable.html, section 7)."""
    raw = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def _require_whole(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise NotReady(
            f"After the update a row of “{broken[0]}” would point to nothing in “{broken[2]}”, so nothing was changed. "
            "Please report this."
        )


def _postgresql_engine(url: str) -> Engine:
    """Connections that also find the tables of the job library, which stand in a schema of their own."""
    engine = create_engine(url, pool_size=POOL, max_overflow=POOL)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(ADD_TO_PATH)
        connection.commit()

    return engine


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=POOL, max_overflow=POOL)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # pysqlite must not begin transactions by itself
        for pragma in (
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        is_read = bool(connection.get_execution_options().get("aftersales_read"))
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if is_read else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if is_read else "BEGIN IMMEDIATE")

    return engine
