"""A run of the planner keeps everything that follows from a plan, or nothing."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest

from aftersales.errors import NotThere, NotUnderstood, PlanRefused, Problem, RevisionMoved
from aftersales.planning import EffortName, PlanOutcome, PlanRequest, plan_territory
from aftersales.planning.run import LONGEST_HORIZON, TRIES
from aftersales.records import (
    Appointment,
    AppointmentState,
    Case,
    Event,
    Link,
    LinkPurpose,
    PlannedRoute,
    PlanRun,
    PlanRunState,
    PromiseKind,
    PromiseState,
    UnplannedVisit,
    WorkKind,
    WorkOrder,
    WorkOrderState,
)
from scheduling import Plan, UnplannedReason
from tests.aftersales.small_city import (
    AFTERNOON,
    MONDAY,
    MORNING,
    TUESDAY,
    WEDNESDAY,
    City,
    PlannerHere,
    RoadsWhile,
    assert_nothing_is_double_booked,
    cells_taken,
    minutes,
    remembered,
)
from tests.conftest import STAFF


def busy_city(city: City) -> list[str]:
    """Two technicians, a crew of two and a dozen visits on three days."""
    days = (MONDAY, TUESDAY, WEDNESDAY)
    for code in ("T1", "T2", "C1", "C2"):
        city.hire(code, *days)
    city.team_up("C1", "C2")
    asked = [city.asks((on, MORNING)) for on in days for _ in range(2)]
    asked += [city.asks((on, AFTERNOON), product="refrigerator") for on in days]
    asked += [
        city.asks((MONDAY, MORNING), (WEDNESDAY, AFTERNOON), kind=WorkKind.REPAIR) for _ in days
    ]
    return asked


def test_plan_keeps_all_that_follows_from_one_visit(city: City) -> None:
    city.hire("T1", TUESDAY)
    reference = city.asks((TUESDAY, MORNING))

    outcome = city.plan()

    visit = city.visit(reference)
    appointment = visit.appointment
    assert outcome == PlanOutcome(
        run_id=outcome.run_id,
        visits=1,
        planned=1,
        booked=1,
        rewindowed=0,
        left_out=(),
        driving=outcome.driving,
        on_duty=outcome.on_duty,
        metres=outcome.metres,
    )
    assert 0 < outcome.driving_share < 1
    assert [worker.code for worker in visit.crew] == ["T1"]
    assert appointment.state is AppointmentState.BOOKED
    assert (appointment.window_from_at, appointment.window_to_at) == (
        city.at(TUESDAY, 8),
        city.at(TUESDAY, 12),
    )
    assert city.at(TUESDAY, 8) <= appointment.planned_start_at <= city.at(TUESDAY, 11, 45)
    assert appointment.planned_end_at - appointment.planned_start_at == minutes(45)
    assert appointment.drive_seconds > 0
    assert (appointment.feed_sequence, appointment.invitation_sequence) == (0, 0)
    assert city.order(reference).state is WorkOrderState.PLANNED
    first = int(appointment.planned_start_at.timestamp()) // 300
    assert cells_taken(city.parts) == {
        (visit.lead.id, cell, appointment.id) for cell in range(first, first + 9)
    }
    (promise,) = city.promises(appointment.id)
    assert (promise.kind, promise.state, promise.from_at, promise.to_at, promise.made_at) == (
        PromiseKind.ARRIVAL_WINDOW,
        PromiseState.MADE,
        appointment.window_from_at,
        appointment.window_to_at,
        city.clock.now(),
    )
    assert city.notices(appointment.id) == [("booked", "customer")]
    (link,) = city.rows(Link)
    assert isinstance(link, Link)
    assert (link.purpose, link.subject_id, link.expires_at) == (
        LinkPurpose.VISIT,
        appointment.id,
        appointment.window_to_at + timedelta(days=60),
    )


def test_plan_of_a_busy_city_double_books_nobody(city: City) -> None:
    asked = busy_city(city)

    outcome = city.plan()

    assert outcome.planned + len(outcome.left_out) == outcome.visits == len(asked)
    assert outcome.booked == outcome.planned
    assert_nothing_is_double_booked(city.parts)
    crews = {
        reference: [worker.code for worker in city.visit(reference).crew] for reference in asked
    }
    assert all(crews[reference] == ["C1", "C2"] for reference in asked[6:9])


def test_plan_writes_down_its_run_and_routes(city: City) -> None:
    busy_city(city)

    outcome = city.plan(seed=7)

    (run,) = city.rows(PlanRun)
    assert isinstance(run, PlanRun)
    routes = [row for row in city.rows(PlannedRoute) if isinstance(row, PlannedRoute)]
    assert (run.id, run.state, run.trigger, run.from_on, run.days, run.seed, run.effort) == (
        outcome.run_id,
        PlanRunState.KEPT,
        "asked",
        MONDAY,
        3,
        7,
        "quick",
    )
    assert (run.visits, run.planned, run.violations) == (outcome.visits, outcome.planned, [])
    assert sum(route.stops for route in routes) == run.planned
    assert sum(route.driving_seconds for route in routes) == run.driving_seconds > 0
    assert sum(route.metres for route in routes) == run.metres > 0
    assert sum((route.end_at - route.start_at for route in routes), timedelta()) == outcome.on_duty


def test_plan_made_again_changes_nothing_for_buyers(city: City) -> None:
    asked = busy_city(city)
    city.plan()
    own = ("plan_run", "planned_route", "unplanned_visit", "event", "technician")
    before = remembered(city.parts, *own, "appointment", "occupied_time", "assignment")
    windows = {reference: told(city, reference) for reference in asked}
    city.clock.move_to(city.clock.now() + minutes(1))

    again = city.plan()

    assert (again.booked, again.rewindowed) == (0, 0)
    assert {reference: told(city, reference) for reference in asked} == windows
    assert remembered(city.parts, *own, "appointment", "occupied_time", "assignment") == before
    assert_nothing_is_double_booked(city.parts)


def told(city: City, reference: str) -> tuple[object, ...]:
    """What the buyer's calendar shows."""
    appointment = city.visit(reference).appointment
    return (
        appointment.id,
        appointment.window_from_at,
        appointment.window_to_at,
        appointment.invitation_sequence,
    )


