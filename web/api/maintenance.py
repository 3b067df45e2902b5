"""Maintenance: the schedules of models, contracts about single units, and each time that a unit is due."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.maintenance import (
    Asked,
    add_contract,
    add_schedule,
    book_maintenance,
    decline_maintenance,
    end_schedule,
    put_off_maintenance,
    record_done,
)
from aftersales.maintenance.answering import STAFF
from aftersales.maintenance.asked import asked_by_id
from aftersales.maintenance.schedules import Upkeep
from aftersales.queries.catalogue import product_by_sku
from aftersales.queries.maintenance import schedule_of_contract
from aftersales.queries.pages import page_of
from aftersales.records import (
    Maintenance,
    MaintenanceSchedule,
    MaintenanceState,
    ServiceContract,
    Unit,
)
from aftersales.store import Session
from warranty import StartBasis
from warranty.maintenance.schedules import MOST_DAYS, MOST_MONTHS, Counting, Schedule, Season
from web.api.claims import Cents
from web.api.fields import Code, CodeAsked, Day, Line, NewCode, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

schedules = APIRouter(prefix="/maintenance-schedules", tags=["maintenance"])
contracts = APIRouter(prefix="/service-contracts", tags=["maintenance"])
router = APIRouter(prefix="/maintenance", tags=["maintenance"])

Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]
Month = Annotated[int, Field(ge=1, le=12)]


class UpkeepSent(Sent):
    """What is done how often, and how its owner is asked."""

    task: Line = Field(description="What is done, as its owner reads it.")
    every_months: int = Field(ge=1, le=MOST_MONTHS)
    counting: Counting = Counting.LAST_DONE
    lead_days: Days = Field(default=30, description="The owner is asked so many days before.")
    grace_days: Days = Field(default=30, description="It is in time for so many days after.")
    season_from: Month | None = Field(default=None, description="First month in which it is done.")
    season_to: Month | None = Field(default=None, description="Last month in which it is done.")
    most_put_offs: int = Field(default=2, ge=0, le=12)
    needs_visit: bool = Field(default=True, description="Without one its owner does it.")
    is_required: bool = Field(
        default=False, description="Covers that ask for maintenance mean this."
    )
    price_cents: Cents | None = Field(default=None, description="0 for nothing; empty if unknown.")
    source: Line = Field(description="Where it is written.")


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


class ContractSent(UpkeepSent):
    """A contract about the maintenance of one unit, held by whoever owns it now."""

    model_config = example(
        number="SC-1001",
        name="Comfort",
        provider="Nordwasch Service",
        unit_id="019b2b6e-0000-7000-8000-000000000001",
        starts_on="2026-11-23",
        ends_on="2031-11-22",
        task="Yearly service",
        every_months=12,
        price_cents=0,
        source="Contract of 23 November 2026",
    )

    number: NewCode
    name: Line
    provider: Line
    unit_id: UUID
    starts_on: Day
    ends_on: Day
    is_transferable: bool = Field(default=True, description="It passes to the next owner.")


class AnswerSent(Sent):
    """What an owner answers, through whoever asks for them."""

    model_config = example(answer="done", on="2026-11-20", note="Invoice of Boiler & Sons seen.")

    answer: Literal["book", "put_off", "decline", "done"]
    on: Day | None = Field(default=None, description="The day of the visit, to wait for, or done.")
    half: int = Field(default=0, ge=0, le=1, description="The half of the day, to book.")
    note: Text = ""


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


class ContractShown(Shown):
    """A contract about the maintenance of one unit."""

    id: UUID
    number: str
    name: str
    provider: str
    unit_id: UUID
    customer_id: UUID
    starts_on: date
    ends_on: date
    is_transferable: bool
    source: str
    created_at: datetime


class MaintenanceShown(Shown):
    """One time that a unit is to be maintained."""

    id: UUID
    maintenance_schedule_id: UUID
    unit_id: UUID
    customer_id: UUID | None
    work_order_id: UUID | None
    state: MaintenanceState
    due_on: date
    last_on: date
    asks_on: date | None
    asked: int
    put_offs: int
    told_at: datetime | None
    done_on: date | None
    done_by: str
    note: str


@schedules.get("", summary="List maintenance schedules")
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


@schedules.get("/{schedule_id}", summary="One maintenance schedule", response_model=ScheduleShown)
def schedule(parts: PartsIn, held: HeldIn, schedule_id: UUID) -> Response:
    """A schedule as it was agreed."""
    with parts.store.reading() as session:
        row = found(session, MaintenanceSchedule, schedule_id, "maintenance schedule")
        return held.answer(ScheduleShown.model_validate(row))


@schedules.post(
    "", status_code=201, summary="Add a maintenance schedule", response_model=ScheduleShown
)
def scheduled(once: OnceIn, sent: ScheduleSent) -> Response:
    """Let every unit of a model be maintained; to change a schedule, end it and add another."""

    def act(deed: Deed) -> Acted:
        model = known(product_by_sku(deed.session, sent.sku), "product model", sent.sku)
        row = add_schedule(deed, sent.code, model, _upkeep(sent, sent.starts))
        deed.session.flush()
        return ScheduleShown.model_validate(row), f"/api/v1/maintenance-schedules/{row.id}"

    return once.answer(act)


@schedules.post("/{schedule_id}/end", summary="End a schedule", response_model=ScheduleShown)
def ended(once: OnceIn, schedule_id: UUID) -> Response:
    """Nobody is asked by it any more, and what lies ahead of it is called off."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, MaintenanceSchedule, schedule_id, "maintenance schedule")
        end_schedule(deed, row)
        return ScheduleShown.model_validate(row), None

    return once.answer(act, status=200)


