"""An offline list of addresses, read from CSV and kept for looking up places without coordinates."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aftersales.deed import Deed
from aftersales.places import match_key
from aftersales.records import KnownAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAddress:
    """One line of a list; degrees in WGS 84; `road_row` is its row in a road table, if it has one."""

    code: str
    street: str
    house_number: str
    postcode: str
    town: str
    country: str
    latitude: float
    longitude: float
    is_residential: bool
    road_row: int | None


def listed_addresses(file: Path) -> Iterator[ListedAddress]:
    """The lines of an address list in the shipped format."""
    with file.open(newline="", encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            yield ListedAddress(
                code=row["address_id"],
                street=row["street"],
                house_number=row["housenumber"],
                postcode=row["postcode"],
                town=row["municipality"],
                country=row["country"],
                latitude=float(row["lat"]),
                longitude=float(row["lon"]),
                is_residential=row["residential"] == "1",
                road_row=int(row["in_matrix"]) if row["in_matrix"] else None,
            )


def keep_addresses(deed: Deed, addresses: Iterable[ListedAddress]) -> int:
    """Keep a list for looking up; answers how many lines it has."""
    rows = [
        KnownAddress(
            id=deed.new_id(),
            code=each.code,
            match_key=match_key(
                each.street, each.house_number, each.postcode, each.town, each.country
            ),
            street=each.street,
            house_number=each.house_number,
            postcode=each.postcode,
            town=each.town,
            country=each.country,
            latitude=each.latitude,
            longitude=each.longitude,
            road_row=each.road_row,
        )
        for each in addresses
    ]
    deed.add(*rows)
    return len(rows)
