"""The office arranges visits in one step on its pages: a time for a case or a claim, the link, or the next plan."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient

from aftersales.holds import code_of
from aftersales.notices.delivery import send_due
from aftersales.queries.bookings import wished_windows_of
from aftersales.queries.case_lists import visits_of_case
from aftersales.records import (
    Appointment,
    AppointmentState,
    Case,
    CaseState,
    Role,
    WorkOrder,
    WorkOrderState,
)
from tests.aftersales.conftest import all_of
from tests.web.claimed import claims_in
from tests.web.conftest import World, text_of
from tests.web.prevented import case_in, playbook_in
from tests.web.principals import People
from tests.web.test_booking_times import codes

INSTEAD = ("customer", "planner")
SATURDAY = "2026-11-28T08:00/12:00"


def path_of(world: World) -> str:
    """The page of the times for a case."""
    return f"/cases/{case_in(world)}/triage/visit"


def times(client: TestClient, path: str, kind: str = "install") -> list[str]:
    """The times that can be chosen for a kind of work."""
    shown = client.get(f"{path}?kind={kind}").text
    return [code for code in dict.fromkeys(codes(shown)) if code not in INSTEAD]


def work_of(world: World) -> list[tuple[WorkOrder, Appointment | None]]:
    """What was asked for in the case."""
    with world.parts.store.reading() as session:
        return [(order, visit) for order, _kind, visit in visits_of_case(session, case_in(world))]


def test_triage_leads_to_the_times_of_a_kind_of_work(people: People, world: World) -> None:
    playbook_in(world)
    support, path = people.client(Role.SUPPORT), path_of(world)

    triage = support.get(path.removesuffix("/visit")).text
    chosen = support.get(path).text
    installed = support.get(f"{path}?kind=install").text

    assert f'action="{path}"' in triage
    assert 'value="repair" checked' in triage
    assert '<option value="repair" selected>' in chosen
    assert '<option value="install" selected>' in installed
    assert "Parts: PUMP-7" in chosen
    assert "suits the routes best" in installed
    assert codes(installed) != list(INSTEAD)


def test_one_step_makes_the_work_order_books_the_visit_and_tells_the_customer(
    people: People, world: World
) -> None:
    support, path = people.client(Role.SUPPORT), path_of(world)
    when = times(support, path)[0]
    form = {"kind": "install", "when": when, "note": "Parts: PUMP-7"}

    answer = support.post(path, data=form)
    again = support.post(path, data=form)
    shown = support.get(answer.headers["location"]).text

    ((order, visit),) = work_of(world)
    assert visit is not None
    assert answer.status_code == 303
    assert answer.headers["location"] == again.headers["location"]
    assert answer.headers["location"] == f"/visits/{visit.id}?done=booked"
    assert (order.note, visit.state, code_of(visit)) == (
        "Parts: PUMP-7",
        AppointmentState.BOOKED,
        when,
    )
    case = next(each for each in all_of(world.parts, Case) if each.id == case_in(world))
    assert (case.state, order.case_id) == (CaseState.VISIT_NEEDED, case.id)
    assert "The visit is booked, and the customer is told." in shown
    assert f'href="/cases/{case.id}"' in shown
    before = len(world.mails("booked"))
    send_due(world.parts)
    assert order.reference in str(world.mails("booked")[before:][0]["Subject"])
    assert len(world.mails("booked")) == before + 1


def test_time_that_somebody_else_has_brings_the_nearest_ones_and_loses_nothing(
    people: People, world: World
) -> None:
    support, path = people.client(Role.SUPPORT), path_of(world)
    free = times(support, path)
    before = world.dump()

    answer = support.post(
        path, data={"kind": "install", "when": SATURDAY, "note": "Ring <b>twice</b>."}
    )

    assert answer.status_code == 409
    assert "This time has just been taken, and nothing was written." in answer.text
    assert "Ring &lt;b&gt;twice&lt;/b&gt;." in answer.text
    nearest = codes(answer.text)[:3]
    assert nearest == free[-3:]  # Friday afternoon, the last that anybody works
    assert world.dump() == before


@pytest.mark.parametrize("when", ["", "soon", "2026-11-24/0", "2026-11-24T08:00/20:00"])
def test_what_is_no_time_is_said_on_the_page(people: People, world: World, when: str) -> None:
    support, path = people.client(Role.SUPPORT), path_of(world)
    before = world.dump()

    answer = support.post(path, data={"kind": "install", "when": when, "note": "Ring twice."})

    assert answer.status_code == 422
    assert "Choose one of the times shown." in answer.text
    assert "Ring twice." in answer.text
    assert world.dump() == before


@pytest.mark.parametrize("kind", ["", "wizardry", "recall_visit"])
def test_kind_of_work_that_is_not_offered_books_nothing(
    people: People, world: World, kind: str
) -> None:
    support, path = people.client(Role.SUPPORT), path_of(world)
    when = times(support, path)[0]
    before = world.dump()

    answer = support.post(path, data={"kind": kind, "when": when})

    assert answer.status_code == 422
    assert "Choose one of the kinds of visits shown." in answer.text
    assert world.dump() == before


def test_customer_gets_the_link_and_the_work_waits_for_them(
    people: People, world: World, stranger: TestClient
) -> None:
    support, path = people.client(Role.SUPPORT), path_of(world)

    answer = support.post(path, data={"kind": "install", "when": "customer"})
    shown = support.get(answer.headers["location"]).text
    send_due(world.parts)

    ((order, visit),) = work_of(world)
    assert (order.state, visit) == (WorkOrderState.OPEN, None)
    assert "the customer was sent the link by which they choose a time" in shown
    text = text_of(world.mails("booking_link")[-1])
    assert "We come to you for: Installation: washing machine, Nordwasch 8000." in text
    (link,) = re.findall(r"https?://\S+?(/book/\S+)", text)
    assert "When may we come?" in stranger.get(f"{link}/time").text

    when = times(support, path)[0]
    booked = support.post(path, data={"kind": "install", "when": when})
    ((same, visit),) = work_of(world)
    assert (booked.status_code, same.id) == (303, order.id)
    assert visit is not None


def test_where_nobody_can_come_every_day_says_why_and_a_plan_may_find_a_time(
    people: People, world: World
) -> None:
    support, path = people.client(Role.SUPPORT), path_of(world)

    shown = support.get(f"{path}?kind=repair").text
    answer = support.post(path, data={"kind": "repair", "when": "planner"}, follow_redirects=True)

    assert codes(shown) == ["customer", "planner"]
    assert "No time can be booked on any day: see the reasons." in shown
    assert "nobody on duty is certified for: wizardry" in shown
    assert "The next plan looks for a time" in answer.text
    ((order, _visit),) = work_of(world)
    with world.parts.store.reading() as session:
        assert len(wished_windows_of(session, [order.id])[order.id]) == 8
    assert "planner" not in codes(support.get(f"{path}?kind=install").text)


def test_no_plan_is_promised_where_nobody_works_at_all(people: People, world: World) -> None:
    world.clock.move_to(world.clock.now() + timedelta(days=20))
    support, path = people.client(Role.SUPPORT), path_of(world)
    before = world.dump()

    shown = support.get(f"{path}?kind=repair").text
    answer = support.post(path, data={"kind": "repair", "when": "planner", "note": "Ring twice."})

    assert codes(shown) == ["customer"]
    assert (answer.status_code, "Ring twice." in answer.text) == (422, True)
    assert world.dump() == before


def test_case_that_is_over_is_not_visited(people: People, world: World) -> None:
    support, path = people.client(Role.SUPPORT), path_of(world)
    when = times(support, path)[0]
    support.post(
        f"{path.removesuffix('/visit')}/remote", data={"what": "Rinsed.", "outcome": "fixed"}
    )
    before = world.dump()

    answer = support.post(path, data={"kind": "install", "when": when, "note": "Ring twice."})

    assert (answer.status_code, "Ring twice." in answer.text) == (409, True)
    assert "This is not possible from here any more." in answer.text
    assert world.dump() == before


def test_claim_is_visited_in_the_step_that_chooses_its_repair(people: People, world: World) -> None:
    claim_id = claims_in(world)["approved"]
    support, path = people.client(Role.SUPPORT), f"/claims/{claim_id}/visit"
    assert f'action="{path}"' in support.get(f"/claims/{claim_id}").text

    before = world.dump()
    lost = support.post(path, data={"kind": "repair", "when": SATURDAY, "note": "Ring twice."})
    same = world.dump() == before
    left = support.post(path, data={"kind": "repair", "when": "customer"}, follow_redirects=True)
    claim = support.get(f"/claims/{claim_id}").text

    assert (lost.status_code, "Ring twice." in lost.text, same) == (409, True, True)
    assert "the customer was sent the link" in left.text
    assert "the customer chooses a time" in claim
    assert f'action="{path}"' not in claim
    assert support.get(path).status_code == 409
    assert support.post(path, data={"kind": "repair", "when": SATURDAY}).status_code == 409


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.PARTNER])
def test_whoever_works_outside_arranges_nothing(people: People, world: World, role: Role) -> None:
    outside = people.client(role)

    assert outside.get(path_of(world)).status_code == 403
    assert outside.post(path_of(world), data={"when": SATURDAY}).status_code == 403


def test_every_field_of_the_page_has_a_name_of_its_own(people: People, world: World) -> None:
    shown = people.client(Role.SUPPORT).get(f"{path_of(world)}?kind=install").text

    names = re.findall(r' id="([^"]+)"', unescape(shown))
    assert len(names) == len(set(names))
