"""The certificate of a registration as a PDF: what stands behind a product and until when, in the owner's language.

Typst sets it, which shapes Bengali; what people typed is handed to it as data and never as markup. The same
certificate gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

import typst

from aftersales.errors import NotReady

FONTS: Final = {"bn": "Noto Sans Bengali"}
"""Languages whose script the setter brings no letters for."""

SHEET: Final = b"""
#let it = json(bytes(sys.inputs.it))
#set document(title: it.title, author: it.sender)
#set page(paper: "a4", margin: (x: 2.4cm, y: 2.6cm))
#set text(font: ("Noto Sans", "Noto Sans Bengali", "Libertinus Serif"), size: 10.5pt, lang: it.language)
#set par(leading: 0.75em)
#text(fill: luma(90), it.sender)
#v(1.2em)
#text(size: 20pt, weight: "bold", it.title)
#v(0.6em)
#grid(columns: (auto, 1fr), column-gutter: 1.6em, row-gutter: 0.8em,
  ..it.facts.map(each => (text(fill: luma(90), each.at(0)), each.at(1))).flatten())
#v(1.2em)
#text(size: 13pt, weight: "bold", it.heading)
#v(0.3em)
#for each in it.covers [
  #block(breakable: false, width: 100%, stroke: (top: 0.5pt + luma(180)), inset: (top: 0.6em, bottom: 0.3em))[
    #strong(each.at(0)) \\
    #each.at(1)
  ]
]
#v(1em)
#for each in it.closing [#par(each)]
"""
"""How it is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Everything on the sheet, in words: `facts` are pairs of label and value, `covers` of name and days."""

    language: str
    sender: str
    title: str
    heading: str
    facts: tuple[tuple[str, str], ...]
    covers: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]


def certificate_pdf(certificate: Certificate, made_at: datetime) -> bytes:
    """The sheet as a tagged PDF.

    Raises:
        NotReady: the letters of the owner's language are not installed here.
    """
    wanted = FONTS.get(certificate.language)
    if wanted is not None and wanted not in _fonts().families():
        raise NotReady(
            f"The letters “{wanted}” are not installed, so this certificate cannot be printed. "
            "Read it on its page, or install the package fonts-noto-core."
        )
    made = typst.compile(
        SHEET,
        font_paths=_fonts(),
        sys_inputs={"it": json.dumps(asdict(certificate))},
        format="pdf",
        timestamp=made_at,
    )
    if not isinstance(made, bytes):
        raise TypeError("One document was asked for.")
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The letters of this machine, looked for once a process."""
    return typst.Fonts()
