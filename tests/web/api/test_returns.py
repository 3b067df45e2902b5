"""Returns can be read through the API: one, those of a claim, and those in a state."""

from tests.web.conftest import World
from tests.web.principals import People
from tests.web.returned import returns_in


def test_returns_are_listed_by_state_and_claim_and_read_one_by_one(
    people: People, world: World
) -> None:
    returned = returns_in(world)
    client = people.client("every scope")

    every = client.get("/api/v1/returns").json()["items"]
    [arrived] = client.get("/api/v1/returns?state=received").json()["items"]
    of_claim = client.get(f"/api/v1/returns?claim_id={arrived['claim_id']}").json()["items"]
    one = client.get(f"/api/v1/returns/{arrived['id']}")

    assert {row["reference"] for row in every} == {returned.awaited, returned.arrived}
    assert arrived["reference"] == returned.arrived
    assert of_claim == [arrived] == [one.json()]
    tag = {"If-None-Match": one.headers["etag"]}
    assert client.get(f"/api/v1/returns/{arrived['id']}", headers=tag).status_code == 304
    assert client.get(f"/api/v1/returns/{arrived['claim_id']}").status_code == 404
