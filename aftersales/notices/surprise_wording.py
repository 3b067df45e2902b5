"""The words about a small surprise: what it is for, what it is, how to take it, and how to hear of no more."""

from __future__ import annotations

from typing import assert_never

from aftersales.notices.goodwill_facts import SurpriseFacts
from aftersales.notices.message import Message, kept
from aftersales.words import Words
from aftersales.words.reasons import money
from warranty import Money
from warranty.goodwill.surprises import Occasion, SurpriseKind


def surprised(_: Words, facts: SurpriseFacts) -> Message:
    """What a customer reads who gets something that they did not ask for."""
    amount = Money(facts.currency, facts.amount_cents)
    gift = surprise_said(_, facts.kind, facts.gift, amount)
    return Message(
        subject=_("A small thank-you from us ({reference})", reference=facts.reference),
        paragraphs=kept(
            occasion_said(_, facts.occasion, facts.number),
            _("Thank you. We have a small surprise for you: {gift}.", gift=gift),
            _how(_, facts),
            _("It costs you nothing, obliges you to nothing, and your rights stay as they are."),
            _(
                "{name} answers your questions: {phone}.",
                name=facts.answers_name,
                phone=facts.answers_phone,
            )
            if facts.answers_phone
            else "",
            _("You read this because you agreed to offers from us. Tell us if you want no more."),
        ),
    )


def surprise_said(_: Words, kind: str, gift: str, amount: Money) -> str:
    """What is given, as a noun."""
    match SurpriseKind(kind):
        case SurpriseKind.UPGRADE:
            return gift
        case SurpriseKind.EARLIER_SLOT:
            return _("an earlier visit")
        case SurpriseKind.VOUCHER:
            return _("a voucher for {amount}", amount=money(_, amount))
        case _never:
            assert_never(_never)


def occasion_said(_: Words, occasion: str, number: int) -> str:
    """What it is given for, as the customer reads it."""
    match Occasion(occasion):
        case Occasion.ANNIVERSARY:
            return _.many(
                "You have been our customer for {number} year.",
                "You have been our customer for {number} years.",
                number,
            )
        case Occasion.REGISTRATION:
            return _.many(
                "You have registered {number} product with us.",
                "You have registered {number} products with us.",
                number,
            )
        case Occasion.AFTER_DELAY:
            return _("You were patient with us when a visit was late.")
        case Occasion.CLAIM_FREE:
            return _.many(
                "You have had no claim for {number} year.",
                "You have had no claim for {number} years.",
                number,
            )
        case _never:
            assert_never(_never)


def _how(_: Words, facts: SurpriseFacts) -> str:
    """How it is taken."""
    until = _.date(facts.ends_on)
    match SurpriseKind(facts.kind):
        case SurpriseKind.UPGRADE:
            return _(
                "Name {reference} with your next order or visit until {day}, and it is yours.",
                reference=facts.reference,
                day=until,
            )
        case SurpriseKind.EARLIER_SLOT:
            return _(
                "Your visit {visit} goes ahead of others when we plan. If you know of an earlier day that suits you, tell us and name {reference}.",
                visit=facts.work_reference,
                reference=facts.reference,
            )
        case SurpriseKind.VOUCHER:
            return _(
                "Name {reference} when you pay, until {day}.", reference=facts.reference, day=until
            )
        case _never:
            assert_never(_never)
