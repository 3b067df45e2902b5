"""Installations: what happens between a sale and the choosing of a time.

`inviting` asks a buyer, `leaving` any customer whose work needs a time, `reminding` whoever has not chosen one, `placing` finds out where it is, `questions` says what we need to know of the place,
`preparing` keeps what they say.
"""

from aftersales.installations.inviting import Invitation, booking_link, booking_page, invite_buyer
from aftersales.installations.leaving import leave_to_customer, reached_at
from aftersales.installations.reminding import remind_to_choose

__all__ = [
    "Invitation",
    "booking_link",
    "booking_page",
    "invite_buyer",
    "leave_to_customer",
    "reached_at",
    "remind_to_choose",
]
