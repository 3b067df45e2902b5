"""Somebody of us writes down for a customer what they said: on the telephone, at the counter, on paper."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from aftersales.case_owners import who_answers
from aftersales.cases import open_case
from aftersales.conversations.incoming import said
from aftersales.conversations.receiving import MOST_DESCRIBED, keep_message
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.notices import contacts_of
from aftersales.records import (
    Case,
    CaseChannel,
    CaseKind,
    Channel,
    Customer,
    Priority,
    ThreadMessage,
    Unit,
    User,
)
from aftersales.sla import next_update_by, require_to_come


def take_call(
    deed: Deed,
    person: Customer,
    owner: User,
    *,
    channel: CaseChannel,
    kind: CaseKind,
    subject: str,
    text: str,
    priority: Priority = Priority.NORMAL,
    unit: Unit | None = None,
    next_update_at: datetime | None = None,
) -> Case:
    """Open a case in the words of a customer who called; whoever took the call owns it.

    Raises:
        NotUnderstood: the unit is somebody else's, nothing was said, or the next update lies in the past.
    """
    if not subject.strip():
        raise NotUnderstood(
            "It is not said what this is about. Write it in a few words.",
            [Problem("subject", "write it in a few words")],
        )
    if unit is not None and unit.customer_id != person.id:
        raise NotUnderstood(
            "This unit belongs to another customer. Check the unit.",
            [Problem("unit", "it belongs to another customer")],
        )
    area = who_answers(deed, person)
    by = next_update_at or next_update_by(deed.settings, area, deed.now)
    require_to_come(by, deed.now)
    case = open_case(
        deed,
        area,
        person,
        kind=kind,
        channel=channel,
        subject=subject.strip(),
        description=said(text)[:MOST_DESCRIBED],
        next_update_at=by,
        unit_id=None if unit is None else unit.id,
        location_id=None if unit is None else unit.location_id,
        owner=owner,
        priority=priority,
    )
    begin_thread(deed, case, person, text)
    return case


def begin_thread(deed: Deed, case: Case, person: Customer, text: str) -> ThreadMessage:
    """What was said for a customer when their case was opened stands first in its thread."""
    return keep_message(
        deed,
        case,
        channel=case.channel,
        who=person.name,
        address=_number_of(deed, person.id),
        text=said(text) or case.subject,
        outside_id=None,
    )


def _number_of(deed: Deed, customer_id: UUID) -> str:
    """A number that a caller can be called back at."""
    phones = [
        each.address
        for each in contacts_of(deed.session, customer_id)
        if each.channel is Channel.PHONE
    ]
    return phones[0] if phones else ""
