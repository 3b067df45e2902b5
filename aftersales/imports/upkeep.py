"""Maintenance from files: schedules of models, and contracts about single units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aftersales.deed import Deed
from aftersales.imports.cells import amount_written
from aftersales.imports.judging import Line
from aftersales.imports.nearby import hint_at, refused
from aftersales.imports.tally import Tally, Told, check_same
from aftersales.imports.upkeep_rows import ContractRow, ContractTerms, ScheduleRow, UpkeepRow
from aftersales.maintenance.schedules import Upkeep, add_contract, add_schedule, upkeep_agreed
from aftersales.queries.imports import (
    contracts_by_number,
    products_by_sku,
    schedules_by_code,
    units_by_id,
    units_with_serials,
)
from aftersales.records import MaintenanceSchedule, ProductModel, ServiceContract, Unit
from warranty import StartBasis, normalised_serial

ALWAYS: Final = ("task", "every_months", "source")
"""Columns that every line fills in; the others are compared where a line says something."""

MORE: Final = tuple(name for name in UpkeepRow.model_fields if name not in ALWAYS)


def import_schedules(deed: Deed, lines: Sequence[Line[ScheduleRow]], tally: Tally) -> None:
    """Add the schedules that are not there; what is wrong stands in the tally."""
    models = products_by_sku(deed.session)
    skus = {model.id: sku for sku, model in models.items()}
    known = schedules_by_code(deed.session, {line.row.code for line in lines})

    def judge(group: Sequence[Line[ScheduleRow]]) -> None:
        row = group[0].row
        model = _model(models, row.sku)
        there = known.get(row.code)
        if there is None:
            schedule_as(deed, model, row)
            tally.added += 1
            return
        of = there.product_model_id
        told: Told = [("sku", row.sku, "a service contract" if of is None else skus[of])]
        if "starts" in row.model_fields_set:
            told.append(("starts", row.starts, there.starts))
        check_same(f"Schedule {row.code}", told + _told(row, there))
        _unchanged(group[0], f"schedule {row.code}", there, tally)

    tally.go_through(deed, tally.unique(lines, "code"), judge)


def import_contracts(deed: Deed, lines: Sequence[Line[ContractRow]], tally: Tally) -> None:
    """Add the contracts that are not there; what is wrong stands in the tally."""
    models = products_by_sku(deed.session)
    serials = {normalised_serial(line.row.serial) for line in lines}
    units = units_with_serials(deed.session, serials)
    numbers = {line.row.number for line in lines}
    known = contracts_by_number(deed.session, numbers)
    schedules = schedules_by_code(deed.session, numbers)
    held = units_by_id(deed.session, [each.unit_id for each in known.values()])

    def judge(group: Sequence[Line[ContractRow]]) -> None:
        row = group[0].row
        serial = normalised_serial(row.serial)
        unit = units.get((_model(models, row.sku).id, serial))
        if unit is None:
            raise refused(
                "serial",
                f"There is no {row.sku} with the serial {serial}. Compare it with the rating plate, "
                "or import its order first.",
            )
        there = known.get(row.number)
        if there is None:
            contract_as(deed, unit, row)
            tally.added += 1
            return
        told: Told = [
            ("name", row.name, there.name),
            ("provider", row.provider, there.provider),
            ("serial", serial, held[there.unit_id].serial),
            ("starts_on", row.starts_on, there.starts_on),
            ("ends_on", row.ends_on, there.ends_on),
        ]
        if "is_transferable" in row.model_fields_set:
            told.append(("is_transferable", row.is_transferable, there.is_transferable))
        own = schedules[row.number]
        check_same(f"Contract {row.number}", told + _told(row, own))
        _unchanged(group[0], f"contract {row.number}", own, tally)

    tally.go_through(deed, tally.unique(lines, "number"), judge)


def schedule_as(deed: Deed, model: ProductModel, row: ScheduleRow) -> MaintenanceSchedule:
    """Keep a schedule as a line says."""
    return add_schedule(deed, row.code, model, _upkeep(row, row.starts))


def contract_as(deed: Deed, unit: Unit, row: ContractTerms) -> ServiceContract:
    """Keep a contract about a unit as a line says."""
    return add_contract(
        deed,
        unit,
        number=row.number,
        name=row.name,
        provider=row.provider,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_transferable=row.is_transferable,
        upkeep=_upkeep(row, StartBasis.PURCHASE),
    )


def _upkeep(row: UpkeepRow, starts: str) -> Upkeep:
    return upkeep_agreed(**row.model_dump(include=set(UpkeepRow.model_fields)), starts=starts)


def _model(models: dict[str, ProductModel], sku: str) -> ProductModel:
    model = models.get(sku)
    if model is None:
        hint = hint_at(sku, models, otherwise="Import the products first.")
        raise refused("sku", f"There is no product “{sku}”. {hint}")
    return model


def _told(row: UpkeepRow, there: MaintenanceSchedule) -> Told:
    names = (*ALWAYS, *(name for name in MORE if name in row.model_fields_set))
    return [
        ("price", _price(row.price_cents), _price(there.price_cents))
        if name == "price_cents"
        else (name, getattr(row, name), getattr(there, name))
        for name in names
    ]


def _price(cents: int | None) -> str | None:
    return None if cents is None else amount_written(cents)


def _unchanged(
    line: Line[ScheduleRow] | Line[ContractRow],
    what: str,
    there: MaintenanceSchedule,
    tally: Tally,
) -> None:
    tally.unchanged += 1
    if there.ended_at is not None:
        tally.notes.append(
            f"line {line.number}: {what} was ended on {there.ended_at:%Y-%m-%d} and stays so; "
            "to begin anew, give it another code."
        )
