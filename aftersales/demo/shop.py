"""The demo's shop: what it sells, who works for it, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from aftersales.catalogue import add_product_model
from aftersales.deed import Deed
from aftersales.moments import day_bounds
from aftersales.places import Address, add_location
from aftersales.records import (
    AbsenceKind,
    Crew,
    CrewMember,
    Depot,
    ProductModel,
    ServicePartner,
    Technician,
    Territory,
)
from aftersales.technicians import DayPlan, add_absence, add_shift, add_technician
from warranty import CoverKind, CoverTerm, StartBasis, WarrantyTerms

MAKER: Final = "Alpen Geräte"
SHOP: Final = "LKW Elektrofachhandel"

PRODUCTS: Final = (
    # sku, name, product type, price in cents, weight of being sold
    ("WM-700", "Washing machine 7 kg", "washing_machine", 69_900, 24),
    ("DW-450", "Dishwasher 45 cm", "dishwasher", 59_900, 18),
    ("TD-800", "Heat-pump tumble dryer 8 kg", "tumble_dryer", 79_900, 12),
    ("OV-600", "Built-in oven 60 cm", "cooker_or_oven", 84_900, 11),
    ("FR-300", "Fridge-freezer 300 l", "refrigerator", 89_900, 13),
    ("MW-250", "Built-in microwave", "built_in_microwave_or_coffee", 44_900, 6),
    ("WF-100", "Water filter", "water_filter", 19_900, 5),
    ("WH-080", "Water heater 80 l", "bathroom_or_water_heater", 64_900, 4),
    ("AC-350", "Split air conditioner 3.5 kW", "split_air_conditioner", 149_900, 2),
    ("TV-550", "Television 55 inch", "tv_wall_mount", 99_900, 5),
)


def sell(deed: Deed) -> list[ProductModel]:
    """Put the products into the catalogue with their covers: two years on everything, longer on some parts."""
    return [_model(deed, sku, name, kind) for sku, name, kind, _price, _weight in PRODUCTS]


def _model(deed: Deed, sku: str, name: str, product_type: str) -> ProductModel:
    terms = [
        CoverTerm(
            kind=CoverKind.MAKERS_WARRANTY,
            provider=MAKER,
            starts=StartBasis.DELIVERY,
            months=24,
            source="Warranty booklet, edition 2026",
        )
    ]
    if product_type == "refrigerator":
        terms.append(
            CoverTerm(
                kind=CoverKind.DURABILITY_GUARANTEE,
                provider=MAKER,
                starts=StartBasis.DELIVERY,
                months=144,
                labour_percent=0,
                travel_percent=0,
                components=frozenset({"sealed_system"}),
                source="Warranty booklet, edition 2026",
            )
        )
    return add_product_model(
        deed,
        sku=sku,
        name=name,
        brand=MAKER,
        product_type=product_type,
        terms=WarrantyTerms(sku, tuple(terms)),
        serial_pattern=f"{sku.replace('-', '')}[0-9]{{7}}",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """One technician of the demo: the gas certificate holds `gas_until` days; `away_on` is a working day of training."""

    code: str
    name: str
    language: str
    skills: tuple[str, ...]
    crew: str | None = None
    partner: str | None = None
    gas_until: int | None = None
    lives_at: str | None = None
    away_on: int | None = None
    cost: int = 4_000


HANDS: Final = (
    Hand(
        code="T1",
        name="Inga Liepa",
        language="lv",
        skills=("plumbing", "electrical", "repair", "survey"),
    ),
    Hand(
        code="T2",
        name="Marco Beck",
        language="en",
        skills=("plumbing", "electrical", "repair", "gas"),
        gas_until=400,
    ),
    Hand(
        code="T3",
        name="Tanvir Rahman",
        language="bn",
        skills=("electrical", "repair", "refrigerant", "av", "it"),
    ),
    Hand(
        code="T4",
        name="Elena Frick",
        language="en",
        skills=("plumbing", "electrical", "repair", "gas"),
        gas_until=8,
        lives_at="LI00004",
    ),
    Hand(
        code="T5",
        name="Jānis Ozols",
        language="lv",
        skills=("plumbing", "electrical", "repair", "refrigerant"),
    ),
    Hand(
        code="C1",
        name="Noah Hasler",
        language="en",
        skills=("delivery", "electrical", "plumbing", "refrigerant", "av"),
        crew="duo",
        away_on=8,
    ),
    Hand(
        code="C2",
        name="Luca Sele",
        language="en",
        skills=("delivery", "electrical", "av"),
        crew="duo",
        away_on=8,
    ),
    Hand(
        code="P1",
        name="Simon Nigg",
        language="en",
        skills=("plumbing", "electrical", "repair"),
        partner="rhine",
        cost=5_200,
    ),
)

DAY: Final = DayPlan(
    from_time=time(7, 30),
    to_time=time(16, 30),
    break_from=time(11, 30),
    break_to=time(13, 30),
    break_minutes=30,
)


def hire(
    deed: Deed,
    territory: Territory,
    depot: Depot,
    homes: dict[str, Address],
    first_day: date,
    days: list[date],
) -> list[Technician]:
    """Hire everybody with their skills and give them their shifts; `homes` are the known addresses by code."""
    partner = ServicePartner(
        id=deed.new_id(),
        code="rhine",
        name="Rheintal Haustechnik",
        email="dispatch@rheintal.example",
        phone="+423 555 90 00",
    )
    crew = Crew(id=deed.new_id(), territory_id=territory.id, code="duo", name="Two-person crew")
    deed.add(partner, crew)
    workers: list[Technician] = []
    for hand in HANDS:
        home = (
            None if hand.lives_at is None else add_location(deed, territory, homes[hand.lives_at])
        )
        skills: dict[str, date | None] = dict.fromkeys(hand.skills)
        if hand.gas_until is not None:
            skills["gas"] = first_day + timedelta(days=hand.gas_until)
        worker = add_technician(
            deed,
            territory,
            code=hand.code,
            name=hand.name,
            email=f"{hand.code.lower()}@technicians.example",
            phone=f"+423 555 80 {len(workers):02d}",
            language=hand.language,
            skills=skills,
            cost_per_hour_cents=hand.cost,
            depot_id=depot.id,
            home_location_id=None if home is None else home.id,
            service_partner_id=partner.id if hand.partner else None,
        )
        if hand.crew is not None:
            deed.add(
                CrewMember(crew_id=crew.id, technician_id=worker.id, is_lead=hand.code == "C1")
            )
        for on in days:
            add_shift(deed, worker, territory.zone, on, DAY)
        if hand.away_on is not None and hand.away_on < len(days):
            start, end = day_bounds(days[hand.away_on], territory.zone)
            add_absence(deed, worker, AbsenceKind.TRAINING, start, end)
        workers.append(worker)
    return workers
