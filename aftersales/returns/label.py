"""The sheet for a parcel: a label to stick on, with the number and a code for our staff, and a slip to lay in.

Outside stand our address and the number, and nothing about the customer or what is in it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

import segno

from aftersales.queries.returns import address_of_depot
from aftersales.records import GoodsReturn
from aftersales.returns.own_page import OwnReturn
from aftersales.settings import Settings
from aftersales.sheets import sheet_pdf
from aftersales.store import Session
from aftersales.words import Words, words_in

SHEET: Final = b"""
#set document(title: it.number, author: it.sender)
#set page(paper: "a4", margin: (x: 2cm, y: 1.6cm))
#set text(size: 10.5pt)
#set par(leading: 0.7em)
#block(width: 100%, stroke: 1pt, inset: 0.8cm, breakable: false)[
  #grid(columns: (1fr, auto), column-gutter: 0.8cm, align: (left + top, right + top),
    [
      #text(fill: luma(70), it.to_label)
      #v(0.1em)
      #for line in it.address [#text(size: 17pt, weight: "bold", line) \\ ]
      #v(1.2em)
      #text(fill: luma(70), it.number_label) \\
      #text(size: 25pt, weight: "bold", it.number)
    ],
    image(bytes(it.code), format: "svg", width: 4.6cm, alt: it.number),
  )
]
#v(0.5cm)
#align(center, text(size: 9pt, fill: luma(70), it.fold))
#line(length: 100%, stroke: (dash: "dashed", paint: luma(120)))
#v(0.4cm)
#text(size: 16pt, weight: "bold", it.slip)
#v(0.4em)
#grid(columns: (auto, 1fr), column-gutter: 1.4em, row-gutter: 0.8em,
  ..it.facts.map(each => (text(fill: luma(70), each.at(0)), each.at(1))).flatten())
#v(0.6em)
#for (at, each) in it.steps.enumerate() [
  #grid(columns: (1.4em, 1fr), [#it.marks.at(at)], each)
]
#v(0.4em)
#it.closing
"""
"""How it is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Everything on the sheet, in words.

    Attributes:
        address: our own, a line each; empty where nothing can be sent.
        code: opens the return for our staff, as SVG; `picture` is the same as an address.
        facts: pairs of label and value on the slip, which lies inside.
    """

    language: str
    sender: str
    to_label: str
    address: tuple[str, ...]
    number_label: str
    number: str
    code: str
    picture: str
    fold: str
    slip: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    marks: tuple[str, ...]
    closing: str


def label_of(
    _: Words, settings: Settings, session: Session, found: OwnReturn, steps: tuple[str, ...]
) -> Label:
    """The sheet for a return in a language; `steps` say how it is packed."""
    row = found.row
    code = segno.make(f"{settings.public_url}/returns/{row.reference}", error="q", micro=False)
    facts = [
        (_("Product"), f"{found.model.brand} {found.model.name}"),
        (_("Serial number"), (row.serial or found.unit.serial) or ""),
        (_("Claim"), found.claim.reference),
        (_("Return number"), row.reference),
        (_("Should be here by"), "" if row.due_on is None else _.date(row.due_on)),
    ]
    return Label(
        language=_.language,
        sender=settings.sender_name,
        to_label=_("To"),
        address=_address(settings, session, row),
        number_label=_("Return number"),
        number=row.reference,
        code=code.svg_inline(border=2, dark="#000", light="#fff"),
        picture=code.svg_data_uri(border=2, dark="#000", light="#fff"),
        fold=_("Cut here. Stick the upper half onto the box, lay the lower half into it."),
        slip=_("To lay into the box"),
        facts=tuple((label, said) for label, said in facts if said),
        steps=steps,
        marks=tuple(f"{_.number(at)}." for at in range(1, len(steps) + 1)),
        closing=_(
            "Questions? Call {name}: {phone}.", name=found.case.owner_name, phone=found.phone
        ),
    )


def label_pdf(label: Label, found: OwnReturn) -> bytes:
    """The sheet as a tagged PDF; the same return gives the same bytes.

    Raises:
        NotReady: the letters of the language are not installed here.
    """
    return sheet_pdf(SHEET, asdict(label), label.language, found.row.created_at)


def _address(settings: Settings, session: Session, row: GoodsReturn) -> tuple[str, ...]:
    """Who, which depot, street, town, country."""
    if row.depot_id is None:
        return ()
    depot, place = address_of_depot(session, row.depot_id)
    street = f"{place.street} {place.house_number}".strip()
    town = f"{place.postcode} {place.town}".strip()
    # Carriers everywhere read the country in English capitals.
    country = words_in("en").locale.territories.get(place.country, place.country).upper()
    return (settings.sender_name, depot.name, street, town, country)
