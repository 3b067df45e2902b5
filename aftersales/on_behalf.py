"""A step of a customer that somebody of the house does for them, on the phone or at the counter.

It is the same use case, so the same rules hold and the customer is told the same; the audit trail says who did it.
"""

from __future__ import annotations

from typing import Final

from aftersales.deed import Deed
from aftersales.records import Record

FOR_CUSTOMER: Final = "done_for_customer"
"""What the audit trail calls it."""


def note_for_customer(deed: Deed, subject: Record, step: str) -> None:
    """Write down that whoever acts did a step of the customer at their wish; `step` is what they wished."""
    deed.note(FOR_CUSTOMER, subject, facts={"step": step})
