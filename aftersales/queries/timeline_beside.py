"""What stands beside some rows of a timeline, so that they can be told? A fixed number of questions, however many rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.queries.intakes import notices_about_any
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import (
    Appointment,
    Campaign,
    CampaignResponse,
    Case,
    Claim,
    Complaint,
    Cover,
    Maintenance,
    MaintenanceSchedule,
    Notice,
    Order,
    OrderLine,
    ProductModel,
    Record,
    Registration,
    Unit,
    WorkOrder,
    WorkType,
)

Row = TypeVar("Row", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Rows that others point to: units with their models by unit, lines of orders by order, and so on by identifier."""

    units: Mapping[UUID, tuple[Unit, ProductModel]]
    lines: Mapping[UUID, Sequence[tuple[OrderLine, ProductModel]]]
    visits: Mapping[UUID, Visit]
    told: Mapping[UUID, Sequence[Notice]]
    cases: Mapping[UUID, Case]
    campaigns: Mapping[UUID, Campaign]
    work_types: Mapping[UUID, WorkType]
    schedules: Mapping[UUID, MaintenanceSchedule]


def beside(session: Session, rows: Iterable[Any]) -> Beside:
    """What stands beside these rows, whatever they are."""
    shown = list(rows)
    visits = [row.id for row in shown if isinstance(row, Appointment)]
    told: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in notices_about_any(session, visits) if visits else ():
        told[notice.subject_id].append(notice)
    return Beside(
        units=_units(session, shown),
        lines=_lines(session, [row.id for row in shown if isinstance(row, Order)]),
        visits=visits_by_id(session, visits) if visits else {},
        told=told,
        cases=_by_id(session, Case, [row.case_id for row in shown if isinstance(row, Complaint)]),
        campaigns=_by_id(
            session,
            Campaign,
            [row.campaign_id for row in shown if isinstance(row, CampaignResponse)],
        ),
        work_types=_by_id(
            session, WorkType, [row.work_type_id for row in shown if isinstance(row, WorkOrder)]
        ),
        schedules=_by_id(
            session,
            MaintenanceSchedule,
            [row.maintenance_schedule_id for row in shown if isinstance(row, Maintenance)],
        ),
    )


def _units(session: Session, rows: Sequence[Any]) -> dict[UUID, tuple[Unit, ProductModel]]:
    ids = {row.unit_id for row in rows if isinstance(row, (Registration, Claim, Cover))}
    ids |= {row.id for row in rows if isinstance(row, Unit)}
    return {
        unit.id: (unit, model)
        for chunk in chunks(ids)
        for unit, model in session.exec(
            select(Unit, ProductModel)
            .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
            .where(col(Unit.id).in_(chunk))
        ).all()
    }


def _lines(
    session: Session, order_ids: Sequence[UUID]
) -> dict[UUID, list[tuple[OrderLine, ProductModel]]]:
    lines: dict[UUID, list[tuple[OrderLine, ProductModel]]] = defaultdict(list)
    for chunk in chunks(set(order_ids)):
        for line, model in session.exec(
            select(OrderLine, ProductModel)
            .join(ProductModel, col(ProductModel.id) == OrderLine.product_model_id)
            .where(col(OrderLine.order_id).in_(chunk))
            .order_by(col(OrderLine.order_id), col(OrderLine.line_number))
        ).all():
            lines[line.order_id].append((line, model))
    return lines


def _by_id(session: Session, kind: type[Row], ids: Sequence[UUID]) -> dict[UUID, Row]:
    """Rows of one table by their identifiers."""
    identifier: Any = kind.id  # type: ignore[attr-defined] # every noun has one
    return {
        row.id: row  # type: ignore[attr-defined] # every noun has one
        for chunk in chunks(set(ids))
        for row in session.exec(select(kind).where(col(identifier).in_(chunk))).all()
    }
