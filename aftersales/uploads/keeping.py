"""Files are kept with whatever they belong to, opened only when they may be, and looked at again when a scanner answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from types import MappingProxyType
from typing import Final

from aftersales.deed import SYSTEM, Deed, id_of
from aftersales.errors import NotAllowed, NotThere
from aftersales.parts import Parts
from aftersales.queries.uploads import places_known, uploads_of, uploads_waiting
from aftersales.records import Record, Upload, UploadState
from aftersales.settings import Settings
from aftersales.states import moved
from aftersales.store import lock_rows
from aftersales.uploads.folder import read_file, remove_file, sweep, write_file
from aftersales.uploads.scanning import ScanAnswer, scanned
from aftersales.uploads.taking import CleanFile, clean_file, state_after

UPLOAD_MOVES: Final = MappingProxyType(
    {
        UploadState.WAITING: frozenset(
            {UploadState.CLEAN, UploadState.INFECTED, UploadState.UNSCANNED}
        ),
        UploadState.UNSCANNED: frozenset[UploadState](),
        UploadState.CLEAN: frozenset[UploadState](),
        UploadState.INFECTED: frozenset[UploadState](),
    }
)
"""A file that waits is looked at once a scanner answers, or let go when none is set any more; all else is settled."""

BATCH: Final = 50
"""Waiting files looked at in one round."""


def keep_upload(deed: Deed, subject: Record, name: str, content: bytes) -> Upload:
    """Take a file in and keep it with a row of any table, in one go.

    Decoding takes up to some seconds in which the transaction waits: where many files or many people come,
    call `clean_files` before the transaction and `keep_file` in it.

    Raises:
        FileRefused: the file is not taken; its sentence says why and what to do.
    """
    return keep_file(deed, subject, clean_file(deed.settings, name, content))


def keep_file(deed: Deed, subject: Record, file: CleanFile) -> Upload:
    """Keep a file that was taken in with a row of any table."""
    row = Upload(
        id=deed.new_id(),
        subject_kind=str(subject.__tablename__),
        subject_id=id_of(subject),
        name=file.name,
        kind=file.kind,
        size_bytes=len(file.content),
        digest=hashlib.sha256(file.content).hexdigest(),
        stored_as=write_file(deed.settings.uploads_folder, deed.now.date(), file.content),
        state=file.state,
        added_at=deed.now,
    )
    deed.add(row)
    facts: dict[str, object] = {"upload_id": str(row.id), "kind": file.kind.value}
    deed.note("file_added", subject, facts=facts)
    return row


def content_of(settings: Settings, row: Upload) -> bytes:
    """What is in a file that may be opened.

    Raises:
        NotAllowed: no scanner has looked at it yet, or one warned of it.
        NotThere: it is gone from the folder.
    """
    if row.state is UploadState.WAITING:
        raise NotAllowed(
            "The virus scanner does not answer, so this file cannot be opened yet. "
            "It opens by itself as soon as the scanner has looked at it."
        )
    if row.state is UploadState.INFECTED:
        raise NotAllowed(
            "The virus scanner warned of this file, so it was taken away. Ask the customer for a photograph."
        )
    content = read_file(settings.uploads_folder, row.stored_as)
    if content is None:
        raise NotThere("This file is not in the folder any more. Ask whoever keeps the backups.")
    return content


def remove_uploads(deed: Deed, subject: Record) -> int:
    """Forget the files of a row, as when somebody is erased; answers how many there were.

    The files themselves go with the next sweep, so that an aborted transaction loses none.
    """
    rows = uploads_of(deed.session, str(subject.__tablename__), id_of(subject))
    deed.remove(rows)
    return len(rows)


def look_again(parts: Parts, *, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Let the scanner look at the files that wait for it; answers how many it looked at."""
    with parts.store.reading() as session:
        waiting = uploads_waiting(session, BATCH)
    looked_at = 0
    for row in waiting:
        content = read_file(parts.settings.uploads_folder, row.stored_as)
        if content is None:
            continue
        answer = scanned(parts.settings, content)
        if answer is ScanAnswer.NONE or should_stop():
            break  # the others would wait for the same silence
        state = state_after(answer)
        with parts.doing(SYSTEM) as deed:
            _settle(deed, row, state)
        if state is UploadState.INFECTED:
            remove_file(parts.settings.uploads_folder, row.stored_as)
        looked_at += 1
    return looked_at


def _settle(deed: Deed, row: Upload, state: UploadState) -> None:
    lock_rows(deed.session, "upload", [row.id])
    present = deed.session.get(Upload, row.id, populate_existing=True)
    if present is None or present.state is not UploadState.WAITING:
        return
    present.state = moved(UPLOAD_MOVES, present.state, state, "file")
    deed.add(present)
    deed.note(f"file_{state}", present)


def sweep_folder(parts: Parts) -> int:
    """Take away files that belong to no row; answers how many."""

    def known(places: Collection[str]) -> frozenset[str]:
        with parts.store.reading() as session:
            return places_known(session, places)

    return sum(1 for _ in sweep(parts.settings.uploads_folder, parts.clock.now().date(), known))
