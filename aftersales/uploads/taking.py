"""A file is taken in: sniffed, bounded, scanned and written anew, all before any transaction begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from aftersales.records import UploadKind, UploadState
from aftersales.settings import Settings
from aftersales.uploads.decoding import decoded
from aftersales.uploads.names import harmless_name
from aftersales.uploads.refusals import FileRefused, Refusal
from aftersales.uploads.scanning import ScanAnswer, scanned
from aftersales.uploads.sniffing import kind_of

MEGABYTE: Final = 1_000_000

MOST_FILES: Final = 10
"""Files that one form or message may bring."""

LONGEST_TOLD: Final = 60
"""Characters of a file's name in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanFile:
    """A file that can be kept.

    Attributes:
        name: as people call it, made harmless.
        kind: what it is.
        content: written anew, except for HEIC.
        state: what the scanner said, or that none is set or answered.
    """

    name: str
    kind: UploadKind
    content: bytes
    state: UploadState


def clean_file(settings: Settings, name: str, content: bytes) -> CleanFile:
    """Take a file in; it costs up to some seconds, so no transaction should wait for it.

    Raises:
        FileRefused: it is empty, too big, of another kind, infected, or cannot be decoded whole.
        TooOften: too many are being decoded at the moment.
    """
    told = " ".join(name.split())[-LONGEST_TOLD:]
    if not content:
        raise FileRefused(Refusal.EMPTY, told)
    if len(content) > settings.upload_mb * MEGABYTE:
        raise FileRefused(Refusal.TOO_BIG, told, settings.upload_mb)
    kind = kind_of(content)
    if kind is None:
        raise FileRefused(Refusal.OTHER_KIND, told)
    answer = scanned(settings, content)
    if answer is ScanAnswer.INFECTED:
        raise FileRefused(Refusal.INFECTED, told)
    return CleanFile(
        name=harmless_name(name, kind),
        kind=kind,
        content=decoded(content, kind, told),
        state=state_after(answer),
    )


def clean_files(settings: Settings, sent: Sequence[tuple[str, bytes]]) -> list[CleanFile]:
    """Take several files in, or none: pairs of name and content.

    Raises:
        FileRefused: one is not taken, or they are too many or too much together.
        TooOften: too many are being decoded at the moment.
    """
    if len(sent) > MOST_FILES:
        raise FileRefused(Refusal.TOO_MANY, most=MOST_FILES)
    if sum(len(content) for _name, content in sent) > settings.uploads_mb * MEGABYTE:
        raise FileRefused(Refusal.TOO_MUCH, most=settings.uploads_mb)
    return [clean_file(settings, name, content) for name, content in sent]


def state_after(answer: ScanAnswer) -> UploadState:
    """Whether a file may be opened after what the scanners said."""
    match answer:
        case ScanAnswer.NOT_SET:
            return UploadState.UNSCANNED
        case ScanAnswer.NONE:
            return UploadState.WAITING
        case ScanAnswer.CLEAN:
            return UploadState.CLEAN
        case ScanAnswer.INFECTED:
            return UploadState.INFECTED
        case _never:
            assert_never(_never)
