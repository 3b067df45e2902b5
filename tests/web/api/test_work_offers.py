"""Service partners answer offers of work through the API."""

from __future__ import annotations

from aftersales.deed import SYSTEM
from aftersales.records import Event, Role, Scope, WorkOffer
from aftersales.service_partners import add_service_partner
from tests.aftersales.conftest import all_of
from tests.web.api.asking import wheres
from tests.web.conftest import World
from tests.web.offered import offered, partner_of
from tests.web.principals import People

ALL = "/api/v1/work-offers"
WHY = {"reason": "No van is free."}


def test_a_partner_reads_what_it_is_asked_without_who_the_customer_is(
    people: People, world: World
) -> None:
    offers = offered(people, world)

    listed = people.client(Role.PARTNER).get(ALL)

    assert len(offers) > 1
    assert [each["id"] for each in listed.json()["items"]] == [str(each.id) for each in offers]
    first = listed.json()["items"][0]
    visit = next(each for each in world.visits() if each.appointment.id == offers[0].appointment_id)
    assert first["partner"] == "P1"
    assert (first["work"], first["product_type"]) == ("install", "washing_machine")
    assert (first["town"], first["on"]) == (visit.location.town, "2026-11-23")
    for hidden in (visit.customer.name, visit.location.street):
        assert hidden not in listed.text
    one = people.client(Role.PARTNER).get(f"{ALL}/{offers[0].id}")
    assert one.json() == first


def test_a_partner_accepts_once_and_declines_with_a_reason(people: People, world: World) -> None:
    first, second = offered(people, world)[:2]
    partner = people.client(Role.PARTNER)
    key = {"Idempotency-Key": "yes"}

    yes = partner.post(f"{ALL}/{first.id}/accept", headers=key)
    again = partner.post(f"{ALL}/{first.id}/accept", headers=key)
    no = partner.post(f"{ALL}/{second.id}/decline", json=WHY)

    assert (yes.status_code, yes.json()["state"]) == (200, "accepted"), yes.text
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (yes.json(), "true")
    assert (no.status_code, no.json()["state"], no.json()["reason"]) == (
        200,
        "declined",
        *WHY.values(),
    )
    assert wheres(partner.post(f"{ALL}/{second.id}/decline", json={"reason": ""})) == ["reason"]
    late = partner.post(f"{ALL}/{first.id}/decline", json=WHY)
    assert (late.status_code, late.json()["detail"]) == (
        409,
        "You have accepted this visit already. Call us if that is not right.",
    )
    said = [(row.actor_kind.value, row.what) for row in all_of(world.parts, Event)][-2:]
    assert said == [("partner", "work_accepted"), ("partner", "work_declined")]
    assert partner.get(f"{ALL}?state=accepted").json()["items"] == [yes.json()]


def test_after_the_deadline_an_answer_is_refused_with_a_sentence(
    people: People, world: World
) -> None:
    offer = offered(people, world)[0]
    world.clock.move_to(offer.answer_by_at)

    late = people.client(Role.PARTNER).post(f"{ALL}/{offer.id}/accept")

    assert late.status_code == 409
    assert late.json()["detail"].startswith("The time to answer is over")
    assert all_of(world.parts, WorkOffer)[0].state.value == "open"


def test_offers_of_another_partner_are_not_there_and_staff_see_all(
    people: People, world: World
) -> None:
    offer = offered(people, world)[0]
    with world.parts.doing(SYSTEM) as deed:
        other = add_service_partner(
            deed, code="P2", name="Andere AG", email="p2@example.org", phone="+423 555 03 05"
        )
        kept = deed.session.get_one(WorkOffer, offer.id)
        kept.partner_id = other.id
        deed.add(kept)
    partner, support = people.client(Role.PARTNER), people.client(Role.SUPPORT)

    path = f"{ALL}/{offer.id}"
    answers = [
        partner.get(path),
        partner.post(f"{path}/accept"),
        partner.post(f"{path}/decline", json=WHY),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    own = {each["partner"] for each in partner.get(f"{ALL}?partner=P2").json()["items"]}
    assert own == {"P1"}
    assert [each["id"] for each in support.get(f"{ALL}?partner=P2").json()["items"]] == [
        str(offer.id)
    ]
    assert support.get(f"{ALL}?partner=P3").status_code == 404
    assert support.post(f"{ALL}/{offer.id}/accept").status_code == 409  # nobody of theirs goes
    key = people.client(Scope.VISITS_READ)
    assert len(key.get(ALL).json()["items"]) == len(all_of(world.parts, WorkOffer))
    assert people.client(Role.TECHNICIAN).get(ALL).status_code == 403


def test_hours_to_answer_are_kept_changed_and_taken_away(people: People, world: World) -> None:
    offered(people, world)
    manager = people.client(Role.MANAGER)
    path = "/api/v1/service-partners/P1"
    anyhow = {"If-Match": "*"}

    assert manager.get(path).json()["answer_hours"] == 2
    assert manager.patch(path, json={"answer_hours": 8}, headers=anyhow).json()["answer_hours"] == 8
    assert manager.patch(path, json={"phone": "+423 1"}, headers=anyhow).json()["answer_hours"] == 8
    assert (
        manager.patch(path, json={"answer_hours": 0}, headers=anyhow).json()["answer_hours"] is None
    )
    assert partner_of(world).answer_hours is None
    assert wheres(manager.patch(path, json={"answer_hours": 73}, headers=anyhow)) == [
        "answer_hours"
    ]
