"""What a deed did is told in its transaction: to those who asked, and without a word about people."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from starlette.routing import Match, Router

from aftersales.appointments import cancel, set_window
from aftersales.cases import advance_case, open_case, open_unplaced
from aftersales.day_watch.reports import report_arrived, report_done, report_on_the_way
from aftersales.parts import Parts
from aftersales.records import (
    Appointment,
    Case,
    CaseKind,
    CaseState,
    PlanRun,
    PlanRunState,
    WebhookEndpoint,
    WebhookMessage,
    WorkOrder,
)
from aftersales.registrations import add_unit, register_unit
from aftersales.webhooks.endpoints import add_endpoint, edit_endpoint
from aftersales.webhooks.kinds import WebhookKind
from tests.aftersales.conftest import MONDAY, STAFF, Village, all_of
from tests.aftersales.questions import questions
from web.app import create_app

URL = "https://shop.example/hooks"


def tell(parts: Parts, *kinds: WebhookKind) -> WebhookEndpoint:
    with parts.doing(STAFF) as deed:
        return add_endpoint(deed, url=URL, events=kinds or WebhookKind)


def told(parts: Parts) -> list[tuple[str, dict[str, object]]]:
    """The type and the data of every message, the first first."""
    found = []
    for message in all_of(parts, WebhookMessage):
        data = message.content["data"]
        assert isinstance(data, dict)
        found.append((str(message.content["type"]), data))
    return found


def live_through(village: Village) -> None:
    """A buyer's story: registered, booked, moved, on the way, arrived, done, a case, one that finds no time."""
    booked = village.book(village.moment(23, 9))
    with village.doing() as deed:
        appointment = deed.session.get_one(Appointment, booked)
        set_window(deed, appointment, (village.moment(23, 9), village.moment(23, 11)))
    with village.doing() as deed:
        report_on_the_way(deed, booked, village.moment(23, 9))
    with village.doing() as deed:
        report_arrived(deed, booked, village.moment(23, 9, 10))
    with village.doing() as deed:
        report_done(deed, booked, village.moment(23, 9, 50))
    other = village.book(village.moment(24, 9))
    with village.doing() as deed:
        appointment = deed.session.get_one(Appointment, other)
        cancel(deed, appointment, by="staff", reason="Anna Beck is ill")
    with village.doing() as deed:
        unit = add_unit(
            deed,
            village.model,
            village.customer,
            serial="WM-12345",
            country="LI",
            purchased_on=MONDAY,
        )
        register_unit(deed, unit, village.model, village.customer, channel="shop", zone="UTC")
        case = open_case(
            deed,
            village.territory,
            village.customer,
            kind=CaseKind.SUPPORT,
            channel="phone",
            subject="Anna Beck hears a noise",
            description="Call Anna Beck at +423 5",
            next_update_at=deed.now + timedelta(hours=1),
        )
        deed.session.flush()
        advance_case(deed, case, CaseState.TRIAGED)
        order = village.order(deed, village.moment(25, 9), village.moment(25, 12))
        deed.session.flush()
        open_unplaced(deed, order, deed.now + timedelta(hours=24))


def test_story_of_a_visit_is_told_in_its_order(village: Village) -> None:
    tell(village.parts)

    live_through(village)

    assert [type_ for type_, _ in told(village.parts)] == [
        "visit.requested",
        "appointment.booked",
        "appointment.moved",
        "appointment.en_route",
        "appointment.arrived",
        "promise.kept",
        "appointment.done",
        "visit.requested",
        "appointment.booked",
        "appointment.cancelled",
        "registration.submitted",
        "case.opened",
        "case.state_changed",
        "visit.requested",
        "case.opened",
        "visit.not_planned",
    ]


def test_messages_hold_nothing_personal(village: Village) -> None:
    tell(village.parts)

    live_through(village)

    street = village.location.street
    assert (village.customer.name, village.location.access_notes) == ("Anna Beck", "Ring twice.")
    secrets = ["Anna", "Beck", "anna@", "+423", street, "Ring twice", "noise", "WM-12345"]
    cases = all_of(village.parts, Case)
    assert cases[0].subject.startswith("Anna Beck")  # it could leak
    texts = [
        json.dumps(message.content, ensure_ascii=False)
        for message in all_of(village.parts, WebhookMessage)
    ]
    assert [(secret, text) for text in texts for secret in secrets if secret in text] == []


