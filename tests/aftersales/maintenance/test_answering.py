"""Owners book, put off within bounds, decline or report what is done, and the covers say what a missing one means."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from aftersales.booking import hear_arranged
from aftersales.claims import ClaimNews, decide_claim, open_claim
from aftersales.covers import entitlement_of
from aftersales.errors import Collision, IllegalMove, NotAllowed, NotThere, NotUnderstood
from aftersales.maintenance import (
    MAINTENANCE_MOVES,
    add_contract,
    decline_maintenance,
    maintenance_of_link,
    maintenance_work,
    put_off_maintenance,
)
from aftersales.queries.units import covers_of_unit
from aftersales.records import (
    Customer,
    CustomerKind,
    Maintenance,
    MaintenanceState,
    Unit,
    WishedWindow,
    WorkOrder,
    WorkOrderState,
)
from tests.aftersales.conftest import MONDAY
from tests.aftersales.maintenance.conftest import DUE, LAST, YEARLY, Cellar, book
from warranty import AnswerState, CoverKind, ReasonCode
from warranty.claims.adjudication import Outcome
from warranty.maintenance.schedules import Schedule

_S = MaintenanceState
TUESDAY = MONDAY + timedelta(1)


@pytest.fixture
def row(cellar: Cellar) -> Maintenance:
    """The maintenance that an owner was asked about."""
    cellar.scheduled()
    cellar.tend()
    return cellar.rows()[0]


def test_owner_who_chooses_a_time_is_asked_until_it_is_confirmed(
    cellar: Cellar, row: Maintenance
) -> None:
    with cellar.village.doing() as deed:
        first = maintenance_work(deed, cellar.asked_in(deed, row)).id
    choosing = cellar.row(row).state
    with cellar.village.doing() as deed:
        order = maintenance_work(deed, cellar.asked_in(deed, row))
        hear_arranged(deed, order)
        hear_arranged(deed, order)

    assert (order.id, choosing) == (first, _S.DUE)
    assert row.work_order_id == first  # it was made when its owner was asked
    assert (cellar.row(row).state, cellar.row(row).asks_on) == (_S.BOOKED, None)
    assert cellar.village.all_of(WishedWindow) == []


def test_work_that_is_left_to_the_planner_may_be_planned_on_every_day_that_somebody_works(
    cellar: Cellar, row: Maintenance
) -> None:
    with cellar.village.doing() as deed:
        book(deed, cellar.asked_in(deed, row))

    windows = cellar.village.all_of(WishedWindow)
    assert {each.work_order_id for each in windows} == {row.work_order_id}
    assert sorted(each.local_from for each in windows)[:2] == [
        datetime(2026, 11, 24, 8),
        datetime(2026, 11, 24, 12),
    ]
    assert cellar.row(row).state is _S.BOOKED


def test_booking_twice_is_refused(cellar: Cellar, row: Maintenance) -> None:
    with cellar.village.doing() as deed:
        book(deed, cellar.asked_in(deed, row))

    with pytest.raises(IllegalMove), cellar.village.doing() as deed:
        maintenance_work(deed, cellar.asked_in(deed, row))

    assert len(cellar.village.all_of(WorkOrder)) == 1


def test_unit_that_stands_nowhere_cannot_be_visited(cellar: Cellar, row: Maintenance) -> None:
    with cellar.village.doing() as deed:
        deed.session.get_one(Unit, cellar.unit.id).location_id = None
        deed.session.get_one(Maintenance, row.id).work_order_id = None

    with (
        pytest.raises(NotUnderstood, match="where the unit stands"),
        cellar.village.doing() as deed,
    ):
        maintenance_work(deed, cellar.asked_in(deed, row))


def test_put_off_is_bounded_in_days_and_in_number(cellar: Cellar, row: Maintenance) -> None:
    asked = cellar.asked(row)
    assert asked.put_off_days == [MONDAY + timedelta(14), MONDAY + timedelta(28), LAST]

    for until in (LAST + timedelta(1), MONDAY):
        with pytest.raises(NotUnderstood, match="at the latest"), cellar.village.doing() as deed:
            put_off_maintenance(deed, cellar.asked_in(deed, row), until)
    for until in (TUESDAY, TUESDAY + timedelta(1)):
        with cellar.village.doing() as deed:
            put_off_maintenance(deed, cellar.asked_in(deed, row), until)

    assert cellar.asked(row).put_off_days == []
    with pytest.raises(NotAllowed, match="any further"), cellar.village.doing() as deed:
        put_off_maintenance(deed, cellar.asked_in(deed, row), LAST)
    assert (cellar.row(row).put_offs, cellar.row(row).state) == (2, _S.PLANNED)


def test_declined_maintenance_calls_its_work_off_and_can_be_booked_after_all(
    cellar: Cellar, row: Maintenance
) -> None:
    with cellar.village.doing() as deed:
        decline_maintenance(deed, cellar.asked_in(deed, row))
    declined = [(each.due_on, each.state) for each in cellar.rows()]
    with cellar.village.doing() as deed:
        book(deed, cellar.asked_in(deed, row))

    assert declined == [(DUE, _S.DECLINED), (date(2027, 12, 10), _S.PLANNED)]
    assert cellar.row(row).state is _S.BOOKED
    assert [each.state for each in cellar.village.all_of(WorkOrder)] == [
        WorkOrderState.CANCELLED,
        WorkOrderState.OPEN,
    ]


def test_what_somebody_else_did_closes_it_and_moves_the_next_one(
    cellar: Cellar, row: Maintenance
) -> None:
    cellar.record(row, date(2026, 11, 20))

    first, following = cellar.rows()
    assert (first.state, first.done_on, first.done_by) == (_S.DONE, date(2026, 11, 20), "staff")
    assert following.due_on == date(2027, 11, 20)
    assert [each.state for each in cellar.village.all_of(WorkOrder)] == [WorkOrderState.CANCELLED]


def test_missed_maintenance_that_is_made_good_moves_the_next_one(
    cellar: Cellar, row: Maintenance
) -> None:
    cellar.tend(LAST + timedelta(5))

    cellar.record(row, LAST + timedelta(4))

    assert [(each.due_on, each.state) for each in cellar.rows()] == [
        (DUE, _S.DONE),
        (date(2028, 1, 13), _S.PLANNED),
    ]


@pytest.mark.parametrize("on", [date(2025, 12, 9), TUESDAY])
def test_day_that_cannot_be_is_refused(cellar: Cellar, row: Maintenance, on: date) -> None:
    with pytest.raises(NotUnderstood, match="between the purchase and today"):
        cellar.record(row, on)


def test_link_opens_for_the_owner_who_was_asked_and_nobody_else(
    cellar: Cellar, row: Maintenance
) -> None:
    token, now = cellar.token(), cellar.village.clock.now()
    with cellar.village.parts.store.reading() as session:
        assert maintenance_of_link(session, now, token).row.id == row.id
    with cellar.village.doing() as deed:
        unit = deed.session.get_one(Unit, cellar.unit.id)
        unit.customer_id = deed.new_id()
        heir = Customer(
            id=unit.customer_id,
            number="C-9",
            name="Ben",
            kind=CustomerKind.PERSON,
            language="en",
            created_at=deed.now,
        )
        deed.add(heir, unit)

    with cellar.village.parts.store.reading() as session, pytest.raises(NotThere):
        maintenance_of_link(session, now, token)


def test_cover_is_in_doubt_after_the_last_day_and_answers_again_when_it_was_done(
    cellar: Cellar, row: Maintenance
) -> None:
    late = LAST + timedelta(1)
    cellar.tend(late + timedelta(1))

    def parts_on(day: date) -> tuple[AnswerState, ReasonCode]:
        with cellar.village.parts.store.reading() as session:
            unit = session.get_one(Unit, cellar.unit.id)
            owner = session.get_one(Customer, unit.customer_id)
            answer = entitlement_of(session, unit, owner, day).parts
        return answer.state, answer.reason.code

    by_law = parts_on(late)
    with (
        cellar.village.doing() as deed
    ):  # as for a company, for which the law's guarantee is not made
        covers = covers_of_unit(deed.session, cellar.unit.id)
        deed.remove([each for each in covers if each.kind == CoverKind.LEGAL_GUARANTEE])
    in_time, in_doubt = parts_on(LAST), parts_on(late)
    cellar.record(row, late)

    assert by_law == (AnswerState.COVERED, ReasonCode.COVERED)
    assert in_time == (AnswerState.COVERED, ReasonCode.COVERED)
    assert in_doubt == (AnswerState.UNKNOWN, ReasonCode.MAINTENANCE_UNKNOWN)
    assert parts_on(late) == (AnswerState.COVERED, ReasonCode.COVERED)


def test_claim_under_a_cover_in_doubt_goes_to_a_person(cellar: Cellar, row: Maintenance) -> None:
    cellar.tend(date(2030, 1, 1))

    with cellar.village.doing() as deed:
        claim = open_claim(
            deed,
            deed.session.get_one(Unit, cellar.unit.id),
            cellar.village.territory,
            channel="phone",
            fault_on=date(2029, 12, 30),
            news=ClaimNews(symptom="Cold.", has_proof_of_purchase=True, estimate_cents=5_000),
            next_update_at=deed.now + timedelta(hours=2),
        )
        deed.session.flush()
        decision = decide_claim(deed, claim)

    assert decision.outcome is Outcome.ROUTE
    assert ReasonCode.MAINTENANCE_UNKNOWN in {each.code for each in decision.reasons}
    assert cellar.row(row).state is _S.MISSED


def test_visit_that_the_owner_asked_for_leaves_no_doubt(cellar: Cellar, row: Maintenance) -> None:
    with cellar.village.doing() as deed:
        book(deed, cellar.asked_in(deed, row))
    cellar.tend(date(2028, 12, 20))

    with cellar.village.parts.store.reading() as session:
        unit = session.get_one(Unit, cellar.unit.id)
        owner = session.get_one(Customer, unit.customer_id)
        answer = entitlement_of(session, unit, owner, date(2028, 12, 20)).parts

    assert answer.state is AnswerState.COVERED


def test_code_and_number_are_taken_once_and_a_contract_ends_after_it_starts(
    cellar: Cellar,
) -> None:
    cellar.scheduled()
    with pytest.raises(Collision, match="B-YEARLY"):
        cellar.scheduled()

    def contracted(number: str, ends_on: date) -> None:
        with cellar.village.doing() as deed:
            add_contract(
                deed,
                deed.session.get_one(Unit, cellar.unit.id),
                number=number,
                name="Comfort",
                provider="Alpina",
                starts_on=MONDAY,
                ends_on=ends_on,
                upkeep=replace(YEARLY, schedule=Schedule(every_months=6)),
            )

    contracted("SC-1", date(2030, 1, 1))
    with pytest.raises(Collision, match="SC-1"):
        contracted("SC-1", date(2030, 1, 1))
    with pytest.raises(NotUnderstood, match="after it starts"):
        contracted("SC-2", MONDAY)


def test_graph_has_no_dead_end_but_what_is_done_or_not_needed() -> None:
    ends = {state for state, moves in MAINTENANCE_MOVES.items() if not moves}
    seen, ahead = set[MaintenanceState](), [_S.PLANNED]
    while ahead:
        state = ahead.pop()
        if state not in seen:
            seen.add(state)
            ahead.extend(MAINTENANCE_MOVES[state])

    assert (ends, seen) == ({_S.DONE, _S.VOID}, set(MaintenanceState))


@pytest.mark.parametrize("present", MaintenanceState)
@pytest.mark.parametrize("act", ["book", "put_off", "decline", "done"])
def test_every_answer_keeps_to_the_graph_from_every_state(
    cellar: Cellar, row: Maintenance, present: MaintenanceState, act: str
) -> None:
    with cellar.village.doing() as deed:
        mine = deed.session.get_one(Maintenance, row.id)
        mine.state = present
        deed.add(mine)
    acts = {
        "book": book,
        "put_off": lambda deed, asked: put_off_maintenance(deed, asked, TUESDAY),
        "decline": decline_maintenance,
        "done": None,
    }

    try:
        if act == "done":
            cellar.record(row, MONDAY)
        else:
            with cellar.village.doing() as deed:
                acts[act](deed, cellar.asked_in(deed, row))  # type: ignore[misc] # it is none of the None
    except (IllegalMove, NotAllowed):
        assert cellar.row(row).state is present
        return

    now = cellar.row(row).state
    assert now in MAINTENANCE_MOVES[present] | {_S.PLANNED} & {present}
