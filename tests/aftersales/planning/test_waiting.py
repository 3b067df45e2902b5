"""Work that waits for a part or for its unit is not planned before it can be done, and the plan says why."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from aftersales.catalogue import add_product_model
from aftersales.moments import wall_of
from aftersales.orders import SoldItem, add_order
from aftersales.planning.outcome import LeftOut
from aftersales.readiness import AwaitedKind
from aftersales.records import (
    OrderLine,
    PlanRun,
    PlanRunState,
    SpareRequest,
    UnplannedVisit,
    WorkOrder,
    WorkOrderState,
)
from aftersales.spares import (
    add_spare_part,
    await_delivery,
    expect_spare,
    note_delivery,
    receive_spare,
    request_spare,
)
from tests.aftersales.small_city import (
    MONDAY,
    MORNING,
    TUESDAY,
    WEDNESDAY,
    City,
    PlannerHere,
)
from tests.conftest import STAFF
from warranty import WarrantyTerms

NOBODY_KNOWS = "It waits for the part PUMP (Drain pump), and nobody knows when that comes. Enter the expected day."
TOO_LATE = "It waits for the part PUMP (Drain pump) and can be done from 2026-11-26 on."


def needs(city: City, reference: str, expected_on: date | None) -> UUID:
    """A part is asked for; with a day it is ordered."""
    with city.parts.doing(STAFF) as deed:
        part = add_spare_part(deed, code="PUMP", name="Drain pump")
        order = deed.session.get_one(WorkOrder, city.order(reference).id)
        return request_spare(deed, order, part, 1, expected_on=expected_on).id


def planned_on(city: City, reference: str) -> date:
    return wall_of(city.visit(reference).appointment.planned_start_at, city.zone).date()


@pytest.mark.parametrize(
    ("expected_on", "sentence"), [(None, NOBODY_KNOWS), (date(2026, 11, 26), TOO_LATE)]
)
def test_work_whose_part_comes_after_every_wish_is_left_out_with_the_reason(
    city: City, expected_on: date | None, sentence: str
) -> None:
    city.hire("T1", MONDAY, TUESDAY, WEDNESDAY)
    reference = city.asks((TUESDAY, MORNING), (WEDNESDAY, MORNING))
    needs(city, reference, expected_on)

    outcome = city.plan()

    assert outcome.left_out == (LeftOut(reference, AwaitedKind.PART, sentence),)
    assert (outcome.visits, outcome.planned) == (1, 0)
    [row] = city.rows(UnplannedVisit)
    assert isinstance(row, UnplannedVisit)
    assert (row.work_order_id, row.reason, row.sentence) == (
        city.order(reference).id,
        "part",
        sentence,
    )
    assert city.notices() == [("case_update", "customer")]


def test_work_is_planned_from_the_day_of_its_part_on(city: City) -> None:
    city.hire("T1", MONDAY, TUESDAY, WEDNESDAY)
    waits = city.asks((TUESDAY, MORNING), (WEDNESDAY, MORNING))
    needs(city, waits, WEDNESDAY)

    outcome = city.plan()

    assert outcome.left_out == ()
    assert planned_on(city, waits) == WEDNESDAY


def test_customer_who_waits_is_told_once_by_when_they_hear_more(city: City) -> None:
    city.hire("T1", MONDAY, TUESDAY)
    reference = city.asks((TUESDAY, MORNING))
    needs(city, reference, None)

    for _ in range(2):
        city.plan()

    assert city.notices() == [("case_update", "customer")]
    case_id = city.order(reference).case_id
    assert case_id is not None
    assert len(city.promises(case_id)) == 1


def test_work_is_planned_again_once_its_part_is_here(city: City) -> None:
    city.hire("T1", MONDAY, TUESDAY)
    reference = city.asks((TUESDAY, MORNING))
    request_id = needs(city, reference, None)
    city.plan()

    with city.parts.doing(STAFF) as deed:
        receive_spare(deed, deed.session.get_one(SpareRequest, request_id))

    assert city.plan().left_out == ()
    assert planned_on(city, reference) == TUESDAY


def test_part_that_slips_while_the_plan_is_made_overtakes_it(city: City) -> None:
    city.hire("T1", MONDAY, TUESDAY)
    reference = city.asks((TUESDAY, MORNING))
    request_id = needs(city, reference, MONDAY)

    def slips() -> None:
        with city.parts.doing(STAFF) as deed:
            expect_spare(deed, deed.session.get_one(SpareRequest, request_id), date(2026, 11, 26))

    outcome = city.plan(planner=PlannerHere(meanwhile=slips))

    assert outcome.left_out == (LeftOut(reference, AwaitedKind.PART, TOO_LATE),)
    runs = [row.state for row in city.rows(PlanRun) if isinstance(row, PlanRun)]
    assert sorted(runs) == [PlanRunState.KEPT, PlanRunState.OVERTAKEN]
    assert city.order(reference).state is WorkOrderState.OPEN


def sold(city: City, reference: str) -> UUID:
    """The unit that a work order is to install stands in a sale; answers the line."""
    with city.parts.doing(STAFF) as deed:
        model = add_product_model(
            deed,
            sku="WM-1",
            name="Wave 7",
            brand="Alpina",
            product_type="washing_machine",
            terms=WarrantyTerms("WM-1"),
        )
        order = deed.session.get_one(WorkOrder, city.order(reference).id)
        deed.session.flush()
        _sale, lines = add_order(
            deed,
            number="S-1",
            customer_id=order.customer_id,
            location_id=order.location_id,
            channel="shop",
            ordered_on=MONDAY,
            items=[
                SoldItem(
                    product_model_id=model.id, quantity=1, unit_price_cents=90_000, currency="CHF"
                )
            ],
        )
        order.order_line_id = lines[0].id
        return lines[0].id


@pytest.mark.parametrize("expected_on", [None, TUESDAY])
def test_installation_waits_for_the_day_after_the_delivery(
    city: City, expected_on: date | None
) -> None:
    city.hire("T1", MONDAY, TUESDAY, WEDNESDAY)
    reference = city.asks((TUESDAY, MORNING), (WEDNESDAY, MORNING))
    line_id = sold(city, reference)
    with city.parts.doing(STAFF) as deed:
        await_delivery(deed, deed.session.get_one(OrderLine, line_id), expected_on)

    outcome = city.plan()

    if expected_on is None:
        assert [each.reason for each in outcome.left_out] == [AwaitedKind.DELIVERY]
    else:
        assert planned_on(city, reference) == WEDNESDAY


def test_delivery_that_slips_calls_the_installation_off_and_a_delivery_made_does_not(
    city: City,
) -> None:
    city.hire("T1", MONDAY, TUESDAY)
    reference = city.asks((TUESDAY, MORNING))
    line_id = sold(city, reference)
    with city.parts.doing(STAFF) as deed:
        await_delivery(deed, deed.session.get_one(OrderLine, line_id), MONDAY)
    city.plan()
    assert city.visit(reference).appointment.state == "booked"

    with city.parts.doing(STAFF) as deed:
        await_delivery(deed, deed.session.get_one(OrderLine, line_id), TUESDAY)
    assert city.visit(reference).appointment.state == "cancelled"
    with city.parts.doing(STAFF) as deed:
        note_delivery(deed, deed.session.get_one(OrderLine, line_id), MONDAY)

    kinds = [kind for kind, _who in city.notices(city.visit(reference).appointment.id)]
    assert kinds == ["booked", "part_delayed", "part_arrived"]
    city.plan()
    assert city.visit(reference).appointment.state == "booked"
