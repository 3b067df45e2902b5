"""Whoever does not need maintenance any more is let go: given back, or the contract is over; nobody comes, nobody is asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aftersales.claims import ClaimNews, open_claim
from aftersales.maintenance import add_contract, end_contract
from aftersales.records import (
    Event,
    Link,
    LinkPurpose,
    MaintenanceState,
    ServiceContract,
    Unit,
    WorkOrder,
    WorkOrderState,
)
from tests.aftersales.conftest import MONDAY
from tests.aftersales.maintenance.conftest import DUE, INSTALLED, YEARLY, Cellar, book
from warranty.maintenance.schedules import Schedule

_S = MaintenanceState


def links(cellar: Cellar) -> list[Link]:
    """What opens the pages of owners who were asked."""
    found = cellar.village.all_of(Link)
    return [each for each in found if each.purpose is LinkPurpose.MAINTENANCE]


def claimed(cellar: Cellar, *, remedy: str, state: str) -> None:
    """A claim about the boiler that came so far."""
    village = cellar.village
    with village.doing() as deed:
        claim = open_claim(
            deed,
            deed.session.get_one(Unit, cellar.unit.id),
            village.territory,
            channel="phone",
            fault_on=MONDAY,
            news=ClaimNews(symptom="It does not heat.", has_proof_of_purchase=True),
            next_update_at=deed.now + timedelta(hours=1),
        )
        claim.remedy, claim.state = remedy, state


@pytest.mark.parametrize("state", ["fulfilled", "closed"])
def test_unit_that_was_given_back_for_its_money_is_let_go(cellar: Cellar, state: str) -> None:
    cellar.scheduled()
    cellar.tend()
    before = [each.state for each in cellar.rows()]
    claimed(cellar, remedy="refund", state=state)

    cellar.tend()
    cellar.tend(DUE)

    assert (before, [each.state for each in cellar.rows()]) == ([_S.DUE], [_S.VOID])
    assert [each.state for each in cellar.village.all_of(WorkOrder)] == [WorkOrderState.CANCELLED]
    assert len(cellar.village.notices("maintenance_due")) == 1
    assert [each.revoked_at is None for each in links(cellar)] == [False]


@pytest.mark.parametrize(
    ("remedy", "state"),
    [("refund", "remedy_chosen"), ("repair", "fulfilled"), ("price_reduction", "closed")],
)
def test_unit_that_stays_with_its_owner_is_maintained_whatever_was_claimed(
    cellar: Cellar, remedy: str, state: str
) -> None:
    cellar.scheduled()
    cellar.tend()
    claimed(cellar, remedy=remedy, state=state)

    cellar.tend()

    assert [each.state for each in cellar.rows()] == [_S.DUE]


def contracted(cellar: Cellar, ends_on: date = date(2030, 1, 1)) -> ServiceContract:
    """A contract about the boiler, with a visit a year."""
    with cellar.village.doing() as deed:
        return add_contract(
            deed,
            deed.session.get_one(Unit, cellar.unit.id),
            number="SC-1",
            name="Comfort",
            provider="Alpina Service",
            starts_on=INSTALLED,
            ends_on=ends_on,
            upkeep=YEARLY,
        )


def test_end_of_a_contract_calls_off_what_lies_ahead_even_what_was_arranged(
    cellar: Cellar,
) -> None:
    contract = contracted(cellar)
    cellar.tend()
    [row] = cellar.rows()
    with cellar.village.doing() as deed:
        book(deed, cellar.asked_in(deed, row))
    before = cellar.row(row).state
    with cellar.village.doing() as deed:
        end_contract(deed, deed.session.get_one(ServiceContract, contract.id))

    cellar.tend()
    cellar.tend(DUE)

    assert (before, [each.state for each in cellar.rows()]) == (_S.BOOKED, [_S.VOID])
    assert [each.state for each in cellar.village.all_of(WorkOrder)] == [WorkOrderState.CANCELLED]
    assert [each.revoked_at is None for each in links(cellar)] == [False]


def test_contract_that_is_ended_twice_is_ended_once(cellar: Cellar) -> None:
    contract = contracted(cellar)

    for _ in range(2):
        with cellar.village.doing() as deed:
            end_contract(deed, deed.session.get_one(ServiceContract, contract.id))

    words = [each.what for each in cellar.village.all_of(Event)]
    assert words.count("service_contract_ended") == 1
    assert words.count("maintenance_schedule_ended") == 1


def test_end_of_a_contract_leaves_the_schedule_of_the_model_alone(cellar: Cellar) -> None:
    cellar.scheduled(replace(YEARLY, task="New filter", schedule=Schedule(every_months=6)))
    contract = contracted(cellar)
    cellar.tend()
    with cellar.village.doing() as deed:
        end_contract(deed, deed.session.get_one(ServiceContract, contract.id))

    cellar.tend()

    by_task = {cellar.asked(each).about.schedule.task: each.state for each in cellar.rows()}
    assert by_task["Yearly service"] is _S.VOID
    assert by_task["New filter"] is _S.DUE
