"""The round plans, asks and closes maintenance by itself, each thing once, however often and by whom it is done."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Event as Stopping

import pytest

from aftersales.customers import add_customer, record_consent
from aftersales.day_watch.reports import report_done
from aftersales.maintenance import (
    add_contract,
    end_schedule,
    put_off_maintenance,
    tend_maintenance,
)
from aftersales.places import add_location
from aftersales.privacy.erasing import erase_customer
from aftersales.records import (
    Channel,
    ConsentPurpose,
    Customer,
    Event,
    Link,
    MaintenanceSchedule,
    MaintenanceState,
    Unit,
    WorkOrder,
    WorkOrderState,
)
from aftersales.work_orders import CancelledBy, cancel_work_order
from tests.aftersales.conftest import MONDAY, VADUZ
from tests.aftersales.maintenance.conftest import DUE, INSTALLED, LAST, YEARLY, Cellar, book
from warranty.maintenance.schedules import Counting, Schedule

_S = MaintenanceState


def states(cellar: Cellar) -> list[tuple[date, MaintenanceState]]:
    return [(each.due_on, each.state) for each in cellar.rows()]


def test_due_maintenance_gets_its_work_order_and_its_owner_is_asked(cellar: Cellar) -> None:
    schedule = cellar.scheduled()

    cellar.tend()

    [row], [order] = cellar.rows(), cellar.village.all_of(WorkOrder)
    [notice] = cellar.village.notices("maintenance_due")
    assert (row.maintenance_schedule_id, row.unit_id) == (schedule.id, cellar.unit.id)
    assert (row.state, row.due_on, row.last_on, row.asks_on) == (_S.DUE, DUE, LAST, DUE)
    assert (row.work_order_id, row.customer_id) == (order.id, cellar.village.customer.id)
    assert (order.state, order.note, order.unit_id) == (
        WorkOrderState.OPEN,
        "Yearly service",
        cellar.unit.id,
    )
    assert (notice.recipient_id, notice.subject_id) == (cellar.village.customer.id, row.id)


def test_nothing_is_done_twice_on_the_same_day(cellar: Cellar) -> None:
    cellar.scheduled()
    cellar.tend()

    again = cellar.tend()

    assert again == 0
    assert len(cellar.rows()) == len(cellar.village.all_of(WorkOrder)) == 1
    assert len(cellar.village.notices("maintenance_due")) == 1


def test_rounds_at_the_same_time_make_each_work_order_once(cellar: Cellar) -> None:
    cellar.scheduled()
    for _ in range(4):
        cellar.sold()

    with ThreadPoolExecutor(3) as pool:
        for each in [pool.submit(tend_maintenance, cellar.village.parts) for _ in range(3)]:
            each.result()

    assert len(cellar.rows()) == len(cellar.village.all_of(WorkOrder)) == 5
    assert len(cellar.village.notices("maintenance_due")) == 5


class DiesAfterOne(Stopping):
    """Kills its round once the first owner was asked."""

    def __init__(self, cellar: Cellar) -> None:
        super().__init__()
        self.cellar = cellar

    def is_set(self) -> bool:
        """Whether to end early; instead, it is killed."""
        if self.cellar.village.all_of(WorkOrder):
            raise KeyboardInterrupt
        return False


def test_round_that_dies_between_two_rows_is_finished_by_the_next(cellar: Cellar) -> None:
    cellar.scheduled()
    cellar.sold()

    with pytest.raises(KeyboardInterrupt):
        tend_maintenance(cellar.village.parts, DiesAfterOne(cellar))
    before = len(cellar.village.all_of(WorkOrder))
    cellar.tend()

    assert (before, len(cellar.village.all_of(WorkOrder))) == (1, 2)
    assert len(cellar.village.notices("maintenance_due")) == 2


def test_maintenance_far_ahead_is_planned_and_asks_nobody(cellar: Cellar) -> None:
    cellar.scheduled(replace(YEARLY, schedule=Schedule(every_months=12, lead_days=10)))

    cellar.tend()

    assert states(cellar) == [(DUE, _S.PLANNED)]
    assert (cellar.rows()[0].asks_on, cellar.village.all_of(WorkOrder)) == (date(2026, 11, 30), [])


def test_day_is_the_one_where_the_unit_stands(cellar: Cellar) -> None:
    cellar.scheduled(replace(YEARLY, schedule=Schedule(every_months=12, lead_days=16)))
    cellar.village.clock.move_to(cellar.village.moment(23, 23, 59))  # the 23rd in Vaduz …
    with cellar.village.doing() as deed:
        home = add_location(
            deed, cellar.village.territory, VADUZ, customer_id=cellar.village.customer.id
        )
        home.zone = "Europe/Riga"
    unit = cellar.sold(location_id=home.id)

    cellar.tend()

    found = {each.unit_id: each.state for each in cellar.rows()}
    assert found == {cellar.unit.id: _S.PLANNED, unit.id: _S.DUE}  # … and the 24th in Riga


def test_owner_who_does_not_answer_is_asked_once_more_on_the_day_and_then_it_is_missed(
    cellar: Cellar,
) -> None:
    cellar.scheduled()
    cellar.tend()

    told = []
    for on in (DUE - timedelta(1), DUE, DUE + timedelta(1), LAST, LAST + timedelta(1)):
        cellar.tend(on)
        told.append((len(cellar.village.notices("maintenance_due")), cellar.rows()[0].state))

    assert told == [(1, _S.DUE), (2, _S.DUE), (2, _S.DUE), (2, _S.DUE), (2, _S.MISSED)]
    assert [each.state for each in cellar.village.all_of(WorkOrder)] == [WorkOrderState.CANCELLED]
    assert states(cellar)[1] == (date(2027, 12, 10), _S.PLANNED)


def test_visit_that_is_done_closes_it_and_the_next_one_is_counted_from_there(
    cellar: Cellar,
) -> None:
    cellar.scheduled()
    cellar.tend()
    visited = cellar.visited(day=1)
    with cellar.village.doing() as deed:
        report_done(deed, visited, cellar.village.clock.now())

    cellar.tend()

    first, following = cellar.rows()
    assert (first.state, first.done_on, first.done_by) == (_S.DONE, date(2026, 11, 24), "visit")
    assert (following.state, following.due_on) == (_S.PLANNED, date(2027, 11, 24))


def test_fixed_schedule_keeps_its_day_whenever_it_was_done(cellar: Cellar) -> None:
    cellar.scheduled(replace(YEARLY, schedule=Schedule(every_months=12, counting=Counting.FIXED)))
    cellar.tend()
    with cellar.village.doing() as deed:
        report_done(deed, cellar.visited(day=1), cellar.village.clock.now())

    cellar.tend()

    assert states(cellar)[1] == (date(2027, 12, 10), _S.PLANNED)


def test_work_that_was_called_off_leaves_the_question_open(cellar: Cellar) -> None:
    cellar.scheduled()
    cellar.tend()
    [row], [order] = cellar.rows(), cellar.village.all_of(WorkOrder)
    with cellar.village.doing() as deed:
        book(deed, cellar.asked_in(deed, row))
        deed.session.flush()
        cancel_work_order(
            deed, deed.session.get_one(WorkOrder, order.id), by=CancelledBy.CUSTOMER, reason="ill"
        )

    cellar.tend()

    assert (cellar.row(row).state, cellar.row(row).work_order_id) == (_S.DUE, None)


def test_unit_that_another_one_replaced_is_not_maintained(cellar: Cellar) -> None:
    cellar.scheduled()
    cellar.tend()
    other = cellar.sold(MONDAY - timedelta(1))
    with cellar.village.doing() as deed:
        unit = deed.session.get_one(Unit, cellar.unit.id)
        unit.superseded_by_unit_id = other.id
        deed.add(unit)

    cellar.tend()

    first, following = cellar.rows()
    assert (first.state, following.unit_id) == (_S.VOID, other.id)
    assert [each.state for each in cellar.village.all_of(WorkOrder)] == [WorkOrderState.CANCELLED]
    assert all(each.revoked_at for each in cellar.village.all_of(Link))


def test_ended_schedule_asks_nobody_and_plans_nothing(cellar: Cellar) -> None:
    schedule = cellar.scheduled()
    cellar.tend()
    with cellar.village.doing() as deed:
        end_schedule(deed, deed.session.get_one(MaintenanceSchedule, schedule.id))

    cellar.tend()
    cellar.tend(DUE)

    assert states(cellar) == [(DUE, _S.VOID)]
    assert len(cellar.village.notices("maintenance_due")) == 1


def test_owner_whose_data_were_erased_is_never_asked(cellar: Cellar) -> None:
    cellar.scheduled()
    cellar.tend()
    with cellar.village.doing() as deed:
        person = deed.session.get_one(Customer, cellar.village.customer.id)
        erase_customer(deed, person, is_open_ended=True)

    cellar.tend()
    cellar.tend(DUE)

    assert [each.state for each in cellar.rows()] == [_S.VOID]
    assert len(cellar.village.notices("maintenance_due")) == 1


def test_new_owner_is_asked_anew_and_the_old_link_is_dead(cellar: Cellar) -> None:
    cellar.scheduled()
    cellar.tend()
    with cellar.village.doing() as deed:
        heir = add_customer(deed, number="C-2", name="Ben", language="lv", email="b@example.org")
        unit = deed.session.get_one(Unit, cellar.unit.id)
        unit.customer_id = heir.id
        deed.add(unit)

    cellar.tend()

    [row] = cellar.rows()
    links = [each.revoked_at is None for each in cellar.village.all_of(Link)]
    orders = [(each.customer_id, each.state) for each in cellar.village.all_of(WorkOrder)]
    assert (row.state, row.customer_id, links) == (_S.DUE, heir.id, [False, True])
    assert orders == [
        (cellar.village.customer.id, WorkOrderState.CANCELLED),
        (heir.id, WorkOrderState.OPEN),
    ]


def test_owner_who_wants_no_messages_is_not_written_to_and_the_office_sees_it(
    cellar: Cellar,
) -> None:
    cellar.scheduled()
    with cellar.village.doing() as deed:
        record_consent(
            deed,
            cellar.village.customer.id,
            Channel.EMAIL,
            ConsentPurpose.VISIT_MESSAGES,
            is_given=False,
            source="phone",
        )

    cellar.tend()

    [row] = cellar.rows()
    assert (row.state, row.told_at) == (_S.DUE, None)
    assert cellar.village.notices("maintenance_due") == []
    assert "maintenance_untold" in {each.what for each in cellar.village.all_of(Event)}


def test_unit_without_a_place_is_asked_about_and_has_no_work_order(cellar: Cellar) -> None:
    cellar.scheduled()
    with cellar.village.doing() as deed:
        unit = deed.session.get_one(Unit, cellar.unit.id)
        unit.location_id = None
        deed.add(unit)

    cellar.tend()

    assert [each.state for each in cellar.rows()] == [_S.DUE]
    assert cellar.village.all_of(WorkOrder) == []


def test_contract_counts_from_its_first_day_and_ends_with_its_last(cellar: Cellar) -> None:
    with cellar.village.doing() as deed:
        add_contract(
            deed,
            deed.session.get_one(Unit, cellar.unit.id),
            number="SC-1",
            name="Comfort",
            provider="Alpina Service",
            starts_on=date(2026, 6, 1),
            ends_on=date(2027, 6, 30),
            upkeep=replace(YEARLY, schedule=Schedule(every_months=6)),
        )
    cellar.tend()
    with cellar.village.doing() as deed:
        report_done(deed, cellar.visited(day=1), cellar.village.clock.now())
    cellar.tend()
    cellar.record(cellar.rows()[1], date(2026, 11, 24))

    cellar.tend()

    assert [(each.due_on, each.state) for each in cellar.rows()] == [
        (date(2026, 12, 1), _S.DONE),
        (date(2027, 5, 24), _S.DONE),
    ]


def test_contract_that_does_not_pass_on_ends_with_its_holder(cellar: Cellar) -> None:
    with cellar.village.doing() as deed:
        add_contract(
            deed,
            deed.session.get_one(Unit, cellar.unit.id),
            number="SC-1",
            name="Comfort",
            provider="Alpina Service",
            starts_on=INSTALLED,
            ends_on=date(2030, 1, 1),
            upkeep=YEARLY,
            is_transferable=False,
        )
    cellar.tend()
    with cellar.village.doing() as deed:
        heir = add_customer(deed, number="C-2", name="Ben", language="lv", email="b@example.org")
        unit = deed.session.get_one(Unit, cellar.unit.id)
        unit.customer_id = heir.id
        deed.add(unit)

    cellar.tend()

    assert [each.state for each in cellar.rows()] == [_S.VOID]


def test_put_off_maintenance_is_asked_about_again_on_that_day(cellar: Cellar) -> None:
    cellar.scheduled()
    cellar.tend()
    [row] = cellar.rows()
    later = MONDAY + timedelta(14)
    with cellar.village.doing() as deed:
        put_off_maintenance(deed, cellar.asked_in(deed, row), later)

    told = []
    for on in (later - timedelta(1), later):
        cellar.tend(on)
        told.append(len(cellar.village.notices("maintenance_due")))

    assert (told, cellar.row(row).state) == ([1, 2], _S.DUE)
    assert len(cellar.village.all_of(WorkOrder)) == 1
