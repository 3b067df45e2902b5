"""What was goodwill granted for, as people know it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    Appointment,
    Case,
    Claim,
    Complaint,
    Customer,
    GoodwillGrant,
    Promise,
    WorkOrder,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A claim, case, complaint, visit or customer: its table, its row, and the reference that people know it by."""

    kind: str
    id: UUID
    reference: str


def subjects_of(session: Session, grants: Iterable[GoodwillGrant]) -> dict[UUID, Subject]:
    """What each of these grants is for, by its identifier; a promise is known by what it was about."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for row in grants:
        wanted[row.subject_kind].add(row.subject_id)
    about: dict[UUID, tuple[str, UUID]] = {}
    for promise in _rows(session, select(Promise), Promise.id, wanted["promise"]):
        kind = "service_case" if promise.appointment_id is None else "appointment"
        about_id = promise.appointment_id or promise.case_id
        if about_id is not None:
            about[promise.id] = kind, about_id
            wanted[kind].add(about_id)
    named = {
        "claim": select(Claim.id, Claim.reference),
        "service_case": select(Case.id, Case.reference),
        "complaint": select(Complaint.id, Case.reference).join(
            Case, col(Case.id) == Complaint.case_id
        ),
        "appointment": select(Appointment.id, WorkOrder.reference).join(
            WorkOrder, col(WorkOrder.id) == Appointment.work_order_id
        ),
        "customer": select(Customer.id, Customer.number),
    }
    keys = {
        "claim": Claim.id,
        "service_case": Case.id,
        "complaint": Complaint.id,
        "appointment": Appointment.id,
        "customer": Customer.id,
    }
    found = {
        row_id: Subject(kind, row_id, reference)
        for kind, question in named.items()
        for row_id, reference in _rows(session, question, keys[kind], wanted[kind])
    }
    of_promises = {
        promise_id: found[row_id]
        for promise_id, (_kind, row_id) in about.items()
        if row_id in found
    }
    return found | of_promises


def _rows(session: Session, question: Any, key: Any, ids: Collection[UUID]) -> Sequence[Any]:
    """The rows of a question with these identifiers."""
    return [
        row
        for chunk in chunks(ids)
        for row in session.exec(question.where(col(key).in_(chunk))).all()
    ]
