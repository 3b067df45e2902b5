"""The words about complaints: kind, exact, and each with whoever looks after it and what comes next."""

from __future__ import annotations

from typing import Literal, assert_never

from aftersales.notices.facts import ComplaintFacts, from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.words import Words
from aftersales.words.reasons import money
from aftersales.words.remedies import remedy_name
from warranty import Money
from warranty.claims.remedies import REMEDIES, RemedyKind

AboutComplaint = Literal[
    NoticeKind.COMPLAINT_ACKNOWLEDGED,
    NoticeKind.COMPLAINT_OFFER,
    NoticeKind.COMPLAINT_ESCALATED,
    NoticeKind.COMPLAINT_CLOSED,
    NoticeKind.COMPLAINT_FOLLOW_UP,
    NoticeKind.APPROVAL_NEEDED,
    NoticeKind.ASSIGNMENT,
    NoticeKind.COMPLAINT_ANSWERED,
]
"""The kinds of notices that are worded here."""


def about_complaint(
    kind: AboutComplaint, _: Words, stored: dict[str, object], link_url: str
) -> Message:
    """The message of a notice about a complaint."""
    facts = from_json(ComplaintFacts, stored)
    match kind:
        case NoticeKind.COMPLAINT_ACKNOWLEDGED:
            return _acknowledged(_, facts, link_url)
        case NoticeKind.COMPLAINT_OFFER:
            return _offer(_, facts, link_url)
        case NoticeKind.COMPLAINT_ESCALATED:
            return _escalated(_, facts, link_url)
        case NoticeKind.COMPLAINT_CLOSED:
            return _closed(_, facts, link_url)
        case NoticeKind.COMPLAINT_FOLLOW_UP:
            return _follow_up(_, facts, link_url)
        case NoticeKind.APPROVAL_NEEDED:
            return _approval_needed(_, facts, link_url)
        case NoticeKind.ASSIGNMENT:
            return _assignment(_, facts, link_url)
        case NoticeKind.COMPLAINT_ANSWERED:
            return _answered(_, facts, link_url)
        case _never:
            assert_never(_never)


def offered(_: Words, remedy: str, amount_cents: int | None, currency: str) -> str:
    """What is offered, such as “Voucher: 30.00 EUR”; what a repair costs us is no affair of the customer."""
    name = remedy_name(_, remedy)
    if amount_cents is None or not REMEDIES[RemedyKind(remedy)].is_money:
        return name
    return f"{name}: {money(_, Money(currency, amount_cents))}"


def _acknowledged(_: Words, facts: ComplaintFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "{name} looks after your complaint ({reference})",
            name=facts.owner_name,
            reference=facts.reference,
        ),
        paragraphs=kept(
            facts.subject,
            _("Thank you for telling us. We are sorry that it did not go as it should."),
            facts.why,
            *_owner_and_next(_, facts),
        ),
        choices=_page(_, link_url),
    )


def _offer(_: Words, facts: ComplaintFacts, link_url: str) -> Message:
    after = (
        _(
            "If we do not hear from you, we ask again on {day}.",
            day=_.day_at(facts.next_update_at, facts.zone),
        )
        if facts.next_update_at is not None
        else _("The offer stays open. Answer whenever it suits you.")
    )
    return Message(
        subject=_("What we offer you ({reference})", reference=facts.reference),
        paragraphs=kept(
            facts.why,
            offered(_, facts.remedy, facts.amount_cents, facts.currency),
            _("You decide: accept or decline with one tap. Declining costs you nothing."),
            after,
            _owner(_, facts),
        ),
        choices=(
            Choice(_("Accept the offer"), f"{link_url}#offer" if link_url else ""),
            Choice(_("Decline the offer"), f"{link_url}#decline" if link_url else ""),
        ),
    )


