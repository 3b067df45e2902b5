"""Visits of a claim: asked for in one step, and the claim goes on when they are done or called off."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from aftersales.appointments import new_appointment, place
from aftersales.catalogue import add_work_type
from aftersales.claims import VisitWanted, ask_visit_for_claim, may_ask_for_visit
from aftersales.day_watch.reports import report
from aftersales.errors import IllegalMove, NotUnderstood
from aftersales.queries.visits import visits_of_claim
from aftersales.records import (
    Appointment,
    Case,
    CaseState,
    Claim,
    Cover,
    Event,
    Report,
    Technician,
    WorkKind,
    WorkOrder,
    WorkOrderState,
)
from aftersales.technicians import DayPlan, add_shift
from aftersales.work_orders import CancelledBy, cancel_work_order
from tests.aftersales.claims.conftest import Shop
from tests.aftersales.claims.test_fulfilling import approved
from tests.aftersales.conftest import placement_of
from warranty.claims.remedies import RemedyKind

TUESDAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def kinds(shop: Shop) -> None:
    """Two kinds of visits for washing machines, for which everybody is there on Tuesday."""
    with shop.village.doing() as deed:
        for kind in (WorkKind.REPAIR, WorkKind.DIAGNOSIS):
            add_work_type(
                deed,
                product_type="washing_machine",
                kind=kind,
                minutes=(30, 60, 90),
                crew_size=1,
                skills=(),
                source="test",
            )
        for worker in shop.village.technicians:
            add_shift(
                deed,
                deed.session.get_one(Technician, worker.id),
                shop.village.territory.zone,
                TUESDAY,
                DayPlan(from_time=time(8), to_time=time(16, 30)),
            )


def asked(shop: Shop, claim: Claim, kind: WorkKind = WorkKind.REPAIR) -> UUID:
    with shop.village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        wanted = VisitWanted(kind=kind, note="Parts: pump")
        return ask_visit_for_claim(deed, row, wanted).id


def went(shop: Shop, order_id: UUID, *said: Report) -> None:
    """A plan found a time, and the technician went and said this."""
    village = shop.village
    start_at = village.moment(24, 9)
    with village.doing() as deed:
        order = deed.session.get_one(WorkOrder, order_id)
        appointment = new_appointment(
            deed,
            order,
            window=(start_at - timedelta(hours=1), start_at + timedelta(hours=3)),
            zone=village.location.zone,
            start_at=start_at,
            end_at=start_at + timedelta(hours=1),
            plan_run_id=None,
        )
        crew = village.crew(0)
        place(deed, [placement_of(appointment, crew, start_at, start_at + timedelta(hours=1))])
    village.clock.move_to(start_at)
    for what in said:
        with village.doing() as deed:
            report(deed, what, village.all_of(Appointment)[-1].id, deed.now)


def done(shop: Shop, order_id: UUID) -> None:
    """The work was done."""
    went(shop, order_id, Report.ON_THE_WAY, Report.ARRIVED, Report.DONE)


def test_visit_is_asked_for_in_one_step_with_the_choice_of_the_repair(shop: Shop) -> None:
    claim = shop.opened()
    shop.decided(claim)

    order_id = asked(shop, claim)

    kept = shop.claim(claim)
    (order,) = shop.village.all_of(WorkOrder)
    (case,) = shop.village.all_of(Case)
    assert (kept.state, kept.remedy) == ("visit_planned", "repair")
    assert (order.id, order.claim_id, order.unit_id) == (order_id, claim.id, shop.unit.id)
    assert (order.note, order.state) == ("Parts: pump", WorkOrderState.OPEN)
    assert case.state is CaseState.VISIT_NEEDED
    with shop.village.parts.store.reading() as session:
        ((found, kind, appointment),) = visits_of_claim(session, claim.id)
    assert (found.id, kind.kind, appointment) == (order_id, WorkKind.REPAIR, None)


def test_repair_is_made_good_when_its_visit_is_done(shop: Shop) -> None:
    claim = approved(shop)
    order_id = asked(shop, claim)

    done(shop, order_id)

    assert shop.claim(claim).state == "fulfilled"
    assert "repair_warranty" in [row.kind for row in shop.village.all_of(Cover)]


def test_claim_is_looked_at_again_after_a_visit_that_only_looked(shop: Shop) -> None:
    claim = approved(shop)

    done(shop, asked(shop, claim, WorkKind.DIAGNOSIS))

    assert shop.claim(claim).state == "in_review"


def test_exchange_waits_for_the_serial_of_the_new_unit(shop: Shop) -> None:
    claim = approved(shop, RemedyKind.REPLACE)

    done(shop, asked(shop, claim))

    assert shop.claim(claim).state == "visit_planned"
    assert "claim_visited" in [row.what for row in shop.village.all_of(Event)]


def test_claim_waits_for_another_way_when_the_visit_is_called_off(shop: Shop) -> None:
    claim = approved(shop)
    order_id = asked(shop, claim)

    with shop.village.doing() as deed:
        order = deed.session.get_one(WorkOrder, order_id)
        cancel_work_order(deed, order, by=CancelledBy.CUSTOMER, reason="They moved.")

    assert shop.claim(claim).state == "remedy_chosen"


@pytest.mark.parametrize("what", [Report.INCOMPLETE, Report.CUSTOMER_NO_SHOW])
def test_claim_comes_back_to_its_owner_when_the_visit_ends_without_its_work(
    shop: Shop, what: Report
) -> None:
    claim = approved(shop)
    order_id = asked(shop, claim)

    went(shop, order_id, Report.ARRIVED, what)

    (case,) = shop.village.all_of(Case)
    (order,) = shop.village.all_of(WorkOrder)
    assert (shop.claim(claim).state, case.state) == ("remedy_chosen", CaseState.IN_PROGRESS)
    assert order.state is WorkOrderState.CANCELLED
    is_met = what is Report.INCOMPLETE
    (notice,) = shop.village.notices("case_update" if is_met else "no_access")
    assert notice.facts["ended" if is_met else "may_choose"] == (what.value if is_met else False)
    assert case.next_update_at == datetime.fromisoformat(str(notice.facts["next_update_at"]))
    assert may_ask_for_visit(shop.claim(claim))

    second = asked(shop, shop.claim(claim))

    assert {row.id: row.follows_id for row in shop.village.all_of(WorkOrder)} == {
        order_id: None,
        second: order_id,
    }


def test_visit_of_a_kind_that_nobody_makes_changes_nothing(shop: Shop) -> None:
    claim = approved(shop)

    with pytest.raises(NotUnderstood):
        asked(shop, claim, WorkKind.MAINTENANCE)

    assert shop.claim(claim).state == "remedy_chosen"
    assert shop.village.all_of(WorkOrder) == []


def test_visit_cannot_be_asked_for_twice(shop: Shop) -> None:
    claim = approved(shop)
    asked(shop, claim)

    with pytest.raises(IllegalMove):
        asked(shop, claim)

    assert len(shop.village.all_of(WorkOrder)) == 1
