"""Decoding: what is seen stays, all else goes, and no bad file keeps the house waiting."""

from io import BytesIO
from threading import Semaphore

import pypdfium2
import pytest
from PIL import Image

from aftersales.errors import TooOften
from aftersales.records import UploadKind
from aftersales.uploads import cell, decoding
from aftersales.uploads.decoding import decoded
from aftersales.uploads.refusals import FileRefused, Refusal
from tests.aftersales.uploads.files import (
    HEIC,
    camera_picture,
    document,
    locked_document,
    picture,
    png_bomb,
    scripted_document,
    text_bomb,
)


def drawn(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_camera_picture_stands_upright_and_says_nothing_of_its_place() -> None:
    sent = camera_picture()
    assert b"Landstrasse" in sent
    assert b"script" in sent

    kept = decoded(sent, UploadKind.JPEG)

    seen = drawn(kept)
    assert (seen.format, seen.size, dict(seen.getexif())) == ("JPEG", (30, 40), {})
    red, _, blue = seen.convert("RGB").getpixel((15, 5))  # type: ignore[misc]
    assert red > blue
    assert b"Landstrasse" not in kept
    assert b"script" not in kept


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "I;16"])
def test_png_of_every_mode_is_written_anew(mode: str) -> None:
    image = (
        Image.new("L", (20, 10), 90).convert(mode) if mode != "I;16" else Image.new(mode, (20, 10))
    )
    out = BytesIO()
    image.save(out, "PNG")

    kept = decoded(out.getvalue(), UploadKind.PNG)

    assert (drawn(kept).format, drawn(kept).size) == ("PNG", (20, 10))


def test_large_picture_becomes_as_large_as_is_needed() -> None:
    kept = decoded(picture(size=(6200, 3100)), UploadKind.JPEG)

    assert drawn(kept).size == (3000, 1500)


def test_what_hides_behind_a_picture_goes() -> None:
    polyglot = picture("PNG") + b"PK\x03\x04 evil.exe <html><script>alert(1)</script>"

    kept = decoded(polyglot, UploadKind.PNG)

    assert drawn(kept).size == (40, 30)
    assert b"evil" not in kept
    assert b"script" not in kept


def test_document_becomes_pictures_of_its_pages() -> None:
    sent = scripted_document()
    assert all(word in sent for word in (b"JavaScript", b"EmbeddedFile", b"URI"))

    kept = decoded(sent, UploadKind.PDF)

    made = pypdfium2.PdfDocument(kept)
    assert [page.get_size() for page in made] == [(200, 100)]
    assert made.count_attachments() == 0
    assert not [
        word for word in (b"JavaScript", b"/JS", b"Embedded", b"URI", b"Annot") if word in kept
    ]


def test_document_of_many_pages_keeps_them_in_order() -> None:
    kept = decoded(document(3, (100, 50)), UploadKind.PDF)

    assert [page.get_size() for page in pypdfium2.PdfDocument(kept)] == [(100, 50)] * 3


def test_heic_is_never_decoded() -> None:
    assert decoded(HEIC, UploadKind.HEIC) == HEIC


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (b"\xff\xd8\xff" + b"<script>" * 50, UploadKind.JPEG, Refusal.UNREADABLE),
        (picture(size=(400, 300))[:900], UploadKind.JPEG, Refusal.UNREADABLE),
        (picture("PNG")[:70], UploadKind.PNG, Refusal.UNREADABLE),
        (png_bomb(), UploadKind.PNG, Refusal.TOO_LARGE),
        (png_bomb(2**31 - 1, 2**31 - 1), UploadKind.PNG, Refusal.TOO_LARGE),
        (text_bomb(), UploadKind.PNG, Refusal.UNREADABLE),
        (b"%PDF-1.7\nnothing of the kind", UploadKind.PDF, Refusal.UNREADABLE),
        (document(21, (10, 10)), UploadKind.PDF, Refusal.TOO_MANY_PAGES),
        (document(0), UploadKind.PDF, Refusal.UNREADABLE),
        (locked_document(), UploadKind.PDF, Refusal.LOCKED),
        (picture("GIF"), UploadKind.JPEG, Refusal.UNREADABLE),
    ],
)
def test_bad_content_is_refused_with_its_reason(
    content: bytes, kind: UploadKind, why: Refusal
) -> None:
    with pytest.raises(FileRefused) as refused:
        decoded(content, kind, "x")
    with pytest.raises(cell.Refused) as inside:  # the same in this process, where lines are counted
        cell.clean(content, kind.value)

    assert refused.value.why is why
    assert str(inside.value) == why


@pytest.mark.parametrize(
    ("content", "kind"),
    [(picture(), "jpeg"), (picture("PNG"), "png"), (scripted_document(), "pdf")],
)
def test_cell_cleans_what_can_be_read(content: bytes, kind: str) -> None:
    assert cell.clean(content, kind)


def test_cell_and_house_mean_the_same_by_refusing() -> None:
    assert cell.REFUSED == decoding.REFUSED


def test_gigantic_page_is_drawn_small() -> None:
    kept = decoded(document(1, (14_400, 14_400)), UploadKind.PDF)

    assert len(kept) < 1_000_000


def test_cell_that_takes_too_long_is_closed() -> None:
    with pytest.raises(FileRefused) as refused:
        decoded(document(20), UploadKind.PDF, "x", seconds=0.01)

    assert refused.value.why is Refusal.UNREADABLE


def test_whoever_waits_too_long_for_a_cell_is_told_so() -> None:
    all_busy = Semaphore(0)

    with pytest.raises(TooOften, match="Send yours in a minute"):
        decoded(picture(), UploadKind.JPEG, cells=all_busy, seconds=0.01)
