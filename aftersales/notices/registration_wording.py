"""The words about registrations: taken, asked about, not confirmed, and the certificate; each leads to its page."""

from __future__ import annotations

from typing import Final

from aftersales.notices.facts import CoverFacts, RegistrationFacts
from aftersales.notices.message import Choice, Message, kept
from aftersales.records import RegistrationState
from aftersales.words import Words
from aftersales.words.sentences import cover
from warranty import SELLER

PROOF_WANTED: Final = "Please send a photograph of the proof of purchase."
"""The question that is put into every language; others stand as somebody typed them."""


def about_registration(_: Words, facts: RegistrationFacts, link_url: str) -> Message:
    """The message about a registration as it stood when it was written."""
    match facts.state:
        case RegistrationState.ACTIVE:
            return _registered(_, facts, link_url)
        case RegistrationState.REJECTED:
            return _rejected(_, facts, link_url)
        case _:
            return _asked(_, facts, link_url)


def asked_said(_: Words, question: str) -> str:
    """What is asked, in the language of whoever reads it where we have the words."""
    if question == PROOF_WANTED:
        return _("Please send a photograph of the proof of purchase.")
    return question


def always_enough(_: Words) -> str:
    """What is said with every registration."""
    return _("Your proof of purchase is always enough: no claim depends on this registration.")


def provider_said(_: Words, provider: str) -> str:
    """Who gives a cover."""
    return _("the seller") if provider == SELLER else provider


def _registered(_: Words, facts: RegistrationFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "{product} is registered ({reference})",
            product=facts.product,
            reference=facts.reference,
        ),
        paragraphs=kept(
            _("Thank you. Your product is registered."),
            "" if facts.serial is None else _("Serial number: {serial}", serial=facts.serial),
            *_covers(_, facts),
            always_enough(_),
        ),
        choices=_page(facts, _("Your certificate"), link_url),
    )


def _asked(_: Words, facts: RegistrationFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "One more thing for {product} ({reference})",
            product=facts.product,
            reference=facts.reference,
        ),
        paragraphs=kept(
            _("Thank you. We have what you told us."),
            asked_said(_, facts.question),
            *_covers(_, facts),
            always_enough(_),
        ),
        choices=_page(facts, _("Answer on your page"), link_url),
    )


def _rejected(_: Words, facts: RegistrationFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "We could not confirm {product} ({reference})",
            product=facts.product,
            reference=facts.reference,
        ),
        paragraphs=kept(
            facts.question,
            _("If you have another proof of purchase, send it on your page and we look again."),
            always_enough(_),
        ),
        choices=_page(facts, _("Answer on your page"), link_url),
    )


def _covers(_: Words, facts: RegistrationFacts) -> list[str]:
    lines = [_cover_line(_, each) for each in facts.covers]
    if facts.unknown_country is not None:
        lines.append(law_unknown(_))
    return lines


def law_unknown(_: Words) -> str:
    """What is said where nobody has read the law."""
    return _(
        "We have not yet read the legal guarantee of your country. Please ask us before you pay for a repair."
    )


def _cover_line(_: Words, each: CoverFacts) -> str:
    named = {"cover": cover(_, each.kind), "provider": provider_said(_, each.provider)}
    if each.is_passed_on is False:
        return _("{cover} ({provider}): {why}", why=buyer_only(_), **named)
    line = _("{cover} ({provider}): until {day}", day=_.date(each.ends_on), **named)
    return line if each.is_passed_on else f"{line}. {passing_unknown(_)}"


def buyer_only(_: Words) -> str:
    """Why a cover has ended for a later owner."""
    return _(
        "ended when the product changed hands, because it was promised to its first buyer alone"
    )


def passing_unknown(_: Words) -> str:
    """What is said of a cover of which nobody knows whether it goes along."""
    return _(
        "Whether it goes along with the product is for the law of your country to say: please ask us before you pay for a repair."
    )


def _page(facts: RegistrationFacts, label: str, link_url: str) -> tuple[Choice, ...]:
    """Notices of former versions had no page."""
    return () if facts.link_id is None else (Choice(label, link_url),)
