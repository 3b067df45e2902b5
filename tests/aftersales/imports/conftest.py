"""An installation with a territory, a depot and skills, and files written as a test needs them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from aftersales.deed import Actor
from aftersales.imports import ImportKind, Report, import_file
from aftersales.parts import Parts
from aftersales.places import Address, add_location
from aftersales.records import ActorKind, Depot, Record, ServicePartner, Territory
from aftersales.territories import add_standard_work_types

SHOP = Actor(ActorKind.SHOP, "import")


YARD = Address(
    street="Im alten Riet",
    house_number="22",
    postcode="9494",
    town="Schaan",
    country="LI",
    latitude=47.1715,
    longitude=9.5085,
)

Importing = Callable[[ImportKind, str], Report]


def add_territory(parts: Parts, code: str, name: str, depot: str) -> None:
    """Keep a territory with one depot."""
    with parts.doing(SHOP) as deed:
        area = Territory(
            id=deed.new_id(),
            code=code,
            name=name,
            country="LI",
            zone="Europe/Vaduz",
            answers_name="Office",
            answers_phone="+423 000 00 00",
            answers_email="office@aftersales.example",
        )
        deed.add(area)
        deed.session.flush()
        yard = add_location(deed, area, replace(YARD))
        deed.add(
            Depot(
                id=deed.new_id(), territory_id=area.id, location_id=yard.id, code=depot, name=depot
            )
        )


@pytest.fixture
def house(parts: Parts) -> Parts:
    """An installation that has what files refer to: territory `li`, depot `schaan`, skills, a partner."""
    add_territory(parts, "li", "Liechtenstein", "schaan")
    with parts.doing(SHOP) as deed:
        add_standard_work_types(deed)
        deed.add(
            ServicePartner(
                id=deed.new_id(), code="alpen", name="Alpen", email="a@alpen.example", phone="1"
            )
        )
    return parts


@pytest.fixture
def importing(house: Parts, tmp_path: Path) -> Importing:
    """Import a text as a file of a kind."""

    def run(kind: ImportKind, text: str) -> Report:
        file = tmp_path / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        return import_file(house, SHOP, kind, file)

    return run


def row_counts(parts: Parts) -> Mapping[str, int]:
    """The number of rows of every table."""
    with parts.store.reading() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Record.metadata.sorted_tables
        }


@pytest.fixture
def sale(importing: Importing) -> Importing:
    """Customer C-1, and the products WM with a serial pattern and DR without."""
    importing(
        ImportKind.PRODUCTS,
        "sku,name,maker,product_type,warranty_months,serial_pattern\n"
        "WM,Washer,R,washing_machine,24,RT[0-9]{4}\nDR,Dryer,R,tumble_dryer,24,\n",
    )
    importing(
        ImportKind.CUSTOMERS,
        "number,name,email,street,postcode,town,country,latitude,longitude\n"
        "C-1,Anna,a@x.example,Gasse,9490,Vaduz,LI,47.1376,9.5188\n",
    )
    return importing
