"""Files in forms: read within bounds, taken in by content, before any transaction begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final

from fastapi import Depends, File, UploadFile

from aftersales.settings import Settings
from aftersales.uploads import CleanFile, clean_files
from aftersales.uploads.taking import MEGABYTE
from web.doors import DOORS
from web.parts import PartsIn

ACCEPTED: Final = "image/jpeg,image/png,image/heic,image/heif,application/pdf"
"""What a browser offers to choose from; only the content decides."""

AROUND: Final = 256 * 1024
"""Bytes of a form beside its files."""

BASE64: Final = 4 / 3
"""Bytes that JSON needs for one byte of a file."""


@dataclass(frozen=True, slots=True)
class SentFiles:
    """The files of a form as they came: pairs of name and content."""

    settings: Settings
    files: tuple[tuple[str, bytes], ...]

    def clean(self) -> list[CleanFile]:
        """All of them taken in; it costs up to some seconds a file.

        Raises:
            FileRefused: one is not taken, or they are too many or too much; `said` says it in any language.
            TooOften: too many are being decoded at the moment.
        """
        return clean_files(self.settings, self.files)


def _sent(parts: PartsIn, files: Annotated[list[UploadFile] | None, File()] = None) -> SentFiles:
    """The field `files`; a field in which nothing was chosen brings none."""
    there = [(each.filename or "", each.file.read()) for each in files or ()]
    return SentFiles(parts.settings, tuple(each for each in there if each != ("", b"")))


FilesIn = Annotated[SentFiles, Depends(_sent)]
"""Asks for the files of a form in an endpoint's signature."""


def longest_with_files(settings: Settings) -> int:
    """Bytes that a request with files may have in all, however they are written."""
    return int(settings.uploads_mb * MEGABYTE * BASE64) + AROUND


def takes_files(method: str, path: str) -> bool:
    """Whether something at this address takes files."""
    return method == "POST" and _takers().fullmatch(path) is not None


@cache
def _takers() -> re.Pattern[str]:
    """All addresses that do, of the table of doors."""
    paths = [entry.partition(" ")[2] for entry, door in DOORS.items() if door.takes_files]
    return re.compile("|".join(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) for path in paths))
