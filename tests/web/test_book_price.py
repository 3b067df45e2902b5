"""What a visit costs: as the order says, else as the catalogue says of that kind of work, on every page and in the message."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from aftersales.follow_ups import ask_follow_up
from aftersales.notices.delivery import send_due
from aftersales.pricing import Price, price_of
from aftersales.records import OrderLine, PriceReason, WorkKind, WorkOrder, WorkType
from tests.conftest import STAFF
from tests.web.booked import BookingAsked, booking_in
from tests.web.conftest import World, text_of
from tests.web.test_book_order import prepare
from tests.web.timed import codes_for

FIXED = "The visit costs 120.00 CHF, a fixed price for this work. Nothing is added on the day."
AGREED = {"price_cents": 12_000, "price_currency": "CHF", "price_reason": "fixed_price"}
ANY = {"If-Match": "*"}


@pytest.fixture
def made(world: World) -> BookingAsked:
    """A washing machine sold with its installation."""
    return booking_in(world)


def path_of(world: World, made: BookingAsked) -> str:
    """Of the kind of work that was sold."""
    with world.parts.store.reading() as session:
        return f"/api/v1/work-types/{session.get_one(WorkOrder, made.work_id).work_type_id}"


def silence_order(world: World, made: BookingAsked, quantity: int = 1) -> None:
    """The order says nothing of a price any more."""
    with world.parts.doing(STAFF) as deed:
        order = deed.session.get_one(WorkOrder, made.work_id)
        line = deed.session.get_one(OrderLine, order.order_line_id)
        line.installation_price_cents, line.quantity = None, quantity
        deed.add(line)


def test_price_of_the_kind_of_work_stands_on_every_page_and_in_the_confirmation(
    client: TestClient, stranger: TestClient, world: World, made: BookingAsked
) -> None:
    silence_order(world, made)
    before = stranger.get(f"/book/{made.token}/address").text
    priced = client.patch(path_of(world, made), json=AGREED, headers=ANY)

    first = stranger.get(f"/book/{made.token}/address").text
    root = prepare(stranger, world, made, 3)
    when = codes_for(world, made.work_id)[0]
    times = stranger.get(f"{root}/time").text
    held = stranger.post(f"{root}/hold", data={"when": when})
    last = stranger.get(held.headers["location"]).text
    booked = stranger.post(f"{root}/confirm", data={"when": when})
    visit = stranger.get(booked.headers["location"]).text
    send_due(world.parts)

    assert priced.status_code == 200
    assert "The installation belongs to your order." in before
    assert [FIXED in page for page in (before, first, times, last)] == [False, True, True, True]
    assert FIXED in visit
    assert "120.00" in text_of(world.mails("booked")[-1])


def test_order_goes_before_the_price_of_the_kind_of_work(
    client: TestClient, stranger: TestClient, world: World, made: BookingAsked
) -> None:
    client.patch(path_of(world, made), json=AGREED, headers=ANY)

    page = stranger.get(f"/book/{made.token}/address").text

    assert "The installation is free: you bought the product with delivery" in page
    assert FIXED not in page


def test_several_items_cost_as_often_and_nothing_stays_nothing(
    client: TestClient, stranger: TestClient, world: World, made: BookingAsked
) -> None:
    silence_order(world, made, quantity=3)
    path = path_of(world, made)
    client.patch(path, json=AGREED, headers=ANY)
    three = stranger.get(f"/book/{made.token}/address").text
    free = AGREED | {"price_cents": 0, "price_reason": "with_product"}
    client.patch(path, json=free, headers=ANY)
    none = stranger.get(f"/book/{made.token}/address").text

    assert "The visit costs 360.00 CHF" in three
    assert "The visit is free: it comes with the product." in none


def test_second_visit_for_the_same_work_costs_nothing_more(
    client: TestClient, world: World, made: BookingAsked
) -> None:
    silence_order(world, made)
    client.patch(path_of(world, made), json=AGREED, headers=ANY)

    with world.parts.doing(STAFF) as deed:
        first = deed.session.get_one(WorkOrder, made.work_id)
        kind = deed.session.get_one(WorkType, first.work_type_id)
        second = ask_follow_up(deed, first, WorkKind.INSTALL)
        prices = [price_of(deed.session, each, kind) for each in (first, second)]

    assert prices == [
        Price(cents=12_000, currency="CHF", reason=PriceReason.FIXED_PRICE),
        Price(cents=None, currency="CHF", reason=PriceReason.ORDER),
    ]


def test_price_is_shown_changed_and_taken_away(
    client: TestClient, world: World, made: BookingAsked
) -> None:
    path = path_of(world, made)
    shown = client.get(path)

    unnamed = client.patch(path, json=AGREED)
    priced = client.patch(path, json=AGREED, headers={"If-Match": shown.headers["ETag"]})
    stale = client.patch(path, json=AGREED, headers={"If-Match": shown.headers["ETag"]})
    dearer = client.patch(path, json={"price_cents": 15_000}, headers=ANY)
    gone = client.patch(path, json={"price_reason": ""}, headers=ANY)

    assert (unnamed.status_code, stale.status_code) == (428, 412)
    assert {key: priced.json()[key] for key in AGREED} == AGREED
    assert dearer.json()["price_cents"] == 15_000
    assert gone.json() == shown.json()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"price_cents": 500}, "Send price_cents, price_currency and price_reason."),
        (AGREED | {"price_cents": 0}, "The reason does not fit the amount."),
        (AGREED | {"price_reason": "no_charge"}, "The reason does not fit the amount."),
    ],
)
def test_price_that_contradicts_itself_is_refused(
    client: TestClient, world: World, made: BookingAsked, sent: dict[str, object], said: str
) -> None:
    answer = client.patch(path_of(world, made), json=sent, headers=ANY)

    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_repairs_have_no_price_because_covers_say_what_they_cost(
    client: TestClient, world: World
) -> None:
    with world.parts.store.reading() as session:
        repair = session.exec(select(WorkType).where(WorkType.kind == WorkKind.REPAIR)).first()
    assert repair is not None

    answer = client.patch(f"/api/v1/work-types/{repair.id}", json=AGREED, headers=ANY)

    assert answer.status_code == 422
    assert "follows from covers, contracts and recalls" in answer.json()["detail"]
