"""What a file is: said by its first bytes, never by its name or by what the sender declares."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aftersales.records import UploadKind

MEDIA_TYPES: Final = MappingProxyType(
    {
        UploadKind.JPEG: "image/jpeg",
        UploadKind.PNG: "image/png",
        UploadKind.PDF: "application/pdf",
        UploadKind.HEIC: "image/heic",
    }
)
"""As browsers are told."""

ENDINGS: Final = MappingProxyType(
    {
        UploadKind.JPEG: ".jpg",
        UploadKind.PNG: ".png",
        UploadKind.PDF: ".pdf",
        UploadKind.HEIC: ".heic",
    }
)
"""What names of files end with."""

_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", UploadKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", UploadKind.PNG),
    (b"%PDF-", UploadKind.PDF),
)

_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
"""Brands of pictures in HEVC (ISO/IEC 23008-12, annex B.4)."""

_LONGEST_TYPE_BOX: Final = 256
"""Bytes of the first box that are looked at; real ones have a few dozen."""


def kind_of(content: bytes) -> UploadKind | None:
    """The kind of a file, if it is one that is taken."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    return UploadKind.HEIC if _brands(content) & _HEIC_BRANDS else None


def _brands(content: bytes) -> frozenset[bytes]:
    """What the first box of an ISO media file says it is (ISO/IEC 14496-12, section 4.3)."""
    length = int.from_bytes(content[:4])
    if content[4:8] != b"ftyp" or not 16 <= length <= min(len(content), _LONGEST_TYPE_BOX):  # noqa: PLR2004 - the box with one brand
        return frozenset()
    compatible = content[16:length]
    return frozenset(
        [content[8:12], *(compatible[at : at + 4] for at in range(0, len(compatible), 4))]
    )
