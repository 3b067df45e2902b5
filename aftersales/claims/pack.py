"""A claim as one document for whoever has to follow it later: the maker, a supplier, a court.

It is made of sections in words; the page to print and the PDF show the same ones. The same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from aftersales.sheets import sheet_pdf

SHEET: Final = b"""
#set document(title: it.title, author: it.sender)
#set page(paper: "a4", margin: (x: 2cm, y: 2.2cm),
  header: text(size: 8.5pt, fill: luma(80))[#it.sender #h(1fr) #it.title],
  footer: text(size: 8.5pt, fill: luma(80))[#it.printed #h(1fr) #context [#counter(page).display() / #counter(page).final().at(0)]])
#set text(size: 9.5pt)
#set par(leading: 0.65em)
#show heading.where(level: 1): set text(size: 18pt)
#show heading.where(level: 2): set text(size: 12.5pt)
#show heading.where(level: 2): set block(above: 1.6em, below: 0.7em)
#heading(level: 1, it.title)
#text(fill: luma(70), it.standing)
#for section in it.sections [
  #heading(level: 2, section.heading)
  #for each in section.paragraphs [#par(each)]
  #if section.facts.len() > 0 {
    grid(columns: (10em, 1fr), column-gutter: 1em, row-gutter: 0.65em,
      ..section.facts.map(each => (text(fill: luma(70), each.at(0)), each.at(1))).flatten())
  }
  #if section.rows.len() > 0 {
    set text(size: 9pt)
    table(columns: section.heads.len(), stroke: (x, y) => (bottom: 0.4pt + luma(170)), inset: (x: 0.35em, y: 0.45em),
      align: left, table.header(..section.heads.map(each => text(weight: "bold", each))),
      ..section.rows.flatten())
  }
  #if section.pictures.len() > 0 {
    v(0.4em)
    grid(columns: (1fr, 1fr), column-gutter: 0.6cm, row-gutter: 0.6cm,
      ..section.pictures.map(each => block(breakable: false)[
        #image("/" + each.at(0), width: 100%, height: 6.5cm, fit: "contain", alt: each.at(1)) \\
        #text(size: 8.5pt, each.at(1))
      ]))
  }
]
"""
"""How it is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the document.

    Attributes:
        facts: pairs of label and value.
        heads: what the columns of `rows` are.
        pictures: pairs of the name of a file and what stands under it.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("Each row has a cell for each head.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A whole claim in words; `printed` says when and by whom."""

    language: str
    sender: str
    title: str
    standing: str
    printed: str
    sections: tuple[Section, ...]


def pack_pdf(pack: Pack, pictures: Mapping[str, bytes], made_at: datetime) -> bytes:
    """The document as a tagged PDF; `pictures` are those that its sections name.

    Raises:
        NotReady: the letters of the language are not installed here.
    """
    return sheet_pdf(SHEET, asdict(pack), pack.language, made_at, pictures)
