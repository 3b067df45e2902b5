"""Where customers read of the legal guarantee, and the official notice of the European Union if the shop keeps it.

The picture is the Commission's and is handed on as it came: it is never made, cropped or changed here.
"""

from __future__ import annotations

from typing import Final

from aftersales.records import Customer, CustomerKind, Unit
from aftersales.settings import Settings
from warranty.harmonised_notice import is_notice_due

PICTURES: Final = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}
"""Kinds of files that are looked for, in this order, and what browsers call them."""


def is_reminded(unit: Unit, owner: Customer) -> bool:
    """Whether this owner is to be reminded of the guarantee for this unit."""
    return is_notice_due(unit.country, is_consumer=owner.kind is CustomerKind.PERSON)


def guarantee_page(settings: Settings, unit: Unit, owner: Customer) -> str:
    """The address of the page about the guarantee; nothing where it does not apply."""
    if not is_reminded(unit, owner):
        return ""
    return f"{settings.public_url}/guarantee/{unit.country}"


def official_notice(settings: Settings, language: str) -> tuple[bytes, str] | None:
    """The official picture in a language as the shop keeps it, with its kind; none if it keeps none."""
    folder = settings.guarantee_notice_folder
    if folder is None:
        return None
    for ending, kind in PICTURES.items():
        path = folder / f"{language}.{ending}"
        if path.is_file():
            return path.read_bytes(), kind
    return None


def has_official_notice(settings: Settings, language: str) -> bool:
    """Whether the shop keeps the official picture in a language."""
    folder = settings.guarantee_notice_folder
    return folder is not None and any(
        (folder / f"{language}.{ending}").is_file() for ending in PICTURES
    )
