"""Who can be sent out: skills that hold on the day, absences, crews, and days that have begun."""

from datetime import date, time, timedelta

from aftersales.day_watch.reports import report_arrived, report_done, report_on_the_way
from aftersales.planning.duties import duties_between, free_at
from aftersales.planning.facts import Duty
from aftersales.queries.places import territory_by_code
from aftersales.queries.visits import visits_between
from aftersales.roads import Place
from aftersales.technicians import DayPlan
from scheduling import UnplannedReason
from tests.aftersales.small_city import (
    AFTERNOON,
    MONDAY,
    MORNING,
    SCHAAN,
    TUESDAY,
    WEDNESDAY,
    City,
    assert_nothing_is_double_booked,
    minutes,
)
from tests.conftest import STAFF

DEPOT = Place(*SCHAAN)


def duties(city: City, on: date, days: int = 1) -> list[Duty]:
    """The duties of some days as they stand now."""
    horizon = city.at(on, 0), city.at(on + timedelta(days=days), 0)
    with city.parts.store.reading() as session:
        territory = territory_by_code(session, "li")
        assert territory is not None
        visits = visits_between(session, territory.id, *horizon)
        since = max(horizon[0], city.clock.now())
        return duties_between(session, territory, horizon, since, visits)


def test_duty_of_a_technician_is_their_shift_from_their_depot(city: City) -> None:
    worker = city.hire("T1", TUESDAY, skills=("gas", "repair"))

    assert duties(city, TUESDAY) == [
        Duty(
            key="T1@2026-11-24",
            on=TUESDAY,
            members=(worker,),
            start=DEPOT,
            end=DEPOT,
            from_at=city.at(TUESDAY, 7, 30),
            to_at=city.at(TUESDAY, 16, 30),
            skills=frozenset({"gas", "repair"}),
            cost=1.0,
            break_from_at=city.at(TUESDAY, 11, 30),
            break_to_at=city.at(TUESDAY, 13, 30),
            break_minutes=30,
        )
    ]


def test_duty_without_a_pause_begins_and_ends_at_home(city: City) -> None:
    plain = DayPlan(from_time=time(8), to_time=time(12))
    city.hire("T1", TUESDAY, plan=plain, home=(47.2137, 9.5222))

    (duty,) = duties(city, TUESDAY)

    assert (duty.start, duty.end) == (Place(47.2137, 9.5222), Place(47.2137, 9.5222))
    assert (duty.break_from_at, duty.break_to_at, duty.break_minutes) == (None, None, 0)


def test_skill_holds_up_to_the_last_day_of_its_certificate(city: City) -> None:
    city.hire("T1", MONDAY, TUESDAY, WEDNESDAY, skills={"gas": TUESDAY, "electrical": None})

    assert {duty.on: duty.skills for duty in duties(city, MONDAY, 3)} == {
        MONDAY: {"gas", "electrical"},
        TUESDAY: {"gas", "electrical"},
        WEDNESDAY: {"electrical"},
    }


def test_visit_is_planned_on_no_day_on_which_the_certificate_has_expired(city: City) -> None:
    city.hire("T1", MONDAY, TUESDAY, WEDNESDAY, skills={"gas": MONDAY, "electrical": None})
    late = city.asks((TUESDAY, MORNING), product="cooker_or_oven")
    early = city.asks((MONDAY, AFTERNOON), (TUESDAY, MORNING), product="cooker_or_oven")

    outcome = city.plan()

    assert [(left.reference, left.reason) for left in outcome.left_out] == [
        (late, UnplannedReason.NOBODY_ON_DUTY)
    ]
    assert city.visit(early).appointment.window_from_at == city.at(MONDAY, 12)


def test_absence_leaves_the_longest_piece_of_a_shift(city: City) -> None:
    city.hire("T1", TUESDAY)
    city.away("T1", city.at(TUESDAY, 9), city.at(TUESDAY, 10, 2))
    city.away("T1", city.at(TUESDAY, 15), city.at(TUESDAY, 20))

    (duty,) = duties(city, TUESDAY)

    assert (duty.from_at, duty.to_at) == (city.at(TUESDAY, 10, 5), city.at(TUESDAY, 15))
    assert (duty.break_from_at, duty.break_to_at) == (
        city.at(TUESDAY, 11, 30),
        city.at(TUESDAY, 13, 30),
    )


