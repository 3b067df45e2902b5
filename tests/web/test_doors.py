"""The doors: every route visited by every kind of principal, and what the table cannot say."""

from collections.abc import Callable, Iterable
from functools import cache

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from aftersales.access import Nobody, Principal, ShopKey, SignedIn
from aftersales.records import Role, Scope
from tests.web.conftest import World
from tests.web.principals import People
from web.app import create_app
from web.doors import DOORS, OPEN, Door

REFUSED = {401, 403}


def address(world: World, path: str) -> str:
    """A path of the app with something real in each of its places."""
    visit = world.visits()[0]
    real = {
        "{territory_code}": "li",
        "{on}": "2026-11-23",
        "{appointment_id}": str(visit.appointment.id),
        "{customer_id}": str(visit.customer.id),
        "{work_order_id}": str(visit.work_order.id),
        "{unit_id}": str(world.unit_id),
    }
    if path.startswith(("/api/v1/technicians", "/technicians")):
        real["{code}"] = visit.lead.code
    for name, value in real.items():
        path = path.replace(name, value)
    return path.replace("{code}", "li").replace("{token}", "wrong")


LINES = {entry for entry in DOORS if entry.startswith("LINE ")}
"""What open pages hold, see test_talking.py."""

ELSEWHERE = {"POST /sign-out", "GET /metrics"} | LINES
"""One ends the session, see test_signing.py; the other looks at the address, see test_metrics.py."""


def everybody(_door: Door) -> Iterable[str]:
    return ("nobody", *Role)


def keys_to_try(door: Door) -> Iterable[str]:
    """Each scope that opens a door by itself, all of them, and all others together: if they do not, none of them does."""
    others = sorted(set(Scope) - door.scopes)
    return (*door.scopes, "every scope", *([" ".join(others)] if others else []))


@pytest.mark.parametrize(
    ("database_url", "kinds"),
    [("sqlite", everybody), ("postgresql", keys_to_try)],
    indirect=["database_url"],
    ids=["people", "keys"],
)
def test_every_route_opens_to_whom_the_table_names_and_to_nobody_else(
    people: People, world: World, kinds: Callable[[Door], Iterable[str]]
) -> None:
    principal = cache(people.principal)
    addresses = {entry: address(world, entry.partition(" ")[2]) for entry in DOORS}

    wrong = [
        f"{kind} {entry}: {status}"
        for entry, door in DOORS.items()
        if entry not in ELSEWHERE
        for kind in kinds(door)
        for is_let_in, status in [visited(people.client(kind), entry, addresses[entry])]
        if is_let_in is not door.lets_in(principal(kind))
    ]

    assert wrong == []


def visited(client: TestClient, entry: str, at: str) -> tuple[bool, int]:
    """Whether the door let this client in, and what was answered."""
    method = entry.partition(" ")[0]
    body: dict[str, str] | None = {} if method != "GET" and at.startswith("/api/") else None
    answer = client.request(method, at, json=body)
    if entry in {"POST /sign-in", "POST /find/code"}:
        return True, answer.status_code  # open; a wrong password or code is refused further in
    location = answer.headers.get("location", "")
    is_sent_away = answer.status_code == 303 and location.startswith("/sign-in")
    return answer.status_code not in REFUSED and not is_sent_away, answer.status_code


@pytest.mark.parametrize("kind", ["nobody", Role.PARTNER, Scope.CATALOGUE_READ])
def test_a_refused_request_changes_nothing(people: People, world: World, kind: str) -> None:
    client, principal = people.client(kind), people.principal(kind)
    before = world.dump()

    for entry, door in DOORS.items():
        method, _, path = entry.partition(" ")
        if method not in {"GET", "LINE"} and not door.lets_in(principal):
            assert client.request(method, address(world, path), json={}).status_code in REFUSED

    assert world.dump() == before


@pytest.mark.parametrize(
    ("principal", "door", "is_let_in"),
    [
        (Nobody(), OPEN, True),
        (Nobody(), Door(roles=frozenset(Role), scopes=frozenset(Scope)), False),
    ],
)
def test_a_door_without_names_opens_to_nobody(
    principal: Principal, door: Door, *, is_let_in: bool
) -> None:
    assert door.lets_in(principal) is is_let_in


def test_only_admins_and_no_keys_manage_people(people: People) -> None:
    for entry, door in DOORS.items():
        if entry.partition(" ")[2].startswith(("/api/v1/users", "/api/v1/api-keys")):
            assert door.roles == {Role.ADMIN}, entry
            assert door.scopes == frozenset(), entry
    assert isinstance(people.principal(Role.ADMIN), SignedIn)
    assert isinstance(people.principal("every scope"), ShopKey)


