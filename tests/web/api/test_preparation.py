"""A shop that asks its buyers itself: it reads the questions, and says address, answers and contact for them."""

from __future__ import annotations

from typing import Any

import pytest

from aftersales.records import KnownAddress, VisitPreparation, WorkOrder, WorkOrderState
from tests.aftersales.conftest import all_of
from tests.conftest import STAFF
from tests.web.api.asking import wheres
from tests.web.api.conftest import Shop
from tests.web.api.test_booking_links import ORDER

ANSWERS = {
    "floor": "2",
    "lift": "no",
    "parking": "near",
    "water": "yes",
    "power": "yes",
    "old": "no",
}
CONTACT = {"name": "Nora Neighbour", "phone": "+423 555 77 88", "language": "en"}
ADDRESS = {
    "street": "Aeulestrasse",
    "house_number": "12",
    "postcode": "9490",
    "town": "Vaduz",
    "country": "LI",
    "latitude": 47.1391,
    "longitude": 9.5215,
}


@pytest.fixture
def path(shop: Shop) -> str:
    """The preparation of a washing machine that was just sold with installation."""
    [booking] = shop.client.post("/api/v1/orders", json=ORDER).json()["bookings"]
    return f"/api/v1/work-orders/{booking['work_order_id']}/preparation"


def questions(answer: Any) -> dict[str, Any]:
    return {each["code"]: each for each in answer.json()["questions"]}


def test_questions_are_read_in_the_language_asked_for(shop: Shop, path: str) -> None:
    english = questions(shop.client.get(path))
    latvian = questions(shop.client.get(path, params={"language": "lv"}))

    assert list(english) == [*ANSWERS, "note"]
    assert english["floor"]["asked"] == "On which floor is it?"
    assert latvian["floor"]["asked"] == "Kurā stāvā tas ir?"
    assert [each["code"] for each in english["lift"]["options"]] == ["yes", "no", "unknown"]
    assert (english["note"]["options"], english["note"]["is_required"]) == ([], False)


def test_shop_says_everything_for_its_buyer(shop: Shop, path: str) -> None:
    before = shop.client.get(path).json()
    sent = {"address": ADDRESS, "answers": ANSWERS, "contact": CONTACT}

    answer = shop.client.post(path, json=sent)

    assert answer.status_code == 200
    told = answer.json()
    assert (before["missing"], told["missing"]) == (["address", "site", "contact"], [])
    assert told["duration_minutes"] == before["duration_minutes"] + 10
    assert told["location_id"] != before["location_id"]
    assert {code: each["answer"] for code, each in questions(answer).items()} == {
        **ANSWERS,
        "note": None,
    }
    (row,) = all_of(shop.parts, VisitPreparation)
    assert (row.contact_name, row.answers) == ("Nora Neighbour", ANSWERS)
    assert shop.client.get(path).json() == told


def test_what_is_left_out_stays(shop: Shop, path: str) -> None:
    shop.client.post(path, json={"answers": ANSWERS})

    answer = shop.client.post(path, json={"contact": CONTACT})

    assert answer.json()["missing"] == ["address"]
    assert questions(answer)["floor"]["answer"] == "2"


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"answers": {"floor": "99"}}, ["answers.floor"]),
        ({"answers": {"colour": "red"}}, ["answers.colour"]),
        ({"contact": CONTACT | {"phone": "none"}}, ["phone"]),
        ({"contact": CONTACT | {"language": "xx"}}, ["language"]),
        (
            {"address": ADDRESS | {"street": "Nowhere", "latitude": None, "longitude": None}},
            ["address"],
        ),
        ({"address": ADDRESS | {"country": "PT"}}, ["address"]),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place_and_nothing_is_kept(
    shop: Shop, path: str, sent: dict[str, Any], where: list[str]
) -> None:
    before = all_of(shop.parts, VisitPreparation)
    assert all_of(shop.parts, KnownAddress) == []

    answer = shop.client.post(path, json=sent)

    assert answer.status_code == 422
    assert wheres(answer) == where
    assert all_of(shop.parts, VisitPreparation) == before


def test_address_outside_our_area_is_refused_with_what_to_do(shop: Shop, path: str) -> None:
    far = {
        **ADDRESS,
        "town": "Lausanne",
        "postcode": "1003",
        "country": "CH",
        "latitude": 46.5208,
        "longitude": 6.6326,
    }

    answer = shop.client.post(path, json={"address": far})

    assert answer.status_code == 409
    assert "outside the area" in answer.json()["detail"]


def test_once_a_time_is_booked_nothing_is_changed_here(shop: Shop, path: str) -> None:
    with shop.parts.doing(STAFF) as deed:
        (work,) = (each for each in all_of(shop.parts, WorkOrder) if str(each.id) in path)
        row = deed.session.get_one(WorkOrder, work.id)
        row.state = WorkOrderState.DONE
        deed.add(row)

    answer = shop.client.post(path, json={"contact": CONTACT})

    assert answer.status_code == 409
    assert "Please call us" in answer.json()["detail"]