def test_absence_over_the_pause_takes_the_pause_with_it(city: City) -> None:
    city.hire("T1", TUESDAY)
    city.away("T1", city.at(TUESDAY, 11), city.at(TUESDAY, 20))

    (duty,) = duties(city, TUESDAY)

    assert (duty.from_at, duty.to_at, duty.break_minutes) == (
        city.at(TUESDAY, 7, 30),
        city.at(TUESDAY, 11),
        0,
    )


def test_absence_of_the_whole_day_leaves_no_duty(city: City) -> None:
    city.hire("T1", TUESDAY)
    city.away("T1", city.at(TUESDAY, 0), city.at(WEDNESDAY, 0))

    assert duties(city, TUESDAY) == []


def test_absence_that_is_over_leaves_the_rest_of_today(city: City) -> None:
    city.hire("T1", MONDAY)
    city.away("T1", city.at(MONDAY, 12), city.at(MONDAY, 13))
    city.clock.move_to(city.at(MONDAY, 13, 30))

    (duty,) = duties(city, MONDAY)

    assert (duty.from_at, duty.to_at) == (city.at(MONDAY, 13, 30), city.at(MONDAY, 16, 30))


def test_crew_works_while_all_of_it_is_there_with_the_skills_of_any(city: City) -> None:
    lead = city.hire("C1", TUESDAY, skills=("delivery",))
    other = city.hire("C2", TUESDAY, skills=("electrical",))
    city.team_up("C1", "C2")
    city.away("C2", city.at(TUESDAY, 15), city.at(TUESDAY, 20))

    (duty,) = duties(city, TUESDAY)

    assert (duty.key, duty.members, duty.from_at, duty.to_at, duty.skills, duty.cost) == (
        "C1@2026-11-24",
        (lead, other),
        city.at(TUESDAY, 7, 30),
        city.at(TUESDAY, 15),
        frozenset({"delivery", "electrical"}),
        2.0,
    )


def test_crew_member_left_alone_works_alone(city: City) -> None:
    city.hire("C1", TUESDAY)
    other = city.hire("C2", TUESDAY)
    city.team_up("C1", "C2")
    city.away("C1", city.at(TUESDAY, 0), city.at(WEDNESDAY, 0))
    alone = city.asks((TUESDAY, MORNING))
    together = city.asks((TUESDAY, MORNING), product="refrigerator")

    outcome = city.plan()

    assert [(duty.key, duty.members) for duty in duties(city, TUESDAY)] == [
        ("C2@2026-11-24", (other,))
    ]
    assert [worker.code for worker in city.visit(alone).crew] == ["C2"]
    assert [(left.reference, left.reason) for left in outcome.left_out] == [
        (together, UnplannedReason.CREW_TOO_SMALL)
    ]


def test_crew_member_left_alone_during_the_day_works_on_alone(city: City) -> None:
    city.hire("C1", MONDAY)
    other = city.hire("C2", MONDAY)
    city.team_up("C1", "C2")
    city.clock.move_to(city.at(MONDAY, 9, 30))
    city.away("C1", city.at(MONDAY, 9, 30), city.at(TUESDAY, 0))

    (duty,) = duties(city, MONDAY)

    assert (duty.members, duty.from_at) == ((other,), city.at(MONDAY, 9, 30))


