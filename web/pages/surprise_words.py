"""The words for small surprises, for whoever makes their rules or hands them over."""

from __future__ import annotations

from typing import assert_never

from aftersales.notices.surprise_wording import surprise_said
from aftersales.records import SurpriseRule, SurpriseRuleState
from aftersales.settings import Settings
from aftersales.words import Words
from aftersales.words.reasons import money
from warranty import Money
from warranty.goodwill.surprises import MOST_MONTHS, MOST_NUMBER, Occasion, SurpriseKind


def kind_words(_: Words, kind: SurpriseKind) -> str:
    """What a rule gives, as it is chosen."""
    match kind:
        case SurpriseKind.VOUCHER:
            return _("Voucher")
        case SurpriseKind.UPGRADE:
            return _("Upgrade")
        case SurpriseKind.EARLIER_SLOT:
            return _("Earlier visit")
        case _never:
            assert_never(_never)


def occasion_words(_: Words, occasion: Occasion) -> str:
    """What a rule gives for, as it is chosen."""
    match occasion:
        case Occasion.ANNIVERSARY:
            return _("Years since the first purchase")
        case Occasion.REGISTRATION:
            return _("The first registration, or a later one")
        case Occasion.AFTER_DELAY:
            return _("First visit after a delay without a complaint")
        case Occasion.CLAIM_FREE:
            return _("Years without a claim")
        case _never:
            assert_never(_never)


def gift_words(_: Words, rule: SurpriseRule) -> str:
    """What a rule gives, with what it is worth."""
    amount = Money(rule.currency, rule.worth_cents)
    said = surprise_said(_, rule.kind, rule.gift, amount)
    return said if rule.kind == SurpriseKind.VOUCHER else f"{said} ({money(_, amount)})"


def occasion_of(_: Words, rule: SurpriseRule) -> str:
    """What a rule gives for, with its number."""
    said = occasion_words(_, Occasion(rule.occasion))
    return said if rule.occasion == Occasion.AFTER_DELAY else f"{said}: {_.number(rule.number)}"


def rule_words(_: Words, state: SurpriseRuleState) -> str:
    """Whether a rule gives anything."""
    match state:
        case SurpriseRuleState.ACTIVE:
            return _("in use")
        case SurpriseRuleState.PAUSED:
            return _("paused")
        case SurpriseRuleState.ENDED:
            return _("ended")
        case _never:
            assert_never(_never)


def said_at(_: Words, settings: Settings, where: str) -> str:
    """What is wrong with a field of a rule, for whoever typed it."""
    most = money(_, Money(settings.currency, settings.surprise_most_cents))
    return {
        "code": _("Write letters, digits and dashes, such as five-years."),
        "worth_cents": _("A surprise is small: write an amount up to {most}.", most=most),
        "gift": _("Say what it is, as the customer reads it."),
        "number": _("Write a number from 1 to {most}.", most=_.number(MOST_NUMBER)),
        "every_months": _("Write a number from 1 to {most}.", most=_.number(MOST_MONTHS)),
        "starts_on": _("Write a day such as 2026-11-23."),
        "ends_on": _("Write a day from today on that is not before the first day."),
        "most_a_day": _("Write a number from 1 on that is not more than in all."),
    }.get(where, _("Write a number from 1 on."))
