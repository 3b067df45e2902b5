"""A calendar answers an invitation: yes confirms the visit, no and another time open the choice of a new one.

Whoever answers must be the one invited, and answer what was told last; all else changes nothing and says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.calendars.replies import Answer, CalendarReply
from aftersales.choices import decline_visit, keep_visit, wish_time
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.queries.notices import contacts_of
from aftersales.queries.pages import events_about
from aftersales.queries.visits import AHEAD, Visit, visits_by_id
from aftersales.records import BuyerChoice, Case, Channel, Event
from aftersales.visits import tell_reply_received

ANSWERED: Final = "calendar_"
"""Begins the words of the audit trail for what calendars answered."""

SHORTEST_WISH: Final = timedelta(hours=2)
"""A proposed time that is shorter is made so long: nobody can promise a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What became of a reply.

    Attributes:
        sentence: why it changed nothing, or what it changed.
        needs_person: whether somebody must read the mail that brought it.
        case: which looks after it now, if there is one.
    """

    sentence: str
    needs_person: bool = False
    case: Case | None = None


def hear(deed: Deed, reply: CalendarReply, sender: str) -> Heard:
    """Do what a reply asks, once; `sender` is the address that its mail came from.

    A no, or another time, that changes nothing needs a person: its writer believes that it was heard.
    """
    visit = _visit_of(deed, reply)
    if visit is None:
        return _unheard(reply, "It answers no invitation of ours.")
    addresses = {
        each.address.lower()
        for each in contacts_of(deed.session, visit.customer.id)
        if each.channel is Channel.EMAIL
    }
    answer = next((reply.answers[each] for each in addresses if each in reply.answers), None)
    if answer is None:
        return _unheard(reply, "Somebody answers who was not invited.")
    if answer is Answer.COUNTERED and sender.lower() not in addresses:
        return _unheard(reply, "Somebody else than the invited person asks for another time.")
    if reply.sequence != visit.appointment.invitation_sequence:
        return _unheard(reply, "It answers a time that no longer holds.")
    if visit.appointment.state not in AHEAD:
        return _unheard(reply, "The visit is under way, or over.")
    if _is_overtaken(deed, visit, reply, answer):
        return Heard(sentence="It was heard before, or a later answer was.")
    deed.note(
        f"{ANSWERED}{answer}",
        visit.appointment,
        facts={"answered_at": reply.answered_at.isoformat()},
    )
    return _done(deed, visit, reply, answer)


def _done(deed: Deed, visit: Visit, reply: CalendarReply, answer: Answer) -> Heard:
    if answer is Answer.ACCEPTED:
        if visit.appointment.customer_choice != BuyerChoice.KEEP:
            keep_visit(deed, visit)
        return Heard(sentence="A calendar accepted an invitation.")
    if answer is Answer.TENTATIVE:
        return Heard(sentence="A calendar accepted an invitation, but not for sure.")
    if answer is Answer.COUNTERED and reply.wished is not None:
        from_at, to_at = reply.wished
        to_at = max(to_at, from_at + SHORTEST_WISH)
        try:
            case = wish_time(deed, visit, from_at, to_at)
        except (NotUnderstood, NotAllowed):
            pass  # nobody works then: they choose among the times that there are
        else:
            _tell(deed, visit, case, (from_at, to_at))
            return Heard(sentence="A calendar proposed another time.", needs_person=True, case=case)
    case = decline_visit(deed, visit)
    _tell(deed, visit, case, None)
    return Heard(sentence="A calendar declined an invitation.", needs_person=True, case=case)


def _tell(deed: Deed, visit: Visit, case: Case, wished: tuple[datetime, datetime] | None) -> None:
    number = sum(each.what.startswith(ANSWERED) for each in _answers(deed, visit))
    tell_reply_received(
        deed, visit, number=number, next_update_at=case.next_update_at, wished=wished
    )


def _unheard(reply: CalendarReply, why: str) -> Heard:
    wants_more = set(reply.answers.values()) & {Answer.DECLINED, Answer.COUNTERED}
    return Heard(sentence=why, needs_person=bool(wants_more))


def _visit_of(deed: Deed, reply: CalendarReply) -> Visit | None:
    name, _at, domain = reply.uid.partition("@")
    if domain != deed.settings.calendar_domain:
        return None
    try:
        appointment_id = UUID(name)
    except ValueError:
        return None
    return visits_by_id(deed.session, [appointment_id]).get(appointment_id)


def _is_overtaken(deed: Deed, visit: Visit, reply: CalendarReply, answer: Answer) -> bool:
    """Whether the same answer, or one that was given later, was heard before."""
    heard = [
        (datetime.fromisoformat(str(each.facts["answered_at"])), each.what)
        for each in _answers(deed, visit)
    ]
    return any(
        at > reply.answered_at or (at == reply.answered_at and what == f"{ANSWERED}{answer}")
        for at, what in heard
    )


def _answers(deed: Deed, visit: Visit) -> list[Event]:
    deed.session.flush()
    return [
        each
        for each in events_about(deed.session, [visit.appointment.id])
        if each.what.startswith(ANSWERED)
    ]
