"""A message comes in: it finds its customer and its case, or begins one; the same message twice is one."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from aftersales.case_owners import territory_of_case, who_answers
from aftersales.case_waking import wake_case
from aftersales.cases import open_case
from aftersales.complaints.hearing import hear_customer
from aftersales.conversations.incoming import (
    LONGEST_LINE,
    TALKED,
    Incoming,
    outside_ids_in,
    plain,
    references_in,
    said,
    sent_from,
    subject_of,
    subjects_in,
)
from aftersales.conversations.senders import new_sender, possible_senders
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.queries.complaints import complaint_of_case
from aftersales.queries.conversations import (
    case_talked_in,
    case_with_messages,
    cases_by_subject,
    cases_cited,
    message_with_outside_id,
)
from aftersales.records import (
    Case,
    CaseChannel,
    CaseKind,
    Customer,
    Direction,
    ThreadMessage,
)
from aftersales.sla import next_update_by
from aftersales.store import lock_rows

STILL_TALKING: Final = timedelta(days=7)
"""So long after a case was resolved another line on the same channel still belongs to it."""

MOST_DESCRIBED: Final = 8000
"""Characters of a first message that stand in the case itself; the thread has all of them."""


def receive(deed: Deed, incoming: Incoming, *, begins: bool = False) -> ThreadMessage:
    """Keep what somebody wrote in the thread of its case; a case that was settled or waited goes on.

    A case whose customer had their data erased holds nothing any more: whoever answers in it begins a new one. What
    `begins` a talk opens a case of its own, whatever it names.

    Raises:
        NotUnderstood: it says nothing, or nobody can be answered there.
    """
    outside_id = next(iter(outside_ids_in(incoming.outside_id or "")), None)
    if outside_id is not None:
        known = message_with_outside_id(deed.session, incoming.channel, outside_id)
        if known is not None:
            return known
    if not said(incoming.text) and not plain(incoming.subject) and not incoming.files:
        raise NotUnderstood(
            "The message is empty. Write what happened, or what you need.",
            [Problem("text", "write what happened, or what you need")],
        )
    case = None if begins else case_meant(deed, incoming)
    if case is None or deed.session.get_one(Customer, case.customer_id).erased_at is not None:
        case = _opened(deed, incoming)
    else:
        wake(deed, case, said(incoming.text) or subject_of(incoming))
    _channel, address = sent_from(incoming)
    return keep_message(
        deed,
        case,
        channel=incoming.channel,
        who=plain(incoming.name)[:LONGEST_LINE] or _name(deed, case, incoming),
        address=address,
        text=incoming.text,
        outside_id=outside_id,
    )


def keep_message(
    deed: Deed,
    case: Case,
    *,
    channel: CaseChannel,
    who: str,
    address: str,
    text: str,
    outside_id: str | None,
) -> ThreadMessage:
    """Keep what a customer said in the thread of their case."""
    message = ThreadMessage(
        id=deed.new_id(),
        case_id=case.id,
        direction=Direction.IN,
        channel=channel,
        who=who,
        address=address,
        text=said(text),
        outside_id=outside_id,
        at=deed.now,
    )
    deed.add(message)
    deed.note("case_message_received", case, facts={"channel": channel.value})
    return message


def case_meant(deed: Deed, incoming: Incoming) -> Case | None:
    """The case that a message belongs to by what it names; on channels where people talk on, their last one."""
    session = deed.session
    named = references_in(f"{incoming.reference} {incoming.subject}")
    cited = cases_cited(session, named) if named else {}
    for reference in named:
        if reference in cited:
            return cited[reference]
    answered = outside_ids_in(incoming.reference)
    if answered:
        case = case_with_messages(session, answered)
        if case is not None:
            return case
    subjects = subjects_in(incoming.reference)
    if subjects:
        cases = cases_by_subject(session, subjects)
        if cases:
            return cases[-1]
    written = references_in(incoming.text)
    found = {case.id: case for case in cases_cited(session, written).values()} if written else {}
    if len(found) == 1:  # a text that names several is about none of them alone
        return next(iter(found.values()))
    if incoming.channel in TALKED:
        _channel, address = sent_from(incoming)
        return case_talked_in(session, incoming.channel, address, deed.now - STILL_TALKING)
    return None


def identify_sender(deed: Deed, case: Case, person: Customer) -> None:
    """Somebody said whose case this is: it is that customer's from now on, and so are its promises.

    Raises:
        NotAllowed: it is known already, or that customer was erased.
    """
    if not case.is_sender_unsure or person.erased_at is not None:
        raise NotAllowed(
            "It is known already whose case this is. Open another case for somebody else."
        )
    case.customer_id = person.id
    case.is_sender_unsure = False
    case.revision += 1
    deed.add(case)
    deed.note("case_sender_identified", case)


def _opened(deed: Deed, incoming: Incoming) -> Case:
    person, is_unsure = sender_of(deed, incoming)
    area = who_answers(deed, person)
    case = open_case(
        deed,
        area,
        person,
        kind=CaseKind.SUPPORT,
        channel=incoming.channel,
        subject=subject_of(incoming) or incoming.files[0].name[:LONGEST_LINE],
        description=said(incoming.text)[:MOST_DESCRIBED],
        next_update_at=next_update_by(deed.settings, area, deed.now),
    )
    case.is_sender_unsure = is_unsure
    return case


def sender_of(deed: Deed, incoming: Incoming) -> tuple[Customer, bool]:
    """Who wrote, and whether that is unsure because several share the address; somebody new is kept."""
    channel, address = sent_from(incoming)
    candidates = possible_senders(deed.session, channel, address)
    person = candidates[0] if len(candidates) == 1 else new_sender(deed, incoming)
    deed.session.flush()
    return person, len(candidates) > 1


def wake(deed: Deed, case: Case, told: str) -> None:
    """The customer said something: a settled case begins again, a waiting one goes on; a complaint goes to whoever looks after it."""
    lock_rows(deed.session, "service_case", [case.id])
    deed.session.refresh(case)
    complaint = complaint_of_case(deed.session, case.id)
    if complaint is not None:
        hear_customer(deed, complaint, told)
        return
    area = territory_of_case(deed, case)
    wake_case(deed, case, next_update_by(deed.settings, area, deed.now))


def _name(deed: Deed, case: Case, incoming: Incoming) -> str:
    """What a sender is called who did not say it: their name with us if the address is theirs, else the address."""
    channel, address = sent_from(incoming)
    theirs = possible_senders(deed.session, channel, address)
    person = next((each for each in theirs if each.id == case.customer_id), None)
    return address if person is None else person.name
