"""What is said on the road is kept once, by the clock of the device, and followed as far as it fits."""

from __future__ import annotations

from datetime import datetime

import pytest

from aftersales.day_watch.events import Said, hear, say
from aftersales.day_watch.watch import watch_territory
from aftersales.errors import IllegalMove, NotUnderstood
from aftersales.notices.delivery import send_due
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Appointment,
    AppointmentState,
    Hindrance,
    PromiseKind,
    PromiseState,
    Report,
    VisitEvent,
)
from aftersales.work_orders import CancelledBy, cancel_visit
from scheduling.forecast import CauseKind
from tests.aftersales.conftest import all_of
from tests.aftersales.day_watch.test_watch import arrived, delay_facts, morning, now_of
from tests.aftersales.small_city import City, minutes
from tests.conftest import STAFF


def heard(
    city: City,
    appointment: Appointment,
    what: Report,
    at: datetime,
    key: str | None = None,
    **more: int,
) -> str:
    """A device says something; answers why it did not fit."""
    with city.parts.doing(STAFF) as deed:
        row = deed.session.get_one(Appointment, appointment.id)
        return hear(deed, row, Said(what=what, at=at, key=key, **more)).misfit  # type: ignore[arg-type] # as named


def window_of(city: City, appointment: Appointment) -> PromiseState:
    """How the window stands that was promised first."""
    windows = [
        each for each in city.promises(appointment.id) if each.kind is PromiseKind.ARRIVAL_WINDOW
    ]
    return windows[0].state


def test_device_without_signal_is_heard_later_by_its_own_clock_and_once(city: City) -> None:
    first, *_others = morning(city)
    start = first.planned_start_at
    said = [
        (Report.ON_THE_WAY, start - minutes(10), "a"),
        (Report.ARRIVED, start, "b"),
        (Report.DONE, start + minutes(50), "c"),
    ]
    city.clock.move_to(start + minutes(90))

    misfits = [heard(city, first, *each) for each in [*said, *said]]

    now = now_of(city, first)
    assert misfits == [""] * 6
    assert (now.departed_at, now.arrived_at, now.done_at) == tuple(at for _, at, _ in said)
    assert now.state is AppointmentState.DONE
    events = all_of(city.parts, VisitEvent)
    assert [(each.what, each.happened_at) for each in events] == [
        (what, at) for what, at, _ in said
    ]
    assert {each.received_at for each in events} == {city.clock.now()}


def test_arrival_that_comes_to_be_known_late_was_in_time_all_the_same(city: City) -> None:
    first, *_others = morning(city)
    city.clock.move_to(first.window_to_at + minutes(5))
    watch_territory(city.parts, "li")
    broken = window_of(city, first)
    heard(city, first, Report.DONE, first.window_to_at + minutes(4))

    heard(city, first, Report.ARRIVED, first.window_to_at - minutes(50))

    assert broken is PromiseState.BROKEN_UNTOLD
    assert window_of(city, first) is PromiseState.KEPT
    assert now_of(city, first).arrived_at == first.window_to_at - minutes(50)


def test_clock_that_is_ahead_of_ours_is_not_believed(city: City) -> None:
    first, *_others = morning(city)

    heard(city, first, Report.ON_THE_WAY, city.clock.now() + minutes(30))

    assert now_of(city, first).departed_at == city.clock.now()


def test_what_fits_no_more_is_kept_with_its_reason_and_changes_nothing(city: City) -> None:
    first, second, third = morning(city)
    arrived(city, first)
    heard(city, first, Report.DONE, city.clock.now())
    with city.parts.doing(STAFF) as deed:
        visit = visits_by_id(deed.session, [second.id])[second.id]
        cancel_visit(deed, visit, by=CancelledBy.CUSTOMER, reason="")
    now = city.clock.now()

    misfits = [
        heard(city, first, Report.INCOMPLETE, now),
        heard(city, second, Report.ARRIVED, now),
        heard(city, third, Report.TECHNICIAN_NO_SHOW, now),
        heard(city, third, Report.ON_THE_WAY, now - minutes(40 * 60)),
    ]

    assert misfits == ["over", "cancelled", "out_of_turn", "too_old"]
    assert [now_of(city, each).state for each in (first, second, third)] == [
        AppointmentState.DONE,
        AppointmentState.CANCELLED,
        AppointmentState.BOOKED,
    ]
    assert [each.misfit for each in all_of(city.parts, VisitEvent)][-4:] == misfits


def test_who_forgot_to_arrive_was_there_for_as_long_as_the_work_takes(city: City) -> None:
    first, *_others = morning(city)
    city.clock.move_to(first.planned_start_at + minutes(75))

    heard(city, first, Report.DONE, city.clock.now())

    now = now_of(city, first)
    assert now.state is AppointmentState.DONE
    assert now.arrived_at == first.planned_start_at + minutes(15)
    assert window_of(city, first) is PromiseState.KEPT


def test_overrun_is_believed_and_the_next_customers_hear_of_it_at_once(city: City) -> None:
    first, second, _third = morning(city)
    arrived(city, first)
    city.clock.move_to(first.planned_start_at + minutes(10))
    watch_territory(city.parts, "li")
    before = len(delay_facts(city, second))

    heard(city, first, Report.OVERRUN, city.clock.now(), minutes=180)
    watch_territory(city.parts, "li")
    send_due(city.parts)

    (facts,) = delay_facts(city, second)
    assert before == 0
    assert (facts.cause, facts.late_minutes) == (CauseKind.OVERRUN, 180)
    assert facts.expected_at is not None
    assert facts.expected_at > first.planned_start_at + minutes(230)


def test_overrun_needs_its_minutes_and_somebody_at_work(city: City) -> None:
    first, *_others = morning(city)

    assert heard(city, first, Report.OVERRUN, city.clock.now(), minutes=30) == ""
    with pytest.raises(NotUnderstood, match="by how many minutes"):
        heard(city, first, Report.OVERRUN, city.clock.now())


def test_program_is_told_at_once_what_does_not_fit(city: City) -> None:
    first, *_others = morning(city)
    said = Said(what=Report.DONE, at=city.clock.now(), reason=Hindrance.OTHER)

    with city.parts.doing(STAFF) as deed, pytest.raises(IllegalMove):
        say(deed, first.id, said)

    assert all_of(city.parts, VisitEvent) == []
