"""The words about a unit that changes hands: to whoever gets it, and to whoever gave it."""

from __future__ import annotations

from typing import Any

from aftersales.notices.facts import from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.notices.ownership_facts import TransferFacts
from aftersales.records import TransferState
from aftersales.words import Words


def about_transfer(kind: NoticeKind, _: Words, stored: dict[str, Any], link_url: str) -> Message:
    """The message about a transfer as it stood when it was written."""
    facts = from_json(TransferFacts, stored)
    if kind is NoticeKind.TRANSFER_OFFERED:
        return _offered(_, facts, link_url)
    return _settled(_, facts)


def _offered(_: Words, facts: TransferFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "{product} is passed on to you ({reference})",
            product=facts.product,
            reference=facts.reference,
        ),
        paragraphs=kept(
            _("Whoever owns {product} now passes it on to you.", product=facts.product),
            _(
                "On your page you see which covers go along with it. Say there whether it is yours now; it takes two minutes."
            ),
            _("You can answer until {day}.", day=_.day_at(facts.until_at, facts.zone)),
            _("If you know nothing of it, there is nothing that you need to do."),
        ),
        choices=(Choice(_("See it and answer"), link_url),),
    )


def _settled(_: Words, facts: TransferFacts) -> Message:
    subject, said = _outcome(_, facts)
    answers = (
        _(
            "{name} answers your questions: {phone}.",
            name=facts.answers_name,
            phone=facts.answers_phone,
        )
        if facts.answers_name and facts.answers_phone
        else ""
    )
    return Message(subject=f"{subject} ({facts.reference})", paragraphs=kept(*said, answers))


def _outcome(_: Words, facts: TransferFacts) -> tuple[str, tuple[str, ...]]:
    match TransferState(facts.state):
        case TransferState.ACCEPTED:
            return (
                _("{product} belongs to its new owner now", product=facts.product),
                (
                    _("The new owner of {product} has said yes.", product=facts.product),
                    _(
                        "Your registration has ended, and its links open nothing any more. Visits and claims of yours that are under way go on."
                    ),
                    _("If you did not pass it on, call us today."),
                ),
            )
        case TransferState.DECLINED:
            return (
                _("{product} stays yours", product=facts.product),
                (
                    _("Whoever you offered {product} to does not take it.", product=facts.product),
                    _("Nothing has changed: it is yours, with everything that stands behind it."),
                ),
            )
        case _:
            return (
                _("{product} stays yours", product=facts.product),
                (
                    _(
                        "Our message about {product} could not be delivered to the address that you gave. Please check it.",
                        product=facts.product,
                    )
                    if facts.is_unreached
                    else _("Nobody has answered your offer of {product}.", product=facts.product),
                    _(
                        "It has ended, and nothing has changed. Offer it again on the page of your registration if you still want to pass it on."
                    ),
                ),
            )
