"""Maintenance that comes again and again: planned by schedules, asked for, answered, done, and planned anew."""

from aftersales.maintenance.answering import (
    decline_maintenance,
    maintenance_work,
    put_off_maintenance,
    record_done,
)
from aftersales.maintenance.asked import Asked, asked_of, maintenance_of_link
from aftersales.maintenance.rounds import tend_maintenance
from aftersales.maintenance.schedules import (
    add_contract,
    add_schedule,
    end_contract,
    end_schedule,
)
from aftersales.maintenance.states import MAINTENANCE_MOVES

__all__ = [
    "MAINTENANCE_MOVES",
    "Asked",
    "add_contract",
    "add_schedule",
    "asked_of",
    "decline_maintenance",
    "end_contract",
    "end_schedule",
    "maintenance_of_link",
    "maintenance_work",
    "put_off_maintenance",
    "record_done",
    "tend_maintenance",
]
