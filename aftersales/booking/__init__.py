"""Times that customers can book: found on the routes of those who come, kept while they decide, confirmed, changed.

`offers` answers which times there are and why not others, `holding` keeps one, `confirming` makes it a visit,
`arranging` does all of it in one step for the office, `changing` lets its customer move or cancel it, `waiting` offers
them an earlier time, `lapsing` tells who did not confirm. `table` keeps the routes as arrays for the search in `scheduling/slots`; `fitting` puts one visit
exactly where the planner would.
"""

from aftersales.booking.arranging import arrange, has_times
from aftersales.booking.changing import (
    Changeable,
    NoChange,
    cancel_by_customer,
    changeable,
    require_movable,
    was_put_off,
)
from aftersales.booking.confirming import confirm_hold
from aftersales.booking.facts import NoSlot, Offered, Slot, Wanted, WhyNot, Window
from aftersales.booking.following import hear_arranged
from aftersales.booking.holding import hold_slot, standing_for
from aftersales.booking.offers import slots_for
from aftersales.booking.quotas import remove_quota, set_quota
from aftersales.booking.readying import get_ready, load_kernels
from aftersales.booking.waiting import (
    decline_earlier,
    stop_waiting,
    take_earlier,
    tend_bookings,
    wait_for_earlier,
)
from aftersales.booking.wanted import wanted_by, wanted_for
from aftersales.booking.who import PAIR
from aftersales.booking.windows import window_of_code

__all__ = [
    "PAIR",
    "Changeable",
    "NoChange",
    "NoSlot",
    "Offered",
    "Slot",
    "Wanted",
    "WhyNot",
    "Window",
    "arrange",
    "cancel_by_customer",
    "changeable",
    "confirm_hold",
    "decline_earlier",
    "get_ready",
    "has_times",
    "hear_arranged",
    "hold_slot",
    "load_kernels",
    "remove_quota",
    "require_movable",
    "set_quota",
    "slots_for",
    "standing_for",
    "stop_waiting",
    "take_earlier",
    "tend_bookings",
    "wait_for_earlier",
    "wanted_by",
    "wanted_for",
    "was_put_off",
    "window_of_code",
]