def test_message_says_how_things_stand_at_the_end_of_the_deed(village: Village) -> None:
    tell(village.parts, WebhookKind.APPOINTMENT_ARRIVED)
    booked = village.book(village.moment(23, 9))

    with village.doing() as deed:
        report_arrived(deed, booked, village.moment(23, 9, 10))

    (message,) = all_of(village.parts, WebhookMessage)
    (order,) = all_of(village.parts, WorkOrder)
    assert message.content == {
        "type": "appointment.arrived",
        "timestamp": "2026-11-23T06:00:00Z",
        "data": {
            "id": str(booked),
            "work_order_id": str(order.id),
            "work_order_reference": order.reference,
            "state": "arrived",
            "zone": "Europe/Vaduz",
            "window_from_at": "2026-11-23T07:00:00Z",
            "window_to_at": "2026-11-23T11:00:00Z",
            "expected_at": "2026-11-23T08:10:00Z",
            "departed_at": None,
            "arrived_at": "2026-11-23T08:10:00Z",
            "done_at": None,
            "cancelled_at": None,
            "cancelled_by": None,
            "revision": 2,
            "url": f"http://127.0.0.1:8000/api/v1/appointments/{booked}",
        },
    }


def test_only_those_who_asked_are_told_and_each_of_them(village: Village) -> None:
    booked = tell(village.parts, WebhookKind.APPOINTMENT_BOOKED)
    both = tell(village.parts, WebhookKind.APPOINTMENT_BOOKED, WebhookKind.VISIT_REQUESTED)
    tell(village.parts, WebhookKind.APPOINTMENT_DONE)
    resting = tell(village.parts)
    with village.doing() as deed:
        edit_endpoint(deed, deed.session.get_one(WebhookEndpoint, resting.id), is_active=False)

    village.book(village.moment(24, 9))

    messages = all_of(village.parts, WebhookMessage)
    assert sorted((message.endpoint_id, message.kind) for message in messages) == sorted(
        [
            (booked.id, "appointment.booked"),
            (both.id, "appointment.booked"),
            (both.id, "visit.requested"),
        ]
    )


def test_nothing_is_told_of_what_was_not_kept(village: Village) -> None:
    tell(village.parts)

    def failing() -> None:
        with village.doing() as deed:
            village.order(deed, village.moment(24, 9), village.moment(24, 12))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert told(village.parts) == []
    with village.doing() as deed:
        village.order(deed, village.moment(24, 9), village.moment(24, 12))

    assert [type_ for type_, _ in told(village.parts)] == ["visit.requested"]


def test_deed_without_anything_to_tell_asks_nothing_and_any_other_once(village: Village) -> None:
    with questions(village.parts.store, "webhook") as asked, village.doing() as deed:
        deed.note("customer_seen", village.customer)
    assert asked == []

    with questions(village.parts.store, "webhook") as asked, village.doing() as deed:
        for hour in (9, 10, 11):
            village.order(deed, village.moment(24, hour), village.moment(24, 12))

    assert [each.split(maxsplit=1)[0] for each in asked] == ["SELECT"]


def keep_run(village: Village, state: PlanRunState) -> PlanRun:
    with village.doing() as deed:
        run = PlanRun(
            id=deed.new_id(),
            territory_id=village.territory.id,
            state=state,
            trigger="test",
            from_on=MONDAY,
            days=5,
            seed=0,
            effort="quick",
            started_at=deed.now,
            finished_at=deed.now,
            visits=4,
            planned=3,
            driving_seconds=0,
            metres=0,
            cost=0,
        )
        deed.add(run)
        deed.note(f"plan_{state}", run)
    return run


def test_kept_plan_is_told_with_its_numbers(village: Village) -> None:
    tell(village.parts, WebhookKind.PLAN_KEPT)

    keep_run(village, PlanRunState.REFUSED)
    run = keep_run(village, PlanRunState.KEPT)

    assert told(village.parts) == [
        (
            "plan.kept",
            {
                "id": str(run.id),
                "territory_id": str(village.territory.id),
                "from_on": "2026-11-23",
                "days": 5,
                "visits": 4,
                "planned": 3,
                "url": f"http://127.0.0.1:8000/api/v1/plan-runs/{run.id}",
            },
        )
    ]


def test_every_address_in_a_message_is_one_of_the_api(village: Village) -> None:
    tell(village.parts)
    live_through(village)
    keep_run(village, PlanRunState.KEPT)
    app = create_app(village.parts)

    found = {}
    for type_, data in told(village.parts):
        path = str(data["url"]).removeprefix(village.parts.settings.public_url)
        scope = {"type": "http", "method": "GET", "path": path}
        found[type_] = is_routed(app.router, scope)

    assert len(found) == 13
    assert set(found.values()) == {True}
    assert not is_routed(app.router, {"type": "http", "method": "GET", "path": "/api/v1/x/1"})


def is_routed(router: Router, scope: dict[str, str]) -> bool:
    return any(route.matches(scope)[0] is Match.FULL for route in router.routes)
