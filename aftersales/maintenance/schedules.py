"""Schedules and contracts: kept as they were agreed, and ended, never changed under whoever relies on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood, Problem
from aftersales.queries.maintenance import (
    contract_by_number,
    schedule_by_code,
    schedule_of_contract,
)
from aftersales.records import (
    MaintenanceSchedule,
    ProductModel,
    ServiceContract,
    Unit,
)
from warranty import StartBasis
from warranty.maintenance.schedules import Counting, Schedule, Season

MOST_PUT_OFFS: Final = 12
"""An owner who put it off so often does not want it."""


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


def upkeep_agreed(
    *,
    task: str,
    every_months: int,
    counting: str,
    starts: str,
    lead_days: int,
    grace_days: int,
    season_from: int | None,
    season_to: int | None,
    most_put_offs: int,
    needs_visit: bool,
    is_required: bool,
    price_cents: int | None,
    source: str,
) -> Upkeep:
    """What is agreed, from what a request, a form or a line of a file says.

    Raises:
        NotUnderstood: a season has only one end.
    """
    if (season_from is None) != (season_to is None):
        missing = "season_from" if season_from is None else "season_to"
        raise NotUnderstood(
            "A season has a first and a last month. Name both, or none.",
            [Problem(missing, "it is missing")],
        )
    return Upkeep(
        task=task,
        schedule=Schedule(
            every_months=every_months,
            counting=Counting(counting),
            lead_days=lead_days,
            grace_days=grace_days,
            season=_season(season_from, season_to),
            most_put_offs=most_put_offs,
        ),
        starts=StartBasis(starts),
        needs_visit=needs_visit,
        is_required=is_required,
        price_cents=price_cents,
        source=source,
    )


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


def end_contract(deed: Deed, contract: ServiceContract) -> None:
    """Nobody is asked under it any more, as when its schedule ends. Repeating it does nothing."""
    own = schedule_of_contract(deed.session, contract.id)
    if own is None or own.ended_at is not None:
        return
    end_schedule(deed, own)
    deed.note("service_contract_ended", contract)


def facts_of(row: MaintenanceSchedule) -> Schedule:
    """A schedule as the rules know it."""
    return Schedule(
        every_months=row.every_months,
        counting=Counting(row.counting),
        lead_days=row.lead_days,
        grace_days=row.grace_days,
        season=_season(row.season_from, row.season_to),
        most_put_offs=row.most_put_offs,
    )


def _season(first: int | None, last: int | None) -> Season | None:
    return None if first is None or last is None else Season(first, last)


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
