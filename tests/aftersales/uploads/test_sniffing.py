"""What a file is, its content says; names and declarations are not asked."""

import pytest

from aftersales.records import UploadKind
from aftersales.uploads.sniffing import ENDINGS, MEDIA_TYPES, kind_of
from tests.aftersales.uploads.files import HEIC, document, picture


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture(), UploadKind.JPEG),
        (picture("PNG"), UploadKind.PNG),
        (document(), UploadKind.PDF),
        (HEIC, UploadKind.HEIC),
        (HEIC.replace(b"ftypheic", b"ftypmif1"), UploadKind.HEIC),
    ],
)
def test_kind_is_read_from_the_content(content: bytes, kind: UploadKind) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?><svg/>',
        picture("GIF"),
        picture("WEBP"),
        picture("TIFF"),
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"\n%PDF-1.7",
        b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avifmiaf",
        b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isomavc1",
        b"\xff\xff\xff\xffftypheic",
        b"\x00\x00\x00\x08ftypheic" + bytes(20),
    ],
)
def test_everything_else_is_no_kind(content: bytes) -> None:
    assert kind_of(content) is None


def test_every_kind_has_a_media_type_and_an_ending() -> None:
    assert set(MEDIA_TYPES) == set(ENDINGS) == set(UploadKind)
