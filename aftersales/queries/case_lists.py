"""Which cases are open, and what stands around one of them?"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from aftersales.records import (
    CASE_OVER,
    Appointment,
    Case,
    CaseChannel,
    CaseKind,
    CaseState,
    Claim,
    Customer,
    ProductModel,
    Unit,
    WorkOrder,
    WorkType,
)


class CaseFigure(StrEnum):
    """Figures of a channel that lead to their cases."""

    ANSWERED = "answered"
    SETTLED = "settled"
    LATE = "late"


def _counted(figure: CaseFigure, now: datetime) -> ColumnElement[bool]:
    match figure:
        case CaseFigure.ANSWERED:
            return col(Case.first_answered_at).is_not(None)
        case CaseFigure.SETTLED:
            return col(Case.resolved_at).is_not(None) & col(Case.resolve_due_at).is_not(None)
        case CaseFigure.LATE:
            return func.coalesce(Case.first_answered_at, now) > Case.first_answer_due_at
        case _never:
            assert_never(_never)


def open_cases(
    session: Session,
    limit: int,
    *,
    owner_user_id: UUID | None = None,
    channel: CaseChannel | None = None,
    state: CaseState | None = None,
    kind: CaseKind | None = None,
    has_all: bool = False,
    opened_since: datetime | None = None,
    only: CaseFigure | None = None,
    now: datetime | None = None,
) -> Sequence[tuple[Case, Customer]]:
    """Cases that are not over, or those in a state, of an owner, from a channel; whoever hears next first.

    With `has_all` those that are over are among them; `only` those that a figure of the channels counts, as it stands `now`.
    """
    conditions: list[ColumnElement[bool] | bool] = []
    if state is not None:
        conditions.append(Case.state == state)
    elif not has_all:
        conditions.append(col(Case.state).not_in(CASE_OVER))
    for column, wanted in (
        (Case.owner_user_id, owner_user_id),
        (Case.channel, channel),
        (Case.kind, kind),
    ):
        if wanted is not None:
            conditions.append(col(column) == wanted)
    if opened_since is not None:
        conditions.append(col(Case.opened_at) >= opened_since)
    if only is not None and now is not None:
        conditions.append(_counted(only, now))
    return session.exec(
        select(Case, Customer)
        .join(Customer, col(Customer.id) == Case.customer_id)
        .where(*conditions)
        .order_by(col(Case.next_update_at).is_(None), col(Case.next_update_at), col(Case.id))
        .limit(limit)
    ).all()


def claims_of_case(session: Session, case_id: UUID) -> Sequence[Claim]:
    """The claims under a case, the first first."""
    return session.exec(select(Claim).where(Claim.case_id == case_id).order_by(col(Claim.id))).all()


def visits_of_case(
    session: Session, case_id: UUID
) -> Sequence[tuple[WorkOrder, WorkType, Appointment | None]]:
    """The work that was asked for in a case, with its appointments as far as there are any."""
    rows = session.exec(
        select(WorkOrder, WorkType, Appointment)
        .join(WorkType, col(WorkType.id) == WorkOrder.work_type_id)
        .join(Appointment, col(Appointment.work_order_id) == WorkOrder.id, isouter=True)
        .where(WorkOrder.case_id == case_id)
        .order_by(col(WorkOrder.id), col(Appointment.id))
    ).all()
    return [(order, work_type, appointment) for order, work_type, appointment in rows]


def other_cases_of(session: Session, customer_id: UUID, but: UUID, limit: int) -> Sequence[Case]:
    """The other cases of a customer, the newest first."""
    return session.exec(
        select(Case)
        .where(Case.customer_id == customer_id, Case.id != but)
        .order_by(col(Case.id).desc())
        .limit(limit)
    ).all()


def units_of_customer(session: Session, customer_id: UUID) -> Sequence[tuple[Unit, ProductModel]]:
    """What a customer owns, the newest purchase first."""
    return session.exec(
        select(Unit, ProductModel)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .where(Unit.customer_id == customer_id)
        .order_by(col(Unit.purchased_on).desc(), col(Unit.id))
    ).all()


def cases_opened_since(session: Session, since: datetime) -> Sequence[Case]:
    """Cases opened since a moment, the first first."""
    return session.exec(select(Case).where(Case.opened_at >= since).order_by(col(Case.id))).all()


def work_in_case(session: Session, case_id: UUID, work_type_id: UUID) -> Sequence[WorkOrder]:
    """The work of one kind that was asked for in a case, the first first."""
    return session.exec(
        select(WorkOrder)
        .where(WorkOrder.case_id == case_id, WorkOrder.work_type_id == work_type_id)
        .order_by(col(WorkOrder.id))
    ).all()
