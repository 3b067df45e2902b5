"""Maintenance schedules: how often every unit of a model is maintained."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.maintenance import add_schedule, end_schedule
from aftersales.queries.catalogue import product_by_sku
from aftersales.queries.pages import page_of
from aftersales.records import MaintenanceSchedule
from warranty import StartBasis
from warranty.maintenance.schedules import Counting
from web.api.fields import Code, CodeAsked, NewCode, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.upkeep_sent import UpkeepSent, upkeep_of
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/maintenance-schedules", tags=["maintenance"])


class ScheduleSent(UpkeepSent):
    """A schedule for every unit of a model, sold before or from now on."""

    model_config = example(
        code="DW-450-YEARLY",
        sku="DW-450",
        task="Yearly service",
        every_months=12,
        is_required=True,
        price_cents=12000,
        source="Booklet 2026, page 9",
    )

    code: NewCode
    sku: Code = Field(description="Of the model.")
    starts: StartBasis = Field(
        default=StartBasis.INSTALLATION, description="What the first one is counted from."
    )


class ScheduleShown(Shown):
    """How often the units of a model, or the unit of a contract, are maintained."""

    id: UUID
    code: str
    product_model_id: UUID | None
    service_contract_id: UUID | None
    task: str
    every_months: int
    counting: Counting
    starts: StartBasis
    lead_days: int
    grace_days: int
    season_from: int | None
    season_to: int | None
    most_put_offs: int
    needs_visit: bool
    is_required: bool
    price_cents: int | None
    currency: str
    source: str
    created_at: datetime
    ended_at: datetime | None


@router.get("", summary="List maintenance schedules")
def all_schedules(
    parts: PartsIn, paged: PagedIn, code: CodeAsked = None, product_model_id: UUID | None = None
) -> Listed[ScheduleShown]:
    """All schedules, the first first, or the one with a code, or those of a model."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            MaintenanceSchedule,
            after=paged.after,
            limit=paged.limit,
            code=code,
            product_model_id=product_model_id,
        )
        return paged.listed(page, ScheduleShown.model_validate)


@router.get("/{schedule_id}", summary="One maintenance schedule", response_model=ScheduleShown)
def schedule(parts: PartsIn, held: HeldIn, schedule_id: UUID) -> Response:
    """A schedule as it was agreed."""
    with parts.store.reading() as session:
        row = found(session, MaintenanceSchedule, schedule_id, "maintenance schedule")
        return held.answer(ScheduleShown.model_validate(row))


@router.post(
    "", status_code=201, summary="Add a maintenance schedule", response_model=ScheduleShown
)
def scheduled(once: OnceIn, sent: ScheduleSent) -> Response:
    """Let every unit of a model be maintained; to change a schedule, end it and add another."""

    def act(deed: Deed) -> Acted:
        model = known(product_by_sku(deed.session, sent.sku), "product model", sent.sku)
        row = add_schedule(deed, sent.code, model, upkeep_of(sent, sent.starts))
        deed.session.flush()
        return ScheduleShown.model_validate(row), f"/api/v1/maintenance-schedules/{row.id}"

    return once.answer(act)


@router.post("/{schedule_id}/end", summary="End a schedule", response_model=ScheduleShown)
def ended(once: OnceIn, schedule_id: UUID) -> Response:
    """Nobody is asked by it any more, and what lies ahead of it is called off."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, MaintenanceSchedule, schedule_id, "maintenance schedule")
        end_schedule(deed, row)
        return ScheduleShown.model_validate(row), None

    return once.answer(act, status=200)
