"""What a slot costs besides driving, in seconds of driving of an ordinary technician."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPrices:
    """The prices of the score; the defaults are minutes of driving.

    Attributes:
        late: the work starts after the window that the customer was told. As much as the planner pays for
            another time than published (`Prices.other_time`).
        harm: the same for each other customer.
        balance: the technician has twice the mean work.
        pushed: another visit starts later than planned, inside its window: somebody's calendar changes.
    """

    late: float = 45 * 60.0
    harm: float = 45 * 60.0
    balance: float = 10 * 60.0
    pushed: float = 60.0

    def __post_init__(self) -> None:
        if not all(0 <= price < inf for price in (self.late, self.harm, self.balance, self.pushed)):
            raise ValueError("Prices of slots must be finite and not negative.")
