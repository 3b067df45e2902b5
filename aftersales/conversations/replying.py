"""We answer: the text is frozen in a notice, the promise before is kept and the next one made, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.case_links import case_link
from aftersales.case_owners import phone_of_owner, territory_of_case
from aftersales.case_states import CASE_MOVES, steps_to
from aftersales.cases import advance_case, heard, promise_next_update
from aftersales.complaints.hearing import answered_complaint, refuse_settling
from aftersales.conversations.incoming import said
from aftersales.conversations.recipients import Recipient, recipient_of
from aftersales.conversations.ways import Way, channel_of_answer
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.notices.facts import ReplyFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.letter import message_id
from aftersales.notices.writing import customer, write_notice
from aftersales.records import (
    CASE_OVER,
    Case,
    CaseChannel,
    CaseState,
    Customer,
    Direction,
    Notice,
    ThreadMessage,
)
from aftersales.sla import require_to_come, update_after_answer
from aftersales.states import moved

ASK_AGAIN_WITHIN: Final = timedelta(days=7)
"""Whoever was asked something and says nothing is asked again within this."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who of us writes: a user of the house, or a shop system by its name."""

    name: str
    user_id: UUID | None = None


def reply(
    deed: Deed,
    case: Case,
    text: str,
    author: Author,
    *,
    state: CaseState | None = None,
    next_update_at: datetime | None = None,
    way: Way | None = None,
    outside_id: str | None = None,
) -> ThreadMessage:
    """Answer the customer of a case, on their channel unless another `way` is named; a new case is triaged by it.

    The promise of the next update is kept, and renewed unless `state` settles the case. `outside_id` is what the channel
    calls an answer that no e-mail carries.

    Raises:
        IllegalMove: the case cannot come to `state` from where it is.
        NotAllowed: the case is closed, it is not known whose it is, or `state` would settle a complaint.
        NotUnderstood: there is no text, no such way to this customer, or the next update lies in the past.
    """
    written = _checked(deed, case, text, next_update_at)
    refuse_settling(deed.session, case, state)
    recipient = recipient_of(deed.session, deed.settings, case, deed.now)
    taken = way or recipient.way
    if taken is not Way.IN_PERSON and taken is not recipient.way and taken not in recipient.others:
        raise NotUnderstood(
            "This customer cannot be answered that way. Choose one of those shown.",
            [Problem("way", "choose one of those shown")],
        )
    _go_on(deed, case, state)
    heard(deed, case)
    case.revision += 1
    by = _next_update(deed, case, next_update_at)
    address, contact_id = recipient.reached_by(taken)
    is_told = taken is Way.EMAIL or (taken is Way.BRIDGE and recipient.is_carried)
    notice = _told(deed, case, written, recipient, contact_id, by) if is_told else None
    message = ThreadMessage(
        id=deed.new_id(),
        case_id=case.id,
        direction=Direction.OUT,
        channel=channel_of_answer(taken, recipient.channel),
        who=author.name,
        address=address,
        user_id=author.user_id,
        text=written,
        outside_id=outside_id if notice is None else message_id(deed.settings, notice),
        at=deed.now,
        notice_id=None if notice is None else notice.id,
    )
    deed.add(case, message)
    deed.note("case_answered", case, notice_id=message.notice_id)
    if by is not None:
        promise_next_update(deed, case, by, notice)
    answered_complaint(deed, case, by)
    return message


def write_note(deed: Deed, case: Case, text: str, author: Author) -> ThreadMessage:
    """Write down something for colleagues; the customer never sees it.

    Raises:
        NotUnderstood: there is no text.
    """
    written = said(text)
    if not written:
        raise NotUnderstood("The note is empty. Write something.", [Problem("text", "it is empty")])
    message = ThreadMessage(
        id=deed.new_id(),
        case_id=case.id,
        direction=Direction.NOTE,
        channel=case.channel,
        who=author.name,
        address="",
        user_id=author.user_id,
        text=written,
        at=deed.now,
    )
    deed.add(message)
    deed.note("case_note_written", case)
    return message


def states_with_reply(present: CaseState) -> tuple[CaseState, ...]:
    """Where an answer can bring a case that stands there, in the order of the graph."""
    return tuple(state for state in CaseState if steps_to(present, state))


def _go_on(deed: Deed, case: Case, state: CaseState | None) -> None:
    """Take the steps to `state`; without one, whoever is answered is at least not new any more."""
    begun = {CaseState.NEW: CaseState.TRIAGED, CaseState.REOPENED: CaseState.IN_PROGRESS}
    wanted = state or begun.get(case.state, case.state)
    if wanted is case.state:
        return
    for step in steps_to(case.state, wanted) or (moved(CASE_MOVES, case.state, wanted, "case"),):
        advance_case(deed, case, step)


def _checked(deed: Deed, case: Case, text: str, next_update_at: datetime | None) -> str:
    """The text as it goes out, after a look at everything that must not be."""
    written = said(text)
    if not written:
        raise NotUnderstood(
            "The answer is empty. Write what the customer is to read.",
            [Problem("text", "write what the customer is to read")],
        )
    if case.is_sender_unsure:
        raise NotAllowed(
            "Several customers share the address that this came from. Say first whose case it is."
        )
    if case.state is CaseState.CLOSED:
        raise NotAllowed("This case is closed. Reopen it before you answer.")
    if next_update_at is not None:
        require_to_come(next_update_at, deed.now)
    return written


def _next_update(deed: Deed, case: Case, named: datetime | None) -> datetime | None:
    if case.state in CASE_OVER:
        return None
    if named is not None:
        return named
    if case.state is CaseState.WAITING_CUSTOMER:
        return deed.now + ASK_AGAIN_WITHIN
    return update_after_answer(deed.settings, territory_of_case(deed, case), deed.now)


def _told(
    deed: Deed,
    case: Case,
    text: str,
    recipient: Recipient,
    contact_id: UUID | None,
    by: datetime | None,
) -> Notice:
    area = territory_of_case(deed, case)
    is_over = case.state in CASE_OVER
    answered = recipient.answers if recipient.channel is CaseChannel.EMAIL else ""
    return write_notice(
        deed,
        NoticeKind.CASE_RESOLVED if is_over else NoticeKind.CASE_REPLY,
        customer(deed.session.get_one(Customer, case.customer_id)),
        case,
        revision=case.revision,
        zone=area.zone,
        facts=ReplyFacts(
            reference=case.reference,
            subject=case.subject,
            text=text,
            state=case.state.value,
            answers=answered,
            contact_id=contact_id,
            owner_name=case.owner_name,
            owner_phone=phone_of_owner(deed.session, case, area),
            zone=area.zone,
            next_update_at=by,
            link_id=case_link(deed, case),
        ),
    )
