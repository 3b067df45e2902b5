"""Countries by their names in the language of whoever reads, and what the European Union wants to be said."""

from __future__ import annotations

from typing import Final

from aftersales.words import Words, words_in
from aftersales.words.guarantee import guarantee_reminder
from warranty.harmonised_notice import is_notice_due

NONE: Final = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA"}
)
"""Codes of two letters that are no country of ISO 3166-1."""

NOTICE: Final = "https://eur-lex.europa.eu/eli/reg_impl/2025/1960/oj"
"""Where the harmonised notice stands in every language of the Union."""


def country_options(_: Words, first: list[str]) -> list[tuple[str, str]]:
    """Every country with its name, those of the house first, the others as they are looked up."""
    names = {
        code: name
        for code, name in _.locale.territories.items()
        if len(code) == len("LV") and code.isalpha() and code not in NONE
    }
    others = sorted(names.keys() - set(first), key=lambda code: names[code].casefold())
    return [(code, names[code]) for code in [*first, *others] if code in names]


def is_country(code: str) -> bool:
    """Whether these two letters are a country."""
    return code in dict(country_options(words_in("en"), []))


def notice_of_guarantee(_: Words, country: str, *, is_consumer: bool = True) -> str:
    """The reminder of the legal guarantee for consumers in the European Union (Directive (EU) 2024/825); else nothing."""
    return guarantee_reminder(_) if is_notice_due(country, is_consumer=is_consumer) else ""
