"""Registrations: owners make their units known, by any way; nothing that they are owed depends on it."""

from aftersales.registrations.by_buyers import (
    BuyerNews,
    models_meant,
    register_by_buyer,
    verdict_on,
)
from aftersales.registrations.by_staff import StaffNews, register_for_customer
from aftersales.registrations.checking import (
    add_proof,
    ask_about,
    reject_registration,
    verify_registration,
)
from aftersales.registrations.days import UnitDays, correct_registered, days_of
from aftersales.registrations.registering import (
    REGISTRATION_MOVES,
    add_unit,
    register_unit,
    unit_facts,
)
from aftersales.registrations.superseding import supersede_registration

__all__ = [
    "REGISTRATION_MOVES",
    "BuyerNews",
    "StaffNews",
    "UnitDays",
    "add_proof",
    "add_unit",
    "ask_about",
    "correct_registered",
    "days_of",
    "models_meant",
    "register_by_buyer",
    "register_for_customer",
    "register_unit",
    "reject_registration",
    "supersede_registration",
    "unit_facts",
    "verdict_on",
    "verify_registration",
]
