"""A second visit: asked for on the page of the first or through the API, and named on both pages."""

from __future__ import annotations

from aftersales.records import Role, WorkOrder
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People


def test_office_asks_for_a_second_visit_and_both_pages_name_the_other(
    people: People, world: World
) -> None:
    visit = world.visits()[0]
    support, path = people.client(Role.SUPPORT), f"/visits/{visit.appointment.id}"
    assert f'action="{path}/second"' in support.get(path).text

    answer = support.post(
        f"{path}/second",
        data={"kind": visit.work_type.kind.value, "note": "Bring the pump"},
        follow_redirects=False,
    )

    (second,) = (row for row in all_of(world.parts, WorkOrder) if row.follows_id is not None)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/work-orders/{second.id}/times",
    )
    assert (second.follows_id, second.note) == (visit.work_order.id, "Bring the pump")
    page = support.get(path).text
    assert f"A second visit follows ({second.reference}); no time is booked for it yet." in page
    assert f'href="/work-orders/{second.id}/times"' in page
    assert "A second visit follows" in page


def test_technician_asks_for_no_second_visit(people: People, world: World) -> None:
    visit = world.visits()[0]

    answer = people.client(Role.TECHNICIAN).post(
        f"/visits/{visit.appointment.id}/second", data={"kind": visit.work_type.kind.value}
    )

    assert answer.status_code == 403
    assert all(row.follows_id is None for row in all_of(world.parts, WorkOrder))


def test_program_asks_for_a_second_visit_and_reads_what_it_follows(
    people: People, world: World
) -> None:
    visit = world.visits()[0]
    support = people.client(Role.SUPPORT)
    path = f"/api/v1/work-orders/{visit.work_order.id}/follow-up"

    answer = support.post(path, json={"kind": visit.work_type.kind.value, "note": "Again"})

    assert answer.status_code == 201
    made = answer.json()
    assert made["follows_id"] == str(visit.work_order.id)
    assert support.get(answer.headers["location"]).json()["follows_id"] == made["follows_id"]
    refused = support.post(path, json={"kind": "recall_visit"})
    assert refused.status_code == 422
    assert "Choose one of the kinds shown" in refused.text
