"""Alarms, known issues, articles, playbooks and surveys through the API."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.prevention.alarms import raise_alarms
from aftersales.prevention.counting import Counts, Family, Kind
from aftersales.records import Customer, Role, Survey
from tests.aftersales.conftest import all_of
from tests.web.api.conftest import Shop
from tests.web.api.test_complaints import as_role
from tests.web.api.test_examples import example_of
from web.api.campaign_shapes import CampaignEdited, CampaignSent
from web.api.known_issues import IssueEdited, IssueSent
from web.api.playbooks import PlaybookEdited, PlaybookSent


def kept(client: TestClient, noun: str, body: dict[str, Any]) -> str:
    """The address of what was sent, which reads as it was answered."""
    answer = client.post(f"/api/v1/{noun}", json=body)
    assert answer.status_code == 201, answer.text
    path: str = answer.headers["location"]
    assert client.get(path).json() == answer.json()
    return path


def changed(client: TestClient, path: str, **body: object) -> dict[str, Any]:
    """What is shown after an edit."""
    tag = client.get(path).headers["etag"]
    answer = client.patch(path, json=body, headers={"If-Match": tag})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def alarm_of(shop: Shop) -> str:
    """The address of an alarm."""
    counts = Counts()
    kind = Kind(Family.MODEL, "washing_machine")
    for sku, claims in (("WM-8000", 9), ("WM-9000", 1)):
        counts.months[kind][sku], counts.claims[kind][sku] = 120.0, claims
    with shop.parts.doing(SYSTEM) as deed:
        raise_alarms(deed, counts)
    [row] = shop.client.get("/api/v1/alarms?family=model").json()["items"]
    return f"/api/v1/alarms/{row['id']}"


def survey_of(shop: Shop) -> str:
    """The address of a survey that nobody has answered."""
    customer = all_of(shop.parts, Customer)[0]
    territory = UUID(shop.client.get("/api/v1/territories").json()["items"][0]["id"])
    with shop.parts.doing(SYSTEM) as deed:
        row = Survey(
            id=deed.new_id(),
            customer_id=customer.id,
            territory_id=territory,
            channel="phone",
            reference="C-1",
            asked_at=deed.now,
            expires_at=deed.now.replace(year=2027),
            text="",
        )
        deed.add(row)
    return f"/api/v1/surveys/{row.id}"


def test_alarm_is_seen_to_and_closed_by_people(shop: Shop) -> None:
    support, path = as_role(shop, Role.SUPPORT), alarm_of(shop)

    by_key = shop.client.post(f"{path}/closure", json={"reason": "No."})
    seen = support.post(f"{path}/acknowledgement").json()
    closed = support.post(f"{path}/closure", json={"reason": "Another supplier."}).json()
    again = support.post(f"{path}/closure", json={"reason": "Twice."})

    assert (by_key.status_code, again.status_code) == (403, 409)
    assert (seen["state"], seen["acknowledged_by"]) == ("acknowledged", "support")
    assert (closed["state"], closed["close_reason"]) == ("closed", "Another supplier.")
    assert shop.client.get("/api/v1/alarms?state=open").json()["items"] == []


def test_known_issue_is_written_published_and_read_as_an_article(shop: Shop) -> None:
    support, manager = as_role(shop, Role.SUPPORT), as_role(shop, Role.MANAGER)
    path = kept(shop.client, "known-issues", example_of(IssueSent))

    hidden = shop.client.get("/api/v1/articles/filter-clogs").status_code
    edited = changed(shop.client, path, **example_of(IssueEdited))
    by_key = shop.client.post(f"{path}/publication").status_code
    published = support.post(f"{path}/publication").json()
    read = shop.client.get("/api/v1/articles/filter-clogs").json()
    told = [each.post(f"{path}/telling").status_code for each in (support, manager)]
    retired = support.post(f"{path}/retirement").json()

    assert (hidden, by_key, told) == (404, 403, [403, 200])
    assert edited["symptoms"] == ["does not drain", "water stays in the drum"]
    assert (published["state"], retired["state"]) == ("published", "retired")
    assert read["texts"]["en"]["summary"] == "The filter clogs."
    assert shop.client.get("/api/v1/articles").json()["items"] == []


def test_playbook_is_written_and_changed(shop: Shop) -> None:
    path = kept(shop.client, "playbooks", example_of(PlaybookSent))

    edited = changed(shop.client, path, **example_of(PlaybookEdited))
    twice = shop.client.post("/api/v1/playbooks", json=example_of(PlaybookSent))

    assert (edited["is_active"], edited["revision"]) == (False, 2)
    assert edited["steps"] == [
        {"text": "Open the filter together.", "role": "support", "minutes": "15"}
    ]
    assert twice.status_code == 409


def test_draft_of_a_campaign_is_changed_and_a_published_one_is_not(shop: Shop) -> None:
    manager = as_role(shop, Role.MANAGER)
    path = kept(shop.client, "campaigns", example_of(CampaignSent))
    before = shop.client.get(path).json()

    after = changed(shop.client, path, **example_of(CampaignEdited))
    manager.post(f"{path}/publication", json={"revision": after["revision"]})
    late = shop.client.patch(path, json={"title": "Too late"}, headers={"If-Match": "*"})

    assert late.status_code == 409
    changes = {name for name in before if before[name] != after[name]}
    assert changes == {"title", "revision"}


def test_survey_is_answered_and_counted(shop: Shop) -> None:
    path = survey_of(shop)

    answered = shop.client.post(f"{path}/answer", json={"service_score": 2, "text": "Late."})
    odd = shop.client.post(f"{path}/answer", json={"service_score": 5, "visit_score": 5})
    figures = shop.client.get("/api/v1/surveys/figures?by=channel").json()

    assert (answered.status_code, odd.status_code) == (200, 422)
    assert answered.json()["complaint_id"] is not None
    assert shop.client.get(path).json() == answered.json()
    assert [(each["key"], each["count"], each["mean"]) for each in figures["items"]] == [
        ("phone", 1, None)
    ]
    listed = shop.client.get("/api/v1/surveys?channel=phone").json()["items"]
    assert listed == [answered.json()]
