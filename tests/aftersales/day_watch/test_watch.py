"""The watch sees a delay coming and tells the buyer before the promised window ends."""

from dataclasses import replace
from datetime import time

import pytest
from sqlmodel import col, select

from aftersales.day_watch.reports import report_arrived, report_done, report_on_the_way
from aftersales.day_watch.telling import delay_policy
from aftersales.day_watch.watch import Watched, watch_territory
from aftersales.errors import NotThere
from aftersales.moments import cells_between
from aftersales.notices.delay_policy import DelayPolicy
from aftersales.notices.delivery import send_due
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Appointment,
    AppointmentState,
    Notice,
    OccupiedTime,
    PlannedRoute,
    PromiseKind,
    PromiseState,
)
from aftersales.work_orders import CancelledBy, cancel_visit
from scheduling.forecast import CauseKind
from tests.aftersales.small_city import (
    MONDAY,
    SCHAAN,
    City,
    assert_nothing_is_double_booked,
    minutes,
    remembered,
)
from tests.conftest import STAFF

NEAR = ((47.1664, 9.5091), (47.1601, 9.5101), (47.1702, 9.5002))
"""A few minutes from the depot and from each other."""

EIGHT, TEN, NOON = (time(8), time(9)), (time(9), time(10, 30)), (time(10), time(12))


def morning(city: City) -> list[Appointment]:
    """Three visits of an hour, close to the depot, in windows that follow each other."""
    city.hire("T1", MONDAY)
    references = [
        city.asks((MONDAY, window), place=near, minutes=60)
        for window, near in zip((EIGHT, TEN, NOON), NEAR, strict=True)
    ]
    city.plan(MONDAY, 1)
    send_due(city.parts)
    return [city.visit(reference).appointment for reference in references]


def now_of(city: City, appointment: Appointment) -> Appointment:
    """The appointment as it stands now."""
    with city.parts.store.reading() as session:
        return session.get_one(Appointment, appointment.id)


def arrived(city: City, appointment: Appointment) -> None:
    """Report an arrival as planned."""
    city.clock.move_to(appointment.planned_start_at)
    with city.parts.doing(STAFF) as deed:
        report_on_the_way(deed, appointment.id, city.clock.now())
        report_arrived(deed, appointment.id, city.clock.now())


def delay_facts(city: City, appointment: Appointment) -> list[VisitFacts]:
    """What was said of delays of this visit."""
    with city.parts.store.reading() as session:
        rows = session.exec(
            select(Notice)
            .where(Notice.subject_id == appointment.id, Notice.kind == "delayed")
            .order_by(col(Notice.id))
        ).all()
    return [from_json(VisitFacts, row.facts) for row in rows]


def test_day_on_plan_is_watched_without_a_word(city: City) -> None:
    visits = morning(city)
    before = remembered(city.parts, "appointment")

    watched = watch_territory(city.parts, "li")

    assert watched == Watched(visits_ahead=3, delayed=0, judged=0)
    assert remembered(city.parts, "appointment") == before
    for visit in visits:
        assert_on_plan(city, visit)


def assert_on_plan(city: City, visit: Appointment) -> None:
    """A visit is expected as planned; drives are known to the second, plans to the cell."""
    expected_at = now_of(city, visit).expected_start_at
    assert expected_at is not None
    assert minutes(0) <= visit.planned_start_at - expected_at <= minutes(5)


def test_overrun_is_told_before_the_window_of_the_next_visit_ends(city: City) -> None:
    first, second, third = morning(city)
    arrived(city, first)
    city.clock.move_to(second.window_to_at - minutes(2))

    watched = watch_territory(city.parts, "li")

    late = now_of(city, second)
    (facts,) = delay_facts(city, second)
    now = city.clock.now()
    assert watched.delayed >= 1
    assert facts.expected_at is not None
    assert now < second.window_to_at < facts.expected_at
    assert facts.window_from_at <= facts.expected_at <= facts.window_to_at
    assert (facts.window_from_at, facts.window_to_at) == (late.window_from_at, late.window_to_at)
    assert (facts.was_from_at, facts.was_to_at) == (second.window_from_at, second.window_to_at)
    assert facts.cause is CauseKind.OVERRUN
    assert facts.late_minutes > 0
    assert facts.technician_name == "T1"
    assert (facts.answers_name, facts.answers_phone) == ("Maria Vogt", "+423 555 00 00")
    assert facts.next_update_at == max(now + minutes(60), facts.window_to_at - minutes(30))
    assert (late.feed_sequence, late.invitation_sequence) == (1, 1)
    assert late.planned_start_at >= now
    assert now_of(city, third).planned_start_at >= late.planned_end_at
    assert_nothing_is_double_booked(city.parts)


