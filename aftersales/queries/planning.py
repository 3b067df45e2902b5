"""What is there to plan, and how did the last runs end?"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.queries.chunks import chunks
from aftersales.queries.visits import AHEAD
from aftersales.records import (
    Appointment,
    BuyerChoice,
    Location,
    PlannedRoute,
    PlanRun,
    PlanRunState,
    Technician,
    UnplannedVisit,
    WishedWindow,
    WorkOrder,
    WorkOrderState,
    WorkType,
)


def open_orders(
    session: Session, territory_id: UUID, from_at: datetime, to_at: datetime
) -> Sequence[tuple[WorkOrder, WorkType, Location]]:
    """Work orders without an appointment that have a wished window in a span, the oldest first."""
    wished = select(WishedWindow.work_order_id).where(
        col(WishedWindow.to_at) > from_at, col(WishedWindow.from_at) < to_at
    )
    return session.exec(
        select(WorkOrder, WorkType, Location)
        .join(WorkType, col(WorkType.id) == WorkOrder.work_type_id)
        .join(Location, col(Location.id) == WorkOrder.location_id)
        .where(
            WorkOrder.territory_id == territory_id,
            WorkOrder.state == WorkOrderState.OPEN,
            col(WorkOrder.id).in_(wished),
        )
        .order_by(col(WorkOrder.id))
    ).all()


def pauses_over(session: Session, territory_id: UUID, on: date, now: datetime) -> set[UUID]:
    """Technicians whose pause of a day is over: it ended before `now`, while the plan that has it was the newest."""
    rows = session.exec(
        select(PlannedRoute, PlanRun.finished_at)
        .join(PlanRun, col(PlanRun.id) == PlannedRoute.plan_run_id)
        .where(
            PlanRun.territory_id == territory_id,
            PlanRun.state == PlanRunState.KEPT,
            PlannedRoute.on == on,
        )
        .order_by(col(PlanRun.id).desc())
    ).all()
    over, until = set(), dict[UUID, datetime]()
    for route, kept_at in rows:
        ended_at = route.pause_to_at
        if ended_at is not None and ended_at <= until.get(route.technician_id, now):
            over.add(route.technician_id)
        until[route.technician_id] = kept_at
    return over


def routes_on(
    session: Session, territory_id: UUID, on: date
) -> Sequence[tuple[PlannedRoute, Technician]]:
    """The newest planned route of each technician on a day."""
    rows = session.exec(
        select(PlannedRoute, Technician)
        .join(PlanRun, col(PlanRun.id) == PlannedRoute.plan_run_id)
        .join(Technician, col(Technician.id) == PlannedRoute.technician_id)
        .where(
            PlanRun.territory_id == territory_id,
            PlanRun.state == PlanRunState.KEPT,
            PlannedRoute.on == on,
        )
        .order_by(col(PlanRun.id), col(Technician.code))
    ).all()
    newest = {technician.id: (route, technician) for route, technician in rows}
    return sorted(newest.values(), key=lambda pair: pair[1].code)


def moves_to_look_for(
    session: Session, territory_id: UUID, horizon: tuple[datetime, datetime], still_at: datetime
) -> Sequence[tuple[datetime, datetime]]:
    """When the visits stand whose buyers asked for another time, and when the last of their windows ends.

    Only those of a horizon for whom no plan has looked yet, and whose wish lies beyond `still_at`.
    """
    last_wish = func.max(col(WishedWindow.to_at))
    return session.exec(
        select(Appointment.planned_start_at, last_wish)
        .join(WishedWindow, col(WishedWindow.work_order_id) == Appointment.work_order_id)
        .where(
            Appointment.territory_id == territory_id,
            Appointment.customer_choice == BuyerChoice.MOVE.value,
            col(Appointment.move_looked_for_at).is_(None),
            col(Appointment.state).in_(AHEAD),
            col(Appointment.planned_start_at) >= horizon[0],
            col(Appointment.planned_start_at) < horizon[1],
        )
        .group_by(col(Appointment.id), col(Appointment.planned_start_at))
        .having(last_wish > still_at, last_wish <= horizon[1])
    ).all()


def newest_run(session: Session, territory_id: UUID) -> PlanRun | None:
    """The last run that was kept."""
    return session.exec(
        select(PlanRun)
        .where(PlanRun.territory_id == territory_id, PlanRun.state == PlanRunState.KEPT)
        .order_by(col(PlanRun.id).desc())
        .limit(1)
    ).one_or_none()


def unplanned_in(session: Session, plan_run_id: UUID) -> Sequence[tuple[UnplannedVisit, WorkOrder]]:
    """What a run could not place, with its reason."""
    return session.exec(
        select(UnplannedVisit, WorkOrder)
        .join(WorkOrder, col(WorkOrder.id) == UnplannedVisit.work_order_id)
        .where(UnplannedVisit.plan_run_id == plan_run_id)
        .order_by(col(WorkOrder.reference))
    ).all()


def planned_days(session: Session, territory_id: UUID) -> Sequence[date]:
    """The days on which a territory has routes."""
    return session.exec(
        select(col(PlannedRoute.on))
        .join(PlanRun, col(PlanRun.id) == PlannedRoute.plan_run_id)
        .where(PlanRun.territory_id == territory_id, PlanRun.state == PlanRunState.KEPT)
        .group_by(col(PlannedRoute.on))
        .order_by(col(PlannedRoute.on))
    ).all()


def orders_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, WorkOrder]:
    """These work orders, read anew."""
    rows = [
        row
        for chunk in chunks(ids)
        for row in session.exec(select(WorkOrder).where(col(WorkOrder.id).in_(chunk))).all()
    ]
    return {row.id: row for row in rows}


def appointments_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Appointment]:
    """These appointments, read anew."""
    rows = [
        row
        for chunk in chunks(ids)
        for row in session.exec(select(Appointment).where(col(Appointment.id).in_(chunk))).all()
    ]
    return {row.id: row for row in rows}
