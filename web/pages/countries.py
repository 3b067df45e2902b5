"""Countries by their names in the language of whoever reads, and what the European Union wants to be said."""

from __future__ import annotations

from typing import Final

from aftersales.words import Words, words_in

NONE: Final = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA"}
)
"""Codes of two letters that are no country of ISO 3166-1."""

EUROPEAN_UNION: Final = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
        "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
"""Its 27 members."""

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


def notice_of_guarantee(_: Words, country: str) -> str:
    """The reminder of the legal guarantee for buyers in the European Union (Directive (EU) 2024/825); else nothing."""
    if country not in EUROPEAN_UNION:
        return ""
    return _(
        "In the European Union the seller answers for at least two years from delivery for what was wrong with "
        "the product when it was delivered, free of charge: by repair or replacement first, else by a lower price or "
        "your money back. In some countries longer. A maker's guarantee comes on top and takes nothing away."
    )
