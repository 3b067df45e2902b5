"""Which rows stand on the next page of a list, and what is shown beside a visit?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from aftersales.queries.chunks import chunks
from aftersales.queries.promises import OPEN
from aftersales.records import (
    Appointment,
    Case,
    Event,
    Notice,
    OrderLine,
    Promise,
    PromiseKind,
    PromiseState,
    Record,
    Registration,
)

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True, slots=True)
class Page(Generic[AnyRecord]):
    """Some rows in the order of their identifiers; `next` is where the following page begins."""

    rows: Sequence[AnyRecord]
    next: UUID | None


def page_of(
    session: Session,
    table: type[AnyRecord],
    *,
    after: UUID | None,
    limit: int,
    **having: object,
) -> Page[AnyRecord]:
    """The rows of a table after an identifier; each keyword that is not None must equal its column."""
    return page_where(session, table, after, limit, *equal(table, having))


def equal(table: type[Record], having: Mapping[str, object]) -> list[ColumnElement[bool] | bool]:
    """The conditions that columns equal these values; None asks for nothing."""
    return [getattr(table, name) == value for name, value in having.items() if value is not None]


def page_where(
    session: Session,
    table: type[AnyRecord],
    after: UUID | None,
    limit: int,
    *conditions: ColumnElement[bool] | bool,
) -> Page[AnyRecord]:
    """The rows of a table after an identifier that fulfil every condition."""
    identifier = col(table.id)  # type: ignore[attr-defined] # every noun has one
    wanted = select(table).where(*conditions).order_by(identifier).limit(limit + 1)
    rows = session.exec(wanted if after is None else wanted.where(identifier > after)).all()
    shown = rows[:limit]
    return Page(shown, shown[-1].id if len(rows) > limit else None)  # type: ignore[attr-defined] # as above


def lines_of_order(session: Session, order_id: UUID) -> Sequence[OrderLine]:
    """The lines of a sale in their order."""
    return session.exec(
        select(OrderLine).where(OrderLine.order_id == order_id).order_by(col(OrderLine.line_number))
    ).all()


def registrations_of_unit(session: Session, unit_id: UUID) -> Sequence[Registration]:
    """Everybody who made themselves known as the owner of a unit, the first first."""
    return session.exec(
        select(Registration).where(Registration.unit_id == unit_id).order_by(col(Registration.id))
    ).all()


def events_about(session: Session, subject_ids: Collection[UUID]) -> Sequence[Event]:
    """What happened to any of these subjects, the first first."""
    rows = [
        row
        for chunk in chunks(set(subject_ids))
        for row in session.exec(select(Event).where(col(Event.subject_id).in_(chunk))).all()
    ]
    return sorted(rows, key=lambda row: (row.at, row.id))


def windows_told(
    session: Session, appointment_ids: Collection[UUID]
) -> dict[UUID, list[tuple[Promise, Notice | None]]]:
    """Each arrival window promised for these visits with the notice that told it, the first first."""
    told: dict[UUID, list[tuple[Promise, Notice | None]]] = defaultdict(list)
    for chunk in chunks(appointment_ids):
        rows = session.exec(
            select(Promise, Notice)
            .join(Notice, col(Notice.id) == Promise.notice_id, isouter=True)
            .where(
                col(Promise.appointment_id).in_(chunk),
                Promise.kind == PromiseKind.ARRIVAL_WINDOW,
            )
            .order_by(col(Promise.made_at), col(Promise.id))
        ).all()
        for promise, notice in rows:
            if promise.appointment_id is not None:
                told[promise.appointment_id].append((promise, notice))
    return told


def next_update_promised(
    session: Session, appointment: Appointment, location_id: UUID
) -> datetime | None:
    """When the customer of a visit was promised to hear more: about it, or as asked on its page."""
    asked = select(Case.id).where(Case.location_id == location_id, Case.channel == "visit_page")
    return session.exec(
        select(func.min(Promise.to_at)).where(
            Promise.kind == PromiseKind.NEXT_UPDATE,
            col(Promise.state).in_(OPEN),
            or_(
                col(Promise.appointment_id) == appointment.id,
                col(Promise.case_id).in_(asked),
            ),
        )
    ).one()


def promise_states_in(
    session: Session, territory_id: UUID, from_at: datetime, to_at: datetime
) -> dict[PromiseState, int]:
    """How many arrival windows of a territory that ran out in a span ended in each state."""
    rows = session.exec(
        select(Promise.state, func.count())
        .join(Appointment, col(Appointment.id) == Promise.appointment_id)
        .where(
            Appointment.territory_id == territory_id,
            Promise.kind == PromiseKind.ARRIVAL_WINDOW,
            col(Promise.to_at) >= from_at,
            col(Promise.to_at) < to_at,
        )
        .group_by(col(Promise.state))
    ).all()
    return {PromiseState(state): number for state, number in rows}
