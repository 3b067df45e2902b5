"""Maintenance on pages: an owner answers by a link without an account, the office for whoever is on the telephone."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from aftersales.records import Maintenance, MaintenanceState, Role, Unit
from tests.web.conftest import World
from tests.web.maintained import DUE, Maintained, maintained_in
from tests.web.principals import People
from tests.web.test_booking_times import codes

_S = MaintenanceState


@pytest.fixture
def made(world: World) -> Maintained:
    """A washing machine whose yearly service is due."""
    return maintained_in(world)


def kept(world: World, row_id: UUID) -> Maintenance:
    with world.parts.store.reading() as session:
        return session.get_one(Maintenance, row_id)


def test_owner_reads_what_is_due_what_it_costs_and_what_depends_on_it(
    stranger: TestClient, world: World, made: Maintained
) -> None:
    before = world.dump()

    text = stranger.get(f"/upkeep/{made.token}").text

    for said in (
        "Nordwasch Service Plus",
        "It is due on 1 December 2026.",
        "It is in time until 31 December 2026.",
        "It costs 89.00 EUR.",
        "It is asked for by the maker",
        "Without it we cannot tell you that these covers pay",
    ):
        assert said in text
    assert world.dump() == before


def test_owner_chooses_a_time_on_the_pages_of_bookings_and_is_asked_no_more(
    stranger: TestClient, world: World, made: Maintained
) -> None:
    answer = stranger.post(f"/upkeep/{made.token}/book")
    times = answer.headers["location"]
    choosing = kept(world, made.row_id).state
    again = stranger.post(f"/upkeep/{made.token}/book").headers["location"]
    when = codes(stranger.get(times).text)[0]
    way = times.removesuffix("/time")
    stranger.post(f"{way}/hold", data={"when": when})
    held = stranger.get(f"/upkeep/{made.token}").text
    still = stranger.post(f"/upkeep/{made.token}/book").headers["location"]
    booked = stranger.post(f"{way}/confirm", data={"when": when})

    row = kept(world, made.row_id)
    assert (answer.status_code, again, still, choosing) == (303, times, times, _S.DUE)
    assert f'action="/upkeep/{made.token}/book"' in held
    assert "Your visit is booked." in stranger.get(booked.headers["location"]).text
    assert (row.state, row.asks_on) == (_S.BOOKED, None)
    assert "It is arranged." in stranger.get(f"/upkeep/{made.token}").text
    closed = stranger.post(f"/upkeep/{made.token}/book").headers["location"]
    assert closed.endswith("said=closed")


def test_unit_that_stands_nowhere_has_no_times(
    stranger: TestClient, world: World, made: Maintained
) -> None:
    with world.parts.store.writing() as session:
        session.get_one(Maintenance, made.row_id).work_order_id = None
        session.get_one(Unit, made.unit_id).location_id = None
    before = world.dump()

    answer = stranger.post(f"/upkeep/{made.token}/book")

    assert (answer.status_code, "No time can be chosen here." in answer.text) == (422, True)
    assert world.dump() == before


def test_office_books_the_visit_for_an_owner_on_the_telephone_in_one_step(
    people: People, world: World, made: Maintained
) -> None:
    support, path = people.client(Role.SUPPORT), f"/maintenance/{made.row_id}"
    assert f'href="{path}/book"' in support.get(path).text
    when = codes(support.get(f"{path}/book").text)[0]

    answer = support.post(f"{path}/book", data={"when": when})

    row = kept(world, made.row_id)
    assert (answer.status_code, row.state) == (303, _S.BOOKED)
    shown = support.get(answer.headers["location"]).text
    assert "The visit is booked, and the customer is told." in shown
    assert support.get(f"{path}/book").status_code == 409
    assert support.post(f"{path}/book", data={"when": when}).status_code == 409


@pytest.mark.parametrize(
    ("act", "data", "said"),
    [
        ("later", {"until": "2036-01-01"}, "Choose one of the days."),
        ("later", {"until": "<b>"}, "Choose one of the days."),
    ],
)
def test_answer_that_does_not_fit_is_said_and_changes_nothing(
    stranger: TestClient,
    world: World,
    made: Maintained,
    act: str,
    data: dict[str, str],
    said: str,
) -> None:
    before = world.dump()

    answer = stranger.post(f"/upkeep/{made.token}/{act}", data=data)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert world.dump() == before


def test_owner_puts_it_off_and_hears_when_they_are_asked_again(
    stranger: TestClient, world: World, made: Maintained
) -> None:
    answer = stranger.post(f"/upkeep/{made.token}/later", data={"until": "2026-12-07"})

    row = kept(world, made.row_id)
    assert (row.state, str(row.asks_on), row.put_offs) == (_S.PLANNED, "2026-12-07", 1)
    assert (
        "It is put off. We ask you again on 7 December 2026."
        in stranger.get(answer.headers["location"]).text
    )


def test_owner_declines_and_can_still_book(
    stranger: TestClient, world: World, made: Maintained
) -> None:
    answer = stranger.post(f"/upkeep/{made.token}/decline")
    shown = stranger.get(answer.headers["location"]).text

    assert kept(world, made.row_id).state is _S.DECLINED
    assert "You can change your mind." in shown
    assert f'action="/upkeep/{made.token}/book"' in shown
    assert "/decline" not in shown


def test_owner_cannot_say_by_a_link_that_a_visit_was_made(
    stranger: TestClient, world: World, made: Maintained
) -> None:
    answer = stranger.post(f"/upkeep/{made.token}/done", data={"done_on": "2026-11-20"})

    assert answer.headers["location"].endswith("said=closed")
    assert kept(world, made.row_id).state is _S.DUE


def test_office_finds_what_is_due_planned_and_overdue_by_model(
    people: People, world: World, made: Maintained
) -> None:
    support = people.client(Role.SUPPORT)

    due = support.get("/maintenance").text
    overdue = support.get("/maintenance?show=overdue").text
    nothing = support.get(f"/maintenance?show=due&model={UUID(int=5)}").text
    odd = support.get("/maintenance?show=<b>&model=<b>").text

    assert f"/maintenance/{made.row_id}" in due
    assert f"/maintenance/{made.row_id}" not in overdue
    assert "Nothing stands here." in nothing
    assert f"/maintenance/{made.row_id}" in odd
    assert f"Planned ({8 - due.count('<tr><th scope')})" in due


def test_overdue_one_is_marked_in_words(people: People, world: World, made: Maintained) -> None:
    world.clock.move_to(world.clock.now().replace(month=12, day=20))

    text = people.client(Role.SUPPORT).get("/maintenance?show=overdue").text

    assert "<strong>overdue</strong>" in text
    assert DUE.isoformat() not in text


def test_office_answers_for_an_owner_on_the_telephone(
    people: People, world: World, made: Maintained
) -> None:
    support = people.client(Role.SUPPORT)
    path = f"/maintenance/{made.row_id}"

    wrong = support.post(
        f"{path}/done", data={"done_on": "tomorrow", "note": "Invoice <b>seen</b>"}
    )
    right = support.post(f"{path}/done", data={"done_on": "20.11.2026", "note": "Invoice seen"})

    assert wrong.status_code == 422
    assert "Invoice &lt;b&gt;seen&lt;/b&gt;" in wrong.text
    row = kept(world, made.row_id)
    assert (right.status_code, row.state, str(row.done_on)) == (303, _S.DONE, "2026-11-20")
    assert (row.done_by, row.note) == ("staff", "Invoice seen")


def test_office_is_told_when_it_is_over_already(
    people: People, world: World, made: Maintained
) -> None:
    support = people.client(Role.SUPPORT)
    path = f"/maintenance/{made.row_id}"
    support.post(f"{path}/decline")

    again = support.post(f"{path}/decline")

    assert (again.status_code, "This is not possible, or no longer." in again.text) == (409, True)


def test_unit_and_customer_show_their_maintenance(
    people: People, world: World, made: Maintained
) -> None:
    support = people.client(Role.SUPPORT)
    owner = next(
        each for each in world.customers if each.id == kept(world, made.row_id).customer_id
    )

    unit = support.get(f"/units/{made.unit_id}").text
    customer = support.get(f"/customers/{owner.id}?kind=maintenance").text

    assert f'href="/maintenance/{made.row_id}"' in unit
    assert "Maintenance due on 1 December 2026: waits for the owner" in customer
