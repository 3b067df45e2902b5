"""What a line of each kind of file says: its columns, and which of its cells go together."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from aftersales.imports.cells import (
    Cents,
    Code,
    Country,
    Currency,
    Day,
    Email,
    Language,
    Latitude,
    Listed,
    Longitude,
    Months,
    Note,
    Quantity,
    Text,
    Wrong,
    YesNo,
    dated_parts,
    months_by_part,
    one_of,
    ranges_of,
)
from aftersales.imports.wishes import Wishes
from aftersales.imports.works import Pause, Week, pause_of, week_of
from aftersales.places import Address
from aftersales.records import CustomerKind
from warranty import CheckMethod, Payer, SerialRange, SerialRule, StartBasis
from warranty.products import ExchangeType


class Row(BaseModel):
    """A line whose cells are right each for itself; a blank cell says nothing, so it has no value."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @abstractmethod
    def contradictions(self) -> Iterator[Wrong]:
        """Cells that do not go together."""


class PlaceRow(Row):
    """A line with an address; without coordinates it is looked up in the offline address list."""

    street: Text | None = None
    house_number: Code = ""
    postcode: Code | None = None
    town: Text | None = None
    country: Country | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    access_notes: Note = ""
    territory: Code | None = None

    @property
    def address(self) -> Address:
        """The address of a line that has one."""
        return Address(
            street=self.street or "",
            house_number=self.house_number,
            postcode=self.postcode or "",
            town=self.town or "",
            country=self.country or "",
            latitude=self.latitude,
            longitude=self.longitude,
            access_notes=self.access_notes,
        )

    def contradictions(self) -> Iterator[Wrong]:
        """An address is whole or absent, and so are its coordinates."""
        parts = {name: getattr(self, name) for name in ("street", "postcode", "town", "country")}
        if any(self.model_fields_set & {*parts, "house_number", "latitude", "longitude"}):
            for name, value in parts.items():
                if not value:
                    yield name, "is empty though there is an address; fill it in."
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            yield missing, "is empty; give both coordinates or none."


class CustomerRow(PlaceRow):
    """A customer with the address where visits go."""

    number: Code
    name: Text
    street: Text
    postcode: Code
    town: Text
    country: Country
    kind: Annotated[str, BeforeValidator(one_of(CustomerKind))] = CustomerKind.PERSON.value
    language: Language = "en"
    email: Email | None = None
    phone: Code | None = None


class ProductRow(Row):
    """A product model with what its maker promises; components are promised on top, for parts only."""

    sku: Code
    name: Text
    maker: Text
    product_type: Code
    warranty_months: Months | None = None
    parts_months: Months | None = None
    component_months: Annotated[dict[str, int], BeforeValidator(months_by_part)] = {}
    warranty_from: Annotated[str, BeforeValidator(one_of(StartBasis))] = StartBasis.DELIVERY.value
    warranty_excludes: Listed = ()
    warranty_source: Text | None = None
    loaner: YesNo = False
    warranty_payer: Annotated[str | None, BeforeValidator(one_of(Payer))] = None
    warranty_exchange: Annotated[str | None, BeforeValidator(one_of(ExchangeType))] = None
    warranty_transferable: YesNo = True
    serial_pattern: Text | None = None
    serial_check: Annotated[str | None, BeforeValidator(one_of(CheckMethod))] = None
    serial_ranges: Annotated[tuple[tuple[str, str], ...], BeforeValidator(ranges_of)] = ()
    hazards: Text = ""
    expected_life_months: Months | None = None

    def contradictions(self) -> Iterator[Wrong]:
        """Conditions need a warranty, and a pattern must be one."""
        if self.parts_months and self.parts_months <= (self.warranty_months or 0):
            yield "parts_months", "is not longer than warranty_months; leave it empty."
        if self.warranty_months is None and self.loaner:
            yield "loaner", "needs warranty_months; fill them in."
        if self.warranty_excludes and not (self.warranty_months or self.parts_months):
            yield "warranty_excludes", "needs warranty_months or parts_months; fill them in."
        if self.warranty_exchange is not None and self.warranty_months is None:
            yield "warranty_exchange", "needs warranty_months; fill them in."
        if self.warranty_exchange == ExchangeType.LOANER and not self.loaner:
            yield "warranty_exchange", "says that a loaner is lent; write yes under loaner."
        promised = self.warranty_months or self.parts_months or self.component_months
        if self.warranty_payer is not None and not promised:
            yield "warranty_payer", "needs months of a warranty; fill them in."
        for first, last in self.serial_ranges:
            try:
                SerialRange(first, last)
            except ValueError:
                yield "serial_ranges", f"{first}..{last} has two lengths; correct one of the two."
        if self.serial_pattern:
            try:
                SerialRule(self.serial_pattern)
            except ValueError as error:
                yield "serial_pattern", f"{error} Correct the regular expression."


