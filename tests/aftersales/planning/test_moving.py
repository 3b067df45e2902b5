"""Buyers who asked for another time get it without waiting for the next plan, and nobody else moves."""

from datetime import timedelta

from aftersales.appointments import cancel
from aftersales.choices import move_visit
from aftersales.planning.moving import DAYS_TO_LOOK, plan_moves
from aftersales.records import Appointment, Case, CaseState, PlanRun, PromiseState
from tests.aftersales.small_city import (
    MONDAY,
    MORNING,
    TUESDAY,
    WEDNESDAY,
    City,
    PlannerHere,
    assert_nothing_is_double_booked,
    minutes,
)
from tests.conftest import STAFF


def planned(city: City) -> list[str]:
    """Three visits of one technician on Tuesday, planned."""
    city.hire("T1", TUESDAY, WEDNESDAY)
    references = [city.asks((TUESDAY, MORNING)) for _ in range(3)]
    city.plan()
    city.clock.move_to(city.clock.now() + minutes(10))
    return references


def test_nothing_is_planned_while_nobody_asks(city: City) -> None:
    planned(city)

    assert plan_moves(city.parts, STAFF, "li") is None
    assert len(city.rows(PlanRun)) == 1


def test_nothing_is_planned_where_there_is_no_territory(city: City) -> None:
    assert plan_moves(city.parts, STAFF, "at") is None


def test_wish_is_met_once_and_the_others_stay(city: City) -> None:
    asking, *others = planned(city)
    before = [city.visit(reference).appointment.model_dump() for reference in others]
    with city.parts.doing(STAFF) as deed:
        case = move_visit(deed, city.visit(asking), WEDNESDAY, 0)
    city.clock.move_to(city.clock.now() + minutes(1))

    outcome = plan_moves(city.parts, STAFF, "li")
    city.clock.move_to(city.clock.now() + minutes(1))
    again = plan_moves(city.parts, STAFF, "li")

    moved = city.visit(asking).appointment
    assert outcome is not None
    assert (outcome.rewindowed, outcome.booked, again) == (1, 0, None)
    assert (moved.window_from_at, moved.window_to_at, moved.customer_choice) == (
        city.at(WEDNESDAY, 8),
        city.at(WEDNESDAY, 12),
        None,
    )
    assert [promise.state for promise in city.promises(moved.id)] == [
        PromiseState.RELEASED,
        PromiseState.MADE,
    ]
    assert [promise.state for promise in city.promises(case.id)] == [PromiseState.KEPT]
    with city.parts.store.reading() as session:
        assert session.get_one(Case, case.id).state is CaseState.RESOLVED
    kept = ("window_from_at", "window_to_at", "invitation_sequence", "state")
    assert [
        {name: city.visit(reference).appointment.model_dump()[name] for name in kept}
        for reference in others
    ] == [{name: row[name] for name in kept} for row in before]
    runs = [row for row in city.rows(PlanRun) if isinstance(row, PlanRun)]
    assert sorted((run.trigger, run.days) for run in runs) == [
        ("asked", 3),
        ("buyer_moves", DAYS_TO_LOOK),
    ]
    assert_nothing_is_double_booked(city.parts)


def test_wish_that_cannot_be_met_is_not_tried_again_and_again(city: City) -> None:
    asking, *_others = planned(city)
    with city.parts.doing(STAFF) as deed:
        move_visit(deed, city.visit(asking), WEDNESDAY, 0)
    city.away("T1", city.at(WEDNESDAY, 0), city.at(WEDNESDAY, 23))
    city.clock.move_to(city.clock.now() + minutes(1))

    outcome = plan_moves(city.parts, STAFF, "li")
    city.clock.move_to(city.clock.now() + minutes(1))

    assert outcome is not None
    assert outcome.rewindowed == 0
    assert plan_moves(city.parts, STAFF, "li") is None
    assert city.visit(asking).appointment.customer_choice == "move"


