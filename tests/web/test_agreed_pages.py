"""Schedules and contracts on pages: a manager adds and ends a schedule, support a contract about a unit."""

import re
from uuid import UUID

import pytest
from sqlmodel import select

from aftersales.maintenance import tend_maintenance
from aftersales.records import (
    Maintenance,
    MaintenanceSchedule,
    MaintenanceState,
    ProductModel,
    Role,
    ServiceContract,
    Unit,
)
from tests.web.conftest import World
from tests.web.maintained import YEARLY, Maintained, maintained_in
from tests.web.principals import People
from tests.web.test_claim_pages import sent

SCHEDULE = {
    "code": "WM-FILTER",
    "task": "New filter",
    "every_months": "6",
    "counting": "fixed",
    "starts": "delivery",
    "lead_days": "14",
    "grace_days": "20",
    "season_from": "3",
    "season_to": "10",
    "most_put_offs": "1",
    "price": "12.50",
    "is_required": "yes",
    "source": "Booklet 2025, page 10",
}
CONTRACT = {
    "number": "SC-2001",
    "name": "Basic",
    "provider": "Nordwasch Service",
    "starts_on": "23.11.2026",
    "ends_on": "2031-11-22",
    "task": "Check",
    "every_months": "12",
    "counting": "last_done",
    "lead_days": "30",
    "grace_days": "30",
    "most_put_offs": "2",
    "needs_visit": "yes",
    "source": "Contract of 23 November 2026",
}


@pytest.fixture
def made(world: World) -> Maintained:
    """A washing machine with a schedule and a contract."""
    return maintained_in(world)


def sku_of(world: World) -> str:
    with world.parts.store.reading() as session:
        unit = session.get_one(Unit, world.unit_id)
        return session.get_one(ProductModel, unit.product_model_id).sku


def kept_schedule(world: World, code: str) -> MaintenanceSchedule | None:
    with world.parts.store.reading() as session:
        return session.exec(
            select(MaintenanceSchedule).where(MaintenanceSchedule.code == code)
        ).one_or_none()


def problems_in(text: str) -> list[str]:
    """The fields that the summary of a page leads to."""
    summary = text.partition('id="problems-title"')[2].partition("</ul>")[0]
    return re.findall(r'href="#([^"]+)"', summary)


def test_lists_of_schedules_and_contracts_are_reached_from_maintenance(
    people: People, made: Maintained
) -> None:
    support = people.client(Role.SUPPORT)

    start = support.get("/maintenance").text
    schedules = support.get("/maintenance/schedules").text
    contracts = support.get("/maintenance/contracts").text

    assert 'href="/maintenance/schedules"' in start
    assert 'href="/maintenance/contracts"' in start
    assert f'href="/maintenance/schedules/{made.schedule_id}"' in schedules
    assert YEARLY in schedules
    assert "12 months" in schedules
    assert "SC-1001" not in schedules  # the schedule of a contract is shown with it
    assert f'href="/maintenance/contracts/{made.contract_id}"' in contracts
    assert "Anna Beck" in contracts


def test_lists_without_anything_say_what_to_do(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)

    assert "No schedule is kept yet." in support.get("/maintenance/schedules").text
    assert "No contract is kept yet." in support.get("/maintenance/contracts").text


def test_manager_adds_a_schedule_and_every_unit_of_the_model_is_maintained_by_it(
    people: People, world: World, made: Maintained
) -> None:
    manager = people.client(Role.MANAGER)
    form = manager.get("/maintenance/schedules/new").text

    status, text = sent(manager, "/maintenance/schedules", **SCHEDULE, sku=sku_of(world))
    tend_maintenance(world.parts)

    row = kept_schedule(world, "WM-FILTER")
    assert row is not None
    assert (status, sku_of(world) in form, "WM-FILTER for every" in text) == (200, True, True)
    assert (row.every_months, row.counting, row.starts) == (6, "fixed", "delivery")
    assert (row.lead_days, row.grace_days, row.season_from, row.season_to) == (14, 20, 3, 10)
    assert (row.most_put_offs, row.price_cents) == (1, 1250)
    assert (row.needs_visit, row.is_required) == (False, True)
    for said in ("March – October", "14 days before it is due", "1 time", "12.50 EUR"):
        assert said in text
    with world.parts.store.reading() as session:
        found = session.exec(
            select(Maintenance).where(Maintenance.maintenance_schedule_id == row.id)
        ).all()
    assert made.unit_id in {each.unit_id for each in found}