def test_plan_made_again_leaves_the_feed_alone_when_nothing_moved(city: City) -> None:
    city.hire("T1", TUESDAY)
    references = [city.asks((TUESDAY, MORNING)) for _ in range(3)]
    city.plan()
    before = [city.visit(reference).appointment.model_dump() for reference in references]
    cells = cells_taken(city.parts)
    city.clock.move_to(city.clock.now() + minutes(1))

    city.plan(is_frozen=True)

    assert [city.visit(reference).appointment.model_dump() for reference in references] == before
    assert cells_taken(city.parts) == cells


def test_visit_that_changes_hands_inside_its_window_keeps_it_and_its_buyer_hears_nothing(
    city: City,
) -> None:
    city.hire("T1", TUESDAY)
    reference = city.asks((TUESDAY, MORNING))
    city.plan()
    before = city.visit(reference).appointment
    city.hire("T2", TUESDAY, home=(city.visit(reference).location.latitude, 9.522))
    city.clock.move_to(city.clock.now() + minutes(1))

    outcome = city.plan()

    visit = city.visit(reference)
    assert [worker.code for worker in visit.crew] == ["T2"]
    assert outcome.rewindowed == 0
    assert (visit.appointment.window_from_at, visit.appointment.window_to_at) == (
        before.window_from_at,
        before.window_to_at,
    )
    assert (visit.appointment.feed_sequence, visit.appointment.invitation_sequence) == (1, 0)
    assert city.notices(visit.appointment.id) == [("booked", "customer")]
    assert_nothing_is_double_booked(city.parts)


def test_visit_without_a_place_gets_a_reason_an_owner_and_word_once(city: City) -> None:
    city.hire("T1", TUESDAY, skills=("electrical",))
    reference = city.asks((TUESDAY, MORNING))

    outcome = city.plan()
    city.clock.move_to(city.clock.now() + minutes(1))
    again = city.plan()

    order = city.order(reference)
    assert order.case_id is not None
    sentence = "Nobody has the skill plumbing."
    for each in (outcome, again):
        assert [(left.reference, left.reason, left.sentence) for left in each.left_out] == [
            (reference, UnplannedReason.NO_SKILL, sentence)
        ]
    rows = [row for row in city.rows(UnplannedVisit) if isinstance(row, UnplannedVisit)]
    assert sorted(
        (row.plan_run_id, row.work_order_id, row.reason, row.sentence) for row in rows
    ) == (sorted((run, order.id, "no_skill", sentence) for run in (outcome.run_id, again.run_id)))
    assert city.notices() == [("case_update", "customer")]
    (promise,) = city.promises(order.case_id)
    told_at = city.clock.now() - minutes(1)
    assert (promise.kind, promise.made_at, promise.to_at) == (
        PromiseKind.NEXT_UPDATE,
        told_at,
        told_at + timedelta(hours=24),
    )
    with city.parts.store.reading() as session:
        case = session.get_one(Case, order.case_id)
    assert (case.owner_name, case.next_update_at) == ("Maria Vogt", promise.to_at)


