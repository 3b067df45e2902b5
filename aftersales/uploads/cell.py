"""The cell in which the files of strangers are decoded: a process of its own with bounded memory and time.

It is run by its path, isolated, with an empty environment, and knows nothing of the house: the kind is its one
argument, the content comes in and the clean content goes out. Pictures are drawn anew without what stands
beside the pixels (place, camera, hidden text); a document becomes a document of pictures of its pages, so that
no script, link, form or attachment survives. Whatever cannot be decoded whole ends with `REFUSED` and one word.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pypdfium2
from PIL import Image, ImageOps

REFUSED: Final = 3
"""How the process ends when it refuses; the word is on its error output."""

LONGEST_SIDE: Final = 3000
"""Pixels of the longer side that are kept: the small print of a rating plate stays legible."""

MOST_PIXELS: Final = {"jpeg": 220_000_000, "png": 50_000_000}
"""The largest camera today has 200 million pixels; a JPEG is shrunk while it is decoded, a PNG cannot be."""

MOST_PAGES: Final = 20
"""Pages of a document; an invoice has three."""

DOTS: Final = 150
"""Dots per inch at which a page is drawn."""

LONGEST_PAGE: Final = 2400
"""Pixels of the longer side of a drawn page, however large it says it is."""

MEMORY: Final = 1_500_000_000
"""Bytes of address space."""

SECONDS: Final = 20
"""Seconds of computing."""


class Refused(Exception):
    """The content is not decoded; its word says why."""


def clean_picture(content: bytes, kind: str) -> bytes:
    """A JPEG or PNG drawn anew, upright, without metadata, at most `LONGEST_SIDE` long."""
    written = {"jpeg": "JPEG", "png": "PNG"}[kind]
    picture: Image.Image = Image.open(BytesIO(content), formats=(written,))
    if picture.width * picture.height > MOST_PIXELS[kind]:
        raise Refused("too_large")
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    picture = ImageOps.exif_transpose(picture)
    has_alpha = (kind == "png" and "transparency" in picture.info) or picture.mode in {"RGBA", "LA"}
    plain = picture.convert("RGBA" if has_alpha and kind == "png" else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = Image.new(plain.mode, plain.size)  # carries nothing but pixels
    drawn.paste(plain)
    return _saved(drawn, written)


def clean_document(content: bytes) -> bytes:
    """A PDF of pictures of the pages of a PDF."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "unreadable") from error
    if not 0 < len(document) <= MOST_PAGES:
        raise Refused("too_many_pages")
    made = pypdfium2.PdfDocument.new()
    for picture, width, height in _pages(document):
        page = made.new_page(width, height)
        drawn = pypdfium2.PdfImage.new(made)
        drawn.load_jpeg(BytesIO(_saved(picture, "JPEG")), inline=True)
        drawn.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page.insert_obj(drawn)
        page.gen_content()
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def _pages(document: pypdfium2.PdfDocument) -> Iterator[tuple[Image.Image, float, float]]:
    """Each page as a picture, with its size in points."""
    for page in document:
        width, height = page.get_size()
        scale = min(DOTS / 72, LONGEST_PAGE / max(width, height, 1))
        if min(width, height) * scale < 1:
            raise Refused("unreadable")
        yield page.render(scale=scale).to_pil().convert("RGB"), width, height


def _saved(picture: Image.Image, written: str) -> bytes:
    out = BytesIO()
    picture.save(out, written, **({"quality": 88} if written == "JPEG" else {}))
    return out.getvalue()


def clean(content: bytes, kind: str) -> bytes:
    """The content made harmless.

    Raises:
        Refused: it cannot be decoded whole, or not within the bounds.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own bound is looked at before anything is decoded
    try:
        return clean_document(content) if kind == "pdf" else clean_picture(content, kind)
    except Refused:
        raise
    except MemoryError as error:
        raise Refused("too_large") from error
    except Exception as error:
        raise Refused("unreadable") from error


def bound() -> None:
    """Bound this process for the rest of its life; it can write no file from now on."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not there on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read, decode, and write; nothing else is said."""
    bound()
    try:
        sys.stdout.buffer.write(clean(sys.stdin.buffer.read(), sys.argv[1]))
    except Refused as refused:
        sys.stderr.write(str(refused))
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
