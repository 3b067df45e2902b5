"""The page of one case: facts on the left, the thread on the right, what can be done on top."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from fastapi import Request, Response

from aftersales.access import OFFICE, SignedIn
from aftersales.case_states import CASE_MOVES
from aftersales.conversations import Preview, next_due
from aftersales.conversations.recipients import Recipient, is_here, recipient_of
from aftersales.conversations.replying import states_with_reply
from aftersales.conversations.senders import possible_senders
from aftersales.covers import entitlement_of
from aftersales.errors import NotThere
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.prevention.triage import triage_of
from aftersales.queries.access import users
from aftersales.queries.case_lists import (
    claims_of_case,
    other_cases_of,
    units_of_customer,
    visits_of_case,
)
from aftersales.queries.complaints import complaint_of_case, complaints_about_case
from aftersales.queries.conversations import last_message_in
from aftersales.queries.links import working_links_of
from aftersales.queries.notices import contacts_of
from aftersales.queries.pages import events_about
from aftersales.queries.playbooks import steps_of_case
from aftersales.queries.promises import zone_of_case
from aftersales.queries.units import covers_of_unit
from aftersales.records import (
    CASE_OVER,
    COMPLAINT_OVER,
    Case,
    CaseChannel,
    CaseState,
    CaseStep,
    Customer,
    LinkPurpose,
    Priority,
    ProductModel,
    Role,
    Unit,
)
from aftersales.sla import PAUSES
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.reasons import clauses_said
from aftersales.words.sentences import cover, work
from web.pages.case_words import (
    case_kind_words,
    case_state_words,
    case_step_words,
    channel_words,
    due_words,
    priority_words,
    way_words,
)
from web.pages.claim_words import state_words
from web.pages.complaint_words import complaint_words, role_words
from web.pages.happening import by_whom, happened
from web.pages.thread_shown import thread_shown, ways_shown
from web.templating import page

MOST_OTHERS: Final = 5
"""Other cases of the same customer that the page names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCase:
    """What somebody typed into the forms of a case, what was wrong with it, and what it would do."""

    text: str = ""
    state: str = ""
    way: str = ""
    next_update: str = ""
    promised_by: str = ""
    line: str = ""
    said_id: str = ""
    symptom: str = ""
    fault_on: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    preview: Preview | None = None

    def with_problem(self, where: str, problem: str) -> TypedCase:
        """The same with something wrong at a field."""
        return replace(self, problems=((where, problem),))

    def with_preview(self, preview: Preview) -> TypedCase:
        """The same with what it would do."""
        return replace(self, preview=preview)


def case_in(session: Session, case_id: UUID) -> Case:
    """The case of an address.

    Raises:
        NotThere: there is none.
    """
    row = session.get(Case, case_id)
    if row is None:
        raise NotThere("There is no such case. Choose one from the list of cases.")
    return row


def case_page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    case_id: UUID,
    *,
    typed: TypedCase | None = None,
    status_code: int = 200,
) -> Response:
    """The page with everything that was typed."""
    _ = words_in(me.language)
    held = typed or TypedCase()
    now = parts.clock.now()
    with parts.store.reading() as session:
        row = case_in(session, case_id)
        customer = session.get_one(Customer, row.customer_id)
        zone = zone_of_case(session, row.id)
        return page(
            request,
            "case.html",
            _,
            status_code=status_code,
            typed=held,
            problems=list(held.problems),
            said_id=held.said_id or str(parts.ids.new(now)),
            case=row,
            customer=customer,
            zone=zone,
            now=now,
            **_standing(_, row),
            **_around(_, session, row, customer, now, zone),
            **_doing(_, session, row, recipient_of(session, parts.settings, row, now)),
            playbook_steps=_playbook_steps(_, session, row),
            thread=thread_shown(_, session, row),
            talks=_talks(session, row, now),
            **_complaints(_, session, row),
            channel_words=channel_words,
            case_state_words=case_state_words,
            way_words=way_words,
            events=events_about(session, {row.id}),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in users(session)},
        )


def _standing(_: Words, row: Case) -> dict[str, Any]:
    """Where it stands, and what is due next."""
    due = next_due(row)
    return {
        "state": case_state_words(_, row.state),
        "kind": case_kind_words(_, row.kind),
        "priority": priority_words(_, row.priority),
        "priorities": [(each.value, priority_words(_, each)) for each in Priority],
        "due": due,
        "due_what": "" if due is None else due_words(_, due.what),
        "is_paused": row.state in PAUSES,
    }


