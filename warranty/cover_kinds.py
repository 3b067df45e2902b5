"""The fixed choices about covers: their kinds, and what a cover can pay for."""

from __future__ import annotations

from enum import StrEnum


class CoverKind(StrEnum):
    """Why somebody must answer for a unit; when two covers are equally good, the first kind is named.

    The legal guarantee stands first: it comes free, binds the seller, and cannot be narrowed by
    terms (Directive (EU) 2019/771 Art. 21).
    """

    LEGAL_GUARANTEE = "legal_guarantee"
    MAKERS_WARRANTY = "makers_warranty"
    DURABILITY_GUARANTEE = "durability_guarantee"
    EXTENDED_CONTRACT = "extended_contract"
    REPAIR_WARRANTY = "repair_warranty"
    GOODWILL = "goodwill"


class Benefit(StrEnum):
    """What a cover can pay for; an entitlement answers each one separately."""

    PARTS = "parts"
    LABOUR = "labour"
    TRAVEL = "travel"
    LOANER = "loaner"
