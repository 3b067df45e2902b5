"""Sheets of paper as PDF: typst sets them, which shapes Bengali; the same content gives the same bytes.

What people typed is handed to it as data and never as markup.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

import typst

from aftersales.errors import NotReady

FONTS: Final = {"bn": "Noto Sans Bengali"}
"""Languages whose script the setter brings no letters for."""

LETTERS: Final = b"""
#let it = json(bytes(sys.inputs.it))
#set text(font: ("Noto Sans", "Noto Sans Bengali", "Libertinus Serif"), lang: it.language)
"""
"""How every sheet begins: `it` is its content."""


def sheet_pdf(
    sheet: bytes,
    content: Mapping[str, object],
    language: str,
    made_at: datetime,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """A sheet as a tagged PDF; `content` is what it sees as `it`, beside its language, `pictures` are files by name, of ours.

    Raises:
        NotReady: the letters of the language are not installed here.
    """
    require_letters(language, _fonts().families())
    with TemporaryDirectory() as folder:
        main = Path(folder) / "main.typ"
        for file, held in ((main, LETTERS + sheet), *_files(folder, pictures)):
            file.write_bytes(held)
        made = typst.compile(
            str(main),
            root=folder,
            font_paths=_fonts(),
            sys_inputs={"it": json.dumps({**content, "language": language})},
            format="pdf",
            timestamp=made_at,
        )
    if not isinstance(made, bytes):
        raise TypeError("One document was asked for.")
    return made


def require_letters(language: str, families: Collection[str]) -> None:
    """Refuse a language that would come out as boxes with these families of letters.

    Raises:
        NotReady: its own family is not among them.
    """
    wanted = FONTS.get(language)
    if wanted is not None and wanted not in families:
        raise NotReady(
            f"The letters “{wanted}” are not installed, so this cannot be printed. "
            "Read it on its page, or install the package fonts-noto-core."
        )


def _files(folder: str, pictures: Mapping[str, bytes]) -> list[tuple[Path, bytes]]:
    return [(Path(folder) / name, held) for name, held in pictures.items()]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The letters of this machine, looked for once a process."""
    return typst.Fonts()
