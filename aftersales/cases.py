"""Cases: a request for help has an owner and a moment of the next update from its first second."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.notices.facts import CaseFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.records import (
    Case,
    CaseKind,
    CaseState,
    Customer,
    Promise,
    PromiseKind,
    PromiseState,
    Territory,
)
from aftersales.states import moved

CASE_MOVES: Final = MappingProxyType(
    {
        CaseState.NEW: frozenset({CaseState.TRIAGED, CaseState.RESOLVED}),
        CaseState.TRIAGED: frozenset(
            {
                CaseState.WAITING_CUSTOMER,
                CaseState.IN_PROGRESS,
                CaseState.REMOTE_FIX_TRIED,
                CaseState.VISIT_NEEDED,
                CaseState.RESOLVED,
            }
        ),
        CaseState.WAITING_CUSTOMER: frozenset({CaseState.IN_PROGRESS, CaseState.CLOSED}),
        CaseState.IN_PROGRESS: frozenset(
            {
                CaseState.WAITING_CUSTOMER,
                CaseState.REMOTE_FIX_TRIED,
                CaseState.VISIT_NEEDED,
                CaseState.RESOLVED,
            }
        ),
        CaseState.REMOTE_FIX_TRIED: frozenset({CaseState.VISIT_NEEDED, CaseState.RESOLVED}),
        CaseState.VISIT_NEEDED: frozenset({CaseState.RESOLVED, CaseState.IN_PROGRESS}),
        CaseState.RESOLVED: frozenset({CaseState.CLOSED, CaseState.REOPENED}),
        CaseState.CLOSED: frozenset({CaseState.REOPENED}),
        CaseState.REOPENED: frozenset(
            {CaseState.TRIAGED, CaseState.IN_PROGRESS, CaseState.VISIT_NEEDED}
        ),
    }
)


def open_case(
    deed: Deed,
    territory: Territory,
    person: Customer,
    *,
    kind: CaseKind,
    channel: str,
    subject: str,
    description: str,
    next_update_at: datetime,
    unit_id: UUID | None = None,
    location_id: UUID | None = None,
) -> Case:
    """Open a case, tell the customer who looks after it, and promise when they hear more."""
    case = Case(
        id=deed.new_id(),
        reference=deed.ids.reference("C"),
        kind=kind,
        state=CaseState.NEW,
        channel=channel,
        customer_id=person.id,
        unit_id=unit_id,
        location_id=location_id,
        subject=subject,
        description=description,
        owner_name=territory.answers_name,
        next_update_at=next_update_at,
        opened_at=deed.now,
    )
    notice = write_notice(
        deed,
        NoticeKind.CASE_RECEIVED,
        customer(person),
        case,
        revision=1,
        zone=territory.zone,
        facts=CaseFacts(
            reference=case.reference,
            subject=subject,
            owner_name=territory.answers_name,
            owner_phone=territory.answers_phone,
            zone=territory.zone,
            next_update_at=next_update_at,
        ),
    )
    deed.add(
        case,
        Promise(
            id=deed.new_id(),
            kind=PromiseKind.NEXT_UPDATE,
            state=PromiseState.MADE,
            customer_id=person.id,
            case_id=case.id,
            notice_id=notice.id,
            zone=territory.zone,
            from_at=deed.now,
            to_at=next_update_at,
            made_at=deed.now,
            reason="",
        ),
    )
    deed.note("case_opened", case, notice_id=notice.id)
    return case


def advance_case(deed: Deed, case: Case, state: CaseState, *, why: str = "") -> None:
    """Move a case along its graph.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    case.state = moved(CASE_MOVES, case.state, state, "case")
    case.revision += 1
    if state is CaseState.RESOLVED:
        case.resolved_at = deed.now
        case.next_update_at = None
    deed.add(case)
    deed.note(f"case_{state}", case, why=why)
