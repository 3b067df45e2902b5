"""Databases that are missing, silent, old, read-only, full or on another clock."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from aftersales.clock import SystemClock
from aftersales.deed import SYSTEM
from aftersales.doctor import database
from aftersales.doctor.database import answers, clocks, sqlite, takes_writes
from aftersales.doctor.examination import looked_at
from aftersales.doctor.patient import Patient
from aftersales.parts import Parts
from aftersales.records import ActorKind, Event
from tests.aftersales.doctor.conftest import stranded, verdicts


def test_current_database_is_well_and_unchanged(patient: Patient) -> None:
    found = [*answers(patient), *takes_writes(patient)]

    assert verdicts(found) == [("database", "ok"), ("writing", "ok")]
    patient.store.require_current()


@pytest.mark.parametrize(
    ("url", "mend"),
    [
        ("sqlite:////nowhere/at/all.db", "Run “aftersales init” first."),
        (
            "postgresql+psycopg://nobody:geheim@127.0.0.1:1/none",
            "Check DATABASE_URL and that the server runs.",
        ),
    ],
)
def test_database_that_is_not_there_is_wrong(patient: Patient, url: str, mend: str) -> None:
    (found,) = answers(stranded(patient, url))

    assert (found.verdict, found.mend) == ("wrong", mend)
    assert "geheim" not in str(found)


def test_database_that_is_not_migrated_is_wrong(patient: Patient) -> None:
    with patient.store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    (found,) = answers(patient)

    assert found.verdict == "wrong"
    assert "revision 0001" in found.sentence
    assert "aftersales init" in found.sentence + found.mend


def test_database_that_takes_no_writes_is_wrong(patient: Patient, parts: Parts) -> None:
    name = ""
    if parts.store.is_sqlite:
        with patient.store.writing() as session:
            session.execute(
                text(
                    "CREATE TRIGGER refuse BEFORE UPDATE ON alembic_version "
                    "BEGIN SELECT RAISE(ABORT, 'readonly'); END"
                )
            )
    else:
        with patient.store.writing() as session:
            name = session.execute(text("SELECT current_database()")).scalar_one()
            session.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
        patient.store.close()

    try:
        (found,) = takes_writes(patient)
    finally:
        if not parts.store.is_sqlite:
            with patient.store.writing() as session:
                session.execute(text("SET TRANSACTION READ WRITE"))
                session.execute(
                    text(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
                )

    assert (found.what, found.verdict) == ("writing", "wrong")
    assert found.mend.startswith("Give the ")


def test_sqlite_on_a_disk_that_allows_no_wal_is_wrong(tmp_path: Path, patient: Patient) -> None:
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE t (x)")
    assert "journal" not in dict(verdicts(list(sqlite(stranded(patient, f"sqlite:///{file}")))))

    # with these locks there is no shared memory, which a write-ahead log needs
    without = f"sqlite:///file:{file.with_name('other.db')}?vfs=unix-dotfile&uri=true"
    found = next(iter(sqlite(stranded(patient, without))))

    assert (found.what, found.verdict) == ("journal", "wrong")
    assert "delete mode" in found.sentence


def test_room_is_judged() -> None:
    judged = [database._room(Path("shop.db"), free << 20).verdict.value for free in (50, 500, 5000)]

    assert judged == ["wrong", "warning", "ok"]


def test_file_system_of_another_machine_is_known(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/the\\040shop nfs4 rw 0 0\n/dev/sdb1 /srv xfs rw 0 0\n"
    )

    assert database._file_system_of(Path("/srv/the shop/shop.db"), mounts) in database.SHARED
    assert database._file_system_of(Path("/srv/shop.db"), mounts) == "xfs"
    assert database._file_system_of(Path("/var/shop.db"), mounts) == "ext4"
    assert database._file_system_of(Path("/var/shop.db"), tmp_path / "none") == ""


def test_clock_of_this_machine_is_compared_with_the_database(patient: Patient) -> None:
    right = replace(patient, now=SystemClock().now() + timedelta(days=3650))
    if patient.store.is_sqlite:
        assert verdicts(list(clocks(right))) == [("clock", "ok")]
        return

    (found,) = clocks(right)

    assert found.verdict == "wrong"
    assert "seconds apart" in found.sentence


def test_rows_from_the_future_are_warned_of(patient: Patient, parts: Parts) -> None:
    now = SystemClock().now()
    with parts.doing(SYSTEM) as deed:
        deed.session.add(
            Event(
                id=deed.new_id(),
                at=now + timedelta(days=3650),
                actor_kind=ActorKind.SYSTEM,
                actor="test",
                what="tested",
                why="",
                subject_kind="test",
                subject_id=deed.new_id(),
            )
        )

    (found,) = clocks(replace(patient, now=now))

    assert (found.what, found.verdict) == ("clock", "warning")
    assert "still to come" in found.sentence


def test_check_that_crashes_is_a_finding(patient: Patient) -> None:
    broken = stranded(patient, "sqlite:////nowhere/at/all.db")

    (found,) = looked_at(clocks, broken)

    assert (found.what, found.verdict) == ("clocks", "wrong")
    assert "OperationalError" in found.sentence
