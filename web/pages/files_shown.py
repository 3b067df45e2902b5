"""Files as they are seen on the page of what they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from aftersales.records import Upload, UploadKind, UploadState
from aftersales.words import Words

PICTURES: Final = frozenset({UploadKind.JPEG, UploadKind.PNG})
"""What every browser draws."""

KILOBYTE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file: its name, what it is, the way to it if it may be opened, and what is wrong with it if it may not."""

    name: str
    what: str
    href: str
    is_picture: bool
    warning: str


def files_shown(_: Words, rows: Sequence[Upload], folder: str = "/uploads") -> list[FileRow]:
    """The files of something, in words; `folder` is where they are handed out."""
    return [_row(_, each, folder) for each in rows]


def _row(_: Words, each: Upload, folder: str) -> FileRow:
    warning = _warning(_, each.state)
    size = _("{size} kB", size=_.number(-(-each.size_bytes // KILOBYTE)))
    return FileRow(
        name=each.name,
        what=f"{each.kind.upper()}, {size}",
        href="" if warning else f"{folder}/{each.id}",
        is_picture=each.kind in PICTURES,
        warning=warning,
    )


def _warning(_: Words, state: UploadState) -> str:
    match state:
        case UploadState.WAITING:
            return _("The virus scanner does not answer. This opens once it has looked.")
        case UploadState.INFECTED:
            return _("The virus scanner warned of this file. It was taken away.")
        case UploadState.CLEAN | UploadState.UNSCANNED:
            return ""
        case _never:
            assert_never(_never)
