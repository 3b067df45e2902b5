"""Schedules and contracts: kept as they were agreed, and ended, never changed under whoever relies on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood, Problem
from aftersales.queries.maintenance import contract_by_number, schedule_by_code
from aftersales.records import (
    MaintenanceSchedule,
    ProductModel,
    ServiceContract,
    Unit,
)
from warranty import StartBasis
from warranty.maintenance.schedules import Counting, Schedule, Season


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What is agreed about maintenance.

    Attributes:
        task: what is done, as its owner reads it.
        schedule: how often, and how its owner is asked.
        starts: from which day of the unit's life it is counted; a contract counts from its own first day.
        needs_visit: somebody comes for it; otherwise its owner does it.
        is_required: covers that ask for maintenance mean this.
        price_cents: what the owner pays, 0 for nothing; None if nobody knows.
        source: where it is written.
    """

    task: str
    schedule: Schedule
    starts: StartBasis = StartBasis.INSTALLATION
    needs_visit: bool = True
    is_required: bool = False
    price_cents: int | None = None
    source: str


def add_schedule(deed: Deed, code: str, model: ProductModel, upkeep: Upkeep) -> MaintenanceSchedule:
    """Let every unit of a model, sold before or from now on, be maintained.

    Raises:
        Collision: there is a schedule with this code.
    """
    row = _row(deed, code, upkeep)
    row.product_model_id = model.id
    deed.add(row)
    deed.note("maintenance_schedule_added", row)
    return row


def add_contract(
    deed: Deed,
    unit: Unit,
    *,
    number: str,
    name: str,
    provider: str,
    starts_on: date,
    ends_on: date,
    upkeep: Upkeep,
    is_transferable: bool = True,
) -> ServiceContract:
    """Keep a contract about the maintenance of one unit, held by whoever owns it now.

    Raises:
        Collision: there is a contract, or a schedule, with this number.
        NotUnderstood: it ends before it starts.
        NotAllowed: another unit has replaced this one.
    """
    if unit.superseded_by_unit_id is not None:
        raise NotAllowed("Another unit has replaced this one. Make the contract about that one.")
    if ends_on <= starts_on:
        raise NotUnderstood(
            "A contract ends after it starts. Correct one of the days.",
            [Problem("ends_on", "it lies before the start")],
        )
    if contract_by_number(deed.session, number) is not None:
        raise Collision(f"There is a contract {number} already. Choose another number.")
    contract = ServiceContract(
        id=deed.new_id(),
        number=number,
        name=name,
        provider=provider,
        unit_id=unit.id,
        customer_id=unit.customer_id,
        starts_on=starts_on,
        ends_on=ends_on,
        is_transferable=is_transferable,
        source=upkeep.source,
        created_at=deed.now,
    )
    row = _row(deed, number, upkeep)
    row.service_contract_id = contract.id
    deed.add(contract, row)
    deed.note("service_contract_added", contract)
    return contract


def end_schedule(deed: Deed, row: MaintenanceSchedule) -> None:
    """Nobody is asked by it any more; what lies ahead of it is called off by the next round. Repeating it does nothing."""
    if row.ended_at is not None:
        return
    row.ended_at = deed.now
    deed.add(row)
    deed.note("maintenance_schedule_ended", row)


def facts_of(row: MaintenanceSchedule) -> Schedule:
    """A schedule as the rules know it."""
    return Schedule(
        every_months=row.every_months,
        counting=Counting(row.counting),
        lead_days=row.lead_days,
        grace_days=row.grace_days,
        season=None
        if row.season_from is None or row.season_to is None
        else Season(row.season_from, row.season_to),
        most_put_offs=row.most_put_offs,
    )


def _row(deed: Deed, code: str, upkeep: Upkeep) -> MaintenanceSchedule:
    if schedule_by_code(deed.session, code) is not None:
        raise Collision(f"There is a schedule {code} already. Choose another code.")
    schedule = upkeep.schedule
    return MaintenanceSchedule(
        id=deed.new_id(),
        code=code,
        task=upkeep.task,
        every_months=schedule.every_months,
        counting=schedule.counting.value,
        starts=upkeep.starts.value,
        lead_days=schedule.lead_days,
        grace_days=schedule.grace_days,
        season_from=None if schedule.season is None else schedule.season.first_month,
        season_to=None if schedule.season is None else schedule.season.last_month,
        most_put_offs=schedule.most_put_offs,
        needs_visit=upkeep.needs_visit,
        is_required=upkeep.is_required,
        price_cents=upkeep.price_cents,
        currency=deed.settings.currency,
        source=upkeep.source,
        created_at=deed.now,
    )
