"""Service addresses, depots, and the territories that are planned as one."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, key, link, words


class Territory(Record, table=True):
    """An area planned as one, with the person who answers for it today.

    `travel_scale` multiplies the travel model; it is learned from `travel_trips` real trips. `day_factors` has
    for each part of the day ("workdays:morning") what all drives are multiplied by then, and from how many drives
    that is known; they were learned on `factors_on`. `habits` is what was learned that day of how far drives and
    works stray from the plan, and of how often nobody reports them.
    """

    __tablename__ = "territory"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    name: str = words()
    country: str = words(2)
    zone: str = words(SHORT)
    travel_scale: float = 1.0
    travel_trips: int = 0
    road_table: str | None = words(SHORT)
    day_factors: dict[str, tuple[float, int]] = Field(
        default_factory=dict, sa_type=JSON, nullable=False
    )
    factors_on: date | None = None
    habits: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    answers_name: str = words()
    answers_phone: str = words(SHORT)
    answers_email: str = words()


class Location(Record, table=True):
    """A place that can be driven to: coordinates in WGS 84 degrees and the zone of its wall clock."""

    __tablename__ = "location"

    id: UUID = key()
    customer_id: UUID | None = link("customer.id", nullable=True)
    territory_id: UUID = link("territory.id")
    street: str = words()
    house_number: str = words(SHORT)
    postcode: str = words(SHORT)
    town: str = words()
    country: str = words(2)
    latitude: float
    longitude: float
    zone: str = words(SHORT)
    access_notes: str = words(2000)
    road_row: int | None = None


class Depot(Record, table=True):
    """Where routes may start and end, and where parts are kept."""

    __tablename__ = "depot"

    id: UUID = key()
    territory_id: UUID = link("territory.id")
    location_id: UUID = link("location.id")
    code: str = words(SHORT, unique=True)
    name: str = words()


class KnownAddress(Record, table=True):
    """One line of an offline address list; `match_key` is the address in lower case without marks."""

    __tablename__ = "known_address"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    match_key: str = words(640, index=True)
    street: str = words()
    house_number: str = words(SHORT)
    postcode: str = words(SHORT)
    town: str = words()
    country: str = words(2)
    latitude: float
    longitude: float
    road_row: int | None = None
