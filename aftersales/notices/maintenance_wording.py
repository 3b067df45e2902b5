"""The words about maintenance that is due: what is to be done until when, what it costs, and what depends on it."""

from __future__ import annotations

from aftersales.notices.maintenance_facts import MaintenanceFacts
from aftersales.notices.message import Choice, Message, kept
from aftersales.words import Words
from aftersales.words.reasons import money
from warranty import CoverKind, Money
from warranty.sentences import COVER_NAMES


def maintenance_due(_: Words, facts: MaintenanceFacts, link_url: str) -> Message:
    """What an owner reads when maintenance is due: one tap leads to the days on which somebody can come."""
    return Message(
        subject=_("{task} is due: {product}", task=facts.task, product=facts.product),
        paragraphs=kept(
            _("We have written to you before and have no answer yet.") if facts.is_reminder else "",
            facts.product,
            _("{task} is due on {day}.", task=facts.task, day=_.date(facts.due_on)),
            ""
            if facts.last_on == facts.due_on
            else _("It is in time until {day}.", day=_.date(facts.last_on)),
            price_said(_, facts.price_cents, facts.currency) if facts.needs_visit else "",
            *(
                asks_said(_, each.kind, _.date(each.ends_on), provider=each.provider)
                for each in facts.covers
            ),
            _("Choose when we may come, put it off, or tell us that you do not want it.")
            if facts.needs_visit
            else _("You can do it yourself. Tell us when it is done, or put it off."),
            _(
                "{name} answers your questions: {phone}.",
                name=facts.answers_name,
                phone=facts.answers_phone,
            )
            if facts.answers_phone
            else "",
        ),
        choices=(Choice(_("Answer here, without an account"), link_url),),
    )


def price_said(_: Words, cents: int | None, currency: str) -> str:
    """What it costs the owner."""
    if cents is None:
        return _("Ask us what it costs before we come.")
    if cents == 0:
        return _("It costs you nothing.")
    amount = money(_, Money(currency, cents))
    return _("It costs {amount}.", amount=amount)


def asks_said(_: Words, kind: str, until: str, *, provider: str) -> str:
    """That a cover asks for it."""
    return _(
        "It is asked for by {cover} of {provider}, which runs until {day}.",
        cover=_(COVER_NAMES[CoverKind(kind)]),
        provider=provider,
        day=until,
    )
