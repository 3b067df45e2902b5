"""The store: all or nothing, reads that cannot write, moments that come back equal, on both databases."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import select

from aftersales.clock import SetClock
from aftersales.errors import NotReady
from aftersales.parts import Parts
from aftersales.records import Contact, Customer, CustomerKind, Shift, Skill
from aftersales.records.people import Channel
from aftersales.store import Store, lock_rows
from tests.aftersales.conftest import LONG_AGO, Village

NOBODY = UUID(int=1)


def skill(number: int = 1) -> Skill:
    return Skill(id=UUID(int=number), code=f"s{number}", name="Skill")


def somebody(created_at: datetime) -> Customer:
    return Customer(
        id=NOBODY,
        number="C",
        kind=CustomerKind.PERSON,
        name="A",
        language="en",
        created_at=created_at,
    )


def codes(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.exec(select(Skill.code).order_by(Skill.code)).all())


def test_writing_keeps_what_a_block_that_ends_well_wrote(store: Store) -> None:
    with store.writing() as session:
        session.add_all([skill(1), skill(2)])

    assert codes(store) == ["s1", "s2"]


def test_writing_keeps_nothing_of_a_block_that_raises(store: Store) -> None:
    def failing() -> None:
        with store.writing() as session:
            session.add(skill(1))
            session.flush()
            assert session.exec(select(Skill)).one().code == "s1"  # it was there to be lost
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()

    assert codes(store) == []


def test_writing_does_not_wait_for_a_session_that_reads(store: Store) -> None:
    with store.reading() as reader:
        assert reader.exec(select(Skill)).all() == []

        with store.writing() as writer:
            writer.add(skill())

        assert reader.exec(select(Skill)).all() == []  # one snapshot

    assert codes(store) == ["s1"]


def test_reading_session_that_writes_is_refused(store: Store) -> None:
    with store.reading() as session:
        session.add(skill())
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            session.flush()

    assert codes(store) == []


def test_reading_refuses_writes_on_a_connection_that_wrote_before(store: Store) -> None:
    with store.writing() as session:
        session.add(skill(1))

    with store.reading() as session, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.execute(text("DELETE FROM skill"))
    with store.writing() as session:
        session.add(skill(2))

    assert codes(store) == ["s1", "s2"]


def test_foreign_keys_are_enforced_when_the_transaction_ends(store: Store) -> None:
    contact = Contact(
        id=UUID(int=2),
        customer_id=NOBODY,
        channel=Channel.EMAIL,
        address="a@example.org",
        created_at=LONG_AGO,
    )

    with store.writing() as session:  # any order inside the transaction
        session.add(contact)
        session.flush()
        session.add(somebody(LONG_AGO))
    with pytest.raises(IntegrityError), store.writing() as session:
        session.delete(session.get_one(Customer, NOBODY))

    with store.reading() as session:
        assert session.get(Customer, NOBODY) is not None


@pytest.mark.parametrize("column", ["created_at", "erased_at"])
def test_moment_without_a_zone_is_refused(store: Store, column: str) -> None:
    person = somebody(LONG_AGO)
    setattr(person, column, datetime(2026, 1, 1))

    with (
        pytest.raises(StatementError, match="A moment must carry its zone"),
        store.writing() as session,
    ):
        session.add(person)


def test_wall_time_with_a_zone_is_refused(village: Village) -> None:
    shift = Shift(
        id=UUID(int=3),
        technician_id=village.technicians[0].id,
        local_from=LONG_AGO,
        local_to=datetime(2020, 1, 1),
        zone="Europe/Vaduz",
        from_at=LONG_AGO,
        to_at=LONG_AGO,
    )

    with (
        pytest.raises(StatementError, match="Wall time carries no zone"),
        village.parts.store.writing() as session,
    ):
        session.add(shift)


def test_word_that_is_no_choice_is_refused(store: Store) -> None:
    person = somebody(LONG_AGO)
    person.kind = "robot"  # type: ignore[assignment] # that it is refused is the point

    with pytest.raises(StatementError, match="robot"), store.writing() as session:
        session.add(person)


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))


@effort(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wall=st.datetimes(datetime(1900, 1, 2), datetime(2300, 1, 1)),
    offset=OFFSETS,
    agreed=st.datetimes(datetime(1900, 1, 2), datetime(2300, 1, 1)),
)
def test_moments_and_wall_times_come_back_equal(
    village: Village, wall: datetime, offset: timedelta, agreed: datetime
) -> None:
    from datetime import timezone

    moment = wall.replace(tzinfo=timezone(offset))
    store = village.parts.store

    with store.writing() as session:
        session.execute(text("DELETE FROM shift"))
        session.add(
            Shift(
                id=UUID(int=4),
                technician_id=village.technicians[0].id,
                local_from=agreed,
                local_to=agreed,
                zone="Europe/Vaduz",
                from_at=moment,
                to_at=moment,
            )
        )
    with store.reading() as session:
        kept = session.exec(select(Shift)).one()

    assert (kept.from_at, kept.from_at.utcoffset()) == (moment, timedelta(0))
    assert kept.from_at.tzinfo is UTC
    assert (kept.local_from, kept.local_from.tzinfo) == (agreed, None)


def test_empty_moments_come_back_empty(store: Store) -> None:
    with store.writing() as session:
        session.add(somebody(LONG_AGO))

    with store.reading() as session:
        assert session.get_one(Customer, NOBODY).erased_at is None


def test_migrate_can_be_repeated_and_keeps_what_is_there(store: Store) -> None:
    with store.writing() as session:
        session.add(skill())

    store.migrate()
    store.migrate()

    assert codes(store) == ["s1"]
    store.require_current()


def test_require_current_names_the_file_that_is_missing(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'none.db'}")

    with pytest.raises(NotReady, match=r"no database at .*none\.db. Run “aftersales init” first"):
        store.require_current()

    assert not (tmp_path / "none.db").exists()
    store.close()


def test_require_current_says_that_tables_are_missing(database_url: str) -> None:
    store = Store(database_url)
    if store.file is not None:
        store.file.touch()

    with pytest.raises(NotReady, match="is at revision none, this version needs 0"):
        store.require_current()

    store.close()


def test_require_current_says_which_revision_is_there(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    with pytest.raises(
        NotReady, match=r"is at revision 0000, this version needs 0.*nothing is lost"
    ):
        store.require_current()


@pytest.mark.parametrize("url", ["postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2"])
def test_require_current_says_that_the_server_does_not_answer(url: str) -> None:
    store = Store(url)

    with pytest.raises(NotReady, match=r"The database does not answer\. Check DATABASE_URL"):
        store.require_current()

    store.close()


def test_require_current_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear database, " * 100)
    store = Store(f"sqlite:///{file}")

    with pytest.raises(NotReady, match="The database does not answer"):
        store.require_current()

    store.close()
    assert file.read_text().startswith("Dear")


def test_file_is_that_of_the_address_and_none_on_a_server(tmp_path: Path) -> None:
    assert Store(f"sqlite:///{tmp_path / 'a.db'}").file == tmp_path / "a.db"
    assert Store("postgresql+psycopg://host/db").file is None


def test_sqlite_is_set_up_to_survive_a_power_cut(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'a.db'}")
    store.migrate()

    with store.reading() as session:
        told = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }
    store.close()


def test_lock_rows_makes_a_second_writer_wait_on_postgresql(postgres_url: str) -> None:
    store = Store(postgres_url)
    store.migrate()
    with store.writing() as session:
        session.add_all([skill(1), skill(2)])

    with store.writing() as first:
        lock_rows(first, "skill", [UUID(int=1)])
        with store.writing() as second:
            second.execute(text("SET LOCAL lock_timeout = '100ms'"))
            with pytest.raises(DBAPIError, match="lock timeout"):
                lock_rows(second, "skill", [UUID(int=2), UUID(int=1)])
            second.rollback()
        with store.writing() as third:
            third.execute(text("SET LOCAL lock_timeout = '100ms'"))
            lock_rows(third, "skill", [UUID(int=2)])  # another row is free
            lock_rows(third, "skill", [])

    store.close()


def test_writes_wait_for_each_other_on_sqlite(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'a.db'}")
    store.migrate()
    other = create_engine(store.url, connect_args={"timeout": 0.1})

    with store.writing() as session:
        lock_rows(session, "skill", [NOBODY])
        assert session.exec(select(Skill)).all() == []  # its first question takes the turn
        with other.connect() as connection, pytest.raises(DBAPIError, match="locked"):
            connection.execute(text("INSERT INTO skill (id, code, name) VALUES ('1', '1', '1')"))

    other.dispose()
    store.close()


def test_closing_waits_for_whoever_still_reads(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'a.db'}")
    store.migrate()
    began, ended = Event(), Event()

    def read() -> None:
        with store.reading() as session:
            codes_read = session.exec(select(Skill.code)).all()
            began.set()
            Event().wait(0.1)
            ended.set()
            assert codes_read == []

    reader = Thread(target=read)
    reader.start()
    assert began.wait(10)
    store.close()

    assert ended.is_set()
    reader.join()


def test_parts_do_a_deed_at_the_moment_of_their_clock(parts: Parts, clock: SetClock) -> None:
    from tests.aftersales.conftest import STAFF

    with parts.doing(STAFF) as deed:
        assert (deed.actor, deed.now, deed.settings) == (STAFF, clock.now(), parts.settings)
        assert deed.secret == "k" * 43


def test_migration_context_is_the_one_of_the_package(store: Store) -> None:
    steps = files("aftersales.migrations").joinpath("versions").iterdir()
    newest = max(step.name[:4] for step in steps if step.name[:4].isdigit())
    with store.reading() as session:
        context = MigrationContext.configure(session.connection())

        assert context.get_current_heads() == (newest,)
