"""A case, its work order and its visit are arranged together, also by two who do it at once."""

from __future__ import annotations

from datetime import date, time, timedelta
from threading import Barrier, Lock, Thread
from uuid import UUID

import pytest

from aftersales.booking import Wanted, arrange, slots_for, wanted_for
from aftersales.cases import open_case
from aftersales.deed import Deed
from aftersales.errors import SlotTaken
from aftersales.prevention.triage import ask_for_visit, triage_of, work_of_case
from aftersales.records import (
    Appointment,
    Case,
    CaseKind,
    CaseState,
    Technician,
    Territory,
    WorkKind,
    WorkOrder,
)
from aftersales.store import Session
from aftersales.technicians import DayPlan, add_shift
from tests.aftersales.prevention.conftest import Watching
from tests.conftest import STAFF

TUESDAY = date(2026, 11, 24)
CASES = 6


@pytest.fixture
def cases(watching: Watching) -> list[UUID]:
    """Some cases of one customer about one machine, and two technicians who work on Tuesday."""
    village = watching.village
    unit = watching.sold(village.model, "AB1000")
    with village.doing() as deed:
        for worker in village.technicians[:2]:
            add_shift(
                deed,
                deed.session.get_one(Technician, worker.id),
                village.territory.zone,
                TUESDAY,
                DayPlan(from_time=time(8), to_time=time(17)),
            )
        return [
            open_case(
                deed,
                village.territory,
                village.customer,
                kind=CaseKind.SUPPORT,
                channel="phone",
                subject=f"Washing machine {number}",
                description="It does not drain.",
                next_update_at=deed.now + timedelta(hours=2),
                unit_id=unit.id,
                location_id=unit.location_id,
            ).id
            for number in range(CASES)
        ]


class Desk:
    """Somebody who arranges the visit of one case."""

    def __init__(self, watching: Watching, case_id: UUID) -> None:
        self.parts, self.case_id = watching.village.parts, case_id

    def look(self, session: Session, at: str = "") -> tuple[Territory, Wanted]:
        case = session.get_one(Case, self.case_id)
        place, work_type = triage_of(session, case).to_visit(WorkKind.INSTALL)
        order = work_of_case(session, case, work_type, at)
        return wanted_for(session, order, place, work_type, self.parts.clock.now())

    def codes(self) -> list[str]:
        with self.parts.store.reading() as session:
            offered = slots_for(self.parts, session, *self.look(session))
        return [slot.window.code for slot in offered.slots]

    def arranges(self, at: str) -> UUID:
        def make(deed: Deed) -> WorkOrder:
            case = deed.session.get_one(Case, self.case_id)
            return ask_for_visit(deed, case, WorkKind.INSTALL, at=at)

        return arrange(self.parts, STAFF, at, lambda session: self.look(session, at), make).id


def raced(acts: list[tuple[Desk, str]]) -> tuple[list[UUID], list[BaseException]]:
    """What everybody came to who acted at once: visits, and what was raised but lost times."""
    start, lock = Barrier(len(acts)), Lock()
    visits: list[UUID] = []
    raised: list[BaseException] = []

    def act(desk: Desk, at: str) -> None:
        start.wait()
        try:
            visit = desk.arranges(at)
        except SlotTaken:
            return
        except Exception as error:  # noqa: BLE001 - the test wants to hear of any
            with lock:
                raised.append(error)
        else:
            with lock:
                visits.append(visit)

    threads = [Thread(target=act, args=each) for each in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return visits, raised


def test_two_who_arrange_the_same_visit_at_once_make_one(
    watching: Watching, cases: list[UUID]
) -> None:
    desk = Desk(watching, cases[0])
    when = desk.codes()[0]

    visits, raised = raced([(desk, when)] * 4)

    (order,) = watching.village.all_of(WorkOrder)
    (visit,) = watching.village.all_of(Appointment)
    assert raised == []
    assert set(visits) == {visit.id}
    assert (order.case_id, visit.work_order_id) == (cases[0], order.id)
    told = [each for each in watching.village.notices() if each.kind == "booked"]
    assert len(told) == 1


def test_cases_whose_visits_are_wanted_at_once_change_with_their_visit_or_not_at_all(
    watching: Watching, cases: list[UUID]
) -> None:
    desks = [Desk(watching, case_id) for case_id in cases]
    when = desks[0].codes()[0]
    while desks[0].codes()[:1] == [when] and len(watching.village.all_of(Appointment)) < CASES - 2:
        free = next(desk for desk in desks[1:] if state_of(watching, desk) is CaseState.NEW)
        free.arranges(when)
    left = [desk for desk in desks if state_of(watching, desk) is CaseState.NEW]

    visits, raised = raced([(desk, when) for desk in left])

    assert raised == []
    needed = {desk.case_id for desk in desks if state_of(watching, desk) is CaseState.VISIT_NEEDED}
    orders = watching.village.all_of(WorkOrder)
    booked = {each.work_order_id for each in watching.village.all_of(Appointment)}
    assert {each.case_id for each in orders} == needed
    assert {each.id for each in orders} == booked
    assert len(needed) == len(booked) >= len(visits)


def state_of(watching: Watching, desk: Desk) -> CaseState:
    """Where the case of a desk stands."""
    return next(each.state for each in watching.village.all_of(Case) if each.id == desk.case_id)