def test_an_app_with_a_route_that_has_no_door_does_not_start(world: World) -> None:
    app: FastAPI = create_app(world.parts)

    app.get("/nobody-thought-of-this")(lambda: "open")

    from web.admission import entries_of

    with pytest.raises(ValueError, match="nobody-thought-of-this"):
        entries_of(app.routes)


def test_a_form_without_its_token_is_refused_and_kindly(people: People, world: World) -> None:
    client = people.client(Role.DISPATCHER)
    before = world.dump()

    answer = client.post(
        "/plans",
        data={"territory": "li", "from_on": "2026-11-24", "days": "1"},
        headers={"x-csrf-token": "not-ours"},
    )

    assert answer.status_code == 403
    assert "from an earlier sign-in" in answer.text
    assert world.dump() == before


def test_a_form_of_another_session_is_refused(people: People) -> None:
    mine, theirs = people.client(Role.DISPATCHER), people.client(Role.MANAGER)

    answer = mine.post("/sign-out", headers={"x-csrf-token": theirs.headers["x-csrf-token"]})

    assert answer.status_code == 403
    assert mine.get("/").status_code == 200


def test_a_technician_sees_their_own_day_and_no_other(people: People, world: World) -> None:
    office, technician = people.client(Role.SUPPORT), people.client(Role.TECHNICIAN)
    own = people.technician_code
    other = next(visit.lead.code for visit in world.visits() if visit.lead.code != own)
    theirs = next(visit for visit in world.visits() if visit.lead.code == other)
    mine = next(visit for visit in world.visits() if visit.lead.code == own)

    assert theirs.customer.name.split()[0] in office.get(f"/technicians/{other}/2026-11-23").text
    assert technician.get(f"/technicians/{own}/2026-11-23").status_code == 200
    assert technician.get(f"/visits/{mine.appointment.id}").status_code == 200
    assert technician.get(f"/technicians/{other}/2026-11-23").status_code == 404
    assert technician.get(f"/visits/{theirs.appointment.id}").status_code == 404


def test_the_api_shows_a_partner_their_own_visits_only(people: People, world: World) -> None:
    office, partner = people.client(Role.SUPPORT), people.client(Role.PARTNER)
    own = {
        str(visit.appointment.id)
        for visit in world.visits()
        if visit.lead.code == people.partner_technician_code
    }
    every = {each["id"] for each in office.get("/api/v1/appointments").json()["items"]}

    seen = {each["id"] for each in partner.get("/api/v1/appointments").json()["items"]}

    assert own
    assert own < every
    assert seen == own
    for other in every - own:
        assert partner.get(f"/api/v1/appointments/{other}").status_code == 404


def test_a_link_leads_to_its_own_visit_and_nowhere_else(people: People, world: World) -> None:
    stranger = people.client("nobody")
    first, second = world.visits()[:2]
    token = world.token_of(first)

    own = stranger.get(f"/visit/{token}")

    assert own.status_code == 200
    assert first.work_order.reference in own.text
    assert second.work_order.reference not in own.text
    assert stranger.get(f"/feeds/{token}.ics").status_code == 404
    assert stranger.get(f"/mine/{token}").status_code == 404
    assert stranger.get(f"/visit/{world.feed_token}").status_code == 404
    assert stranger.get(f"/visits/{first.appointment.id}").status_code == 303


def test_a_feed_shows_one_technician_and_a_revoked_one_nothing(
    people: People, world: World
) -> None:
    from aftersales.deed import SYSTEM
    from aftersales.links import revoke_links
    from aftersales.queries.staff import technician_by_code
    from aftersales.records import LinkPurpose

    stranger = people.client("nobody")
    others = [visit for visit in world.visits() if visit.lead.code != "T1"]
    feed = f"/feeds/{world.feed_token}.ics"
    body = stranger.get(feed).text.replace("\r\n ", "")

    assert any(
        visit.work_order.reference in body for visit in world.visits() if visit.lead.code == "T1"
    )
    assert not any(visit.work_order.reference in body for visit in others)
    with world.parts.doing(SYSTEM) as deed:
        worker = technician_by_code(deed.session, "T1")
        assert worker is not None
        revoke_links(deed, LinkPurpose.FEED, worker.id)
    gone = stranger.get(feed)
    assert gone.status_code == 404
    assert "Ask the office for a new one" in gone.text


def test_too_many_requests_are_told_to_wait(world: World) -> None:
    from dataclasses import replace

    few = world.parts.settings.model_copy(update={"requests_per_minute": 3})
    client = TestClient(create_app(replace(world.parts, settings=few)))

    answers = [client.get("/health") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["retry-after"] == "60"
    assert "Wait a minute" in answers[-1].json()["detail"]
