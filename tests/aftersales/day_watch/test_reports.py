"""Reports move a visit along its graph, judge its promises and give back time that is not needed."""

from collections.abc import Callable
from datetime import datetime
from itertools import product
from uuid import UUID

import pytest

from aftersales.appointments import APPOINTMENT_MOVES
from aftersales.day_watch.reports import (
    report_arrived,
    report_done,
    report_on_the_way,
    report_undone,
)
from aftersales.deed import Deed
from aftersales.errors import IllegalMove, NotThere
from aftersales.records import (
    Appointment,
    AppointmentState,
    PromiseState,
    WorkOrder,
    WorkOrderState,
)
from tests.aftersales.small_city import (
    MONDAY,
    MORNING,
    City,
    assert_nothing_is_double_booked,
    minutes,
    remembered,
)
from tests.conftest import STAFF


def report_nobody_home(deed: Deed, appointment_id: UUID, at: datetime) -> Appointment:
    """Nobody opened."""
    return report_undone(deed, appointment_id, at, AppointmentState.CUSTOMER_NO_SHOW)


REPORTS = {
    report_on_the_way: AppointmentState.EN_ROUTE,
    report_arrived: AppointmentState.ARRIVED,
    report_done: AppointmentState.DONE,
}


def planned(city: City, *, appliance: str = "washing_machine") -> Appointment:
    """One visit on Monday morning, planned."""
    city.hire("C1", MONDAY)
    city.hire("C2", MONDAY)
    city.team_up("C1", "C2")
    reference = city.asks((MONDAY, MORNING), product=appliance)
    city.plan()
    return city.visit(reference).appointment


def present(city: City, appointment: Appointment) -> Appointment:
    """The appointment as it stands now."""
    with city.parts.store.reading() as session:
        return session.get_one(Appointment, appointment.id)


def test_report_moves_a_visit_along_its_graph_or_not_at_all(city: City) -> None:
    appointment = planned(city)

    for state, (report, wanted) in product(AppointmentState, REPORTS.items()):
        with city.parts.doing(STAFF) as deed:
            deed.session.get_one(Appointment, appointment.id).state = state
        before = remembered(city.parts)
        if wanted in APPOINTMENT_MOVES[state]:
            with city.parts.doing(STAFF) as deed:
                report(deed, appointment.id, city.clock.now())
            assert present(city, appointment).state is wanted
        else:
            with pytest.raises(IllegalMove), city.parts.doing(STAFF) as deed:
                report(deed, appointment.id, city.clock.now())
            assert remembered(city.parts) == before


def test_report_on_a_visit_that_is_not_there_is_refused(city: City) -> None:
    with pytest.raises(NotThere, match="There is no such visit"), city.parts.doing(STAFF) as deed:
        report_on_the_way(deed, UUID(int=1), city.clock.now())


def test_whole_visit_remembers_its_moments_and_keeps_its_promise(city: City) -> None:
    appointment = planned(city)
    start_at, end_at = appointment.planned_start_at, appointment.planned_end_at
    moments = start_at - minutes(11), start_at + minutes(2), end_at + minutes(3)

    for report, moment in zip(REPORTS, moments, strict=True):
        city.clock.move_to(moment)
        with city.parts.doing(STAFF) as deed:
            report(deed, appointment.id, moment)

    done = present(city, appointment)
    assert (done.departed_at, done.arrived_at, done.done_at) == moments
    assert done.expected_start_at == moments[1]
    assert (done.planned_start_at, done.planned_end_at) == (start_at, end_at)
    (promise,) = city.promises(appointment.id)
    assert (promise.state, promise.outcome_at, promise.judged_at) == (
        PromiseState.KEPT,
        moments[1],
        moments[1],
    )
    assert city.visit(city_reference(city)).work_order.state is WorkOrderState.DONE


def city_reference(city: City) -> str:
    """The only work order."""
    (order,) = city.rows(WorkOrder)
    assert isinstance(order, WorkOrder)
    return order.reference


@pytest.mark.parametrize("appliance", ["washing_machine", "split_air_conditioner"])
def test_work_done_early_gives_back_the_time_of_the_whole_crew(city: City, appliance: str) -> None:
    appointment = planned(city, appliance=appliance)
    start_at = appointment.planned_start_at
    with city.parts.doing(STAFF) as deed:
        report_arrived(deed, appointment.id, start_at)
    city.clock.move_to(start_at + minutes(11))

    with city.parts.doing(STAFF) as deed:
        report_done(deed, appointment.id, city.clock.now())

    done = present(city, appointment)
    assert (done.planned_start_at, done.planned_end_at) == (start_at, start_at + minutes(15))
    assert [worker.code for worker in city.visit(city_reference(city)).crew] == ["C1", "C2"]
    assert (done.feed_sequence, done.invitation_sequence) == (1, 0)
    assert_nothing_is_double_booked(city.parts)


@pytest.mark.parametrize("report", [report_done, report_nobody_home])
def test_work_over_before_its_planned_start_takes_no_time_any_more(
    city: City, report: Callable[[Deed, UUID, datetime], object]
) -> None:
    appointment = planned(city)
    over_at = appointment.planned_start_at - minutes(20)
    with city.parts.doing(STAFF) as deed:
        report_arrived(deed, appointment.id, over_at - minutes(15))

    with city.parts.doing(STAFF) as deed:
        report(deed, appointment.id, over_at)

    done = present(city, appointment)
    assert (done.planned_start_at, done.planned_end_at) == (over_at - minutes(5), over_at)
    assert done.pushed_from_at == appointment.planned_start_at
    assert_nothing_is_double_booked(city.parts)


def test_work_over_while_the_one_before_is_still_said_to_last_keeps_one_cell(city: City) -> None:
    city.hire("T1", MONDAY)
    references = [city.asks((MONDAY, MORNING)) for _ in range(2)]
    city.plan()
    visits = [city.visit(reference).appointment for reference in references]
    _first, second = sorted(visits, key=lambda each: each.planned_start_at)
    with city.parts.doing(STAFF) as deed:
        report_arrived(deed, second.id, second.planned_start_at - minutes(90))

    with city.parts.doing(STAFF) as deed:
        report_done(deed, second.id, second.planned_start_at - minutes(30))

    assert_nothing_is_double_booked(city.parts)


def test_late_arrival_without_a_word_breaks_the_promise_untold(city: City) -> None:
    appointment = planned(city)
    late = appointment.window_to_at + minutes(1)

    with city.parts.doing(STAFF) as deed:
        report_arrived(deed, appointment.id, late)

    (promise,) = city.promises(appointment.id)
    assert (promise.state, promise.outcome_at) == (PromiseState.BROKEN_UNTOLD, late)
