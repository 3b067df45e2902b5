"""What buyers and technicians hear when a plan changes what stands."""

from datetime import date, time, timedelta
from uuid import UUID

from sqlmodel import col, select

from aftersales.choices import move_visit
from aftersales.clock import SetClock
from aftersales.day_watch.absences import report_absence
from aftersales.notices.facts import RouteFacts, VisitFacts, from_json
from aftersales.parts import Parts
from aftersales.records import (
    AbsenceKind,
    AppointmentState,
    Case,
    CaseState,
    Notice,
    PromiseState,
    Technician,
)
from aftersales.technicians import DayPlan
from tests.aftersales.small_city import (
    AFTERNOON,
    MONDAY,
    MORNING,
    TUESDAY,
    WEDNESDAY,
    City,
    assert_nothing_is_double_booked,
    found_city,
    minutes,
)
from tests.conftest import STAFF


def facts_of(city: City, subject_id: UUID, kind: str) -> list[VisitFacts]:
    """What the notices of a kind about an appointment say."""
    with city.parts.store.reading() as session:
        rows = session.exec(
            select(Notice)
            .where(Notice.subject_id == subject_id, Notice.kind == kind)
            .order_by(col(Notice.id))
        ).all()
    return [from_json(VisitFacts, row.facts) for row in rows]


def test_buyer_who_moves_gets_the_window_they_wish(city: City) -> None:
    city.hire("T1", TUESDAY, WEDNESDAY)
    reference = city.asks((TUESDAY, MORNING))
    city.plan()
    visit = city.visit(reference)
    was = visit.appointment.window_from_at, visit.appointment.window_to_at
    city.clock.move_to(city.clock.now() + minutes(10))
    with city.parts.doing(STAFF) as deed:
        move_visit(deed, visit, WEDNESDAY, 1)

    outcome = city.plan()

    moved = city.visit(reference).appointment
    assert (outcome.booked, outcome.rewindowed) == (0, 1)
    assert moved.id == visit.appointment.id
    assert (moved.window_from_at, moved.window_to_at) == (
        city.at(WEDNESDAY, 12),
        city.at(WEDNESDAY, 16),
    )
    assert moved.window_from_at <= moved.planned_start_at <= moved.window_to_at - minutes(15)
    assert (moved.customer_choice, moved.invitation_sequence, moved.feed_sequence) == (None, 1, 1)
    assert [promise.state for promise in city.promises(moved.id)] == [
        PromiseState.RELEASED,
        PromiseState.MADE,
    ]
    assert city.notices(moved.id) == [("booked", "customer"), ("moved", "customer")]
    (facts,) = facts_of(city, moved.id, "moved")
    assert (facts.was_from_at, facts.was_to_at) == was
    assert (facts.window_from_at, facts.window_to_at, facts.cause) == (
        moved.window_from_at,
        moved.window_to_at,
        None,
    )
    assert_nothing_is_double_booked(city.parts)


def test_buyer_whose_wish_cannot_be_met_keeps_the_time_and_the_case_stays_open(city: City) -> None:
    city.hire("T1", TUESDAY, WEDNESDAY)
    reference = city.asks((TUESDAY, MORNING))
    city.plan()
    visit = city.visit(reference)
    was = visit.appointment.window_from_at, visit.appointment.window_to_at
    city.clock.move_to(city.clock.now() + minutes(10))
    with city.parts.doing(STAFF) as deed:
        case = move_visit(deed, visit, WEDNESDAY, 0)
    city.away("T1", city.at(WEDNESDAY, 0), city.at(WEDNESDAY, 23))

    outcome = city.plan()

    stands = city.visit(reference).appointment
    assert (outcome.rewindowed, outcome.left_out) == (0, ())
    assert (stands.state, stands.customer_choice) == (AppointmentState.BOOKED, "move")
    assert (stands.window_from_at, stands.window_to_at, stands.invitation_sequence) == (*was, 0)
    assert city.notices(stands.id) == [("booked", "customer")]
    assert [promise.state for promise in city.promises(stands.id)] == [PromiseState.MADE]
    with city.parts.store.reading() as session:
        assert session.get_one(Case, case.id).state is CaseState.NEW
    assert_nothing_is_double_booked(city.parts)


