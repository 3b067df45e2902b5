"""Installations: what happens between a sale and the choosing of a time.

`inviting` asks a buyer, `placing` finds out where it is, `questions` says what we need to know of the place,
`preparing` keeps what they say.
"""

from aftersales.installations.inviting import Invitation, booking_link, booking_page, invite_buyer

__all__ = ["Invitation", "booking_link", "booking_page", "invite_buyer"]