def test_delay_leaves_the_old_promise_at_risk_and_makes_two_new_ones(city: City) -> None:
    first, second, _third = morning(city)
    arrived(city, first)
    city.clock.move_to(second.window_to_at - minutes(2))

    watch_territory(city.parts, "li")

    late = now_of(city, second)
    old, *new = sorted(city.promises(second.id), key=lambda promise: promise.made_at)
    assert (old.state, old.replaced_by_id) == (
        PromiseState.AT_RISK,
        next(promise.id for promise in new if promise.kind is PromiseKind.ARRIVAL_WINDOW),
    )
    next_at = max(city.clock.now() + minutes(60), late.window_to_at - minutes(30))
    assert {(promise.kind, promise.state, promise.to_at, promise.reason) for promise in new} == {
        (PromiseKind.ARRIVAL_WINDOW, PromiseState.MADE, late.window_to_at, "delayed"),
        (PromiseKind.NEXT_UPDATE, PromiseState.MADE, next_at, "delayed"),
    }


def test_delay_that_was_sent_in_time_is_judged_as_told(city: City) -> None:
    first, second, _third = morning(city)
    arrived(city, first)
    city.clock.move_to(second.window_to_at - minutes(2))
    watch_territory(city.parts, "li")
    send_due(city.parts)
    city.clock.move_to(second.window_to_at + minutes(1))

    watched = watch_territory(city.parts, "li")

    old = min(city.promises(second.id), key=lambda promise: promise.made_at)
    assert watched.judged >= 1
    assert old.state is PromiseState.BROKEN_TOLD


def test_delay_that_was_not_sent_in_time_is_judged_as_untold(city: City) -> None:
    first, second, _third = morning(city)
    arrived(city, first)
    city.clock.move_to(second.window_to_at - minutes(2))
    watch_territory(city.parts, "li")
    city.clock.move_to(second.window_to_at + minutes(1))
    send_due(city.parts)

    watch_territory(city.parts, "li")

    old = min(city.promises(second.id), key=lambda promise: promise.made_at)
    assert old.state is PromiseState.BROKEN_UNTOLD


def test_delay_is_not_told_again_while_the_new_window_holds(city: City) -> None:
    first, second, _third = morning(city)
    arrived(city, first)
    city.clock.move_to(second.window_to_at - minutes(2))
    watch_territory(city.parts, "li")
    told = now_of(city, second)

    for _ in range(3):
        city.clock.move_to(city.clock.now() + minutes(5))
        watch_territory(city.parts, "li")

    now = now_of(city, second)
    assert len(delay_facts(city, second)) == 1
    assert (now.window_to_at, now.invitation_sequence) == (told.window_to_at, 1)


def test_delay_is_told_again_before_its_new_window_runs_out(city: City) -> None:
    first, second, _third = morning(city)
    settings = city.parts.settings.model_copy(update={"delay_likely": 0.5})
    eager = replace(city.parts, settings=settings)
    arrived(city, first)
    city.clock.move_to(second.window_to_at - minutes(2))
    watch_territory(eager, "li")
    told = now_of(city, second)
    city.clock.move_to(city.clock.now() + minutes(15))
    watch_territory(eager, "li")
    borne = len(delay_facts(city, second))
    city.clock.move_to(told.window_to_at - minutes(2))

    watch_territory(eager, "li")

    assert borne == 1
    assert len(delay_facts(city, second)) == 2
    assert now_of(city, second).invitation_sequence == 2
    assert_nothing_is_double_booked(city.parts)


def test_missing_check_in_is_evidence_of_a_delay(city: City) -> None:
    first, second, _third = morning(city)
    city.clock.move_to(first.window_to_at - minutes(2))

    watched = watch_territory(city.parts, "li")

    (facts,) = delay_facts(city, first)
    assert watched.delayed >= 1
    assert facts.cause is CauseKind.NO_CHECK_IN
    assert now_of(city, second).planned_start_at >= now_of(city, first).planned_end_at
    assert_nothing_is_double_booked(city.parts)