@pytest.mark.parametrize(
    ("field", "typed", "wrong", "said"),
    [
        ("code", "", ["code"], "Write a code that no other schedule has"),
        ("code", YEARLY, ["code"], "Write a code that no other schedule has"),
        ("sku", "", ["sku"], "Choose a model."),
        ("sku", "nothing", ["sku"], "Choose a model."),
        ("task", " ", ["task"], "Write what is done, as its owner reads it."),
        ("every_months", "yearly", ["every_months"], "a number of months from 1 to 120"),
        ("lead_days", "400", ["lead_days"], "a number of days from 0 to 366"),
        ("season_to", "", ["season_to"], "Name the first and the last month of the season"),
        ("most_put_offs", "13", ["most_put_offs"], "Write a number from 0 to 12."),
        ("price", "free", ["price"], "Write an amount, such as 90.00."),
        ("counting", "backwards", ["counting"], "Choose one of these."),
    ],
)
def test_schedule_that_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(
    people: People,
    world: World,
    made: Maintained,
    field: str,
    typed: str,
    wrong: list[str],
    said: str,
) -> None:
    form = {**SCHEDULE, "sku": sku_of(world), field: typed}
    manager = people.client(Role.MANAGER)
    before = world.dump()

    status, text = sent(manager, "/maintenance/schedules", **form)

    assert (status, problems_in(text)) == (422, wrong)
    assert said in text
    assert 'value="Booklet 2025, page 10"' in text
    assert world.dump() == before


def test_manager_reads_what_the_end_of_a_schedule_calls_off_and_ends_it(
    people: People, world: World, made: Maintained
) -> None:
    manager = people.client(Role.MANAGER)
    path = f"/maintenance/schedules/{made.schedule_id}"
    before = manager.get(path).text

    status, text = sent(manager, f"{path}/end")
    tend_maintenance(world.parts)

    assert "What lies ahead is called off: 8." in before
    assert (status, "It has ended." in text, f"{path}/end" in text) == (200, True, False)
    with world.parts.store.reading() as session:
        row = session.get_one(Maintenance, made.row_id)
    assert row.state is MaintenanceState.VOID


def test_end_of_a_schedule_names_those_whose_visit_is_arranged(
    people: People, world: World, made: Maintained
) -> None:
    with world.parts.store.writing() as session:
        row = session.get_one(Maintenance, made.row_id)
        row.state = MaintenanceState.BOOKED
        session.add(row)

    text = people.client(Role.MANAGER).get(f"/maintenance/schedules/{made.schedule_id}").text

    assert "Arranged with owners already: 1. Please call them." in text


def test_problems_of_an_empty_form_are_told_in_the_order_of_its_fields(
    people: People, made: Maintained
) -> None:
    manager = people.client(Role.MANAGER)

    _, schedule = sent(manager, "/maintenance/schedules")
    _, contract = sent(manager, f"/units/{made.unit_id}/contracts")

    assert problems_in(schedule) == ["code", "sku", "task", "source", "every_months"]
    assert problems_in(contract) == [
        *("number", "name", "provider", "starts_on", "ends_on"),
        *("task", "source", "every_months"),
    ]


def test_support_reads_a_schedule_and_cannot_end_it(people: People, made: Maintained) -> None:
    support = people.client(Role.SUPPORT)
    path = f"/maintenance/schedules/{made.schedule_id}"

    text = support.get(path).text

    assert "Only a manager can end it." in text
    assert f"{path}/end" not in text
    assert support.post(f"{path}/end").status_code == 403
    assert "/maintenance/schedules/new" not in support.get("/maintenance/schedules").text


def test_schedule_of_a_contract_and_one_that_is_not_there_have_no_page(
    people: People, world: World, made: Maintained
) -> None:
    manager = people.client(Role.MANAGER)
    own = kept_schedule(world, "SC-1001")
    assert own is not None

    for schedule_id in (own.id, UUID(int=7)):
        assert manager.get(f"/maintenance/schedules/{schedule_id}").status_code == 404
    assert manager.get(f"/maintenance/contracts/{UUID(int=7)}").status_code == 404


