"""No time before what must be said first: every way to one leads to the step that is not done, and each has its way back."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.queries.holds import holds_of_order
from aftersales.records import WorkOrder
from aftersales.work_orders import CancelledBy, cancel_work_order
from tests.web.booked import BookingAsked, booking_in
from tests.web.conftest import World
from tests.web.test_book_pages import CONTACT, SITE, address, place_of
from tests.web.timed import codes_for, sold


@pytest.fixture
def made(world: World) -> BookingAsked:
    """A washing machine sold with its installation."""
    return booking_in(world)


def prepare(stranger: TestClient, world: World, made: BookingAsked, steps: int) -> str:
    """Do the first steps of a booking; answers the root of its pages."""
    root = f"/book/{made.token}"
    given = {
        "address": address(place_of(world, made)),
        "site": SITE,
        "contact": CONTACT | {"language": "en"},
    }
    for step in list(given)[:steps]:
        assert stranger.post(f"{root}/{step}", data=given[step]).status_code == 303
    return root


@pytest.mark.parametrize(
    ("done", "step", "sentence"),
    [
        (0, "address", "Tell us first where we come to."),
        (1, "site", "Tell us first what we meet there."),
        (2, "contact", "Tell us first whom we meet."),
    ],
)
def test_times_wait_for_the_steps_before_them(
    stranger: TestClient, world: World, made: BookingAsked, done: int, step: str, sentence: str
) -> None:
    root = prepare(stranger, world, made, done)
    when = codes_for(world, made.work_id)[0]

    answers = [
        stranger.get(f"{root}/time"),
        stranger.get(f"{root}/confirm"),
        stranger.post(f"{root}/hold", data={"when": when}),
        stranger.post(f"{root}/confirm", data={"when": when}),
    ]

    assert {each.status_code for each in answers} == {303}
    assert {each.headers["location"] for each in answers} == {f"{root}/{step}?said=first"}
    assert sentence in stranger.get(answers[0].headers["location"]).text
    assert sentence not in stranger.get(f"{root}/{step}").text
    with world.parts.store.reading() as session:
        assert holds_of_order(session, made.work_id) == []


def test_each_step_can_be_gone_back_to_from_the_times_and_the_last_page(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    root = prepare(stranger, world, made, 3)
    when = codes_for(world, made.work_id)[0]

    times = stranger.get(f"{root}/time").text
    held = stranger.post(f"{root}/hold", data={"when": when})
    last = stranger.get(held.headers["location"]).text

    assert held.headers["location"] == f"{root}/confirm"
    for page in (times, last):
        for step in ("address", "site", "contact"):
            assert f'href="{root}/{step}"' in page
    booked = stranger.post(f"{root}/confirm", data={"when": when})
    assert booked.headers["location"].startswith("/visit/")
    assert stranger.get(f"{root}/time").headers["location"].startswith("/visit/")


def test_whom_the_office_booked_for_is_asked_nothing_first(
    stranger: TestClient, world: World
) -> None:
    _order, token = sold(world)

    led = stranger.get(f"/book/{token}").headers["location"]
    page = stranger.get(led)

    assert led == f"/book/{token}/time"
    assert page.status_code == 200
    assert f"/book/{token}/address" not in page.text


def test_called_off_work_has_no_times(
    stranger: TestClient, client: TestClient, world: World
) -> None:
    order_id, token = sold(world)
    slots = f"/api/v1/work-orders/{order_id}/slots"
    assert client.get(slots).json()["slots"]
    with world.parts.doing(SYSTEM) as deed:
        order = deed.session.get_one(WorkOrder, order_id)
        cancel_work_order(deed, order, by=CancelledBy.CUSTOMER, reason="sold on")

    page = stranger.get(f"/book/{token}/time").text
    answer = client.get(slots)

    assert "There is nothing to book any more" in page
    assert 'name="when"' not in page
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("There is nothing to book any more")
