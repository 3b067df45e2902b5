"""Files to send, good ones and bad ones, made while the tests run."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pypdfium2
from PIL import Image

HEIC = bytes.fromhex("00000018") + b"ftypheic" + bytes(4) + b"mif1heic" + b"\x00" * 40


def picture(written: str = "JPEG", size: tuple[int, int] = (40, 30), **extra: object) -> bytes:
    """A picture that is red on the left and blue on the right."""
    image = Image.new("RGB", size, (200, 0, 0))
    image.paste((0, 0, 200), (size[0] // 2, 0, size[0], size[1]))
    out = BytesIO()
    image.save(out, written, **extra)
    return out.getvalue()


def camera_picture() -> bytes:
    """A JPEG turned on its side, with a place and a remark beside its pixels."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010E] = "taken at home, Landstrasse 4"
    exif.get_ifd(0x8825)[2] = (47.0, 9.0, 56.0)
    return picture(exif=exif, comment=b"<script>alert(1)</script>")


def document(pages: int = 1, size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF with empty pages."""
    made = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        made.new_page(*size)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def scripted_document() -> bytes:
    """A PDF that runs a script when it is opened, links elsewhere and carries a program."""
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
        b"/Names<</EmbeddedFiles<</Names[(evil.exe) 5 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Annots[4 0 R]>>",
        b"<</Type/Annot/Subtype/Link/Rect[0 0 200 100]/A<</S/URI/URI(https://evil.example)>>>>",
        b"<</Type/Filespec/F(evil.exe)/EF<</F 6 0 R>>>>",
        b"<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream",
    )


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + table + end


def locked_document() -> bytes:
    """A PDF that asks for a password (a handler with keys that no empty password opens)."""
    content = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>",
    )
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]")


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of some kilobytes that says it is 3,600 million pixels."""
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def text_bomb() -> bytes:
    """A small PNG whose compressed remark grows to half a gigabyte."""
    remark = b"Comment\0\0" + zlib.compress(b"A" * 500_000_000, 9)
    plain = picture("PNG")
    return plain[:33] + _chunk(b"zTXt", remark) + plain[33:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
