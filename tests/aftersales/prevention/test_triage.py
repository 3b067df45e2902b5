"""Triage: the recall first, then what helps, then who comes; the work order is there in the same step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from aftersales.appointments import new_appointment, place
from aftersales.cases import open_case
from aftersales.errors import Collision, IllegalMove, NotAllowed, NotUnderstood
from aftersales.holds import code_of
from aftersales.prevention.playbooks import Plan, Step, keep_playbook
from aftersales.prevention.triage import Triage, ask_for_visit, triage_of, tried_remotely
from aftersales.records import (
    Case,
    CaseKind,
    CaseState,
    Playbook,
    Role,
    Technician,
    Unit,
    WorkKind,
    WorkOrder,
    WorkOrderState,
)
from aftersales.technicians import DayPlan, add_shift
from tests.aftersales.campaigns.conftest import Recalling
from tests.aftersales.conftest import placement_of
from tests.aftersales.prevention.conftest import Watching

TUESDAY = date(2026, 11, 24)
PLAN = Plan(
    code="does-not-drain",
    title="It does not drain",
    product_type="washing_machine",
    symptoms=("does not drain",),
    steps=(
        Step(text="Ask for the serial.", role=Role.SUPPORT, minutes=5),
        Step(text="Open the filter together.", role=Role.SUPPORT, minutes=15),
    ),
    customer_texts={"en": "We open the filter together.", "lv": ""},
    work_kind=WorkKind.INSTALL,
    parts=("PUMP-7",),
)


@pytest.fixture
def called(watching: Watching) -> Watching:
    """A customer whose machine does not drain, and somebody who works on Tuesday."""
    unit = watching.sold(watching.village.model, "AB1000")
    with watching.village.doing() as deed:
        worker = deed.session.get_one(Technician, watching.village.technicians[0].id)
        plan = DayPlan(
            from_time=time(8),
            to_time=time(17),
            break_from=time(12),
            break_to=time(13),
            break_minutes=30,
        )
        add_shift(deed, worker, watching.village.territory.zone, TUESDAY, plan)
        open_case(
            deed,
            watching.village.territory,
            watching.village.customer,
            kind=CaseKind.SUPPORT,
            channel="phone",
            subject="Washing machine",
            description="It does not drain.",
            next_update_at=deed.now + timedelta(hours=2),
            unit_id=unit.id,
            location_id=unit.location_id,
        )
    return watching


def case_of(called: Watching) -> Case:
    """The case as it is kept."""
    return called.village.all_of(Case)[0]


def found(called: Watching) -> Triage:
    """What can be done about it."""
    with called.village.parts.store.reading() as session:
        return triage_of(session, case_of(called))


def tried(called: Watching, *, is_fixed: bool, what: str = "Filter rinsed.") -> None:
    with called.village.doing() as deed:
        case = deed.session.get_one(Case, case_of(called).id)
        tried_remotely(deed, case, is_fixed=is_fixed, what=what)


def visited(
    called: Watching,
    kind: WorkKind = WorkKind.INSTALL,
    *,
    note: str = "Parts: PUMP-7",
    at: str = "",
) -> None:
    with called.village.doing() as deed:
        case = deed.session.get_one(Case, case_of(called).id)
        ask_for_visit(deed, case, kind, note=note, at=at)


def kept(called: Watching, plan: Plan = PLAN, row: Playbook | None = None) -> Playbook:
    with called.village.doing() as deed:
        present = None if row is None else deed.session.get_one(Playbook, row.id)
        return keep_playbook(deed, plan, present)


def test_what_the_customer_says_finds_article_and_playbook(called: Watching) -> None:
    called.written()
    kept(called)

    triage = found(called)

    assert [each.slug for each in triage.issues] == ["filter-clogs"]
    assert [each.code for each in triage.playbooks] == ["does-not-drain"]
    assert [(each.kind, skills) for each, skills in triage.visits] == [
        (WorkKind.INSTALL, frozenset({"plumbing"}))
    ]
    assert triage.can_be_visited


def test_playbook_that_is_not_in_use_is_not_found(called: Watching) -> None:
    row = kept(called)
    kept(called, replace(PLAN, is_active=False), row)

    assert found(called).playbooks == []
    assert called.village.all_of(Playbook)[0].revision == 2


@pytest.mark.parametrize(
    ("is_fixed", "state"), [(True, CaseState.RESOLVED), (False, CaseState.REMOTE_FIX_TRIED)]
)
def test_fix_tried_with_the_customer_moves_the_case(
    called: Watching, *, is_fixed: bool, state: CaseState
) -> None:
    tried(called, is_fixed=is_fixed)

    assert case_of(called).state is state


def test_visit_makes_its_work_order_in_the_same_step(called: Watching) -> None:
    tried(called, is_fixed=False)
    visited(called)

    (order,) = called.village.all_of(WorkOrder)
    case = case_of(called)
    assert case.state is CaseState.VISIT_NEEDED
    assert (order.case_id, order.unit_id, order.note) == (case.id, case.unit_id, "Parts: PUMP-7")


def test_visit_that_nobody_can_make_is_refused(called: Watching) -> None:
    with pytest.raises(NotUnderstood, match="kinds of visits"):
        visited(called, WorkKind.REPAIR)

    assert case_of(called).state is CaseState.NEW
    assert called.village.all_of(WorkOrder) == []


def test_work_that_waits_for_a_time_is_not_asked_for_again(called: Watching) -> None:
    visited(called)
    visited(called, note="Ring twice.")

    (order,) = called.village.all_of(WorkOrder)
    assert (order.note, order.state) == ("Ring twice.", WorkOrderState.OPEN)


def test_visit_at_this_very_time_is_not_asked_for_again_but_another_one_is(
    called: Watching,
) -> None:
    visited(called)
    (order,) = called.village.all_of(WorkOrder)
    start_at = called.village.moment(24, 9)
    with called.village.doing() as deed:
        visit = new_appointment(
            deed,
            deed.session.get_one(WorkOrder, order.id),
            window=(called.village.moment(24, 8), called.village.moment(24, 12)),
            zone=called.village.location.zone,
            start_at=start_at,
            end_at=start_at + timedelta(hours=1),
            plan_run_id=None,
        )
        crew = called.village.crew(0)
        place(deed, [placement_of(visit, crew, start_at, start_at + timedelta(hours=1))])

    visited(called, at=code_of(visit))
    once = len(called.village.all_of(WorkOrder))
    visited(called, at="2026-11-25T08:00/12:00")

    assert (once, len(called.village.all_of(WorkOrder))) == (1, 2)


def test_case_that_is_over_needs_no_visit(called: Watching) -> None:
    tried(called, is_fixed=True)

    with pytest.raises(IllegalMove):
        visited(called)


def test_recall_stops_advice_but_not_the_visit(called: Watching) -> None:
    Recalling(village=called.village).published()

    with pytest.raises(NotAllowed, match="See to the recall first"):
        tried(called, is_fixed=True)
    assert found(called).is_stopped
    visited(called)
    assert len(called.village.all_of(WorkOrder)) == 1


def test_trial_says_what_was_tried(called: Watching) -> None:
    with pytest.raises(NotUnderstood):
        tried(called, is_fixed=True, what=" ")


def test_case_without_a_unit_cannot_be_visited(called: Watching) -> None:
    with called.village.doing() as deed:
        deed.session.get_one(Case, case_of(called).id).unit_id = None

    with pytest.raises(NotAllowed, match="which unit"):
        visited(called)
    assert called.village.all_of(Unit) != []


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"code": "Not A Code"}, "code"),
        ({"title": " "}, "title"),
        ({"steps": ()}, "steps"),
        ({"product_type": "", "symptoms": ()}, "symptoms"),
    ],
)
def test_playbook_that_is_not_complete_is_refused_where_it_is_wrong(
    called: Watching, changes: dict[str, object], where: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        kept(called, replace(PLAN, **changes))  # type: ignore[arg-type] # any of its fields

    assert [each.where for each in refused.value.problems] == [where]


def test_code_of_a_playbook_is_given_once(called: Watching) -> None:
    kept(called)

    with pytest.raises(Collision):
        kept(called)