def test_wish_that_is_over_leaves_the_visit_where_it_stands_and_the_day_can_be_planned(
    city: City,
) -> None:
    city.hire("T1", TUESDAY, WEDNESDAY)
    reference = city.asks((WEDNESDAY, MORNING), minutes=200)
    city.plan()
    visit = city.visit(reference)
    city.clock.move_to(city.clock.now() + minutes(10))
    with city.parts.doing(STAFF) as deed:
        move_visit(deed, visit, TUESDAY, 0)
    city.away("T1", city.at(TUESDAY, 0), city.at(TUESDAY, 23))
    city.plan()
    city.clock.move_to(city.at(TUESDAY, 18))
    rival = city.asks((WEDNESDAY, MORNING), minutes=200)

    outcome = city.plan(WEDNESDAY, 1)

    stands = city.visit(reference).appointment
    assert outcome.visits == 2
    assert [left.reference for left in outcome.left_out] == [rival]
    assert (stands.state, stands.customer_choice) == (AppointmentState.BOOKED, "move")
    assert (stands.window_from_at, stands.window_to_at) == (
        visit.appointment.window_from_at,
        visit.appointment.window_to_at,
    )
    assert_nothing_is_double_booked(city.parts)


def test_visit_that_nobody_can_keep_is_moved_to_the_next_day_with_its_cause(city: City) -> None:
    city.hire("T1", TUESDAY, WEDNESDAY)
    reference = city.asks((TUESDAY, MORNING))
    city.plan()
    was = city.visit(reference).appointment
    city.clock.move_to(city.at(MONDAY, 18))

    outcome = report_absence(
        city.parts,
        STAFF,
        "T1",
        AbsenceKind.SICK,
        city.at(TUESDAY, 0),
        city.at(WEDNESDAY, 0),
    )

    now = city.visit(reference).appointment
    assert outcome.rewindowed == 1
    assert now.id == was.id
    assert city.at(WEDNESDAY, 7, 30) <= now.window_from_at <= now.planned_start_at
    assert now.window_to_at - now.window_from_at == timedelta(hours=4)
    assert now.window_local_from.date() == WEDNESDAY
    (facts,) = facts_of(city, now.id, "moved")
    assert facts.cause == "absent"
    assert [promise.state for promise in city.promises(now.id)] == [
        PromiseState.AT_RISK,
        PromiseState.MADE,
    ]


def test_technicians_hear_of_changes_to_today_and_not_of_tomorrow(city: City) -> None:
    city.hire("T1", MONDAY, TUESDAY)
    today = city.asks((MONDAY, MORNING))
    city.asks((TUESDAY, MORNING))

    city.plan()

    with city.parts.store.reading() as session:
        (notice,) = session.exec(select(Notice).where(Notice.kind == "plan_changed")).all()
        worker = session.exec(select(Technician)).one()
    visit = city.visit(today)
    facts = from_json(RouteFacts, notice.facts)
    assert notice.recipient_id == worker.id
    assert facts == RouteFacts(
        on=MONDAY,
        visits=1,
        zone="Europe/Vaduz",
        next_start_at=visit.appointment.planned_start_at,
        next_place="Landstrasse 1, 9490 Vaduz",
    )


def test_technician_who_loses_a_visit_of_today_hears_of_it(city: City) -> None:
    first = city.hire("T1", MONDAY)
    reference = city.asks((MONDAY, AFTERNOON), place=(47.2137, 9.5222))
    city.plan()
    second = city.hire("T2", MONDAY, home=(47.2137, 9.5222))
    city.clock.move_to(city.clock.now() + minutes(5))

    city.plan()

    assert [worker.code for worker in city.visit(reference).crew] == ["T2"]
    with city.parts.store.reading() as session:
        rows = session.exec(
            select(Notice).where(
                Notice.kind == "plan_changed", Notice.created_at == city.clock.now()
            )
        ).all()
    assert {row.recipient_id: from_json(RouteFacts, row.facts).visits for row in rows} == {
        first: 0,
        second: 1,
    }


def test_visit_moved_within_the_local_day_is_told_as_a_delay_wherever_the_city_lies(
    parts: Parts, clock: SetClock
) -> None:
    auckland = found_city(
        parts, clock, depot=(-36.8485, 174.7633), zone="Pacific/Auckland", country="NZ"
    )
    tuesday = date(2026, 11, 24)
    auckland.hire("T1", tuesday, home=(-36.86, 174.77))
    reference = auckland.asks((tuesday, (time(10), time(13))), place=(-36.8485, 174.7633))
    auckland.plan(tuesday, 1)
    auckland.hire("T2", tuesday, plan=DayPlan(from_time=time(14), to_time=time(20)))
    auckland.clock.move_to(auckland.at(tuesday, 9, 30))

    report_absence(
        auckland.parts,
        STAFF,
        "T1",
        AbsenceKind.SICK,
        auckland.clock.now(),
        auckland.at(tuesday, 23),
    )

    appointment = auckland.visit(reference).appointment
    assert appointment.window_local_from.date() == tuesday
    assert appointment.planned_start_at >= auckland.at(tuesday, 14)
    assert auckland.notices(appointment.id) == [("booked", "customer"), ("delayed", "customer")]
