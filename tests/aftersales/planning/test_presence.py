"""A plan is not kept over an absence, a dismissal or a day off that came while it was made."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from threading import Event as Signal

import pytest
from sqlmodel import select

from aftersales.absences import end_at, report
from aftersales.deed import Deed
from aftersales.planning import EffortName, PlanRequest, plan_territory
from aftersales.queries.staff import technician_by_code
from aftersales.records import (
    Absence,
    AbsenceKind,
    Appointment,
    Job,
    PlanRun,
    PlanRunState,
    Shift,
    Technician,
)
from aftersales.roster import Certificate, certify, dismiss
from aftersales.shifts import remove_shift
from aftersales.technicians import add_absence
from tests.aftersales.small_city import (
    MORNING,
    PLACES,
    TUESDAY,
    City,
    PlannerHere,
    RoadsWhile,
    assert_nothing_is_double_booked,
)
from tests.conftest import STAFF


def worker_in(deed: Deed, code: str) -> Technician:
    worker = technician_by_code(deed.session, code)
    assert worker is not None
    return worker


def falls_ill(city: City) -> None:
    city.away("T1", city.at(TUESDAY, 0), city.at(TUESDAY, 23))


def leaves(city: City) -> None:
    with city.parts.doing(STAFF) as deed:
        dismiss(deed, worker_in(deed, "T1"))


def gets_the_day_off(city: City) -> None:
    with city.parts.doing(STAFF) as deed:
        worker = worker_in(deed, "T1")
        shift = deed.session.exec(select(Shift).where(Shift.technician_id == worker.id)).one()
        remove_shift(deed, shift)


def loses_the_certificate(city: City) -> None:
    with city.parts.doing(STAFF) as deed:
        certify(deed, worker_in(deed, "T1"), {"gas": Certificate()})


CHANGES = pytest.mark.parametrize(
    "change", [falls_ill, leaves, gets_the_day_off, loses_the_certificate]
)


def near_and_far(city: City) -> str:
    """A visit next door to T1; only T2, who lives further off, is there as well."""
    city.hire("T1", TUESDAY, home=PLACES[0])
    city.hire("T2", TUESDAY, home=PLACES[1])
    return city.asks((TUESDAY, MORNING), place=PLACES[0])


@CHANGES
def test_change_of_staff_while_the_plan_is_made_has_it_made_again(
    city: City, change: Callable[[City], None]
) -> None:
    reference = near_and_far(city)
    due = [change]

    outcome = city.plan(planner=PlannerHere(meanwhile=lambda: due.pop()(city) if due else None))

    assert outcome.booked == 1
    assert [worker.code for worker in city.visit(reference).crew] == ["T2"]
    runs = [row.state for row in city.rows(PlanRun) if isinstance(row, PlanRun)]
    assert sorted(runs) == [PlanRunState.KEPT, PlanRunState.OVERTAKEN]
    assert_nothing_is_double_booked(city.parts)


@CHANGES
def test_change_of_staff_whom_the_plan_does_not_send_overtakes_nothing(
    city: City, change: Callable[[City], None]
) -> None:
    city.hire("T1", TUESDAY, home=PLACES[1])
    city.hire("T2", TUESDAY, home=PLACES[0])
    reference = city.asks((TUESDAY, MORNING), place=PLACES[0])
    due = [change]

    city.plan(planner=PlannerHere(meanwhile=lambda: due.pop()(city) if due else None))

    assert [worker.code for worker in city.visit(reference).crew] == ["T2"]
    (run,) = city.rows(PlanRun)
    assert isinstance(run, PlanRun)
    assert run.state is PlanRunState.KEPT


def test_plan_for_which_everybody_falls_ill_sends_nobody(city: City) -> None:
    near_and_far(city)
    ill = iter(("T1", "T2"))

    def next_one_falls_ill() -> None:
        if code := next(ill, None):
            city.away(code, city.at(TUESDAY, 0), city.at(TUESDAY, 23))

    outcome = city.plan(roads=RoadsWhile(next_one_falls_ill))

    states = [row.state for row in city.rows(PlanRun) if isinstance(row, PlanRun)]
    assert states == [PlanRunState.OVERTAKEN, PlanRunState.OVERTAKEN, PlanRunState.KEPT]
    assert (outcome.planned, city.rows(Appointment)) == (0, [])


def test_absence_that_is_being_written_while_the_plan_is_kept_is_waited_for(city: City) -> None:
    reference = near_and_far(city)
    is_written, acting = Signal(), list[Future[None]]()

    def write_slowly() -> None:
        with city.parts.doing(STAFF) as deed:
            worker = worker_in(deed, "T1")
            span = city.at(TUESDAY, 0), city.at(TUESDAY, 23)
            add_absence(deed, worker, AbsenceKind.SICK, *span)
            deed.session.flush()
            is_written.set()
            Signal().wait(0.5)

    def begin() -> None:
        if not acting:
            acting.append(pool.submit(write_slowly))
            assert is_written.wait(20)

    with ThreadPoolExecutor(1) as pool:
        city.plan(planner=PlannerHere(meanwhile=begin))
        acting[0].result(timeout=20)

    assert [worker.code for worker in city.visit(reference).crew] == ["T2"]


def jobs_of(city: City) -> list[Job]:
    return [row for row in city.rows(Job) if isinstance(row, Job)]


def plan_while(city: City, act: Callable[[], object]) -> None:
    """Plan, and begin to act in another thread once the plan is written and not yet kept."""
    acting: list[Future[object]] = []
    with ThreadPoolExecutor(1) as pool:

        def begin(_deed: Deed, _outcome: object) -> None:
            acting.append(pool.submit(act))
            with pytest.raises(NotYet):
                acting[0].result(timeout=0.5)

        plan_territory(
            city.parts,
            STAFF,
            PlanRequest(territory="li", from_on=TUESDAY, days=1, effort=EffortName.QUICK),
            on_kept=begin,
        )
        acting[0].result(timeout=20)


def test_absence_reported_while_a_plan_is_kept_waits_and_sees_its_visits(city: City) -> None:
    city.hire("T1", TUESDAY)
    city.asks((TUESDAY, MORNING))

    def call_in() -> None:
        with city.parts.doing(STAFF) as deed:
            worker = worker_in(deed, "T1")
            report(deed, worker, AbsenceKind.SICK, city.at(TUESDAY, 0), city.at(TUESDAY, 23))

    plan_while(city, call_in)

    assert [job.kind for job in jobs_of(city)] == ["plan"]


def test_absence_made_longer_while_a_plan_is_kept_waits_and_sees_its_visits(city: City) -> None:
    city.hire("T1", TUESDAY)
    city.away("T1", city.at(TUESDAY, 0), city.at(TUESDAY, 1))
    city.asks((TUESDAY, MORNING))

    def stay_away() -> None:
        with city.parts.doing(STAFF) as deed:
            absence = deed.session.exec(select(Absence)).one()
            end_at(deed, absence, city.at(TUESDAY, 23))

    plan_while(city, stay_away)

    assert [job.kind for job in jobs_of(city)] == ["plan"]


def test_certificates_change_only_once_a_plan_is_kept(city: City) -> None:
    city.hire("T1", TUESDAY)
    city.asks((TUESDAY, MORNING))
    seen: list[int] = []

    def learn() -> None:
        with city.parts.doing(STAFF) as deed:
            worker = worker_in(deed, "T1")
            certify(deed, worker, {"gas": Certificate()})
            seen.append(worker.calendar_revision)

    plan_while(city, learn)

    assert seen == [city.revision_of("T1")] == [2]
