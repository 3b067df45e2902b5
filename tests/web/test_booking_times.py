"""A buyer books, moves, cancels and waits on the pages of their links; only a POST changes anything."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from threading import Event as Stop
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from aftersales.booking import hold_slot, tend_bookings
from aftersales.booking.asked import token_of_visit
from aftersales.day_watch.reports import report_arrived, report_undone
from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.queries.visits import appointment_of_order
from aftersales.records import (
    Appointment,
    AppointmentState,
    Location,
    Notice,
    WorkOrder,
)
from tests.aftersales.conftest import all_of
from tests.web.conftest import World, text_of
from tests.web.test_pages import make_late
from tests.web.timed import sold


def codes(page: str) -> list[str]:
    """The times that a page has buttons for."""
    return [unescape(code) for code in re.findall(r'name="when" value="([^"]+)"', page)]


def visit_of(world: World, order_id: UUID) -> Appointment | None:
    with world.parts.store.reading() as session:
        return appointment_of_order(session, order_id)


def booked(stranger: TestClient, world: World) -> tuple[UUID, str]:
    """A booking made on the pages; answers the work order and the path of the visit's page."""
    order_id, token = sold(world)
    when = codes(stranger.get(f"/book/{token}/time").text)[-1]
    stranger.post(f"/book/{token}/hold", data={"when": when})
    answer = stranger.post(f"/book/{token}/confirm", data={"when": when})
    return order_id, answer.headers["location"].partition("?")[0]


def test_a_time_is_chosen_kept_and_booked(stranger: TestClient, world: World) -> None:
    order_id, token = sold(world)
    page = stranger.get(f"/book/{token}/time").text
    assert "When may we come?" in page
    when = codes(page)[0]

    held = stranger.post(f"/book/{token}/hold", data={"when": when})
    confirm = stranger.get(held.headers["location"]).text
    answer = stranger.post(f"/book/{token}/confirm", data={"when": when})

    assert held.headers["location"] == f"/book/{token}/confirm"
    assert "This time is kept for you until" in confirm
    assert "What to prepare" in confirm
    visit = visit_of(world, order_id)
    assert visit is not None
    assert visit.state is AppointmentState.BOOKED
    assert answer.status_code == 303
    assert "Thank you. Your visit is booked." in stranger.get(answer.headers["location"]).text
    again = stranger.post(f"/book/{token}/confirm", data={"when": when})
    assert again.headers["location"] == answer.headers["location"]
    assert stranger.get(f"/book/{token}/time").headers["location"].startswith("/visit/")


def test_whoever_goes_back_and_chooses_the_same_time_is_told_nothing_new(
    stranger: TestClient, world: World
) -> None:
    order_id, token = sold(world)
    when = codes(stranger.get(f"/book/{token}/time").text)[0]
    stranger.post(f"/book/{token}/hold", data={"when": when})
    booked = stranger.post(f"/book/{token}/confirm", data={"when": when}).headers["location"]
    told = all_of(world.parts, Notice)

    again = stranger.post(f"/book/{token}/hold", data={"when": when})

    assert (again.status_code, again.headers["location"]) == (303, booked)
    visit = visit_of(world, order_id)
    assert visit is not None
    assert (visit.state, visit.times_moved) == (AppointmentState.BOOKED, 0)
    assert all_of(world.parts, Notice) == told


def test_reading_the_pages_keeps_nothing(stranger: TestClient, world: World) -> None:
    order_id, token = sold(world)

    for path in ("time", "confirm"):
        stranger.get(f"/book/{token}/{path}")

    assert visit_of(world, order_id) is None


def test_whoever_was_too_slow_sees_what_is_still_free(stranger: TestClient, world: World) -> None:
    _order, token = sold(world)
    when = codes(stranger.get(f"/book/{token}/time").text)[0]
    other, _token = sold(world)
    while True:  # until nobody is free then
        try:
            hold_slot(world.parts, SYSTEM, other, when)
        except Exception:  # noqa: BLE001 - whatever it is, the page must not fail
            break
        other, _token = sold(world)

    answer = stranger.post(f"/book/{token}/hold", data={"when": when})

    assert answer.status_code == 409
    assert "This time has just been taken." in answer.text
    assert "The nearest times that are free" in answer.text
    assert when not in codes(answer.text)


@pytest.mark.parametrize("when", ["", "soon", "2026-11-24T08:00/20:00"])
def test_what_is_no_time_is_asked_again(stranger: TestClient, world: World, when: str) -> None:
    _order, token = sold(world)

    answer = stranger.post(f"/book/{token}/hold", data={"when": when})

    assert answer.status_code == 409
    assert "Please choose one of the times shown." in answer.text


def test_a_visit_is_moved_under_its_own_name(stranger: TestClient, world: World) -> None:
    order_id, way = booked(stranger, world)
    before = visit_of(world, order_id)
    when = codes(stranger.get(f"{way}/times").text)[0]

    held = stranger.post(f"{way}/hold", data={"when": when})
    confirm = stranger.get(held.headers["location"]).text
    answer = stranger.post(f"{way}/confirm", data={"when": when})

    assert "stands until you confirm another time" in confirm
    after = visit_of(world, order_id)
    assert before is not None
    assert after is not None
    assert (after.id, after.times_moved) == (before.id, 1)
    assert after.window_from_at != before.window_from_at
    page = stranger.get(answer.headers["location"]).text
    assert "at the time that you chose now" in page
    send_due(world.parts)
    assert "This is the time that you chose." in text_of(world.mails("moved")[-1])


