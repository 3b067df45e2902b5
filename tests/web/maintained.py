"""Maintenance in the small world, for whoever looks at its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from aftersales.catalogue import add_work_type
from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.maintenance import add_contract, add_schedule, tend_maintenance
from aftersales.maintenance.schedules import Upkeep
from aftersales.queries.catalogue import work_type_for
from aftersales.queries.maintenance import contract_by_number, schedule_by_code
from aftersales.queries.notices import notices_about
from aftersales.records import Cover, Maintenance, MaintenanceState, ProductModel, Unit, WorkKind
from tests.web.conftest import World
from warranty import CoverKind, StartBasis
from warranty.maintenance.schedules import Schedule

YEARLY = "WM-YEARLY"
CONTRACT = "SC-1001"
DUE = date(2026, 12, 1)


@dataclass(frozen=True)
class Maintained:
    """One maintenance that waits for its owner, and what opens their page."""

    row_id: UUID
    unit_id: UUID
    token: str
    schedule_id: UUID
    contract_id: UUID


def maintained_in(world: World) -> Maintained:
    """Made when first looked for: a yearly service of all washing machines, one of them due, and a contract about that one."""
    with world.parts.store.reading() as session:
        is_new = schedule_by_code(session, YEARLY) is None
    if is_new:
        _schedule(world)
    with world.parts.store.reading() as session:
        row = session.exec(
            select(Maintenance)
            .where(Maintenance.state == MaintenanceState.DUE, Maintenance.unit_id == world.unit_id)
            .order_by(col(Maintenance.id))
        ).one()
        notice = notices_about(session, row.id)[-1]
        contract = contract_by_number(session, CONTRACT)
        assert contract is not None
    token = link_token(world.parts.secret, UUID(str(notice.facts["link_id"])))
    return Maintained(row.id, world.unit_id, token, row.maintenance_schedule_id, contract.id)


def _schedule(world: World) -> None:
    with world.parts.doing(SYSTEM) as deed:
        unit = deed.session.get_one(Unit, world.unit_id)
        model = deed.session.get_one(ProductModel, unit.product_model_id)
        unit.purchased_on = unit.delivered_on = unit.installed_on = date(2025, 12, 1)
        cover = deed.session.exec(
            select(Cover).where(
                Cover.unit_id == unit.id, Cover.kind == CoverKind.MAKERS_WARRANTY.value
            )
        ).first()
        assert cover is not None
        cover.requires_maintenance, cover.ends_on = True, date(2035, 12, 1)
        deed.add(unit, cover)
        if work_type_for(deed.session, model.product_type, WorkKind.MAINTENANCE) is None:
            add_work_type(
                deed,
                product_type=model.product_type,
                kind=WorkKind.MAINTENANCE,
                minutes=(30, 45, 60),
                crew_size=1,
                skills=("plumbing",),
                source="test",
            )
        add_schedule(
            deed,
            YEARLY,
            model,
            Upkeep(
                task="Nordwasch Service Plus",
                schedule=Schedule(every_months=12),
                starts=StartBasis.DELIVERY,
                is_required=True,
                price_cents=8_900,
                source="Booklet 2025, page 9",
            ),
        )
    tend_maintenance(world.parts)
    with world.parts.doing(SYSTEM) as deed:
        add_contract(
            deed,
            deed.session.get_one(Unit, world.unit_id),
            number=CONTRACT,
            name="Comfort",
            provider="Nordwasch Service",
            starts_on=date(2026, 11, 1),
            ends_on=date(2031, 10, 31),
            upkeep=Upkeep(
                task="Nordwasch Descaling",
                schedule=Schedule(every_months=6),
                price_cents=0,
                source="Contract of 1 November 2026",
            ),
        )
