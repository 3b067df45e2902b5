"""The words that ask a customer to choose a time: for what they bought with its installation, or for other work."""

from __future__ import annotations

from typing import assert_never

from aftersales.notices.booking_facts import BookingFacts, LapsedFacts
from aftersales.notices.message import Choice, Message, kept
from aftersales.records import PriceReason
from aftersales.words import Words
from aftersales.words.reasons import money
from aftersales.words.sentences import work as work_said
from warranty import Money


def booking_link(_: Words, facts: BookingFacts, link_url: str) -> Message:
    """What a customer reads who is to choose: one tap leads to the times on which we can come."""
    return Message(
        subject=_subject(_, facts),
        paragraphs=kept(
            _("We asked you for a time and have not heard from you yet, so nobody comes so far.")
            if facts.is_reminder
            else "",
            *_what(_, facts),
            _("Choose when we may come. It takes about a minute and needs no account."),
            _(
                "{name} answers your questions: {phone}.",
                name=facts.answers_name,
                phone=facts.answers_phone,
            ),
        ),
        choices=(Choice(_("Choose a time"), link_url),),
    )


def bought_said(_: Words, product: str, quantity: int, number: str) -> str:
    """What was bought, and in which order."""
    if quantity == 1:
        return _(
            "You bought {product} with installation, order {number}.",
            product=product,
            number=number,
        )
    return _(
        "You bought {quantity} × {product} with installation, order {number}.",
        quantity=_.number(quantity),
        product=product,
        number=number,
    )


def costs_said(_: Words, cents: int | None, currency: str, reason: str) -> str:
    """What a visit costs, and why; nothing where no reason is known."""
    if not reason:
        return ""
    match PriceReason(reason):
        case PriceReason.ORDER:
            return installation_costs(_, cents, currency)
        case PriceReason.WITH_PRODUCT:
            return _("The visit is free: it comes with the product.")
        case PriceReason.NO_CHARGE:
            return _("The visit is free: we charge nothing for this work.")
        case PriceReason.FIXED_PRICE:
            amount = money(_, Money(currency, cents or 0))
            return _(
                "The visit costs {amount}, a fixed price for this work. Nothing is added on the day.",
                amount=amount,
            )
        case _never:
            assert_never(_never)


def installation_costs(_: Words, cents: int | None, currency: str) -> str:
    """What an installation costs whoever bought it, and why."""
    if cents is None:
        return _("The installation belongs to your order. There is nothing to pay on the day.")
    if cents == 0:
        return _("The installation is free: you bought the product with delivery and installation.")
    amount = money(_, Money(currency, cents))
    return _(
        "You ordered the installation for {amount}. Nothing is added on the day.", amount=amount
    )


def _subject(_: Words, facts: BookingFacts) -> str:
    if facts.order_number:
        return _("Choose a time for the installation: {product}", product=facts.product)
    return _("Choose a time for our visit: {work}", work=_work(_, facts))


def _what(_: Words, facts: BookingFacts) -> tuple[str, ...]:
    """What the visit is for, and what it costs if that is known."""
    if not facts.order_number:
        work = _work(_, facts)
        costs = costs_said(_, facts.price_cents, facts.currency, facts.price_reason)
        if not facts.product:
            return (_("We come to you for: {work}.", work=work), costs)
        said = _("We come to you for: {work}, {product}.", work=work, product=facts.product)
        return (said, costs)
    return (
        bought_said(_, facts.product, facts.quantity, facts.order_number),
        costs_said(_, facts.price_cents, facts.currency, facts.price_reason),
    )


def _work(_: Words, facts: BookingFacts) -> str:
    return work_said(_, facts.work_kind, facts.product_type)


def hold_lapsed(_: Words, facts: LapsedFacts, link_url: str) -> Message:
    """What a customer reads who chose a time and did not confirm it: what became of it, and that they can choose again."""
    return Message(
        subject=_("The time you chose is no longer kept ({reference})", reference=facts.reference),
        paragraphs=kept(
            _(
                "We kept the time between {from_time} and {to_time} on {day} for you. It was not confirmed, so it is free again.",
                from_time=_.time_at(facts.window_from_at, facts.zone),
                to_time=_.time_at(facts.window_to_at, facts.zone),
                day=_.day_at(facts.window_from_at, facts.zone),
            ),
            _("Your visit stays as it was.")
            if facts.has_visit
            else _(
                "Nothing is booked yet. Choose again when it suits you; the time may still be free."
            ),
            work_said(_, facts.work_kind, facts.product_type),
            _(
                "{name} answers your questions: {phone}.",
                name=facts.answers_name,
                phone=facts.answers_phone,
            ),
        ),
        choices=(Choice(_("Choose a time"), link_url),),
    )
