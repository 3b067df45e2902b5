"""A technician cannot come: others take over in the window, or the buyers are told."""

from datetime import time

import pytest
from sqlmodel import select

from aftersales.day_watch.absences import report_absence
from aftersales.day_watch.reports import report_arrived
from aftersales.errors import NotThere, NotUnderstood
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.planning import PlanOutcome
from aftersales.queries.notices import notices_about
from aftersales.records import Absence, AbsenceKind, AppointmentState, Notice, PlanRun
from aftersales.words import words_in
from scheduling.forecast import CauseKind
from tests.aftersales.small_city import (
    AFTERNOON,
    MONDAY,
    MORNING,
    TUESDAY,
    City,
    assert_nothing_is_double_booked,
    minutes,
    remembered,
)
from tests.conftest import STAFF


def sick(city: City, code: str) -> PlanOutcome:
    """A technician calls in sick now, until the end of the day."""
    return report_absence(
        city.parts, STAFF, code, AbsenceKind.SICK, city.clock.now(), city.at(TUESDAY, 0)
    )


def test_visits_of_the_absent_are_taken_over_in_their_windows_without_a_word_to_buyers(
    city: City,
) -> None:
    city.hire("T1", MONDAY)
    references = [city.asks((MONDAY, MORNING)) for _ in range(2)]
    city.plan(MONDAY, 1)
    before = {reference: city.visit(reference).appointment for reference in references}
    second = city.hire("T2", MONDAY)
    own = city.asks((MONDAY, AFTERNOON))
    city.plan(MONDAY, 1, is_frozen=True)
    stays = city.visit(own).crew[0].id
    city.clock.move_to(city.clock.now() + minutes(5))

    outcome = sick(city, "T1")

    assert (outcome.rewindowed, outcome.left_out) == (0, ())
    for reference in references:
        visit = city.visit(reference)
        assert [worker.code for worker in visit.crew] == ["T2"]
        assert visit.appointment.feed_sequence == 1
        assert (visit.appointment.invitation_sequence, visit.appointment.window_to_at) == (
            0,
            before[reference].window_to_at,
        )
        assert city.notices(visit.appointment.id) == [("booked", "customer")]
    with city.parts.store.reading() as session:
        told = session.exec(
            select(Notice.recipient_id).where(
                Notice.kind == "plan_changed", Notice.created_at == city.clock.now()
            )
        ).all()
    assert list(told) == [second]
    assert stays in {worker.id for worker in city.visit(own).crew} or stays != second
    assert_nothing_is_double_booked(city.parts)


def test_visits_that_nobody_can_take_in_time_are_told_late_with_the_cause(city: City) -> None:
    city.hire("T1", MONDAY)
    first = city.asks((MONDAY, (time(8), time(9))))
    city.plan(MONDAY, 1)
    from aftersales.technicians import DayPlan

    city.hire("T2", MONDAY, plan=DayPlan(from_time=time(11), to_time=time(18)))

    outcome = sick(city, "T1")

    visit = city.visit(first)
    assert outcome.rewindowed == 1
    assert [worker.code for worker in visit.crew] == ["T2"]
    assert visit.appointment.window_from_at <= visit.appointment.planned_start_at
    assert visit.appointment.planned_start_at <= visit.appointment.window_to_at
    assert (visit.appointment.feed_sequence, visit.appointment.invitation_sequence) == (1, 1)
    with city.parts.store.reading() as session:
        (notice,) = session.exec(select(Notice).where(Notice.kind == "delayed")).all()
    facts = from_json(VisitFacts, notice.facts)
    assert (facts.cause, facts.expected_at, facts.next_update_at) == (
        CauseKind.ABSENT,
        visit.appointment.planned_start_at,
        city.clock.now() + minutes(60),
    )
    assert notice.created_at < facts.was_to_at  # type: ignore[operator] # a new window follows an old one
    assert_nothing_is_double_booked(city.parts)


def test_visits_that_nobody_can_do_at_all_are_called_off_with_an_owner(city: City) -> None:
    city.hire("T1", MONDAY)
    reference = city.asks((MONDAY, MORNING))
    city.plan(MONDAY, 1)

    outcome = sick(city, "T1")

    visit = city.visit(reference)
    assert [left.reference for left in outcome.left_out] == [reference]
    assert visit.appointment.state is AppointmentState.CANCELLED
    assert city.notices(visit.appointment.id) == [("booked", "customer"), ("cancelled", "customer")]
    assert visit.work_order.case_id is not None
    assert city.notices(visit.work_order.case_id) == [("case_update", "customer")]
    with city.parts.store.reading() as session:
        letter = notices_about(session, visit.appointment.id)[-1]
    message = worded(NoticeKind(letter.kind), words_in("en"), letter.facts, "https://shop/visit/x")
    assert "The technician who was to come cannot work today." in message.paragraphs
    assert [each.url[-5:] for each in message.choices] == ["#move", "#call"]
    assert_nothing_is_double_booked(city.parts)


def test_visit_under_way_stays_with_whoever_is_there(city: City) -> None:
    city.hire("T1", MONDAY)
    reference = city.asks((MONDAY, MORNING))
    city.plan(MONDAY, 1)
    appointment = city.visit(reference).appointment
    city.clock.move_to(appointment.planned_start_at)
    with city.parts.doing(STAFF) as deed:
        report_arrived(deed, appointment.id, city.clock.now())
    city.hire("T2", MONDAY)

    outcome = sick(city, "T1")

    visit = city.visit(reference)
    assert outcome.visits == 0
    assert ([worker.code for worker in visit.crew], visit.appointment.state) == (
        ["T1"],
        AppointmentState.ARRIVED,
    )


def test_absence_and_its_run_are_written_down(city: City) -> None:
    worker = city.hire("T1", MONDAY)

    outcome = sick(city, "T1")

    (absence,) = city.rows(Absence)
    (run,) = city.rows(PlanRun)
    assert isinstance(absence, Absence)
    assert isinstance(run, PlanRun)
    assert (absence.technician_id, absence.kind, absence.from_at, absence.to_at) == (
        worker,
        AbsenceKind.SICK,
        city.clock.now(),
        city.at(TUESDAY, 0),
    )
    assert (run.id, run.trigger, run.from_on, run.days) == (outcome.run_id, "absence", MONDAY, 5)


def test_absence_of_tomorrow_plans_from_tomorrow(city: City) -> None:
    city.hire("T1", MONDAY, TUESDAY)

    report_absence(
        city.parts, STAFF, "T1", AbsenceKind.HOLIDAY, city.at(TUESDAY, 0), city.at(TUESDAY, 23)
    )

    (run,) = city.rows(PlanRun)
    assert isinstance(run, PlanRun)
    assert run.from_on == TUESDAY


def test_absence_of_nobody_is_refused(city: City) -> None:
    with pytest.raises(NotThere, match="There is no technician “T9”"):
        sick(city, "T9")


def test_absence_that_ends_before_it_starts_is_refused_and_not_kept(city: City) -> None:
    city.hire("T1", MONDAY)
    before = remembered(city.parts)

    with pytest.raises(NotUnderstood, match="ends before it starts"):
        report_absence(
            city.parts, STAFF, "T1", AbsenceKind.SICK, city.at(MONDAY, 9), city.at(MONDAY, 9)
        )

    assert remembered(city.parts) == before
