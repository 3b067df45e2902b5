"""Transfers: a unit goes from its owner to the next, who says yes with their own details."""

from aftersales.transfer_states import TRANSFER_MOVES
from aftersales.transfers.answering import NewOwner, accept_transfer, decline_transfer
from aftersales.transfers.offering import (
    Invited,
    lapse_transfers,
    offer_transfer,
    withdraw_transfer,
)

__all__ = [
    "TRANSFER_MOVES",
    "Invited",
    "NewOwner",
    "accept_transfer",
    "decline_transfer",
    "lapse_transfers",
    "offer_transfer",
    "withdraw_transfer",
]
