"""The demo's maintenance: a yearly check of washing machines, filters that their owners change, and a few contracts."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import Final

from aftersales.deed import Actor
from aftersales.demo.sales import Sale
from aftersales.demo.shop import MAKER, SHOP
from aftersales.imports import ImportKind, import_file
from aftersales.maintenance import add_contract, add_schedule, tend_maintenance
from aftersales.maintenance.schedules import Upkeep
from aftersales.parts import Parts
from aftersales.records import ProductModel
from warranty import StartBasis, months_after
from warranty.maintenance.schedules import Schedule

WASHER: Final = "WM-700"
FILTER: Final = "WF-100"

BOOKLET: Final = f"Booklet of {MAKER}, edition 2026, page 12"

CONTRACTS: Final = 4
"""Buyers of washing machines who took a contract with it."""

CONTRACT_YEARS: Final = 5


def list_checks(parts: Parts, actor: Actor) -> None:
    """What is checked at installations and repairs."""
    with as_file(files("aftersales.demo") / "data" / "checklists.csv") as path:
        import_file(parts, actor, ImportKind.CHECKLISTS, path)


def keep_up(
    parts: Parts, actor: Actor, models: Sequence[ProductModel], sales: Sequence[Sale]
) -> int:
    """Agree on maintenance, and ask every owner whose turn it is; answers how much was done about it."""
    by_sku = {model.sku: model for model in models}
    with parts.doing(actor) as deed:
        add_schedule(deed, f"{WASHER}-YEARLY", by_sku[WASHER], _yearly())
        add_schedule(deed, f"{FILTER}-CHANGE", by_sku[FILTER], _new_filter())
        taken = [each for each in sales if each.model.sku == WASHER and each.is_installed]
        for position, sale in enumerate(taken[:CONTRACTS]):
            first = sale.unit.purchased_on
            add_contract(
                deed,
                sale.unit,
                number=f"SC-{1001 + position}",
                name="Comfort",
                provider=SHOP,
                starts_on=first,
                ends_on=months_after(first, 12 * CONTRACT_YEARS),
                upkeep=_descaling(f"Contract of {first.isoformat()}"),
            )
    return tend_maintenance(parts)


def _yearly() -> Upkeep:
    return Upkeep(
        task="Yearly check",
        schedule=Schedule(every_months=12),
        starts=StartBasis.INSTALLATION,
        price_cents=9_900,
        source=BOOKLET,
    )


def _new_filter() -> Upkeep:
    return Upkeep(
        task="New filter",
        schedule=Schedule(every_months=2),
        starts=StartBasis.DELIVERY,
        needs_visit=False,
        source=BOOKLET,
    )


def _descaling(source: str) -> Upkeep:
    return Upkeep(
        task="Descaling and new seals",
        schedule=Schedule(every_months=6),
        price_cents=0,
        source=source,
    )
