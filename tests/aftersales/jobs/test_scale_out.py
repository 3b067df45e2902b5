"""What is PostgreSQL's own: the queue's tables, its entries in our transactions, and lost connections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

import pytest
from sqlalchemy import text

from aftersales.errors import NotReady
from aftersales.migrations import job_library
from aftersales.parts import Parts
from aftersales.store import Store
from tests.aftersales.conftest import Village
from tests.aftersales.jobs.conftest import Yard, jobs_of, running_clock, wait_for

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

SHAPE = text(
    "SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns "
    "WHERE table_schema = 'procrastinate' UNION ALL "
    "SELECT proname || pg_get_function_identity_arguments(oid) FROM pg_proc "
    "WHERE pronamespace = 'procrastinate'::regnamespace"
)


def rows(parts: Parts, query: str) -> list[tuple[object, ...]]:
    with parts.store.reading() as session:
        return [tuple(row) for row in session.execute(text(query)).all()]


@pytest.fixture
def old_store(database_url: str) -> Iterator[Store]:
    """A database with the queue's tables as the first version of the library made them."""
    store = Store(database_url)
    folder = files("procrastinate") / "sql" / "migrations"
    first = "00.00.00_01_initial.sql"
    with store.writing() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        driver.execute("CREATE SCHEMA procrastinate")
        driver.execute("SET LOCAL search_path TO procrastinate")
        driver.execute((folder / first).read_text())
        driver.execute(
            "CREATE TABLE applied_migration (name varchar PRIMARY KEY, applied_at timestamptz DEFAULT now())"
        )
        driver.execute("INSERT INTO applied_migration VALUES (%s)", (first,))
    yield store
    store.close()


def test_tables_of_an_old_version_are_brought_up_to_those_of_the_new(
    old_store: Store, migrated_postgres: tuple[object, str]
) -> None:
    new_store = Store(str(migrated_postgres[0].render_as_string(hide_password=False)))  # type: ignore[attr-defined] # a URL
    with old_store.reading() as session:
        assert not job_library.is_up_to_date(session.connection())

    old_store.migrate()
    old_store.migrate()

    old_store.require_current()
    with old_store.reading() as old, new_store.reading() as new:
        assert set(old.execute(SHAPE).scalars()) == set(new.execute(SHAPE).scalars())
    new_store.close()


def test_database_without_the_newest_tables_of_the_queue_is_refused(parts: Parts) -> None:
    with parts.store.writing() as session:
        session.execute(
            text(
                "UPDATE procrastinate.applied_migration SET name = 'x' || name WHERE name LIKE '03.04%50%'"
            )
        )

    with pytest.raises(NotReady, match="Run “aftersales init”"):
        parts.store.require_current()

    with parts.store.writing() as session:
        session.execute(
            text(
                "UPDATE procrastinate.applied_migration SET name = substr(name, 2) WHERE name LIKE 'x%'"
            )
        )
    parts.store.require_current()


def test_each_notice_puts_one_entry_into_the_queue_with_its_deed(village: Village) -> None:
    query = "SELECT task_name, args ->> 'notice_id', scheduled_at IS NULL FROM procrastinate_jobs"

    def fail() -> None:
        with village.doing() as deed:
            village.parts.jobs.take_on(deed.session, deed.errands)
            raise ZeroDivisionError

    village.book(village.moment(24, 10))
    with pytest.raises(ZeroDivisionError):
        fail()

    (notice,) = village.notices()
    assert rows(village.parts, query) == [("deliver", str(notice.id), True)]


def test_worker_that_loses_its_database_comes_back_and_goes_on(village: Village) -> None:
    parts = replace(village.parts, clock=running_clock(), jobs=jobs_of(village.parts))
    village = replace(village, parts=parts)

    with Yard(parts).at_work():
        village.book(village.moment(24, 10))
        wait_for(lambda: len(village.mail()) == 1)
        with parts.store.reading() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        parts.store.close()  # our own pool was cut off as well
        village.book(village.moment(24, 12), crew=(1,))
        wait_for(lambda: len(village.mail()) == 2)


def test_entries_of_a_dead_worker_are_done_by_another(village: Village) -> None:
    parts = replace(village.parts, clock=running_clock(), jobs=jobs_of(village.parts))
    village = replace(village, parts=parts)
    village.book(village.moment(24, 10))
    with parts.store.writing() as session:  # as a worker that was killed left it
        session.execute(
            text(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            )
        )
        session.execute(
            text(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
            )
        )

    with Yard(parts).at_work():
        wait_for(lambda: len(village.mail()) == 1)
        wait_for(
            lambda: (
                rows(parts, "SELECT id FROM procrastinate_jobs WHERE task_name = 'deliver'") == []
            )
        )