def test_visit_that_is_reached_is_not_told_late_any_more(city: City) -> None:
    first, second, third = morning(city)
    arrived(city, first)
    city.clock.move_to(first.planned_end_at)
    with city.parts.doing(STAFF) as deed:
        report_done(deed, first.id, city.clock.now())
    arrived(city, second)
    city.clock.move_to(third.window_to_at - minutes(4))

    watch_territory(city.parts, "li")

    assert (len(delay_facts(city, second)), len(delay_facts(city, third))) == (0, 1)
    assert now_of(city, second).planned_start_at == second.planned_start_at
    assert now_of(city, second).planned_end_at >= city.clock.now()
    assert now_of(city, second).expected_start_at == second.planned_start_at
    assert_nothing_is_double_booked(city.parts)


@pytest.mark.parametrize(
    "ended",
    [
        AppointmentState.INCOMPLETE,
        AppointmentState.CUSTOMER_NO_SHOW,
        AppointmentState.TECHNICIAN_NO_SHOW,
    ],
)
def test_visit_that_ended_without_work_holds_nobody_up(city: City, ended: AppointmentState) -> None:
    first, second, _third = morning(city)
    with city.parts.doing(STAFF) as deed:
        row = deed.session.get_one(Appointment, first.id)
        row.state, row.modified_at = ended, first.planned_start_at
    city.clock.move_to(second.planned_start_at - minutes(30))

    watched = watch_territory(city.parts, "li")

    assert watched == Watched(visits_ahead=2, delayed=0, judged=0)
    assert_on_plan(city, second)


def test_promise_that_ran_out_unseen_is_judged_once(city: City) -> None:
    first, _second, _third = morning(city)
    city.clock.move_to(city.at(MONDAY, 23))

    judged = [watch_territory(city.parts, "li").judged for _ in range(2)]

    assert judged[0] >= 3
    assert judged[1] == 0
    assert PromiseState.BROKEN_UNTOLD in {promise.state for promise in city.promises(first.id)}


def test_visit_of_no_planned_route_is_watched_from_its_own_time(city: City) -> None:
    city.hire("T1", MONDAY)
    reference = city.asks((MONDAY, NOON), place=SCHAAN)
    city.plan(MONDAY, 1)
    with city.parts.doing(STAFF) as deed:
        deed.remove(deed.session.exec(select(PlannedRoute)).all())

    watched = watch_territory(city.parts, "li")

    appointment = city.visit(reference).appointment
    assert watched == Watched(visits_ahead=1, delayed=0, judged=0)
    assert appointment.expected_start_at == appointment.planned_start_at


def test_watch_of_an_unknown_territory_is_refused(city: City) -> None:
    with pytest.raises(NotThere, match="There is no territory “at”"):
        watch_territory(city.parts, "at")


def test_policy_is_what_the_settings_ask_for(city: City) -> None:
    settings = city.parts.settings.model_copy(
        update={
            "delay_sure": 0.9,
            "delay_likely": 0.6,
            "delay_lead_minutes": 30,
            "delay_most_notices": 2,
            "delay_window_kept": 0.8,
            "delay_window_minutes": 45,
            "next_update_minutes": 20,
        }
    )

    assert delay_policy(settings) == DelayPolicy(
        sure=0.9,
        likely=0.6,
        lead=minutes(30),
        most=2,
        kept=0.8,
        window=minutes(45),
        next_update=minutes(20),
    )


def test_visit_whose_end_nobody_reported_is_over_once_its_technician_went_on(city: City) -> None:
    first, second, third = morning(city)
    arrived(city, first)
    arrived(city, second)
    city.clock.move_to(second.planned_end_at)
    with city.parts.doing(STAFF) as deed:
        report_done(deed, second.id, city.clock.now())
    city.clock.move_to(third.window_to_at - minutes(2))

    watched = watch_territory(city.parts, "li")

    assert (watched.visits_ahead, watched.delayed) == (2, 1)
    (facts,) = delay_facts(city, third)
    assert facts.cause is CauseKind.NO_CHECK_IN
    assert now_of(city, first).planned_end_at == first.planned_end_at
    assert_nothing_is_double_booked(city.parts)


