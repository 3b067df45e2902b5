"""Calendars on the screen: handed out with an address that is seen once, renewed, withdrawn."""

from __future__ import annotations

import re
from html import unescape

from aftersales.records import Role, SharedFeed
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People

ASKED = {"whose": "territory:li", "detail": "busy", "language": "lv", "purpose": "The warehouse"}


def path_in(text: str) -> str:
    """Where the calendar is, whose address the page shows."""
    found = re.search(r'translate="no">https?://[^/]+(/feeds/[^<]+\.ics)<', unescape(text))
    assert found is not None
    return found[1]


def test_a_calendar_is_handed_out_renewed_and_withdrawn(people: People, world: World) -> None:
    manager = people.client(Role.MANAGER)
    made = manager.post("/calendars", data=ASKED)
    path = path_in(made.text)
    (row,) = all_of(world.parts, SharedFeed)

    assert made.headers["cache-control"] == "no-store"
    assert re.search(rf'href="webcal://[^/"]+{path}"', made.text)
    assert manager.get(path).status_code == 200
    shown = unescape(manager.get("/calendars").text)
    assert path not in shown
    assert "The warehouse" in shown
    assert "only that the time is taken" in shown

    newest = path_in(manager.post(f"/calendars/{row.id}/renew").text)
    assert [manager.get(each).status_code for each in (path, newest)] == [404, 200]

    for _twice in range(2):
        gone = manager.post(f"/calendars/{row.id}/withdraw")
        assert "The warehouse" not in gone.text
    assert manager.get(newest).status_code == 404


def test_what_is_missing_is_said_beside_its_field(people: People, world: World) -> None:
    manager = people.client(Role.MANAGER)

    answer = manager.post(
        "/calendars", data={"whose": "territory:x", "detail": "x", "language": "xx"}
    )

    assert answer.status_code == 422
    for name in ("whose", "detail", "language", "purpose"):
        assert f'id="{name}-error"' in answer.text
    assert all_of(world.parts, SharedFeed) == []


def test_only_planners_hand_calendars_out(people: People) -> None:
    support = people.client(Role.SUPPORT)

    assert support.get("/calendars").status_code == 403
    assert support.post("/calendars", data=ASKED).status_code == 403
    assert 'href="/calendars"' in people.client(Role.DISPATCHER).get("/").text