class OrderRow(Row):
    """One product of a sale; lines with the same order number belong together."""

    order: Code
    customer: Code
    ordered_on: Day
    sku: Code
    unit_price: Cents
    currency: Currency
    quantity: Quantity = 1
    delivered_on: Day | None = None
    delivery_expected_on: Day | None = None
    installation: YesNo = False
    installation_windows: Wishes = ()
    installation_price: Cents | None = None
    serials: Listed = ()
    channel: Code = "shop"

    def contradictions(self) -> Iterator[Wrong]:
        """Nothing is delivered before it is bought, and no item has two serials."""
        if self.delivered_on is not None and self.delivered_on < self.ordered_on:
            yield (
                "delivered_on",
                f"{self.delivered_on} lies before the purchase on {self.ordered_on}; correct one of them.",
            )
        if self.delivery_expected_on is not None and self.delivered_on is not None:
            yield (
                "delivery_expected_on",
                "What was delivered is not expected any more; write one of the two days.",
            )
        if self.installation_windows and not self.installation:
            yield (
                "installation_windows",
                "Windows go with an installation; write yes under installation, or leave them out.",
            )
        if self.installation_price is not None and not self.installation:
            yield (
                "installation_price",
                "A price goes with an installation; write yes under installation, or leave it out.",
            )
        if len(self.serials) > self.quantity:
            yield (
                "serials",
                f"There are {len(self.serials)} serials for {self.quantity} sold; correct one of them.",
            )


class TechnicianRow(PlaceRow):
    """A technician with a home or a depot, their skills, and their working week over a span of days."""

    code: Code
    name: Text
    email: Email
    phone: Code
    skills: Annotated[dict[str, date | None], BeforeValidator(dated_parts)]
    cost_per_hour: Cents
    language: Language = "en"
    depot: Code | None = None
    partner: Code | None = None
    works: Annotated[Week | None, BeforeValidator(week_of)] = None
    lunch: Annotated[Pause | None, BeforeValidator(pause_of)] = None
    from_on: Day | None = Field(default=None, alias="from")
    until_on: Day | None = Field(default=None, alias="until")

    def contradictions(self) -> Iterator[Wrong]:
        """A route begins somewhere; a working week has a first and a last day, and room for its pause."""
        yield from super().contradictions()
        if self.depot is None and self.street is None:
            yield (
                "depot",
                "There is neither a depot nor a home address; name where the route begins.",
            )
        week = {"works": self.works, "from": self.from_on, "until": self.until_on}
        if self.lunch is not None or any(value is not None for value in week.values()):
            for name, value in week.items():
                if value is None:
                    yield name, "is empty; works, from and until are filled in together."
        if self.from_on and self.until_on and self.until_on < self.from_on:
            yield "until", f"{self.until_on} lies before {self.from_on}; correct one of them."
        if self.works and self.lunch and not any(map(self.lunch.fits, self.works.days.values())):
            yield "lunch", "No working day is long enough for this pause; correct its times."
