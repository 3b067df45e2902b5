"""Quotas on the screen: set, read in words, taken away; and days that are full are offered to nobody."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

from aftersales.records import Role, SlotQuota
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.timed import sold

RULE = {"territory": "li", "work_type": "", "weekday": "", "on": "", "most": "0"}
FRIDAY = 4


def days_in(shown: dict[str, Any]) -> set[date]:
    """The days on which there is a time."""
    return {date.fromisoformat(each["local_from"][:10]) for each in shown["slots"]}


def test_a_rule_is_set_read_in_words_and_removed(people: People, world: World) -> None:
    manager = people.client(Role.MANAGER)
    order_id, _token = sold(world)
    slots = f"/api/v1/work-orders/{order_id}/slots"
    before = days_in(manager.get(slots).json())
    assert {on.weekday() for on in before} > {FRIDAY}

    manager.post("/quotas", data=RULE)
    manager.post("/quotas", data=RULE | {"weekday": "4", "most": "1"})
    shown = unescape(manager.get("/quotas").text)

    assert "at most 0 visits" in shown
    assert "<td>on Fridays</td><td>at most 1 visit</td>" in shown
    assert days_in(manager.get(slots).json()) == {on for on in before if on.weekday() == FRIDAY}
    for row in all_of(world.parts, SlotQuota):
        manager.post(f"/quotas/{row.id}/remove")
    assert all_of(world.parts, SlotQuota) == []
    assert days_in(manager.get(slots).json()) == before


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(people: People, world: World) -> None:
    manager = people.client(Role.MANAGER)

    answer = manager.post("/quotas", data=RULE | {"on": "soon", "most": "many"})
    both = manager.post("/quotas", data=RULE | {"on": "2026-11-23", "weekday": "0"})
    unknown = manager.post("/quotas", data={"territory": "x", "work_type": "x", "weekday": "9"})

    assert answer.status_code == both.status_code == unknown.status_code == 422
    assert "Write a number of visits, 0 or more." in answer.text
    assert 'value="many"' in answer.text
    assert "Leave this empty, or choose every day above." in both.text
    assert "Choose a territory." in unknown.text
    assert all_of(world.parts, SlotQuota) == []


def test_only_planners_find_the_page(people: People) -> None:
    assert people.client(Role.SUPPORT).get("/quotas").status_code == 403
    assert 'href="/quotas"' not in people.client(Role.SUPPORT).get("/").text
    assert 'href="/quotas"' in people.client(Role.DISPATCHER).get("/").text