def test_visit_that_finds_its_place_later_keeps_the_update_that_was_promised(city: City) -> None:
    reference = city.asks((TUESDAY, MORNING))
    city.plan()
    case_id = city.order(reference).case_id
    assert case_id is not None
    city.hire("T1", TUESDAY)
    city.clock.move_to(city.clock.now() + timedelta(hours=1))

    city.plan()

    assert [promise.state for promise in city.promises(case_id)] == [PromiseState.KEPT]
    assert city.notices(city.visit(reference).appointment.id) == [("booked", "customer")]


def test_rows_that_move_once_while_the_plan_is_made_have_it_made_again(city: City) -> None:
    city.hire("T1", TUESDAY)
    reference = city.asks((TUESDAY, MORNING))
    edits = iter((30,))

    def edit() -> None:
        for length in edits:
            with city.parts.doing(STAFF) as deed:
                order = deed.session.get_one(WorkOrder, city.order(reference).id)
                order.duration_minutes, order.revision = length, order.revision + 1

    outcome = city.plan(planner=PlannerHere(meanwhile=edit))

    appointment = city.visit(reference).appointment
    assert appointment.planned_end_at - appointment.planned_start_at == minutes(30)
    runs = [row for row in city.rows(PlanRun) if isinstance(row, PlanRun)]
    assert {(run.state, run.planned, run.id == outcome.run_id) for run in runs} == {
        (PlanRunState.OVERTAKEN, 0, False),
        (PlanRunState.KEPT, 1, True),
    }


def test_rows_that_move_at_every_try_leave_nothing_but_the_record(city: City) -> None:
    city.hire("T1", TUESDAY)
    reference = city.asks((TUESDAY, MORNING))
    before = remembered(city.parts, "plan_run", "event", "work_order")

    def edit() -> None:
        with city.parts.doing(STAFF) as deed:
            deed.session.get_one(WorkOrder, city.order(reference).id).revision += 1

    with pytest.raises(RevisionMoved, match="Plan again"):
        city.plan(roads=RoadsWhile(edit))

    assert remembered(city.parts, "plan_run", "event", "work_order") == before
    runs = [row for row in city.rows(PlanRun) if isinstance(row, PlanRun)]
    assert [(run.state, run.visits, run.planned) for run in runs] == TRIES * [
        (PlanRunState.OVERTAKEN, 1, 0)
    ]
    events = [row.what for row in city.rows(Event) if isinstance(row, Event)]
    assert events.count("plan_overtaken") == TRIES
    assert "plan_kept" not in events


def test_standing_visit_that_moves_while_the_plan_is_made_overtakes_it(city: City) -> None:
    city.hire("T1", TUESDAY)
    reference = city.asks((TUESDAY, MORNING))
    city.plan()
    appointment_id = city.visit(reference).appointment.id

    def edit() -> None:
        with city.parts.doing(STAFF) as deed:
            deed.session.get_one(Appointment, appointment_id).revision += 1

    city.clock.move_to(city.clock.now() + minutes(1))
    with pytest.raises(RevisionMoved):
        city.plan(roads=RoadsWhile(edit))


def test_plan_that_is_overtaken_once_is_mended_and_kept(city: City) -> None:
    city.hire("T1", TUESDAY)
    first = city.asks((TUESDAY, MORNING))
    later: list[str] = []

    def one_more() -> None:
        later.append(city.asks((TUESDAY, MORNING)))
        with city.parts.doing(STAFF) as deed:
            deed.session.get_one(WorkOrder, city.order(first).id).revision += 1

    outcome = city.plan(planner=PlannerHere(meanwhile=one_more))

    assert (outcome.planned, len(later)) == (2, 1)
    assert city.visit(later[0]).crew == city.visit(first).crew


def test_time_that_is_taken_while_the_plan_is_made_has_it_made_again(city: City) -> None:
    city.hire("T1", TUESDAY)
    slow = city.asks((TUESDAY, MORNING))
    with city.parts.doing(STAFF) as deed:
        deed.session.get_one(WorkOrder, city.order(slow).id).duration_minutes = 230
    rivals: list[str] = []

    def rival() -> None:
        """Book another order into the same time, without touching the one that is being planned."""
        if not rivals:
            rivals.append(city.asks((TUESDAY, MORNING), minutes=230))
            set_state(city, slow, WorkOrderState.DONE)
            city.plan()
            set_state(city, slow, WorkOrderState.OPEN)

    outcome = city.plan(planner=PlannerHere(meanwhile=rival))

    assert [(left.reference, left.reason) for left in outcome.left_out] == [
        (slow, UnplannedReason.FULLY_BOOKED)
    ]
    assert city.order(rivals[0]).state is WorkOrderState.PLANNED
    states = [row.state for row in city.rows(PlanRun) if isinstance(row, PlanRun)]
    assert sorted(states) == [PlanRunState.KEPT, PlanRunState.KEPT, PlanRunState.OVERTAKEN]
    assert_nothing_is_double_booked(city.parts)