def test_visits_to_which_nobody_went_are_not_pushed_into_the_next_day(city: City) -> None:
    visits = morning(city)
    city.clock.move_to(city.at(MONDAY, 20))

    for _quarter in range(15):
        city.clock.move_to(city.clock.now() + minutes(15))
        watch_territory(city.parts, "li")

    midnight = city.at(MONDAY, 20) + minutes(240)
    assert all(now_of(city, visit).planned_end_at <= midnight for visit in visits)
    assert_nothing_is_double_booked(city.parts)


def test_delay_names_the_work_and_time_where_it_began_and_nobody(city: City) -> None:
    first, second, third = morning(city)
    arrived(city, first)
    city.clock.move_to(second.window_to_at - minutes(2))
    watch_territory(city.parts, "li")
    city.clock.move_to(third.window_to_at - minutes(2))
    watch_territory(city.parts, "li")

    (facts,) = delay_facts(city, third)
    assert facts.cause is CauseKind.OVERRUN
    assert (facts.cause_at, facts.cause_work) == (first.planned_start_at, "install")
    assert facts.cause_between == 1
    assert now_of(city, third).pushed_from_at == third.planned_start_at


def test_day_that_has_not_changed_is_not_written_down_again(city: City) -> None:
    first, _second, _third = morning(city)
    arrived(city, first)
    watch_territory(city.parts, "li")
    before = remembered(city.parts, "appointment", "promise", "audit_event")

    watch_territory(city.parts, "li")

    assert remembered(city.parts, "appointment", "promise", "audit_event") == before


def test_delay_is_not_told_where_nobody_is_to_be_told_but_the_promise_is_at_risk(
    city: City,
) -> None:
    first, second, _third = morning(city)
    settings = city.parts.settings.model_copy(update={"delay_notices": False})
    silent = replace(city.parts, settings=settings)
    arrived(city, first)
    city.clock.move_to(second.window_to_at - minutes(2))

    watched = watch_territory(silent, "li")

    (promise,) = city.promises(second.id)
    assert watched.delayed == 0
    assert delay_facts(city, second) == []
    assert promise.state is PromiseState.AT_RISK


def test_delay_that_is_made_good_is_called_off_once(city: City) -> None:
    first, second, third = morning(city)
    arrived(city, first)
    city.clock.move_to(third.window_to_at - minutes(60))
    watch_territory(city.parts, "li")
    told = now_of(city, third)
    with city.parts.doing(STAFF) as deed:
        report_done(deed, first.id, city.clock.now())
        cancel_visit(
            deed,
            visits_by_id(deed.session, [second.id])[second.id],
            by=CancelledBy.HOUSE,
            reason="",
        )

    watched = [watch_territory(city.parts, "li").recovered for _ in range(2)]

    recovered = now_of(city, third)
    assert told.window_to_at > third.window_to_at
    assert watched == [1, 0]
    assert (recovered.window_from_at, recovered.window_to_at) == (
        third.window_from_at,
        third.window_to_at,
    )
    assert {promise.reason for promise in city.promises(third.id)} == {"", "delayed", "recovered"}


def test_absent_technician_is_expected_back_and_told_of_when_quiet_hours_end(city: City) -> None:
    first, _second, _third = morning(city)
    city.away("T1", city.at(MONDAY, 7), city.at(MONDAY, 10))
    city.clock.move_to(city.at(MONDAY, 7, 30))
    in_the_quiet = watch_territory(city.parts, "li").delayed
    city.clock.move_to(city.at(MONDAY, 8))

    watch_territory(city.parts, "li")

    assert in_the_quiet == 0
    (facts,) = delay_facts(city, first)
    assert facts.cause is CauseKind.ABSENT
    assert now_of(city, first).expected_start_at == city.at(MONDAY, 10)


def test_time_that_is_kept_for_somebody_else_keeps_nobody_from_being_told(city: City) -> None:
    first, second, third = morning(city)
    arrived(city, first)
    with city.parts.doing(STAFF) as deed:
        cells = cells_between(third.planned_end_at, third.planned_end_at + minutes(60))
        deed.add(
            *(
                OccupiedTime(technician_id=technician.id, cell=cell, appointment_id=first.id)
                for cell in cells
                for technician in visits_by_id(deed.session, [third.id])[third.id].crew
            )
        )
    city.clock.move_to(second.window_to_at - minutes(2))

    watch_territory(city.parts, "li")

    assert len(delay_facts(city, second)) == 1
