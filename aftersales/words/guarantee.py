"""The legal guarantee of the European Union in our own words: the reminder, and its points one by one."""

from __future__ import annotations

from typing import Final

from aftersales.words.catalogue import Words
from warranty import LegalGuarantee, legal_guarantee_of

MONTHS: Final = 12


def guarantee_reminder(_: Words) -> str:
    """The main elements in one paragraph (Directive 2011/83/EU Art. 6(1)(l))."""
    return _(
        "In the European Union the seller answers for at least two years from delivery for what was wrong with "
        "the product when it was delivered, free of charge: by repair or replacement first, else by a lower price or "
        "your money back. In some countries longer. A maker's guarantee comes on top and takes nothing away."
    )


def guarantee_points(_: Words, country: str) -> list[tuple[str, str]]:
    """The same point by point: a heading, and what it means."""
    return [
        (_("At least two years"), _how_long(_, country)),
        (
            _("What it is for"),
            _(
                "For whatever was wrong with the product when you got it: it does not do what it should, is not what was described, lacks a part, or was installed wrongly by the seller."
            ),
        ),
        (
            _("Who has to prove it"),
            _(
                "What shows within a year of delivery is taken to have been there from the beginning, unless the seller shows otherwise. In some countries longer."
            ),
        ),
        (
            _("What you can ask for"),
            _(
                "First a repair or a replacement, free of charge and within a reasonable time. If that is not possible or does not help, a lower price or your money back."
            ),
        ),
        (
            _("Whom you turn to"),
            _("The seller, with your proof of purchase. No registration is needed."),
        ),
        (
            _("A guarantee of the maker"),
            _("It comes on top, by its own terms, and takes nothing of this away."),
        ),
    ]


def _how_long(_: Words, country: str) -> str:
    found = legal_guarantee_of(country)
    common = _("The seller answers for at least two years from the day of delivery.")
    if not isinstance(found, LegalGuarantee) or found.term_months is None:
        unread = _("In some countries longer: ask us about yours.")
        return f"{common} {unread}"
    years = _.many("{number} year", "{number} years", found.term_months // MONTHS)
    name = _.locale.territories.get(country, country)
    here = _("In {country}: {years}.", country=name, years=years)
    return f"{common} {here}"