def test_wish_is_looked_for_though_a_plan_of_other_days_was_kept_first(city: City) -> None:
    asking, *_others = planned(city)
    with city.parts.doing(STAFF) as deed:
        move_visit(deed, city.visit(asking), WEDNESDAY, 0)
    city.clock.move_to(city.clock.now() + minutes(1))
    city.plan(MONDAY, 1)
    city.plan(TUESDAY, 1)  # the visit's own day, but not the one wished for
    city.clock.move_to(city.clock.now() + minutes(1))

    outcome = plan_moves(city.parts, STAFF, "li")

    assert outcome is not None
    assert outcome.rewindowed == 1
    assert city.visit(asking).appointment.window_from_at == city.at(WEDNESDAY, 8)


def test_wish_is_looked_for_that_came_while_a_plan_was_made(city: City) -> None:
    asking, *_others = planned(city)

    def ask() -> None:
        if city.visit(asking).appointment.customer_choice is None:
            with city.parts.doing(STAFF) as deed:
                move_visit(deed, city.visit(asking), WEDNESDAY, 0)
            city.clock.move_to(city.clock.now() + minutes(1))

    city.plan(MONDAY, 1, planner=PlannerHere(meanwhile=ask))
    city.clock.move_to(city.clock.now() + minutes(1))

    outcome = plan_moves(city.parts, STAFF, "li")

    assert outcome is not None
    assert outcome.rewindowed == 1


def test_wish_asked_again_is_looked_for_again(city: City) -> None:
    asking, *_others = planned(city)
    city.away("T1", city.at(WEDNESDAY, 0), city.at(WEDNESDAY, 12))
    for half, rewindowed in ((0, 0), (1, 1)):
        with city.parts.doing(STAFF) as deed:
            move_visit(deed, city.visit(asking), WEDNESDAY, half)
        city.clock.move_to(city.clock.now() + minutes(1))

        outcome = plan_moves(city.parts, STAFF, "li")

        assert outcome is not None
        assert outcome.rewindowed == rewindowed


def test_horizon_reaches_the_furthest_visit_that_is_to_move(city: City) -> None:
    far_on = MONDAY + timedelta(days=30)
    city.hire("T1", TUESDAY, far_on)
    reference = city.asks((far_on, MORNING))
    city.plan(far_on, 1)
    city.clock.move_to(city.clock.now() + minutes(10))
    with city.parts.doing(STAFF) as deed:
        move_visit(deed, city.visit(reference), TUESDAY, 0)
    city.clock.move_to(city.clock.now() + minutes(1))

    outcome = plan_moves(city.parts, STAFF, "li")

    assert outcome is not None
    assert outcome.rewindowed == 1
    assert city.visit(reference).appointment.window_from_at == city.at(TUESDAY, 8)
    assert sorted(run.days for run in city.rows(PlanRun) if isinstance(run, PlanRun)) == [1, 31]


def test_wish_that_is_over_and_visit_called_off_are_not_looked_for(city: City) -> None:
    asking, called_off, _stays = planned(city)
    for reference in (asking, called_off):
        with city.parts.doing(STAFF) as deed:
            move_visit(deed, city.visit(reference), WEDNESDAY, 0)
    with city.parts.doing(STAFF) as deed:
        appointment = deed.session.get_one(Appointment, city.visit(called_off).appointment.id)
        cancel(deed, appointment, by="test", reason="not wanted any more")
    later_on = WEDNESDAY + timedelta(days=1)
    with city.parts.doing(STAFF) as deed:  # it stands after what is wished for
        appointment = deed.session.get_one(Appointment, city.visit(asking).appointment.id)
        appointment.planned_start_at += timedelta(days=2)
        appointment.planned_end_at += timedelta(days=2)
    city.clock.move_to(city.at(WEDNESDAY, 13))

    assert city.visit(asking).appointment.planned_start_at > city.at(later_on, 0)
    assert plan_moves(city.parts, STAFF, "li") is None
