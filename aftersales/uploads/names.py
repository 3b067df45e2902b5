"""Names of files, made harmless: what a person called it, without paths, tricks and false endings."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final
from unicodedata import category, normalize

from aftersales.records import UploadKind
from aftersales.uploads.sniffing import ENDINGS

LONGEST: Final = 100
"""Characters of a name without its ending; file systems take 255 bytes, and a Bengali letter has three."""

_FORBIDDEN: Final = frozenset('<>:"|?*%')
"""Characters that a file system or a header reads as something else."""


def harmless_name(name: str, kind: UploadKind) -> str:
    """The last part of a path, without control and direction marks, with the ending of what the file is."""
    last = normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(mark for mark in last if _is_harmless(mark))
    stem = PurePosixPath(" ".join(plain.split())).stem[:LONGEST].strip(" .")
    return (stem or "file") + ENDINGS[kind]


def _is_harmless(mark: str) -> bool:
    """Letters, marks and digits of every script are; joiners are needed to write Bengali and Persian."""
    is_joiner = mark in {"\u200c", "\u200d"}
    return mark not in _FORBIDDEN and (is_joiner or not category(mark).startswith("C"))
