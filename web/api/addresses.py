"""Addresses of our own places, as requests carry them."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field, model_validator

from aftersales.places import Address
from web.api.fields import Code, Country, Line, Sent, Text, example

YARD: Final[dict[str, Any]] = {
    "street": "Feldkircher Strasse",
    "house_number": "50",
    "postcode": "9494",
    "town": "Schaan",
    "country": "LI",
    "latitude": 47.1712,
    "longitude": 9.5131,
}
"""An example that lies where it says."""


class AddressSent(Sent):
    """A postal address; without coordinates it is looked up in the offline address list."""

    model_config = example(**YARD)

    street: Line
    house_number: Code = ""
    postcode: Code
    town: Line
    country: Country
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    access_notes: Text = Field(default="", description="How one gets in.")

    @model_validator(mode="after")
    def _is_a_point(self) -> AddressSent:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("one coordinate alone names no place; send both, or neither")
        return self

    @property
    def address(self) -> Address:
        """The address as the house keeps it."""
        return Address(**self.model_dump(include=set(AddressSent.model_fields)))
