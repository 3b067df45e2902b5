"""A playbook is followed in a case through the API, and its steps are finished by people."""

from aftersales.records import Role
from tests.web.api.conftest import Shop
from tests.web.api.test_complaints import as_role
from tests.web.api.test_examples import example_of
from web.api.playbooks import PlaybookSent


def test_playbook_is_followed_once_and_a_person_finishes_its_steps(shop: Shop) -> None:
    shop.client.post("/api/v1/playbooks", json=example_of(PlaybookSent))
    body = {"customer": "C-0001", "subject": "Water stays in"}
    case = shop.client.post("/api/v1/cases", json=body).headers["location"]

    followed = shop.client.post(f"{case}/playbooks", json={"playbook": "does-not-drain"})
    again = shop.client.post(f"{case}/playbooks", json={"playbook": "does-not-drain"})

    assert (followed.status_code, again.status_code) == (201, 409)
    assert followed.headers["location"] == f"{case}/steps"
    [step] = shop.client.get(f"{case}/steps").json()["items"]
    assert (step["text"], step["role"], step["done_at"]) == (
        "Open the filter together.",
        "support",
        None,
    )
    told = shop.client.get(f"{case}/messages").json()["items"]
    assert [each["text"] for each in told] == ["We open the filter together."]

    way = f"{case}/steps/{step['id']}/done"
    person = as_role(shop, Role.SUPPORT)
    answers = [person.post(way) for _ in range(2)]

    assert shop.client.post(way).status_code == 403
    assert [answer.status_code for answer in answers] == [200, 200]
    [finished] = shop.client.get(f"{case}/steps").json()["items"]
    assert finished["done_at"] is not None
    assert answers[0].json()["items"] == answers[1].json()["items"] == [finished]


def test_what_is_not_there_is_named(shop: Shop) -> None:
    body = {"customer": "C-0001", "subject": "Water stays in"}
    case = shop.client.post("/api/v1/cases", json=body).headers["location"]

    unknown = shop.client.post(f"{case}/playbooks", json={"playbook": "nothing"})
    no_step = as_role(shop, Role.SUPPORT).post(f"{case}/steps/{shop.unit_id}/done")

    assert (unknown.status_code, "nothing" in unknown.json()["detail"]) == (404, True)
    assert no_step.status_code == 404
    assert shop.client.get(f"{case}/steps").json() == {"items": []}
