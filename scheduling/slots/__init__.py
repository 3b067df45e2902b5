"""Slots: in which arrival windows one more visit fits into the routes that stand, and which of them are good.

`offers` gives the best place for every window, ascending by a score of driving, risk and balance; `refusals`
says why the other windows have none. The model and the prices of the score stand in docs/slots.md.
"""

from scheduling.slots.ask import Ask
from scheduling.slots.find import offers, refusals
from scheduling.slots.offer import Offer, Refusal, RefusalReason
from scheduling.slots.prices import SlotPrices
from scheduling.slots.routes import NO_PROMISE, Routes
from scheduling.slots.warming import warm

__all__ = [
    "NO_PROMISE",
    "Ask",
    "Offer",
    "Refusal",
    "RefusalReason",
    "Routes",
    "SlotPrices",
    "offers",
    "refusals",
    "warm",
]