def set_state(city: City, reference: str, state: WorkOrderState) -> None:
    """Put a work order into a state, as if nobody had seen it change."""
    with city.parts.doing(STAFF) as deed:
        deed.session.get_one(WorkOrder, city.order(reference).id).state = state


def test_plan_that_breaks_a_rule_is_refused_and_nothing_of_it_is_kept(city: City) -> None:
    city.hire("T1", TUESDAY)
    city.asks((TUESDAY, MORNING))
    before = remembered(city.parts, "plan_run", "event")

    with pytest.raises(PlanRefused) as refused:
        city.plan(planner=PlannerHere(spoil=an_hour_late))

    assert str(refused.value).startswith("The plan was refused: ")
    assert remembered(city.parts, "plan_run", "event") == before
    (run,) = city.rows(PlanRun)
    assert isinstance(run, PlanRun)
    assert (run.state, run.planned) == (PlanRunState.REFUSED, 0)
    assert run.violations
    assert run.violations[0] in str(refused.value)


def an_hour_late(plan: Plan) -> Plan:
    """The same plan with every work an hour later, but not the routes."""
    return replace(
        plan,
        routes=tuple(
            replace(
                route,
                stops=tuple(
                    replace(stop, start=stop.start + 5 * 3600, end=stop.end + 5 * 3600)
                    for stop in route.stops
                ),
            )
            for route in plan.routes
        ),
    )


@pytest.mark.parametrize("days", [0, -1, LONGEST_HORIZON + 1])
def test_days_out_of_range_are_not_understood(city: City, days: int) -> None:
    with pytest.raises(NotUnderstood) as error:
        city.plan(days=days)

    assert str(error.value) == f"A plan spans 1 to 60 days, not {days}. Choose fewer days."
    assert error.value.problems == (Problem("days", "1 to 60"),)
    assert list(city.rows(PlanRun)) == []


def test_unknown_territory_is_not_there(city: City) -> None:
    request = PlanRequest(territory="at", from_on=MONDAY, days=1, effort=EffortName.QUICK)

    with pytest.raises(NotThere, match="There is no territory “at”"):
        plan_territory(city.parts, STAFF, request)


def test_plan_of_a_city_where_nothing_is_asked_is_empty(city: City) -> None:
    city.hire("T1", TUESDAY)

    outcome = city.plan()

    assert outcome == PlanOutcome(
        run_id=outcome.run_id,
        visits=0,
        planned=0,
        booked=0,
        rewindowed=0,
        left_out=(),
        driving=timedelta(),
        on_duty=timedelta(),
        metres=0,
    )
    assert outcome.driving_share == 0


def test_days_that_are_over_are_not_planned_any_more(city: City) -> None:
    city.hire("T1", MONDAY, TUESDAY)
    reference = city.asks((MONDAY, MORNING), (TUESDAY, MORNING))
    city.clock.move_to(city.at(MONDAY, 18))

    outcome = city.plan(MONDAY, 1)

    assert (outcome.visits, outcome.planned) == (0, 0)
    assert city.order(reference).state is WorkOrderState.OPEN


def test_two_plans_made_at_once_book_every_order_once(city: City) -> None:
    for code in ("T1", "T2", "T3"):
        city.hire(code, TUESDAY)
    references = [city.asks((TUESDAY, MORNING)) for _ in range(4)]
    together = Barrier(2)

    def wait_once() -> None:
        with suppress(BrokenBarrierError):
            together.wait(timeout=5)
            together.abort()

    planner = PlannerHere(meanwhile=wait_once)
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(city.plan, planner=planner, seed=seed) for seed in (1, 2)]
        outcomes = [each.result() for each in running]

    assert sorted(outcome.booked for outcome in outcomes) == [0, 4]
    assert len(city.rows(Appointment)) == 4
    for reference in references:
        assert city.notices(city.visit(reference).appointment.id) == [("booked", "customer")]
    assert_nothing_is_double_booked(city.parts)
