"""The reasons of `warranty` in every language: its sentences translated, its facts written as the language does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.lists import format_list
from babel.numbers import format_currency

from aftersales.words.catalogue import Words
from warranty import Benefit, CoverKind, Money, Reason
from warranty import joined_sentence as english_clauses
from warranty import sentence as english
from warranty.money import DECIMALS
from warranty.reasons import FactValue
from warranty.sentences import BENEFIT_NAMES, COVER_NAMES, SENTENCES, STILL


def reason_said(_: Words, reason: Reason) -> str:
    """One reason as a whole sentence."""
    if _.language == "en":
        return english(reason)
    slots = {"still": ""}
    for name, value in reason.facts:
        slots |= _slots_of(_, name, value)
    if "still_cover" in slots:
        slots["still"] = _(STILL, **slots)
    return _upper(_(SENTENCES[reason.code], **slots))


def clauses_said(_: Words, clauses: Sequence[Reason]) -> str:
    """Several reasons as the clauses of one sentence."""
    if _.language == "en":
        return english_clauses(clauses)
    texts = [reason_said(_, clause).rstrip(".।") for clause in clauses]
    first, *others = texts
    joined = "; ".join([first, *(f"{other[0].lower()}{other[1:]}" for other in others)])
    return joined + ("।" if _.language == "bn" else ".")


def money(_: Words, amount: Money) -> str:
    """An amount with its currency, such as “120,50 €” in Latvian and “120.50 EUR” in English."""
    if _.language == "en":
        return amount.text
    value = amount.minor / 10 ** DECIMALS.get(amount.currency, 2)
    return _.digits(format_currency(value, amount.currency, locale=_.locale))


def benefit(_: Words, code: str) -> str:
    """The everyday word for a benefit."""
    return _(BENEFIT_NAMES[Benefit(code)])


def _slots_of(_: Words, name: str, value: FactValue) -> dict[str, str]:
    """The words for one fact, under the names that the English sentences use."""
    match value:
        case Money():
            return {name: money(_, value)}
        case date():
            return {name: _.date(value)}
        case tuple() if name.endswith("benefits"):
            words = format_list([benefit(_, code) for code in value], locale=_.locale)
            return {name: words, f"{name}_are": words}
        case tuple():
            words_in_order = [code.replace("_", " ") for code in value]
            return {
                f"{name}_and": format_list(words_in_order, locale=_.locale),
                f"{name}_or": format_list(words_in_order, style="or", locale=_.locale),
            }
        case int():
            return {name: _.number(value)}
    if name.endswith("cover"):
        return {name: _(COVER_NAMES[CoverKind(value)])}
    if name == "country":
        return {name: _.locale.territories.get(value, value)}
    return {name: value.replace("_", " ") if name == "component" else value}


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
