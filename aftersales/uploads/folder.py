"""The folder in which files of people lie: outside whatever the web serves, under names drawn at random.

A file is on the disk for good before its row is kept, so a row never points to nothing. What an aborted
transaction leaves behind belongs to no row and is swept away; the day in its path says when it may be.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from aftersales.errors import NotReady
from aftersales.identifiers import new_token

KEPT_WITHOUT_ROW: Final = timedelta(days=1)
"""No transaction takes longer; until then a file without a row may get one."""

BATCH: Final = 200
"""Files looked up at once."""


def write_file(folder: Path, on: date, content: bytes) -> str:
    """Write a file to the disk for good; answers where it lies in the folder.

    Raises:
        NotReady: the folder cannot be written to, or the disk is full.
    """
    place = f"{on.isoformat()}/{new_token()}"
    path = folder / place
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        for each in (path.parent, folder):
            _fsync_folder(each)
    except OSError as error:
        raise NotReady(
            "Files cannot be kept at the moment. Please try again later, or send them to us by e-mail."
        ) from error
    return place


def read_file(folder: Path, place: str) -> bytes | None:
    """What lies there, if it is still there."""
    try:
        return (folder / place).read_bytes()
    except FileNotFoundError:
        return None


def remove_file(folder: Path, place: str) -> None:
    """Take a file away; one that is gone already is no matter."""
    (folder / place).unlink(missing_ok=True)


def sweep(
    folder: Path, today: date, known: Callable[[Collection[str]], Collection[str]]
) -> Iterator[str]:
    """Take away, one by one, what belongs to no row; `known` answers which of some places do."""
    for day in sorted(folder.glob("????-??-??")):
        if date.fromisoformat(day.name) >= today - KEPT_WITHOUT_ROW:
            continue
        places = [f"{day.name}/{file.name}" for file in sorted(day.iterdir())]
        for at in range(0, len(places), BATCH):
            some = places[at : at + BATCH]
            there = known(some)
            for place in some:
                if place not in there:
                    remove_file(folder, place)
                    yield place
        if not any(day.iterdir()):
            day.rmdir()


def _fsync_folder(folder: Path) -> None:
    """A new name is on the disk only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
