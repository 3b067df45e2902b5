"""Who pays for what a cover answers for, and who has to prove what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from warranty.cover_kinds import CoverKind


class Payer(StrEnum):
    """Whose money it is."""

    MAKER = "maker"
    SELLER = "seller"
    INSURER = "insurer"
    GOODWILL = "goodwill"
    CUSTOMER = "customer"


class BurdenOfProof(StrEnum):
    """Who has to show whether the defect was there at delivery (Directive (EU) 2019/771 Art. 11)."""

    SELLER = "seller"
    CUSTOMER = "customer"


USUAL_PAYERS: Final[Mapping[CoverKind, Payer]] = MappingProxyType(
    {
        CoverKind.LEGAL_GUARANTEE: Payer.SELLER,
        CoverKind.MAKERS_WARRANTY: Payer.MAKER,
        CoverKind.DURABILITY_GUARANTEE: Payer.MAKER,
        CoverKind.EXTENDED_CONTRACT: Payer.INSURER,
        CoverKind.REPAIR_WARRANTY: Payer.SELLER,
        CoverKind.GOODWILL: Payer.GOODWILL,
    }
)
"""Who pays unless the terms name somebody else, such as a shop that backs its own contracts."""
