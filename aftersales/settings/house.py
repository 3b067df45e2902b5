"""Where everything is remembered, and how the web is reached."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pydantic import AliasChoices, BaseModel, Field, SecretStr, field_validator

_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
"""Scheme, host and perhaps a port: what a Content-Security-Policy can name without a blank or a semicolon."""

_TILES: Final = re.compile(
    _ORIGIN.pattern + r"/(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})(?:[A-Za-z0-9/._~=&?%@-]|\{[zxy]\})+"
)
"""The address of a tile: on one origin, with the three numbers that say which."""


class HouseSettings(BaseModel):
    """Where everything is remembered, and how the web is reached."""

    database_url: str = Field(
        default="sqlite:///aftersales.db",
        validation_alias=AliasChoices("AFTERSALES_DATABASE_URL", "database_url", "DATABASE_URL"),
        description="Where everything is remembered: `sqlite:///FILE` or `postgresql://…`.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Signs links. Without it a key is made and kept beside the SQLite file; PostgreSQL needs it set.",
    )
    rehearsal_on: date | None = Field(
        default=None,
        description="For rehearsals: the clock shows this day with the present time of day.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Where buyers and calendars reach the web; stands in links.",
    )
    hosts: tuple[str, ...] = Field(
        default=(),
        description="More host names by which the web may be asked, as a JSON list; that of the public URL always is.",
    )
    requests_per_minute: int = Field(
        default=240, ge=1, description="Requests that one user, key or address may make a minute."
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(),
        description="Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, as a JSON list.",
    )
    embed_in: tuple[str, ...] = Field(
        default=(),
        description="Origins of shops that may show the page “book an installation” in a frame, such as "
        "`https://shop.example`, as a JSON list.",
    )
    map_tiles: str = Field(
        default="",
        description="Tiles behind the map on which a buyer moves a pin to their door, such as "
        "`https://tiles.example/{z}/{x}/{y}.png`; without them the map draws what the house has itself and asks nobody.",
    )
    map_credit: str = Field(
        default="© OpenStreetMap contributors",
        description="Whom the tiles of that map are owed to, as it says in its corner.",
    )
    area_km: float = Field(
        default=100,
        gt=0,
        description="So many kilometres from a depot, as the crow flies, a buyer may live who books online.",
    )
    link_days: int = Field(
        default=60, ge=1, description="Days after its visit for which a buyer's link works."
    )
    session_hours: int = Field(
        default=12, ge=1, le=168, description="Hours after which everybody has to sign in again."
    )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url.startswith(("postgres://", "postgresql://")):
            return "postgresql+psycopg://" + url.split("://", 1)[1]
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url.rstrip("/")

    @field_validator("embed_in")
    @classmethod
    def _origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for each in origins:
            if not _ORIGIN.fullmatch(each):
                raise ValueError(f"must name origins, such as https://shop.example, not {each}")
        return origins

    @field_validator("map_tiles")
    @classmethod
    def _tiles(cls, tiles: str) -> str:
        if tiles and not _TILES.fullmatch(tiles):
            raise ValueError("must be as https://tiles.example/{z}/{x}/{y}.png, on one named host")
        return tiles

    @field_validator("trusted_proxies")
    @classmethod
    def _named_proxies(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        if "*" in proxies:
            raise ValueError("must name addresses; * would believe whatever anybody writes")
        return proxies