def test_a_visit_is_cancelled_and_booked_again(stranger: TestClient, world: World) -> None:
    order_id, way = booked(stranger, world)

    answer = stranger.post(f"{way}/cancel", data={"reason": "on holiday"})
    page = stranger.get(answer.headers["location"]).text

    visit = visit_of(world, order_id)
    assert visit is not None
    assert (visit.state, visit.cancelled_by) == (AppointmentState.CANCELLED, "customer")
    assert "Your visit is cancelled. Nobody comes." in page
    when = codes(page)[0]
    stranger.post(f"{way}/hold", data={"when": when})
    anew = stranger.post(f"{way}/confirm", data={"when": when})
    assert "Your visit is booked." in stranger.get(anew.headers["location"]).text
    assert not anew.headers["location"].startswith(f"{way}?")


def test_whoever_was_not_at_home_chooses_a_new_time(stranger: TestClient, world: World) -> None:
    order_id, token = sold(world)
    first = codes(stranger.get(f"/book/{token}/time").text)[0]
    stranger.post(f"/book/{token}/hold", data={"when": first})
    way = stranger.post(f"/book/{token}/confirm", data={"when": first}).headers["location"]
    visit = visit_of(world, order_id)
    assert visit is not None
    world.clock.move_to(visit.planned_start_at)
    with world.parts.doing(SYSTEM) as deed:
        report_arrived(deed, visit.id, deed.now)
        report_undone(deed, visit.id, deed.now, AppointmentState.CUSTOMER_NO_SHOW)

    way = way.partition("?")[0]
    when = codes(stranger.get(way).text)[0]
    stranger.post(f"{way}/hold", data={"when": when})
    answer = stranger.post(f"{way}/confirm", data={"when": when})

    assert "Your visit is booked." in stranger.get(answer.headers["location"]).text
    second = visit_of(world, order_id)
    assert second is not None
    assert (second.id != visit.id, second.state) == (True, AppointmentState.BOOKED)


def test_too_late_to_change_says_whom_to_call(stranger: TestClient, world: World) -> None:
    order_id, way = booked(stranger, world)
    visit = visit_of(world, order_id)
    assert visit is not None
    world.clock.move_to(visit.window_from_at - timedelta(hours=3))

    page = stranger.get(way).text
    moved = stranger.post(f"{way}/hold", data={"when": "2026-12-04T08:00/12:00"})
    cancelled = stranger.post(f"{way}/cancel")

    assert "It is too late to choose another time by yourself." in page
    assert "Cancel the visit" not in page
    assert moved.headers["location"] == cancelled.headers["location"] == f"{way}?said=closed"
    still = visit_of(world, order_id)
    assert still is not None
    assert still.state is AppointmentState.BOOKED


def test_whoever_was_told_of_a_delay_may_choose_at_once(stranger: TestClient, world: World) -> None:
    way = f"/visit/{world.token_of(world.visits()[-1])}"
    assert "It is too late to choose another time by yourself." in stranger.get(way).text
    late = world.visit(UUID(make_late(world)))

    way = f"/visit/{world.token_of(late)}"
    when = codes(stranger.get(way).text)[0]
    stranger.post(f"{way}/hold", data={"when": when})
    stranger.post(f"{way}/confirm", data={"when": when})

    moved = world.visit(late.appointment.id).appointment
    assert f"{moved.window_local_from:%Y-%m-%dT%H:%M}" == when[:16]


def test_an_earlier_time_is_offered_kept_and_taken(stranger: TestClient, world: World) -> None:
    order_id, way = booked(stranger, world)
    before = visit_of(world, order_id)
    assert before is not None

    stranger.post(f"{way}/wait")
    tend_bookings(world.parts, "li", Stop())
    send_due(world.parts)
    page = stranger.get(way).text
    answer = stranger.post(f"{way}/earlier")

    assert "An earlier time is free" in page
    assert "It is kept for you until" in text_of(world.mails("earlier_slot_offered")[-1])
    after = visit_of(world, order_id)
    assert after is not None
    assert after.id == before.id
    assert after.window_from_at < before.window_from_at
    assert after.times_moved == 0  # it was our idea
    assert "at the earlier time now" in stranger.get(answer.headers["location"]).text


def test_an_earlier_time_that_was_passed_is_not_offered_twice(
    stranger: TestClient, world: World
) -> None:
    order_id, way = booked(stranger, world)
    stranger.post(f"{way}/wait")
    offered = []
    for _number in range(5):
        tend_bookings(world.parts, "li", Stop())
        send_due(world.parts)
        offered.append(len(world.mails("earlier_slot_offered")))
        stranger.post(f"{way}/pass")

    assert offered == [1, 2, 3, 3, 3]
    assert "Tell me if an earlier time becomes free" in stranger.get(way).text
    visit = visit_of(world, order_id)
    assert visit is not None
    assert visit.times_moved == 0


def test_the_calendar_file_is_the_visit_without_its_street(
    stranger: TestClient, world: World
) -> None:
    order_id, way = booked(stranger, world)
    visit = visit_of(world, order_id)
    assert visit is not None

    answer = stranger.get(f"{way}/visit.ics")

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert f"UID:{visit.id}@" in answer.text
    with world.parts.store.reading() as session:
        order = session.get_one(WorkOrder, order_id)
        assert session.get_one(Location, order.location_id).street not in answer.text
        assert way.endswith(token_of_visit(session, world.parts.secret, visit, world.clock.now()))
