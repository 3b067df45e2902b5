"""Whether the database answers, is current, takes writes and has room."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from aftersales.doctor.finding import Finding, ok, said_by, warning, wrong
from aftersales.doctor.patient import Patient
from aftersales.errors import NotReady
from aftersales.queries.standing import database_moment, journal_mode, newest_event_at, touch

MEBIBYTE: Final = 1 << 20
LITTLE_ROOM: Final = 1024 * MEBIBYTE
NO_ROOM: Final = 100 * MEBIBYTE
"""A year of a depot with 50 visits a day takes some hundred MiB."""

MOUNTS: Final = Path("/proc/mounts")
SHARED: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs"})
"""File systems of other machines: SQLite's locks do not hold on them (sqlite.org, “How To Corrupt”)."""

SKEW_SECONDS: Final = 2.0
"""More than this between web and database, and “due now” means two things."""


class _Undone(Exception):
    """Ends a transaction without keeping it."""


def answers(patient: Patient) -> Iterator[Finding]:
    """Whether it is there and at the right revision."""
    try:
        patient.store.require_current()
    except NotReady as error:
        yield said_by("database", error)
    else:
        name = "SQLite" if patient.store.is_sqlite else "PostgreSQL"
        yield ok("database", f"{name} answers and is at the newest revision.")


def takes_writes(patient: Patient) -> Iterator[Finding]:
    """Whether something can be written; nothing is."""
    try:
        _write_and_take_back(patient)
    except _Undone:
        yield ok("writing", "The database takes writes.")
    except Exception as error:  # noqa: BLE001 - each database has its own ways to refuse
        file = patient.store.file
        yield wrong(
            "writing",
            f"The database takes no writes ({type(error).__name__}).",
            f"Give the user that runs aftersales the right to write {file} and its folder."
            if file is not None
            else "Give the database user the rights to write, and see that the server is no standby.",
        )


def sqlite(patient: Patient) -> Iterator[Finding]:
    """What SQLite needs of its disk."""
    file = patient.store.file
    if file is None:
        return
    with patient.store.reading() as session:
        mode = journal_mode(session)
    if mode != "wal":
        yield wrong(
            "journal",
            f"SQLite writes in {mode} mode, so that readers and writers wait for each other.",
            f"Put {file} on a local disk that allows shared memory.",
        )
    kind = _file_system_of(file.resolve(), MOUNTS)
    if kind in SHARED:
        yield wrong(
            "disk",
            f"{file} lies on another machine ({kind}), where its locks do not hold.",
            "Move it to a local disk, or use PostgreSQL.",
        )
    yield _room(file, shutil.disk_usage(file.resolve().parent).free)


def clocks(patient: Patient) -> Iterator[Finding]:
    """Whether this machine and the database agree about the time, and the time has not gone back."""
    with patient.store.reading() as session:
        theirs = None if patient.store.is_sqlite else database_moment(session)
        newest = newest_event_at(session)
    if theirs is not None:
        apart = abs((theirs - patient.now).total_seconds())
        if apart > SKEW_SECONDS:
            yield wrong(
                "clock",
                f"The clocks of this machine and of the database are {apart:,.0f} seconds apart.",
                "Let both follow the same time servers (timedatectl set-ntp true).",
            )
            return
    if newest is not None and newest > patient.now and patient.settings.rehearsal_on is None:
        yield warning(
            "clock",
            f"Something was written at {newest:%Y-%m-%d %H:%M} UTC, which is still to come.",
            "Check the machine's clock (timedatectl); after a demo, set AFTERSALES_REHEARSAL_ON.",
        )
        return
    yield ok("clock", f"The clock shows {patient.now:%Y-%m-%d %H:%M} UTC.")


def _write_and_take_back(patient: Patient) -> None:
    with patient.store.writing() as session:
        touch(session)
        raise _Undone


def _room(file: Path, free: int) -> Finding:
    left = f"{free / MEBIBYTE:,.0f} MiB are left on the disk of {file}"
    if free < NO_ROOM:
        return wrong("room", f"Only {left}.", "Make room, or move the database to a larger disk.")
    if free < LITTLE_ROOM:
        return warning("room", f"Only {left}.", "Make room before the database needs it.")
    return ok("room", f"{left}.")


def _file_system_of(path: Path, mounts: Path) -> str:
    """The kind of file system that a path lies on: that of the longest mount point above it."""
    try:
        rows = [line.split() for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    above = [
        (len(row[1]), row[2]) for row in rows if path.is_relative_to(row[1].replace(r"\040", " "))
    ]
    return max(above)[1] if above else ""