def test_technician_under_way_starts_from_where_they_are_when_they_are_free(city: City) -> None:
    city.hire("T1", MONDAY)
    reference = city.asks((MONDAY, MORNING))
    city.plan()
    visit = city.visit(reference)
    here = Place(visit.location.latitude, visit.location.longitude)
    start_at = visit.appointment.planned_start_at
    with city.parts.doing(STAFF) as deed:
        report_on_the_way(deed, visit.appointment.id, start_at - minutes(10))

    city.clock.move_to(start_at - minutes(5))
    (driving,) = duties(city, MONDAY)
    city.clock.move_to(start_at + minutes(10))
    with city.parts.doing(STAFF) as deed:
        report_arrived(deed, visit.appointment.id, city.clock.now())
    (there,) = duties(city, MONDAY)
    city.clock.move_to(start_at + minutes(90))
    (overrun,) = duties(city, MONDAY)
    with city.parts.doing(STAFF) as deed:
        report_done(deed, visit.appointment.id, city.clock.now())
    city.clock.move_to(start_at + minutes(100))
    (free,) = duties(city, MONDAY)

    assert [(duty.start, duty.from_at - start_at) for duty in (driving, there, overrun, free)] == [
        (here, minutes(45)),
        (here, minutes(55)),
        (here, minutes(90)),
        (here, minutes(100)),
    ]
    assert all(duty.end == DEPOT for duty in (driving, there, overrun, free))


def test_technician_who_came_early_is_not_sent_on_before_the_time_that_is_taken(city: City) -> None:
    city.hire("T1", MONDAY)
    first = city.asks((MONDAY, (time(9), time(12))), place=SCHAAN)
    city.plan()
    appointment = city.visit(first).appointment
    city.clock.move_to(city.at(MONDAY, 8))
    with city.parts.doing(STAFF) as deed:
        report_arrived(deed, appointment.id, city.clock.now())
    late = city.asks((MONDAY, MORNING), place=SCHAAN)
    city.clock.move_to(city.at(MONDAY, 8, 40))

    city.plan(MONDAY, 1)

    assert city.visit(late).appointment.planned_start_at >= appointment.planned_end_at
    assert_nothing_is_double_booked(city.parts)


def test_crew_member_who_goes_on_alone_starts_where_the_crew_was(city: City) -> None:
    city.hire("C1", MONDAY)
    city.hire("C2", MONDAY)
    city.team_up("C1", "C2")
    both = city.asks((MONDAY, MORNING), product="refrigerator")
    city.plan()
    visit = city.visit(both)
    city.clock.move_to(visit.appointment.planned_start_at)
    with city.parts.doing(STAFF) as deed:
        report_arrived(deed, visit.appointment.id, city.clock.now())
    city.away("C1", city.clock.now(), city.at(TUESDAY, 0))
    late = city.asks((MONDAY, MORNING), place=(visit.location.latitude, visit.location.longitude))

    city.plan(MONDAY, 1)

    (duty,) = duties(city, MONDAY)
    assert duty.start == Place(visit.location.latitude, visit.location.longitude)
    assert city.visit(late).appointment.planned_start_at >= visit.appointment.planned_end_at
    assert_nothing_is_double_booked(city.parts)


def test_duty_with_less_than_half_an_hour_left_is_over(city: City) -> None:
    city.hire("T1", MONDAY)
    city.clock.move_to(city.at(MONDAY, 16))
    (last,) = duties(city, MONDAY)
    city.clock.move_to(city.at(MONDAY, 16, 5))

    assert last.to_at - last.from_at == minutes(30)
    assert duties(city, MONDAY) == []


def test_pause_that_can_no_longer_begin_is_over(city: City) -> None:
    city.hire("T1", MONDAY)
    city.clock.move_to(city.at(MONDAY, 13, 30))
    (still,) = duties(city, MONDAY)
    city.clock.move_to(city.at(MONDAY, 13, 35))
    (over,) = duties(city, MONDAY)

    assert (still.break_from_at, still.break_to_at, still.break_minutes) == (
        city.at(MONDAY, 13, 30),
        city.at(MONDAY, 13, 30),
        30,
    )
    assert (over.break_from_at, over.break_to_at, over.break_minutes) == (None, None, 0)


def test_technician_on_the_road_is_free_after_the_work_that_is_still_ahead(city: City) -> None:
    city.hire("T1", MONDAY)
    reference = city.asks((MONDAY, MORNING))
    city.plan()
    visit = city.visit(reference)
    start_at = visit.appointment.planned_start_at

    assert free_at(visit, start_at - minutes(60)) == start_at + minutes(45)
    assert free_at(visit, start_at + minutes(20)) == start_at + minutes(65)
