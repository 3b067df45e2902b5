"""Reasons as data, and the English sentence that a customer can be shown for each.

A reason is a code and named facts, so that another language needs one template for each code and
nothing from here but the facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from warranty.country_names import country_name
from warranty.cover_kinds import Benefit, CoverKind

FactValue = str | int | date | tuple[str, ...]
"""What a fact can hold: a word or code, a percent, a day, or several codes."""


class ReasonCode(StrEnum):
    """Which sentence is meant."""

    COVERED = "covered"
    COVERED_IN_PART = "covered_in_part"
    DEPENDS_ON_COMPONENT = "depends_on_component"
    TRANSFER_UNKNOWN = "transfer_unknown"
    LEGAL_GUARANTEE_UNKNOWN = "legal_guarantee_unknown"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    EXCLUDED = "excluded"
    NOT_A_DEFECT = "not_a_defect"
    NOT_TRANSFERABLE = "not_transferable"
    OTHER_COMPONENT = "other_component"
    NOT_INCLUDED = "not_included"
    NO_COVER = "no_cover"
    BURDEN_ON_SELLER = "burden_on_seller"
    BURDEN_ON_CUSTOMER = "burden_on_customer"
    SERIAL_FITS = "serial_fits"
    SERIAL_LOOK_ALIKE = "serial_look_alike"
    SERIAL_UNKNOWN = "serial_unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer is what it is.

    Attributes:
        code: which sentence is meant.
        facts: (name, value) pairs with unique names; the names are the slots of the sentence.
    """

    code: ReasonCode
    facts: tuple[tuple[str, FactValue], ...] = ()

    def __post_init__(self) -> None:
        if len(dict(self.facts)) < len(self.facts):
            raise ValueError(f"A fact is named only once: {self.facts}.")


SENTENCES: Final[Mapping[ReasonCode, str]] = MappingProxyType(
    {
        ReasonCode.COVERED: "{benefits_are} covered by {cover} until {until}.",
        ReasonCode.COVERED_IN_PART: "{cover} pays {percent}% of {benefits} until {until}.",
        ReasonCode.DEPENDS_ON_COMPONENT: "{cover} pays {percent}% of {benefits} until {until} if the fault is in the {components_or}; a diagnosis will tell.",
        ReasonCode.TRANSFER_UNKNOWN: "We do not yet know whether {cover} passes to a new owner; please ask us before you pay for a repair.",
        ReasonCode.LEGAL_GUARANTEE_UNKNOWN: "We do not yet know the legal guarantee for {country}; please ask us before you pay for a repair.",
        ReasonCode.NOT_STARTED: "{benefits_are} not covered yet: {cover} for {benefits} starts on {starts_on}{still}.",
        ReasonCode.ENDED: "{benefits_are} not covered: {cover} for {benefits} ended on {ended_on}{still}.",
        ReasonCode.EXCLUDED: "{benefits_are} not covered: {cover} does not answer for the {component}{still}.",
        ReasonCode.NOT_A_DEFECT: "{benefits_are} not covered: {cover} answers only for defects{still}.",
        ReasonCode.NOT_TRANSFERABLE: "{benefits_are} not covered: {cover} does not pass to a new owner{still}.",
        ReasonCode.OTHER_COMPONENT: "{benefits_are} not covered: {cover} answers only for the {components_and}{still}.",
        ReasonCode.NOT_INCLUDED: "{benefits_are} not part of {cover}{still}.",
        ReasonCode.NO_COVER: "{benefits_are} not covered by anything we know of; please send us any contract or proof of purchase that says otherwise.",
        ReasonCode.BURDEN_ON_SELLER: "Until {until} a defect is presumed to have been there at delivery; you need not prove it.",
        ReasonCode.BURDEN_ON_CUSTOMER: "Since {since} it may be for you to show that the defect was there at delivery.",
        ReasonCode.SERIAL_FITS: "The serial {serial} fits this model.",
        ReasonCode.SERIAL_LOOK_ALIKE: "The serial {serial} does not fit this model; did you mean {suggestions_or}? If not, your proof of purchase is enough.",
        ReasonCode.SERIAL_UNKNOWN: "We do not recognise this serial; please go on and show us your proof of purchase.",
    }
)
"""English templates, one for each code; the slots are facts, or facts joined to words below."""

STILL: Final = "; {still_cover} still answers for {still_benefits} until {still_until}"
"""What is put into the slot `still` when the facts name a cover that does answer."""

COVER_NAMES: Final[Mapping[CoverKind, str]] = MappingProxyType(
    {
        CoverKind.LEGAL_GUARANTEE: "the legal guarantee",
        CoverKind.MAKERS_WARRANTY: "the maker's warranty",
        CoverKind.DURABILITY_GUARANTEE: "the durability guarantee",
        CoverKind.EXTENDED_CONTRACT: "the extended service contract",
        CoverKind.REPAIR_WARRANTY: "the repair warranty",
        CoverKind.GOODWILL: "our goodwill",
    }
)

BENEFIT_NAMES: Final[Mapping[Benefit, str]] = MappingProxyType(
    {
        Benefit.PARTS: "parts",
        Benefit.LABOUR: "labour",
        Benefit.TRAVEL: "travel",
        Benefit.LOANER: "a loaner",
    }
)

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def sentence(reason: Reason) -> str:
    """The reason as one whole English sentence, days written as "9 June 2027"."""
    slots = {"still": ""}
    for name, value in reason.facts:
        slots |= _slots_of(name, value)
    if "still_cover" in slots:
        slots["still"] = STILL.format(**slots)
    text = SENTENCES[reason.code].format(**slots)
    return text[0].upper() + text[1:]


def merged(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """The same reasons in the same order, those that differ only in `benefits` said once.

    What still answers is left out: beside each other, the reasons say it themselves.
    """
    together: dict[Reason, tuple[str, ...]] = {}
    for reason in reasons:
        facts = tuple(
            fact
            for fact in reason.facts
            if fact[0] != "benefits" and not fact[0].startswith("still")
        )
        benefits = dict(reason.facts).get("benefits", ())
        key = Reason(reason.code, facts)
        together[key] = together.get(key, ()) + (benefits if isinstance(benefits, tuple) else ())
    return tuple(
        Reason(key.code, (("benefits", benefits), *key.facts)) if benefits else key
        for key, benefits in together.items()
    )


def _slots_of(name: str, value: FactValue) -> dict[str, str]:
    """The words for one fact; several components or serials come joined by "and" and by "or"."""
    if isinstance(value, tuple) and name.endswith("benefits"):
        words = _joined([BENEFIT_NAMES[Benefit(code)] for code in value], "and")
        is_plural = len(value) > 1 or Benefit.PARTS in value
        return {name: words, f"{name}_are": f"{words} {'are' if is_plural else 'is'}"}
    if isinstance(value, tuple):
        words_in_order = [_component_name(code) if name == "components" else code for code in value]
        return {f"{name}_{word}": _joined(words_in_order, word) for word in ("and", "or")}
    if isinstance(value, date):
        return {name: f"{value.day} {_MONTHS[value.month - 1]} {value.year}"}
    if name.endswith("cover"):
        return {name: COVER_NAMES[CoverKind(str(value))]}
    if name == "country":
        return {name: country_name(str(value))}
    return {name: _component_name(str(value)) if name == "component" else str(value)}


def _component_name(code: str) -> str:
    return code.replace("_", " ")


def _joined(words: Sequence[str], word: str) -> str:
    *first, last = words
    return f"{', '.join(first)} {word} {last}" if first else last
