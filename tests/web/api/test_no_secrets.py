"""No answer of the API holds what is kept of a password, a token or a key."""

import re
from uuid import UUID

from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.records import ApiKey, Link, Role, Scope, User, UserSession
from aftersales.webhooks.endpoints import add_endpoint
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People
from web.doors import DOORS

HASHED = re.compile(r"(password|token|key|asked_for)_hash|\$argon2")


def test_no_get_answers_a_hash_or_its_name(people: People, world: World) -> None:
    admin = people.client(Role.ADMIN)
    people.client(Role.TECHNICIAN), people.client(Scope.SALES_READ)
    with world.parts.doing(SYSTEM) as deed:
        add_endpoint(deed, url="https://shop.example/hooks", events=["appointment.booked"])
    shift = admin.get("/api/v1/shifts").json()["items"][0]
    away = {"technician": "T1", "kind": "sick"} | {
        "from_at": shift["from_at"],
        "to_at": shift["to_at"],
    }
    assert admin.post("/api/v1/absences", json=away).status_code == 201
    hashes = kept(world)
    assert all(len(each) > 20 for each in hashes)
    assert all(each in str(world.dump()) for each in hashes)  # they are there to be leaked

    told = everything(admin)

    assert len(told) > 40
    leaks = {path for path, answer in told.items() if HASHED.search(answer)}
    leaks |= {path for path, answer in told.items() if any(each in answer for each in hashes)}
    assert leaks == set()
    assert "is_active" in told["/api/v1/users"]


def kept(world: World) -> set[str]:
    """What the database keeps of passwords, sessions, keys and links."""
    users, opened = all_of(world.parts, User), all_of(world.parts, UserSession)
    keys, links = all_of(world.parts, ApiKey), all_of(world.parts, Link)
    assert users
    assert opened
    assert keys
    assert links
    return {
        *(each.password_hash for each in users),
        *(each.token_hash for each in opened),
        *(each.key_hash for each in keys),
        *(each.token_hash for each in links),
    }


def everything(admin: TestClient) -> dict[str, str]:
    """The answers of every list, and of each single thing for the first few that are listed."""
    paths = [entry.partition(" ")[2] for entry in DOORS if entry.startswith("GET /api/v1/")]
    told = {}
    for path in [path for path in paths if "{" not in path]:
        answer = admin.get(path, params={"limit": "200"})
        told[path] = answer.text
        if answer.status_code != 200:
            continue
        items = answer.json().get("items", ())
        for one in [each for each in paths if each.startswith(f"{path}/{{")]:
            for item in items[:3]:
                place = one.replace("{code}", str(item.get("code"))).replace("%", "%25")
                place = re.sub(r"\{\w+_id\}", str(item.get("id")), place, count=1)
                if "{" not in place:
                    told[place] = admin.get(place).text
    assert not [path for path in told if UUID_IN.search(path) and "There is no" in told[path]]
    return told


UUID_IN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
assert UUID_IN.search(str(UUID(int=1)))
