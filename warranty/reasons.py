"""Reasons as data, and the English sentence that a customer can be shown for each.

A reason is a code and named facts, so that another language needs one template for each code and
nothing from here but the facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from warranty.country_names import country_name
from warranty.cover_kinds import Benefit, CoverKind
from warranty.money import Money
from warranty.reason_codes import ReasonCode
from warranty.sentences import BENEFIT_NAMES, COVER_NAMES, SENTENCES, STILL

FactValue = str | int | date | Money | tuple[str, ...]
"""What a fact can hold: a word or code, a number, a day, an amount, or several codes."""


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


def joined_sentence(clauses: Sequence[Reason]) -> str:
    """Several reasons as one English sentence, its clauses parted by semicolons."""
    first, *others = [sentence(clause).rstrip(".") for clause in clauses]
    return "; ".join([first, *(f"{other[0].lower()}{other[1:]}" for other in others)]) + "."


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
    if isinstance(value, Money):
        return {name: value.text}
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
