"""The words of a thread: what somebody of us wrote, that it takes longer than promised, and to owners what runs out."""

from __future__ import annotations

from typing import Literal, assert_never

from aftersales.notices.case_wording import own_page
from aftersales.notices.facts import ReplyFacts, SlaFacts, SlipFacts, from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Message, kept
from aftersales.records import CASE_OVER, CaseState
from aftersales.words import Words

AboutThread = Literal[
    NoticeKind.CASE_REPLY,
    NoticeKind.CASE_RESOLVED,
    NoticeKind.NEXT_UPDATE_SLIPPED,
    NoticeKind.SLA_WARNING,
]
"""The kinds of notices that are worded here."""


def about_thread(kind: AboutThread, _: Words, stored: dict[str, object], link_url: str) -> Message:
    """The message of a notice about what is said in a case, or should have been."""
    match kind:
        case NoticeKind.CASE_REPLY | NoticeKind.CASE_RESOLVED:
            return _replied(_, from_json(ReplyFacts, stored), link_url)
        case NoticeKind.NEXT_UPDATE_SLIPPED:
            return _slipped(_, from_json(SlipFacts, stored), link_url)
        case NoticeKind.SLA_WARNING:
            return _warned(_, from_json(SlaFacts, stored))
        case _never:
            assert_never(_never)


def _replied(_: Words, facts: ReplyFacts, link_url: str) -> Message:
    """The answer, who looks after the case, and what comes next."""
    return Message(
        subject=f"Re: {facts.subject} [{facts.reference}]",
        paragraphs=kept(
            *(part.strip() for part in facts.text.split("\n\n")),
            _next(_, facts),
            _("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone),
        ),
        choices=own_page(_, facts.link_id, link_url),
    )


def _next(_: Words, facts: ReplyFacts) -> str:
    if facts.state in CASE_OVER:
        return _("For us this is settled. If it is not for you, answer this message.")
    if facts.next_update_at is None:
        return ""
    time = _.time_at(facts.next_update_at, facts.zone)
    day = _.day_at(facts.next_update_at, facts.zone)
    if facts.state == CaseState.WAITING_CUSTOMER:
        return _(
            "We go on as soon as you answer this message. If you do not, we ask again by {time} on {day}.",
            time=time,
            day=day,
        )
    return _("You hear from us by {time} on {day}.", time=time, day=day)


def _slipped(_: Words, facts: SlipFacts, link_url: str) -> Message:
    """It takes longer than promised, until when, and who answers for it; whoever was asked something is asked again."""
    waits = facts.state == CaseState.WAITING_CUSTOMER
    next_update = {
        "time": _.time_at(facts.next_update_at, facts.zone),
        "day": _.day_at(facts.next_update_at, facts.zone),
    }
    if waits:
        subject = _("We still need your answer ({reference})", reference=facts.reference)
        said = (
            _(
                "We asked you something and have not heard from you yet. Answer our last message, or call us."
            ),
            _("If you do not, we ask again by {time} on {day}.", **next_update),
        )
    else:
        subject = _("It takes us longer than we said ({reference})", reference=facts.reference)
        said = (
            _(
                "We had promised you news by {time} on {day}. We are not that far yet, and we are sorry.",
                time=_.time_at(facts.was_at, facts.zone),
                day=_.day_at(facts.was_at, facts.zone),
            ),
            _("You hear from us by {time} on {day}.", **next_update),
        )
    owner = _("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone)
    return Message(
        subject=subject,
        paragraphs=(facts.subject, *said, owner),
        choices=own_page(_, facts.link_id, link_url),
    )


def _warned(_: Words, facts: SlaFacts) -> Message:
    """What is due until when, for whoever owns it."""
    due = {
        "reference": facts.reference,
        "time": _.time_at(facts.due_at, facts.zone),
        "day": _.day_at(facts.due_at, facts.zone),
    }
    match facts.what:
        case "first_answer":
            subject = _("{reference}: the first answer is due by {time} on {day}", **due)
        case "resolution":
            subject = _("{reference}: the solution is due by {time} on {day}", **due)
        case _what:
            subject = _("{reference}: news is promised by {time} on {day}", **due)
    return Message(
        subject=subject,
        paragraphs=(
            _("Customer: {name}", name=facts.call_name),
            facts.subject,
            _("Answer it, hand it over, or promise the customer another moment before then."),
        ),
    )
