"""The words around what somebody of us wrote in a case: the text itself stays as it was written."""

from __future__ import annotations

from aftersales.notices.facts import ReplyFacts
from aftersales.notices.message import Message, kept
from aftersales.records import CaseState
from aftersales.words import Words


def replied(_: Words, facts: ReplyFacts) -> Message:
    """The answer, who looks after the case, and what comes next."""
    return Message(
        subject=f"Re: {facts.subject} [{facts.reference}]",
        paragraphs=kept(
            *(part.strip() for part in facts.text.split("\n\n")),
            _next(_, facts),
            _("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone),
        ),
    )


def _next(_: Words, facts: ReplyFacts) -> str:
    if facts.state in (CaseState.RESOLVED, CaseState.CLOSED):
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
