"""A kept time that nobody confirmed: whose it was is told once, and nobody who has moved on."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest

from aftersales.booking import hold_slot, tend_bookings, wait_for_earlier
from aftersales.errors import SlotTaken
from aftersales.identifiers import link_token
from aftersales.notices.booking_facts import LapsedFacts
from aftersales.notices.delivery import send_due
from aftersales.notices.facts import from_json
from aftersales.queries.visits import visits_by_id
from aftersales.records import Notice, WaitingCustomer, WaitState
from tests.aftersales.booking.conftest import Shop
from tests.aftersales.conftest import all_of, mail_in
from tests.aftersales.small_city import TUESDAY, WEDNESDAY
from tests.conftest import STAFF

MORNING, AFTERNOON = "2026-11-25T08:00/12:00", "2026-11-25T12:00/16:00"


def told(shop: Shop) -> list[LapsedFacts]:
    rows = [each for each in all_of(shop.parts, Notice) if each.kind == "hold_expiring"]
    return [from_json(LapsedFacts, each.facts) for each in rows]


def sweeps(shop: Shop, *, after: int = 11) -> None:
    shop.clock.moment += timedelta(minutes=after)
    tend_bookings(shop.parts, "li", Event())


def test_whoever_did_not_confirm_is_told_once_with_a_link_to_choose_again(shop: Shop) -> None:
    shop.hire("T1", WEDNESDAY)
    order = shop.sells()
    shop.holds(order, MORNING)
    sweeps(shop, after=9)
    assert told(shop) == []

    sweeps(shop, after=2)
    sweeps(shop)

    [facts] = told(shop)
    assert not facts.has_visit
    send_due(shop.parts)
    body = mail_in(shop.parts.settings.outbox)[-1].get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert f"/book/{link_token(shop.parts.secret, facts.link_id)}" in text
    assert MORNING in shop.codes(order)


def test_whoever_confirmed_or_chose_another_time_is_not_told(shop: Shop) -> None:
    shop.hire("T1", WEDNESDAY)
    confirmed, other = shop.sells(), shop.sells()
    shop.books(confirmed, MORNING)
    shop.holds(other, MORNING)
    shop.clock.moment += timedelta(minutes=11)
    shop.holds(other, AFTERNOON)
    shop.confirms(other, AFTERNOON)

    sweeps(shop)

    assert told(shop) == []


def test_whoever_loses_it_to_somebody_else_is_told_by_their_choice(shop: Shop) -> None:
    shop.hire("T1", WEDNESDAY)
    first, second = shop.sells(minutes=300), shop.sells(minutes=300)
    code = shop.codes(first)[0]
    shop.holds(first, code)
    shop.clock.moment += timedelta(minutes=11)

    shop.holds(second, code)
    sweeps(shop, after=0)

    assert len(told(shop)) == 1
    with pytest.raises(SlotTaken):
        shop.confirms(first, code)


def test_who_is_on_the_phone_with_the_office_is_not_written_to(shop: Shop) -> None:
    shop.hire("T1", WEDNESDAY)
    hold_slot(shop.parts, STAFF, shop.sells(), MORNING)

    sweeps(shop)

    assert told(shop) == []


def test_earlier_time_that_ran_out_is_told_and_the_visit_stands(shop: Shop) -> None:
    shop.hire("T1", WEDNESDAY)
    visit_id = shop.books(shop.sells(), MORNING)
    with shop.parts.doing(STAFF) as deed:
        wait_for_earlier(deed, visits_by_id(deed.session, [visit_id])[visit_id])
    shop.hire("T2", TUESDAY)
    sweeps(shop, after=0)
    (waiting,) = all_of(shop.parts, WaitingCustomer)
    assert waiting.state is WaitState.OFFERED

    sweeps(shop, after=shop.parts.settings.earlier_hold_minutes + 1)

    [facts] = told(shop)
    assert facts.has_visit
    send_due(shop.parts)
    lapsed = [
        mail for mail in mail_in(shop.parts.settings.outbox) if "no longer kept" in mail["Subject"]
    ]
    assert ["Your visit stays as it was." in str(each.get_body(("plain",))) for each in lapsed] == [
        True
    ]
