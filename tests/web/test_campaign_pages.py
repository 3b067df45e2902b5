"""Recalls on the screen: from a draft with its preview to every owner's answer."""

import csv
from io import StringIO

from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.queries.campaigns import campaign_by_code
from aftersales.records import (
    Campaign,
    CampaignResponse,
    CampaignState,
    Case,
    Channel,
    Contact,
    Role,
    WorkOrder,
)
from tests.aftersales.conftest import all_of
from tests.aftersales.questions import questions
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.recalled import WORDS, drafted, owner_of, published, recalls_in, remedied
from tests.web.test_booking_times import codes

FORM = {
    "code": "WM-2026-9",
    "title": "Nordwasch: washing machines 8000",
    "severity": "stop_using",
    "brands": "Nordwasch",
    "models": "WM-8000\nWM-9000",
    "is_list_complete": "yes",
    "serials": "NW0*\nWM-9000: AB100 - AB199\n*77",
    "sold_from": "2026-01-01",
    "needs_visit": "yes",
    **{f"en_{name}": text for name, text in WORDS.items()},
}


def sent(client: TestClient, path: str, **form: str) -> tuple[int, str]:
    """A form sent as its page would, and the page it leads to."""
    answer = client.post(path, data=form, follow_redirects=True)
    return answer.status_code, answer.text


def state_of(world: World) -> str:
    """Where the first unit of the first campaign stands."""
    return all_of(world.parts, CampaignResponse)[0].state


