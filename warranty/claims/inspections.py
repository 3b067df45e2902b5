"""What an inspection found, and units that failed on arrival.

DOA, dead on arrival: a unit that fails within days of its delivery is exchanged, not repaired. NFF, no fault found: the
reported fault could not be seen; the customer is never told that they imagined it, and the second time a person looks.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

DOA_DAYS: Final = 14
"""Days from delivery within which a failed unit counts as dead on arrival; usual among makers, a setting."""


class Finding(StrEnum):
    """What whoever looked at the unit found.

    CONFIRMED: the reported defect. INSTALLATION: a mistake of the installation, which counts as non-conformity when the
    seller installed (Directive (EU) 2019/771 Art. 8). CUSTOMER_CAUSED: an accident, misuse or missing care. WEAR: what the
    part is meant to do. NO_FAULT_FOUND: nothing.
    """

    CONFIRMED = "confirmed"
    INSTALLATION = "installation"
    CUSTOMER_CAUSED = "customer_caused"
    WEAR = "wear"
    NO_FAULT_FOUND = "no_fault_found"


NO_DEFECTS: Final = frozenset({Finding.CUSTOMER_CAUSED, Finding.WEAR})
"""Findings for which neither the unit nor its installation is to blame; finding nothing proves nothing."""


def is_dead_on_arrival(failed_on: date, delivered_on: date | None, *, days: int = DOA_DAYS) -> bool:
    """Whether a unit failed so soon that it is exchanged; False while the day of delivery is not known."""
    if delivered_on is None:
        return False
    return delivered_on <= failed_on <= delivered_on + timedelta(days)
