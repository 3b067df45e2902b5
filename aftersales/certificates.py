"""The certificate of a registration as a PDF: what stands behind a product and until when, in the owner's language.

The same certificate gives the same bytes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from aftersales.sheets import sheet_pdf

SHEET: Final = b"""
#set document(title: it.title, author: it.sender)
#set page(paper: "a4", margin: (x: 2.4cm, y: 2.6cm))
#set text(size: 10.5pt)
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
    return sheet_pdf(SHEET, asdict(certificate), certificate.language, made_at)
