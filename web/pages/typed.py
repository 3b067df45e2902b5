"""What the forms of staff have in common: bounded fields, lists of lines, and the types of the catalogue."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from aftersales.parts import Parts
from aftersales.queries.campaigns import models_described
from aftersales.words import Words
from aftersales.words.sentences import product

Line = Annotated[str, StringConstraints(max_length=320)]
"""One line of a form."""

Long = Annotated[str, StringConstraints(max_length=20_000)]
"""Text of a form."""


def lines_of(text: str) -> tuple[str, ...]:
    """What stands on the lines of a text, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def product_types(_: Words, parts: Parts, chosen: str) -> list[tuple[str, str]]:
    """The types of the catalogue to choose from, and the one that was chosen before; the first is any."""
    with parts.store.reading() as session:
        there = {kind for _id, _brand, kind, _sku in models_described(session)}
    named = sorted((product(_, kind), kind) for kind in there | ({chosen} if chosen else set()))
    return [("", _("any")), *((kind, name) for name, kind in named)]
