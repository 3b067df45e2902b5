"""Labels to stick on a product or to lay into its box: a code that opens the registration, filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

import segno
from fastapi import APIRouter, Query, Request, Response

from aftersales.parts import Parts
from aftersales.queries.catalogue import all_models
from aftersales.records import ProductModel
from aftersales.words import words_in
from warranty import normalised_serial
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/labels")

MOST: Final = 200
"""Labels on one sheet."""

ALIKE: Final = 12
"""Labels without a serial on one sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label: what it opens, and what stands beside the code."""

    model: str
    serial: str
    address: str
    picture: str


@router.get("")
def labels(
    request: Request,
    parts: PartsIn,
    me: Me,
    model: Annotated[str, Query(max_length=64)] = "",
    serials: Annotated[str, Query(max_length=8000)] = "",
) -> Response:
    """A sheet for one model: a label for each serial, or the same one twelve times."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        models = all_models(session)
    chosen = next((each for each in models if each.sku == model), None)
    plain = [each for line in serials.split() if (each := normalised_serial(line))][:MOST]
    return page(
        request,
        "labels.html",
        _,
        models=[(each.sku, f"{each.brand} {each.name} ({each.sku})") for each in models],
        model=model,
        serials=serials,
        labels=[] if chosen is None else _sheet(parts, chosen, plain),
    )


def label_of(parts: Parts, model: ProductModel, serial: str) -> Label:
    """The label of one unit, or of a model without a serial."""
    asked = {"model": model.sku, **({"serial": serial} if serial else {})}
    address = f"{parts.settings.public_url}/register?{urlencode(asked)}"
    code = segno.make(address, error="m", micro=False)
    return Label(
        model=f"{model.brand} {model.name}",
        serial=serial,
        address=address,
        picture=code.svg_data_uri(border=2, dark="#000", light="#fff"),
    )


def _sheet(parts: Parts, model: ProductModel, serials: list[str]) -> list[Label]:
    if not serials:
        return [label_of(parts, model, "")] * ALIKE
    return [label_of(parts, model, each) for each in dict.fromkeys(serials)]
