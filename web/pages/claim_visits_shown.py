"""Visits of a claim, as its page shows them: what was asked for, how far it has come, and the form for one more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aftersales.choices import HALF_DAYS
from aftersales.claims import may_ask_for_visit
from aftersales.prevention.triage import Triage, triage_of
from aftersales.queries.visits import visits_of_claim
from aftersales.records import Case, Claim, WorkKind, WorkOrderState
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.sentences import work_kind
from web.pages.standing import progress_words

ON_SITE = (WorkKind.REPAIR, WorkKind.DIAGNOSIS, WorkKind.MAINTENANCE)
"""What is done for a claim where the unit stands, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One work order in words; without an appointment no plan has found a time yet."""

    reference: str
    what: str
    state: str
    appointment_id: UUID | None
    starts: datetime | None


def visits_shown(_: Words, session: Session, claim: Claim, now: datetime) -> dict[str, object]:
    """The visits of a claim and, where one is a next step, what can be asked for."""
    may_ask = may_ask_for_visit(claim)
    found = triage_of(session, session.get_one(Case, claim.case_id), now) if may_ask else None
    kinds = [] if found is None else _kinds(_, found)
    return {
        "visits": [
            VisitRow(
                reference=order.reference,
                what=work_kind(_, kind.kind),
                state=_order_words(_, order.state)
                if appointment is None
                else progress_words(_, appointment.state),
                appointment_id=None if appointment is None else appointment.id,
                starts=None if appointment is None else appointment.window_local_from,
            )
            for order, kind, appointment in visits_of_claim(session, claim.id)
        ],
        "visit_kinds": kinds,
        "visit_days": [] if found is None else found.days,
        "visit_note": "" if found is None else _note(_, found, claim),
        "halves": HALF_DAYS,
    }


def _kinds(_: Words, found: Triage) -> list[tuple[str, str, str]]:
    """Kinds of visits in words, each with the skills that it needs."""
    return [
        (row.kind.value, work_kind(_, row.kind), ", ".join(sorted(skills)))
        for kind in ON_SITE
        for row, skills in found.visits
        if row.kind is kind
    ]


def _note(_: Words, found: Triage, claim: Claim) -> str:
    """What is taken along: as the playbook says, else the faulty part."""
    parts = found.playbooks[0].parts if found.playbooks else []
    taken = parts or ([claim.component.replace("_", " ")] if claim.component else [])
    return _("Parts: {parts}", parts=", ".join(taken)) if taken else ""


def _order_words(_: Words, state: WorkOrderState) -> str:
    """Where work stands that has no time yet."""
    return {
        WorkOrderState.OPEN: _("a time is looked for"),
        WorkOrderState.PLANNED: _("planned"),
        WorkOrderState.DONE: _("done"),
        WorkOrderState.CANCELLED: _("called off"),
    }[state]