def _escalated(_: Words, facts: ComplaintFacts, link_url: str) -> Message:
    if facts.is_raised:
        subject = _(
            "{name} now looks after your complaint ({reference})",
            name=facts.owner_name,
            reference=facts.reference,
        )
        said = _("It has gone on to somebody who can decide more.")
    else:
        subject = _("Your complaint takes longer ({reference})", reference=facts.reference)
        said = _("We are not done yet, and we are sorry that you have to wait.")
    return Message(
        subject=subject,
        paragraphs=kept(facts.subject, said, *_owner_and_next(_, facts)),
        choices=_page(_, link_url),
    )


def _closed(_: Words, facts: ComplaintFacts, link_url: str) -> Message:
    ask = (
        ""
        if facts.next_update_at is None
        else _(
            "On {day} we ask you whether it is settled. If it is not, tell us at any time.",
            day=_.day_at(facts.next_update_at, facts.zone),
        )
    )
    return Message(
        subject=_(
            "What we have done about your complaint ({reference})", reference=facts.reference
        ),
        paragraphs=kept(facts.subject, facts.why, ask, _owner(_, facts)),
        choices=_page(_, link_url),
    )


def _follow_up(_: Words, facts: ComplaintFacts, link_url: str) -> Message:
    return Message(
        subject=_("Is your complaint settled? ({reference})", reference=facts.reference),
        paragraphs=kept(
            facts.subject,
            _("It is settled when you say so. If it is not, somebody further up looks at it."),
            _owner(_, facts),
        ),
        choices=(
            Choice(_("Yes, it is settled"), f"{link_url}#settled" if link_url else ""),
            Choice(_("No, not yet"), f"{link_url}#open" if link_url else ""),
        ),
    )


def _approval_needed(_: Words, facts: ComplaintFacts, link_url: str) -> Message:
    amount = (
        "" if facts.amount_cents is None else money(_, Money(facts.currency, facts.amount_cents))
    )
    return Message(
        subject=_("An offer needs your approval ({reference})", reference=facts.reference),
        paragraphs=kept(
            _(
                "{remedy}, {amount}, for {name}.",
                remedy=remedy_name(_, facts.remedy),
                amount=amount,
                name=facts.call_name,
            ),
            facts.why,
            _("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone),
            _due(_, facts),
        ),
        choices=_page(_, link_url),
    )


def _assignment(_: Words, facts: ComplaintFacts, link_url: str) -> Message:
    return Message(
        subject=_("A complaint has come to you ({reference})", reference=facts.reference),
        paragraphs=kept(
            _("{subject}, from {name}.", subject=facts.subject, name=facts.call_name),
            facts.why,
            _("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone),
            _due(_, facts),
        ),
        choices=_page(_, link_url),
    )


def _answered(_: Words, facts: ComplaintFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "{name} wrote about their complaint ({reference})",
            name=facts.call_name,
            reference=facts.reference,
        ),
        paragraphs=kept(
            facts.why,
            _("Nothing was accepted or settled by it. Read it, and answer."),
            _due(_, facts),
        ),
        choices=_page(_, link_url),
    )


def _due(_: Words, facts: ComplaintFacts) -> str:
    if facts.next_update_at is None:
        return ""
    return _(
        "The customer hears more by {time} on {day}.",
        time=_.time_at(facts.next_update_at, facts.zone),
        day=_.day_at(facts.next_update_at, facts.zone),
    )


def _owner(_: Words, facts: ComplaintFacts) -> str:
    return _("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone)


def _owner_and_next(_: Words, facts: ComplaintFacts) -> list[str]:
    found = [_owner(_, facts)]
    if facts.next_update_at is not None:
        found.append(
            _(
                "You hear from us by {time} on {day}.",
                time=_.time_at(facts.next_update_at, facts.zone),
                day=_.day_at(facts.next_update_at, facts.zone),
            )
        )
    return found


def _page(_: Words, link_url: str) -> tuple[Choice, ...]:
    return (Choice(_("See the complaint"), link_url),)