def test_support_adds_a_contract_on_the_page_of_a_unit(
    people: People, world: World, made: Maintained
) -> None:
    support = people.client(Role.SUPPORT)
    unit = f"/units/{made.unit_id}"
    way = support.get(unit).text

    status, text = sent(support, f"{unit}/contracts", **CONTRACT)

    with world.parts.store.reading() as session:
        contract = session.exec(
            select(ServiceContract).where(ServiceContract.number == "SC-2001")
        ).one()
        owner_id = session.get_one(Unit, made.unit_id).customer_id
    assert f'href="{unit}/contracts/new"' in way
    assert (status, contract.unit_id, contract.customer_id) == (200, made.unit_id, owner_id)
    assert (str(contract.starts_on), str(contract.ends_on)) == ("2026-11-23", "2031-11-22")
    assert contract.is_transferable is False
    assert "from 23 November 2026 to 22 November 2031, in force" in text
    assert f'href="/maintenance/contracts/{contract.id}"' in support.get(unit).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("number", "SC-1001", "Write a number that no other contract has"),
        ("starts_on", "soon", "Write a day, such as 2026-11-23."),
        ("ends_on", "2026-11-22", "Write a day after the first one"),
        ("provider", "", "Write from whom the contract is."),
    ],
)
def test_contract_that_does_not_fit_is_said_at_its_field_and_changes_nothing(
    people: People, world: World, made: Maintained, field: str, typed: str, said: str
) -> None:
    support = people.client(Role.SUPPORT)
    before = world.dump()

    status, text = sent(support, f"/units/{made.unit_id}/contracts", **{**CONTRACT, field: typed})

    assert (status, problems_in(text), said in text) == (422, [field], True)
    assert 'value="Contract of 23 November 2026"' in text
    assert world.dump() == before


def test_contract_about_a_unit_that_was_replaced_is_refused_in_words(
    people: People, world: World, made: Maintained
) -> None:
    with world.parts.store.writing() as session:
        unit = session.get_one(Unit, made.unit_id)
        other = session.exec(select(Unit).where(Unit.id != unit.id)).first()
        assert other is not None
        unit.superseded_by_unit_id = other.id
        session.add(unit)

    status, text = sent(people.client(Role.SUPPORT), f"/units/{made.unit_id}/contracts", **CONTRACT)

    assert (status, "Another unit has replaced this one." in text) == (422, True)
    assert "/contracts/new" not in people.client(Role.SUPPORT).get(f"/units/{made.unit_id}").text


def test_support_ends_a_contract_and_the_unit_says_so(
    people: People, world: World, made: Maintained
) -> None:
    support = people.client(Role.SUPPORT)
    tend_maintenance(world.parts)
    path = f"/maintenance/contracts/{made.contract_id}"
    before = support.get(path).text

    status, text = sent(support, f"{path}/end")
    tend_maintenance(world.parts)

    assert "What lies ahead is called off: 1." in before
    assert (status, "It has ended." in text, f"{path}/end" in text) == (200, True, False)
    own = kept_schedule(world, "SC-1001")
    assert own is not None
    with world.parts.store.reading() as session:
        rows = session.exec(
            select(Maintenance).where(Maintenance.maintenance_schedule_id == own.id)
        ).all()
    assert {each.state for each in rows} == {MaintenanceState.VOID}
    assert "ended on 23 November 2026" in support.get(f"/units/{made.unit_id}").text


def test_contract_that_is_over_or_whose_holder_has_sold_the_unit_says_so(
    people: People, world: World, made: Maintained
) -> None:
    support = people.client(Role.SUPPORT)
    with world.parts.store.writing() as session:
        contract = session.get_one(ServiceContract, made.contract_id)
        contract.is_transferable = False
        unit = session.get_one(Unit, made.unit_id)
        unit.customer_id = world.customers[1].id
        session.add_all([contract, unit])
    sold = support.get(f"/maintenance/contracts/{made.contract_id}").text

    world.clock.move_to(world.clock.now().replace(year=2031, month=11, day=20))
    over = people.client(Role.MANAGER).get("/maintenance/contracts").text

    assert "over: its holder has sold the unit" in sold
    assert "over since 31 October 2031" in over
