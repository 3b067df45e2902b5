"""Spare parts: what there is and where it lies, what work asks for, and what follows when something comes late."""

from aftersales.spares.catalogue import add_spare_part, fits
from aftersales.spares.deliveries import await_delivery, note_delivery
from aftersales.spares.ending import fit_spares, free_spares
from aftersales.spares.requesting import (
    MOST_PIECES,
    cancel_spare,
    expect_spare,
    fit_spare,
    lose_spare,
    order_spare,
    receive_spare,
    request_spare,
    take_spare,
)
from aftersales.spares.rounds import watch_spares
from aftersales.spares.slipping import follow_change
from aftersales.spares.states import SPARE_MOVES
from aftersales.spares.stock import (
    StockPlace,
    count_in,
    free_at,
    lock_stock,
    move_stock,
    set_stock,
    take_out,
)

__all__ = [
    "MOST_PIECES",
    "SPARE_MOVES",
    "StockPlace",
    "add_spare_part",
    "await_delivery",
    "cancel_spare",
    "count_in",
    "expect_spare",
    "fit_spare",
    "fit_spares",
    "fits",
    "follow_change",
    "free_at",
    "free_spares",
    "lock_stock",
    "lose_spare",
    "move_stock",
    "note_delivery",
    "order_spare",
    "receive_spare",
    "request_spare",
    "set_stock",
    "take_out",
    "take_spare",
    "watch_spares",
]
