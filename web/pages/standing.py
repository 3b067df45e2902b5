"""How a visit stands towards what its customer was told, and the words for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never

from aftersales.queries.visits import Visit
from aftersales.records import (
    Appointment,
    AppointmentState,
    Notice,
    NoticeState,
    Promise,
    PromiseState,
)
from aftersales.words import Words

Told = Sequence[tuple[Promise, Notice | None]]
"""The arrival windows promised for a visit with the notices that told them, the first first."""

CLOSE: Final = timedelta(minutes=15)
"""An arrival expected this close to the end of its window is at risk: the planner's own margin."""

BROKEN: Final = frozenset(
    {PromiseState.AT_RISK, PromiseState.BROKEN_TOLD, PromiseState.BROKEN_UNTOLD}
)


class Standing(StrEnum):
    """How a visit stands; each has a colour, a shape and a word."""

    ON_TIME = "on-time"
    AT_RISK = "at-risk"
    LATE_TOLD = "late-told"
    LATE_UNTOLD = "late-untold"
    DONE = "done"
    UNFINISHED = "unfinished"
    CANCELLED = "cancelled"


def standing_of(visit: Visit, told: Told, now: datetime) -> Standing:
    """How a visit stands at a moment."""
    appointment = visit.appointment
    match appointment.state:
        case AppointmentState.CANCELLED:
            return Standing.CANCELLED
        case AppointmentState.DONE:
            return Standing.DONE
        case (
            AppointmentState.INCOMPLETE
            | AppointmentState.CUSTOMER_NO_SHOW
            | AppointmentState.TECHNICIAN_NO_SHOW
        ):
            return Standing.UNFINISHED
        case _:
            return _towards_promise(appointment, told, now)


def _towards_promise(appointment: Appointment, told: Told, now: datetime) -> Standing:
    until = told[-1][0].to_at if told else appointment.window_to_at
    expected = appointment.expected_start_at or appointment.planned_start_at
    arrives_at = appointment.arrived_at or max(expected, now)
    if arrives_at > until:
        return Standing.LATE_UNTOLD
    if any(promise.state in BROKEN for promise, _notice in told[:-1]):
        newest = told[-1][1]
        is_told = newest is not None and newest.state is NoticeState.SENT
        return Standing.LATE_TOLD if is_told else Standing.LATE_UNTOLD
    if appointment.arrived_at is None and arrives_at > until - CLOSE:
        return Standing.AT_RISK
    return Standing.ON_TIME


def standing_words(_: Words, standing: Standing) -> str:
    """The word for a standing."""
    match standing:
        case Standing.ON_TIME:
            return _("On time")
        case Standing.AT_RISK:
            return _("At risk")
        case Standing.LATE_TOLD:
            return _("Late and told")
        case Standing.LATE_UNTOLD:
            return _("Late and not told")
        case Standing.DONE:
            return _("Done")
        case Standing.UNFINISHED:
            return _("Not finished")
        case Standing.CANCELLED:
            return _("Cancelled")
        case _never:
            assert_never(_never)


def progress_words(_: Words, state: AppointmentState) -> str:
    """How far a visit has come."""
    match state:
        case AppointmentState.HELD:
            return _("held")
        case AppointmentState.BOOKED:
            return _("booked")
        case AppointmentState.CONFIRMED:
            return _("confirmed")
        case AppointmentState.DISPATCHED:
            return _("sent out")
        case AppointmentState.EN_ROUTE:
            return _("on the way")
        case AppointmentState.ARRIVED | AppointmentState.IN_PROGRESS:
            return _("at the customer's")
        case AppointmentState.DONE:
            return _("done")
        case AppointmentState.INCOMPLETE:
            return _("not finished")
        case AppointmentState.CUSTOMER_NO_SHOW:
            return _("nobody at home")
        case AppointmentState.TECHNICIAN_NO_SHOW:
            return _("nobody came")
        case AppointmentState.CANCELLED:
            return _("cancelled")
        case _never:
            assert_never(_never)


def promise_words(_: Words, state: PromiseState) -> str:
    """How a promise stands or ended."""
    match state:
        case PromiseState.MADE:
            return _("made")
        case PromiseState.AT_RISK:
            return _("cannot be kept, newer time told")
        case PromiseState.KEPT:
            return _("kept")
        case PromiseState.BROKEN_TOLD:
            return _("broken, told in time")
        case PromiseState.BROKEN_UNTOLD:
            return _("broken, not told in time")
        case PromiseState.SUPERSEDED:
            return _("replaced by a narrower one")
        case PromiseState.RELEASED:
            return _("released by the customer")
        case _never:
            assert_never(_never)
