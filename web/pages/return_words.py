"""The words for returns: where one stands, how it looks, what was done with it."""

from __future__ import annotations

from typing import assert_never

from aftersales.records import Condition, ReturnedThing, ReturnState
from aftersales.words import Words
from warranty.products import ExchangeType


def return_state_words(_: Words, state: ReturnState) -> str:
    """Where a return stands."""
    match state:
        case ReturnState.LENT:
            return _("lent out")
        case ReturnState.AWAITED:
            return _("return awaited")
        case ReturnState.MISSING:
            return _("did not come")
        case ReturnState.RECEIVED:
            return _("arrived")
        case ReturnState.INSPECTED:
            return _("inspected")
        case ReturnState.SENT_BACK:
            return _("sent back to the customer")
        case ReturnState.CALLED_OFF:
            return _("called off")
        case _never:
            assert_never(_never)


def thing_words(_: Words, thing: ReturnedThing, exchange: str) -> str:
    """What is to come, and which comes first."""
    if thing is ReturnedThing.LOANER:
        return _("A unit that we lent")
    match ExchangeType(exchange):
        case ExchangeType.ADVANCE:
            return _("The old unit; the new one went out first")
        case ExchangeType.LOANER:
            return _("The faulty unit; the customer has a loaner in its place")
        case ExchangeType.RETURN:
            return _("The faulty unit")
        case _never:
            assert_never(_never)


def condition_words(_: Words, condition: str) -> str:
    """How it looks."""
    match Condition(condition):
        case Condition.AS_NEW:
            return _("As new")
        case Condition.USED:
            return _("Used, as its age lets expect")
        case Condition.DAMAGED_ON_THE_WAY:
            return _("Damaged on the way")
        case Condition.DAMAGED_BEFORE:
            return _("Damaged before it was packed")
        case Condition.INCOMPLETE:
            return _("Something is missing")
        case _never:
            assert_never(_never)


def check_words(_: Words, check: str) -> str:
    """What was done with it."""
    return {
        "plate_read": _("Rating plate read"),
        "switched_on": _("Switched on"),
        "fault_tried": _("The fault tried as the customer describes it"),
        "safety_tested": _("Electrical safety tested"),
        "counted": _("Accessories counted"),
    }[check]