@contracts.get("", summary="List service contracts")
def all_contracts(
    parts: PartsIn,
    paged: PagedIn,
    number: CodeAsked = None,
    unit_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Listed[ContractShown]:
    """All contracts, the first first, or the one with a number, about a unit, or of a customer."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            ServiceContract,
            after=paged.after,
            limit=paged.limit,
            number=number,
            unit_id=unit_id,
            customer_id=customer_id,
        )
        return paged.listed(page, ContractShown.model_validate)


@contracts.get("/{contract_id}", summary="One service contract", response_model=ContractShown)
def contract(parts: PartsIn, held: HeldIn, contract_id: UUID) -> Response:
    """A contract as it was agreed."""
    with parts.store.reading() as session:
        row = found(session, ServiceContract, contract_id, "service contract")
        return held.answer(ContractShown.model_validate(row))


@contracts.post("", status_code=201, summary="Add a service contract", response_model=ContractShown)
def contracted(once: OnceIn, sent: ContractSent) -> Response:
    """Keep a contract; its maintenance is planned from its first day on."""

    def act(deed: Deed) -> Acted:
        row = add_contract(
            deed,
            found(deed.session, Unit, sent.unit_id, "unit"),
            number=sent.number,
            name=sent.name,
            provider=sent.provider,
            starts_on=sent.starts_on,
            ends_on=sent.ends_on,
            is_transferable=sent.is_transferable,
            upkeep=_upkeep(sent, StartBasis.PURCHASE),
        )
        deed.session.flush()
        return ContractShown.model_validate(row), f"/api/v1/service-contracts/{row.id}"

    return once.answer(act)


@contracts.post("/{contract_id}/end", summary="End a contract", response_model=ContractShown)
def contract_ended(once: OnceIn, contract_id: UUID) -> Response:
    """Nobody is asked under it any more, and what lies ahead of it is called off."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, ServiceContract, contract_id, "service contract")
        own = schedule_of_contract(deed.session, row.id)
        if own is not None:
            end_schedule(deed, own)
        return ContractShown.model_validate(row), None

    return once.answer(act, status=200)


@router.get("", summary="List maintenance")
def all_maintenance(
    parts: PartsIn,
    paged: PagedIn,
    state: MaintenanceState | None = None,
    unit_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Listed[MaintenanceShown]:
    """Every maintenance, the first first, or that in a state, of a unit or of an owner."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Maintenance,
            after=paged.after,
            limit=paged.limit,
            state=state,
            unit_id=unit_id,
            customer_id=customer_id,
        )
        return paged.listed(page, MaintenanceShown.model_validate)


@router.get("/{maintenance_id}", summary="One maintenance", response_model=MaintenanceShown)
def maintenance(parts: PartsIn, held: HeldIn, maintenance_id: UUID) -> Response:
    """One maintenance as it stands."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, maintenance_id))


@router.post(
    "/{maintenance_id}/answers", summary="Answer for an owner", response_model=MaintenanceShown
)
def answered(once: OnceIn, maintenance_id: UUID, sent: AnswerSent) -> Response:
    """Book it, put it off, decline it, or say that it was done."""

    def act(deed: Deed) -> Acted:
        _answer(deed, asked_by_id(deed.session, maintenance_id, deed.now), sent)
        deed.session.flush()
        return _shown(deed.session, maintenance_id), None

    return once.answer(act, status=200)


def _answer(deed: Deed, asked: Asked, sent: AnswerSent) -> None:
    if sent.answer == "decline":
        decline_maintenance(deed, asked)
        return
    if sent.on is None:
        raise NotUnderstood("Name the day.", [Problem("on", "it is missing")])
    match sent.answer:
        case "book":
            book_maintenance(deed, asked, sent.on, sent.half)
        case "put_off":
            put_off_maintenance(deed, asked, sent.on)
        case "done":
            record_done(deed, asked, sent.on, by=STAFF, note=sent.note)


def _shown(session: Session, maintenance_id: UUID) -> MaintenanceShown:
    row = found(session, Maintenance, maintenance_id, "maintenance")
    return MaintenanceShown.model_validate(row)


def _upkeep(sent: UpkeepSent, starts: StartBasis) -> Upkeep:
    """What is agreed, as the rules of warranty take it.

    Raises:
        NotUnderstood: a season has only one end.
    """
    if (sent.season_from is None) != (sent.season_to is None):
        missing = "season_from" if sent.season_from is None else "season_to"
        raise NotUnderstood(
            "A season has a first and a last month. Name both, or none.",
            [Problem(missing, "it is missing")],
        )
    season = (
        None
        if sent.season_from is None or sent.season_to is None
        else Season(sent.season_from, sent.season_to)
    )
    return Upkeep(
        task=sent.task,
        schedule=Schedule(
            every_months=sent.every_months,
            counting=sent.counting,
            lead_days=sent.lead_days,
            grace_days=sent.grace_days,
            season=season,
            most_put_offs=sent.most_put_offs,
        ),
        starts=starts,
        needs_visit=sent.needs_visit,
        is_required=sent.is_required,
        price_cents=sent.price_cents,
        source=sent.source,
    )
