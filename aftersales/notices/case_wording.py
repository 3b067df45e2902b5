"""The words about cases and claims: received, asked about, decided; each with whoever looks after it and its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, assert_never
from uuid import UUID

from aftersales.notices.facts import CaseFacts, ClaimFacts, from_json
from aftersales.notices.goodwill_facts import GoodwillFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.reasons import reason_from_json
from aftersales.records import AppointmentState
from aftersales.words import Words
from aftersales.words.guarantee import guarantee_reminder
from aftersales.words.reasons import reason_said
from warranty import Reason, ReasonCode
from warranty.claims.adjudication import Outcome

LAST: Final = ReasonCode.APPEAL_UNTIL
"""Said last, after whatever a person wrote."""


AboutCase = Literal[
    NoticeKind.CASE_RECEIVED,
    NoticeKind.CASE_UPDATE,
    NoticeKind.CLAIM_RECEIVED,
    NoticeKind.RECOVERY_OPENED,
    NoticeKind.CLAIM_QUESTION,
    NoticeKind.CLAIM_DECIDED,
]
"""The kinds of notices that are worded here."""


def about_case(kind: AboutCase, _: Words, stored: dict[str, object], link_url: str) -> Message:
    """The message of a notice about a case or claim."""
    match kind:
        case NoticeKind.CASE_RECEIVED | NoticeKind.CLAIM_RECEIVED:
            facts = from_json(CaseFacts, stored)
            return _received(_, facts, link_url, is_claim=kind is NoticeKind.CLAIM_RECEIVED)
        case NoticeKind.RECOVERY_OPENED:
            return _recovery(_, from_json(CaseFacts, stored), link_url)
        case NoticeKind.CASE_UPDATE:
            facts = from_json(CaseFacts, stored)
            return (_ended if facts.ended else _not_placed_yet)(_, facts, link_url)
        case NoticeKind.CLAIM_QUESTION:
            return _question(_, from_json(ClaimFacts, stored), link_url)
        case NoticeKind.CLAIM_DECIDED:
            return _decided(_, from_json(ClaimFacts, stored), link_url)
        case _never:
            assert_never(_never)


def _received(_: Words, facts: CaseFacts, link_url: str, *, is_claim: bool) -> Message:
    subject = (
        _("We have your claim ({reference})", reference=facts.reference)
        if is_claim
        else _("We have your request ({reference})", reference=facts.reference)
    )
    return Message(
        subject=subject,
        paragraphs=kept(facts.subject, *_owner(_, facts), _reminder(_, facts.guarantee_page)),
        choices=(*own_page(_, facts.link_id, link_url), *_guarantee(_, facts.guarantee_page)),
    )


def _reminder(_: Words, page: str) -> str:
    """What the law wants consumers in the European Union to know, where it applies."""
    return guarantee_reminder(_) if page else ""


def _guarantee(_: Words, page: str) -> tuple[Choice, ...]:
    return (Choice(_("Your legal guarantee"), page),) if page else ()


def _recovery(_: Words, facts: CaseFacts, link_url: str) -> Message:
    return Message(
        subject=_("We want to put it right ({reference})", reference=facts.reference),
        paragraphs=kept(
            facts.subject,
            _("Thank you for your honest answer. We are sorry, and somebody looks into it now."),
            *_owner(_, facts),
        ),
        choices=own_page(_, facts.link_id, link_url),
    )


def _not_placed_yet(_: Words, facts: CaseFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "We are still looking for a time for your visit ({reference})",
            reference=facts.reference,
        ),
        paragraphs=kept(
            facts.subject,
            _("In the times that you named nobody who can do this work is free."),
            *_owner(_, facts),
        ),
        choices=own_page(_, facts.link_id, link_url),
    )


def _ended(_: Words, facts: CaseFacts, link_url: str) -> Message:
    """A visit took place without its work; the first two only in messages of before they had a kind of their own."""
    match facts.ended:
        case AppointmentState.CUSTOMER_NO_SHOW:
            subject = _("We came and met nobody ({reference})", reference=facts.reference)
            more = _("We find a new time with you.")
        case AppointmentState.TECHNICIAN_NO_SHOW:
            subject = _("Nobody came to you ({reference})", reference=facts.reference)
            more = _("We find a new time with you.")
        case _:
            subject = _("Your visit is not finished ({reference})", reference=facts.reference)
            more = _("The work could not be done in one go. We tell you how it goes on.")
    return Message(
        subject=subject,
        paragraphs=kept(facts.subject, more, *_owner(_, facts)),
        choices=own_page(_, facts.link_id, link_url),
    )


def _question(_: Words, facts: ClaimFacts, link_url: str) -> Message:
    is_asked = facts.outcome == Outcome.NEEDS_INFO
    subject = (
        _("We need something for your claim ({reference})", reference=facts.reference)
        if is_asked
        else _("A person looks at your claim ({reference})", reference=facts.reference)
    )
    return Message(
        subject=subject,
        paragraphs=kept(facts.product, *_reasons(_, facts), *owner_and_next(_, facts)),
        choices=own_page(_, facts.link_id, link_url),
    )


def _decided(_: Words, facts: ClaimFacts, link_url: str) -> Message:
    match facts.outcome:
        case Outcome.APPROVE:
            subject = _("Your claim is approved ({reference})", reference=facts.reference)
        case Outcome.PARTLY:
            subject = _("Your claim is approved in part ({reference})", reference=facts.reference)
        case _:
            subject = _("Your claim is not approved ({reference})", reference=facts.reference)
    return Message(
        subject=subject,
        paragraphs=kept(
            facts.product,
            *_reasons(_, facts),
            *owner_and_next(_, facts),
            _reminder(_, facts.guarantee_page),
        ),
        choices=(*own_page(_, facts.link_id, link_url), *_guarantee(_, facts.guarantee_page)),
    )


def own_page(_: Words, link_id: UUID | None, link_url: str) -> tuple[Choice, ...]:
    """The way to the customer's own page of a case; none in messages from before there was one."""
    return () if link_id is None else (Choice(_("See your request and answer here"), link_url),)


def _owner(_: Words, facts: CaseFacts) -> tuple[str, str]:
    return (
        _("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone),
        _(
            "You hear from us by {time} on {day}.",
            time=_.time_at(facts.next_update_at, facts.zone),
            day=_.day_at(facts.next_update_at, facts.zone),
        ),
    )


def _reasons(_: Words, facts: ClaimFacts) -> list[str]:
    return reasons_told(_, [reason_from_json(each) for each in facts.reasons], facts.why)


def reasons_told(_: Words, reasons: Sequence[Reason], why: str) -> list[str]:
    """The sentences of a decision: what a person wrote stands between the reasons and the way to appeal."""
    said = [(reason.code, reason_said(_, reason)) for reason in reasons]
    first = [text for code, text in said if code is not LAST]
    last = [text for code, text in said if code is LAST]
    return [*first, why, *last]


def owner_and_next(_: Words, facts: ClaimFacts | GoodwillFacts) -> list[str]:
    """Who looks after it, and when the customer hears more, as far as either is known."""
    found = []
    if facts.owner_phone:
        found.append(
            _("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone)
        )
    if facts.next_update_at is not None:
        found.append(
            _(
                "You hear from us by {time} on {day}.",
                time=_.time_at(facts.next_update_at, facts.zone),
                day=_.day_at(facts.next_update_at, facts.zone),
            )
        )
    return found