def test_list_of_campaigns_asks_as_much_however_long_it_is(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    published(world)
    with questions(world.parts.store) as short:
        support.get("/campaigns")
    for number in range(3):
        drafted(world, f"WM-2026-1{number}")

    with questions(world.parts.store) as long:
        text = support.get("/campaigns").text

    assert len(long) == len(short)
    assert text.count("WM-2026-1") >= 4


def test_owner_is_shown_with_an_address_on_every_channel(people: People, world: World) -> None:
    row = published(world)
    response_id, _token = owner_of(world, row.id)
    with world.parts.doing(SYSTEM) as deed:
        owner_id = deed.session.get_one(CampaignResponse, response_id).customer_id
        for number, channel in enumerate(Channel):
            deed.add(
                Contact(
                    id=deed.new_id(),
                    customer_id=owner_id,
                    channel=channel,
                    address=f"+423 555 00 9{number}",
                    created_at=deed.now,
                )
            )

    answer = people.client(Role.SUPPORT).get(f"/campaigns/{row.id}/responses/{response_id}")

    assert answer.status_code == 200
    assert all(f"+423 555 00 9{number}" in answer.text for number in range(len(Channel)))


def test_draft_is_kept_as_typed_and_shows_whom_it_means(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)

    status, text = sent(support, "/campaigns", **FORM)

    with world.parts.store.reading() as session:
        row = campaign_by_code(session, "WM-2026-9")
    assert row is not None
    assert (status, row.state) == (200, CampaignState.DRAFT)
    assert row.match_lists["rules"] == [
        {"kind": "prefix", "values": ["NW0"]},
        {"kind": "range", "start": "AB100", "end": "AB199", "model": "WM-9000"},
        {"kind": "suffix", "values": ["77"]},
    ]
    assert "Owners told</dt><dd>8</dd>" in text
    assert "not written yet: they read it in English" not in text
    assert "A manager publishes it." in text
    assert all_of(world.parts, CampaignResponse) == []
    again = support.get(f"/campaigns/{row.id}/edit").text
    assert "NW0*\nWM-9000: AB100 - AB199\n*77</textarea>" in again


def test_what_is_wrong_in_a_draft_is_said_at_its_field_and_nothing_is_lost(
    people: People, world: World
) -> None:
    wrong = {**FORM, "serials": "AB*\nwhat", "sold_from": "soon", "code": "a b"}

    status, text = sent(people.client(Role.SUPPORT), "/campaigns", **wrong)

    assert status == 422
    assert "Line 2 is no rule for serials." in text
    assert 'id="sold_from-error"' in text
    assert 'id="code-error"' in text
    assert WORDS["hazard"] in text
    assert all_of(world.parts, Campaign) == []


def test_minimising_words_are_refused_where_they_stand(people: People) -> None:
    status, text = sent(
        people.client(Role.SUPPORT), "/campaigns", **{**FORM, "en_remedy": "A voluntary repair."}
    )

    assert status == 422
    assert "This makes the risk look smaller: voluntary. Leave it out." in text
    assert 'id="en_remedy-error"' in text


def test_manager_publishes_what_was_previewed_and_nothing_newer(
    people: People, world: World
) -> None:
    row, manager = drafted(world, "WM-2026-1"), people.client(Role.MANAGER)

    refused, text = sent(manager, f"/campaigns/{row.id}/publish", revision="7")
    status, _text = sent(manager, f"/campaigns/{row.id}/publish", revision="1")

    assert (refused, status) == (409, 200)
    assert "This has changed since you looked at it." in text
    assert all_of(world.parts, Campaign)[0].state is CampaignState.PUBLISHED


def test_each_figure_leads_to_its_rows_and_all_of_them_to_a_file(
    people: People, world: World
) -> None:
    row, support = published(world), people.client(Role.SUPPORT)

    text = support.get(f"/campaigns/{row.id}?state=notified").text
    file = support.get(f"/campaigns/{row.id}/responses.csv").text

    rows = list(csv.reader(StringIO(file.removeprefix("\ufeff"))))
    assert "0 of 8 units are settled: 0 %" in text
    assert f'href="/campaigns/{row.id}?state=notified#rows"' in text
    assert text.count(f'href="/campaigns/{row.id}/responses/') == 8
    assert (len(rows), rows[1][4]) == (9, "told, no answer yet")


def test_open_recall_stands_on_the_unit_and_on_its_claim(people: People, world: World) -> None:
    published(world)
    support = people.client(Role.SUPPORT)

    unit = support.get(f"/units/{world.unit_id}").text
    _status, claim = sent(
        support,
        f"/units/{world.unit_id}/claims",
        symptom="It smells.",
        fault_on="2026-11-20",
        evidence="1",
        estimate="90",
        has_proof_of_purchase="yes",
    )

    for text in (unit, claim):
        assert "Product safety recall" in text
        assert "Stop using it now and unplug it." in text
    assert "what the recall offers is free" in claim


def test_person_who_calls_writes_down_what_came_of_it(people: People, world: World) -> None:
    row = published(world)
    response_id, _token = owner_of(world, row.id)
    support, path = people.client(Role.SUPPORT), f"/campaigns/{row.id}/responses/{response_id}"

    shown = support.get(path).text
    tried, _text = sent(
        support, f"{path}/attempt", way="phone", reached="no", attempt_note="engaged"
    )
    status, text = sent(support, f"{path}/settle", state="done", settle_note="Heater replaced.")
    impossible, refused = sent(support, f"{path}/settle", state="gone")

    assert "+423 555 01 02" in shown
    assert (tried, status, impossible) == (200, 200, 409)
    assert "Heater replaced." in text
    assert "This is not possible from here any more." in refused
    assert state_of(world) == "done"


def test_owner_answers_without_an_account_and_books_the_repair(
    people: People, world: World
) -> None:
    remedied(world)
    recalls = recalls_in(world)
    path, owner = f"/recall/{recalls.token}", people.client("nobody")

    first = owner.get(path).text
    nothing, _text = sent(owner, f"{path}/answer")
    _status, have = sent(owner, f"{path}/answer", answer="have")

    assert "<h1>Product safety recall</h1>" in first
    assert "Do you still have it?" in first
    assert nothing == 422
    assert f'action="{path}/book"' in have
    before = len(all_of(world.parts, WorkOrder))
    times = owner.post(f"{path}/book").headers["location"]
    assert owner.post(f"{path}/book").headers["location"] == times
    choosing = state_of(world)
    when = codes(owner.get(times).text)[0]
    way = times.removesuffix("/time")
    owner.post(f"{way}/hold", data={"when": when})
    assert owner.post(f"{path}/book").headers["location"] == times
    _status, booked = sent(owner, f"{way}/confirm", when=when)
    assert "Your visit is booked." in booked
    assert (choosing, state_of(world)) == ("notified", "scheduled")
    assert "It is arranged." in owner.get(path).text
    assert len(all_of(world.parts, WorkOrder)) == before + 1


def test_owner_whom_nobody_can_visit_now_asks_for_the_remedy_and_gets_a_person(
    people: People, world: World
) -> None:
    recalls = recalls_in(world)
    path, owner = f"/recall/{recalls.token}", people.client("nobody")

    _status, have = sent(owner, f"{path}/answer", answer="have")
    _status, asked = sent(owner, f"{path}/remedy")

    assert f'action="{path}/book"' not in have
    assert "We arrange it with you." in have
    assert "It is arranged." in asked
    assert [case.channel for case in all_of(world.parts, Case)][-1] == "recall_page"


def test_owner_who_asks_for_a_call_gets_a_person(people: People, world: World) -> None:
    recalls = recalls_in(world)

    _status, text = sent(people.client("nobody"), f"/recall/{recalls.token}/call")

    assert "We call you. The message that we have just sent says by when." in text
    assert [case.channel for case in all_of(world.parts, Case)][-1] == "recall_page"


def test_owner_who_sold_it_is_not_asked_again_and_can_correct_it(
    people: People, world: World
) -> None:
    recalls = recalls_in(world)
    path, owner = f"/recall/{recalls.token}", people.client("nobody")

    _status, sold = sent(owner, f"{path}/answer", answer="sold")
    before = state_of(world)
    sent(owner, f"{path}/answer", answer="have")

    assert "You have told us that you do not have it any more." in sold
    assert "I have it after all" in sold
    assert (before, state_of(world)) == ("gone", "notified")


def test_looking_at_the_page_changes_nothing(people: People, world: World) -> None:
    recalls = recalls_in(world)
    before = world.dump()

    people.client("nobody").get(f"/recall/{recalls.token}?said=booked")

    assert world.dump() == before


def test_wrong_link_opens_nothing(people: People) -> None:
    assert people.client("nobody").get("/recall/nonsense").status_code == 404


def test_campaign_through_the_api_is_drafted_by_keys_and_published_by_people(
    people: People,
) -> None:
    key, manager = people.client("every scope"), people.client(Role.MANAGER)
    body = {
        "code": "WM-2026-3",
        "title": "Nordwasch: washing machines 8000",
        "severity": "hazard",
        "models": ["WM-8000"],
        "serial_rules": [{"kind": "prefix", "values": ["NW0"]}],
        "wording": {"en": WORDS},
    }

    made = key.post("/api/v1/campaigns", json=body)
    minimised = key.post("/api/v1/campaigns", json={**body, "code": "x", "title": "Rare event"})
    where = f"/api/v1/campaigns/{made.json()['id']}"
    by_key = key.post(f"{where}/publication", json={"revision": 1})
    by_manager = manager.post(f"{where}/publication", json={"revision": 1})

    assert (made.status_code, minimised.status_code) == (201, 422)
    assert (by_key.status_code, by_manager.status_code) == (403, 200)
    assert key.get(where).json()["state"] == "published"
