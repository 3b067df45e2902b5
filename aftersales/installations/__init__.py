"""Installations: what happens between a sale and the choosing of a time."""

from aftersales.installations.inviting import Invitation, booking_link, booking_page, invite_buyer

__all__ = ["Invitation", "booking_link", "booking_page", "invite_buyer"]