def _around(
    _: Words, session: Session, row: Case, customer: Customer, now: datetime, zone: str
) -> dict[str, Any]:
    """Whose it is, what it is about, and what else there is."""
    unit = None if row.unit_id is None else session.get_one(Unit, row.unit_id)
    model = None if unit is None else session.get_one(ProductModel, unit.product_model_id)
    today = wall_of(now, zone).date()
    summary = ""
    if unit is not None:
        owner = session.get_one(Customer, unit.customer_id)
        summary = clauses_said(_, entitlement_of(session, unit, owner, today).summary)
    visits = visits_of_case(session, row.id)
    return {
        "unit": unit,
        "model": model,
        "summary": summary,
        "covers": []
        if unit is None
        else [(cover(_, each.kind), each.ends_on) for each in covers_of_unit(session, unit.id)],
        "units": [
            (str(each.id), f"{kind.brand} {kind.name} ({each.serial or '–'})")
            for each, kind in units_of_customer(session, customer.id)
        ],
        "claims": [(each, state_words(_, each.state)) for each in claims_of_case(session, row.id)],
        "visits": [
            (order, work(_, work_type.kind.value, work_type.product_type), appointment)
            for order, work_type, appointment in visits
        ],
        "others": [
            (each, case_state_words(_, each.state))
            for each in other_cases_of(session, customer.id, row.id, MOST_OTHERS)
        ],
        "contacts": contacts_of(session, customer.id),
        "can_be_visited": triage_of(session, row).can_be_visited,
        "today": today,
    }


def _doing(_: Words, session: Session, row: Case, recipient: Recipient) -> dict[str, Any]:
    """What can be done now, and by whom."""
    staff = [user for user in users(session) if user.is_active and user.role in OFFICE]
    last = last_message_in(session, row.id)
    senders = []
    if row.is_sender_unsure and last is not None:
        contact = contacts_of(session, row.customer_id)[0]
        senders = [
            (each.number, f"{each.name} ({each.number})")
            for each in possible_senders(session, contact.channel, contact.address)
            if each.id != row.customer_id
        ]
    complaint = complaint_of_case(session, row.id)
    is_complained = complaint is not None and complaint.state not in COMPLAINT_OVER
    after = [
        state
        for state in states_with_reply(row.state)
        if state is not CaseState.CLOSED and (state not in CASE_OVER or not is_complained)
    ]
    return {
        "recipient": recipient,
        "ways": ways_shown(_, recipient)[1],
        "states_after": [
            ("", _("as it is")),
            *((each.value, case_state_words(_, each)) for each in after if each is not row.state),
        ],
        "steps": [
            (each.value, case_step_words(_, each))
            for each in CaseState
            if each in CASE_MOVES[row.state] and (each not in CASE_OVER or not is_complained)
        ],
        "owners": [(str(user.id), user.name) for user in staff],
        "owner_id": "" if row.owner_user_id is None else str(row.owner_user_id),
        "senders_shown": [(number, name, "") for number, name in senders],
        "is_answerable": not row.is_sender_unsure and row.state is not CaseState.CLOSED,
    }


def _complaints(_: Words, session: Session, row: Case) -> dict[str, Any]:
    """The complaint that stands under the case, and those about it."""
    return {
        "complaint": complaint_of_case(session, row.id),
        "complained_of": [
            (each, f"{reference}: {complaint_words(_, each.state)}")
            for each, reference in complaints_about_case(session, row.id)
        ],
    }


def _talks(session: Session, row: Case, now: datetime) -> dict[str, Any]:
    """Whether the customer talks on their page, is there now, and whether it is proven who they are."""
    last = last_message_in(session, row.id)
    return {
        "is_talk": last is not None and last.channel is CaseChannel.CHAT,
        "is_here": is_here(row, now),
        "is_unproven": bool(working_links_of(session, LinkPurpose.CHAT, [row.id], now)),
    }


def _playbook_steps(_: Words, session: Session, row: Case) -> list[tuple[CaseStep, str]]:
    """The steps of playbooks that are followed, each with who sees to it: whoever looks after the case, or another role."""
    return [
        (step, row.owner_name if step.role == Role.SUPPORT else role_words(_, Role(step.role)))
        for step in steps_of_case(session, row.id)
    ]
