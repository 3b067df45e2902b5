"""Visits of a claim, as its page shows them: what was asked for, how far it has come, and the form for one more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aftersales.claims import may_ask_for_visit
from aftersales.prevention.triage import Triage, triage_of
from aftersales.queries.bookings import wished_windows_of
from aftersales.queries.visits import visits_of_claim
from aftersales.records import Case, Claim, WorkKind, WorkOrderState, WorkType
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.sentences import work_kind
from web.pages.case_visits import skills_said
from web.pages.standing import progress_words

ON_SITE = (WorkKind.REPAIR, WorkKind.DIAGNOSIS, WorkKind.MAINTENANCE)
"""What is done for a claim where the unit stands, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One work order in words, and where its times are; without an appointment no plan has found a time yet."""

    reference: str
    what: str
    state: str
    times: str
    appointment_id: UUID | None
    starts: datetime | None


def visits_shown(_: Words, session: Session, claim: Claim) -> dict[str, object]:
    """The visits of a claim and, where one is a next step, what can be done."""
    may_ask = may_ask_for_visit(claim)
    found = triage_of(session, session.get_one(Case, claim.case_id)) if may_ask else None
    asked_for = visits_of_claim(session, claim.id)
    wishes = wished_windows_of(session, [order.id for order, _kind, _visit in asked_for])
    return {
        "visits": [
            VisitRow(
                reference=order.reference,
                what=work_kind(_, kind.kind),
                state=_order_words(_, order.state, is_wished=bool(wishes[order.id]))
                if appointment is None
                else progress_words(_, appointment.state),
                times=f"/work-orders/{order.id}/times",
                appointment_id=None if appointment is None else appointment.id,
                starts=None if appointment is None else appointment.window_local_from,
            )
            for order, kind, appointment in asked_for
        ],
        "visit_kinds": []
        if found is None or not found.can_be_visited
        else [
            (row.kind.value, work_kind(_, row.kind), skills_said(found, row))
            for row in kinds_for_claim(found)
        ],
    }


def kinds_for_claim(found: Triage) -> list[WorkType]:
    """The kinds of visits that a claim can lead to, the likeliest first."""
    return [row for kind in ON_SITE for row, _skills in found.visits if row.kind is kind]


def _order_words(_: Words, state: WorkOrderState, *, is_wished: bool) -> str:
    """Where work stands that has no time yet: a plan looks for one, or its customer chooses."""
    return {
        WorkOrderState.OPEN: _("a time is looked for")
        if is_wished
        else _("the customer chooses a time"),
        WorkOrderState.PLANNED: _("planned"),
        WorkOrderState.DONE: _("done"),
        WorkOrderState.CANCELLED: _("called off"),
    }[state]
