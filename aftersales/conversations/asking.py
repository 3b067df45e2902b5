"""Somebody asks for help on the web: taken in as a message like any other, and never more often than people write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from aftersales.case_links import guest_link, guest_link_of
from aftersales.case_owners import who_answers
from aftersales.complaints import Grievance, open_complaint
from aftersales.conversations.enclosed import enclose
from aftersales.conversations.incoming import Incoming, plain, said, sent_from, subject_of
from aftersales.conversations.receiving import keep_message, receive, sender_of
from aftersales.deed import Actor, Deed
from aftersales.identifiers import digest_of, link_token
from aftersales.parts import Parts
from aftersales.queries.case_lists import units_of_customer
from aftersales.queries.conversations import message_with_outside_id, thread_of_case
from aftersales.records import ActorKind, Case, CaseChannel, ThreadMessage
from aftersales.throttle import Allowance, attempt
from aftersales.uploads import CleanFile
from warranty import normalised_serial

BY_ADDRESS: Final = Allowance("help_address", 5, timedelta(hours=1))
"""Each request is answered with a message: nobody lets us write to somebody else more often than this."""

BY_ORIGIN: Final = Allowance("help_origin", 30, timedelta(hours=1))
"""A shop's own counter may send many in an hour, a machine that plays with the form more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    """What somebody wrote into the form: what happened, to what, and how they are reached.

    `draft` is what the form is known by, so that the same form sent twice leads to the same page; `is_chat` says that
    they stay for an answer, `is_complaint` that they complain.
    """

    name: str
    reached_at: str
    text: str
    serial: str
    language: str
    draft: str = ""
    is_chat: bool = False
    is_complaint: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """What became of the form: the message, and what opens its page if it is theirs to see."""

    message: ThreadMessage
    token: str


def ask_for_help(parts: Parts, asked: HelpAsked, files: Sequence[CleanFile], origin: str) -> Begun:
    """Keep it in the thread of a case; the same form sent twice on a day is one message.

    Raises:
        NotUnderstood: it says nothing, or nobody can be answered there.
        TooOften: too many came for this address, or from this origin.
    """
    incoming = _incoming(parts, asked)
    _channel, address = sent_from(incoming)
    attempt(parts, BY_ORIGIN, origin)
    attempt(parts, BY_ADDRESS, address)
    with parts.doing(Actor(ActorKind.CUSTOMER, "form")) as deed:
        known = message_with_outside_id(deed.session, incoming.channel, incoming.outside_id or "")
        if known is not None:
            return Begun(known, _token(deed, guest_link_of(deed, known.case_id, asked.draft)))
        if asked.is_complaint:
            message = _complained(deed, incoming)
        else:
            message = receive(deed, incoming, begins=asked.is_chat)
        deed.session.flush()
        enclose(deed, message, files)
        case = deed.session.get_one(Case, message.case_id)
        is_new = len(thread_of_case(deed.session, case.id)) == 1
        _link_unit(deed, case, normalised_serial(asked.serial))
        return Begun(message, _token(deed, guest_link(deed, case, asked.draft) if is_new else None))


def _incoming(parts: Parts, asked: HelpAsked) -> Incoming:
    serial = normalised_serial(asked.serial)
    text = f"{asked.text}\n\n[{serial}]" if serial else asked.text
    return Incoming(
        channel=CaseChannel.CHAT if asked.is_chat else CaseChannel.WEB_FORM,
        address=asked.reached_at,
        name=asked.name,
        text=text,
        language=asked.language,
        outside_id=digest_of(f"{parts.clock.now().date()}\n{asked.reached_at}\n{text}"),
    )


def _complained(deed: Deed, incoming: Incoming) -> ThreadMessage:
    """Open a complaint in the words of whoever wrote; they are told who looks after it and by when."""
    person, is_unsure = sender_of(deed, incoming)
    grievance = Grievance(subject=subject_of(incoming), happened=said(incoming.text))
    complaint = open_complaint(
        deed, who_answers(deed, person), person, grievance, channel=incoming.channel
    )
    case = deed.session.get_one(Case, complaint.case_id)
    case.is_sender_unsure = is_unsure
    _channel, address = sent_from(incoming)
    return keep_message(
        deed,
        case,
        channel=incoming.channel,
        who=plain(incoming.name) or address,
        address=address,
        text=incoming.text,
        outside_id=incoming.outside_id,
    )


def _link_unit(deed: Deed, case: Case, serial: str) -> None:
    """The unit that the serial names, if it is theirs."""
    for unit, _model in units_of_customer(deed.session, case.customer_id):
        if serial and unit.serial == serial and not case.is_sender_unsure:
            case.unit_id, case.location_id = unit.id, case.location_id or unit.location_id


def _token(deed: Deed, link_id: UUID | None) -> str:
    return "" if link_id is None else link_token(deed.secret, link_id)
