"""Addresses do not wait for each other, and each gets its messages one after the other, whoever sends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from aftersales.clock import SetClock
from aftersales.parts import Parts
from aftersales.records import WebhookEndpoint
from aftersales.webhooks.sending import LEASE, SentHooks, send_due_webhooks
from tests.aftersales.conftest import STAFF
from tests.aftersales.webhooks.conftest import PAUSE, endpoint_now, subscribe, write_to
from tests.aftersales.webhooks.shop_system import Answering, ShopSystem


def test_slow_receiver_holds_up_no_other(
    parts: Parts, shop: ShopSystem, open_shop: Callable[[], ShopSystem]
) -> None:
    slow = shop
    slow.usual = Answering(200, seconds=0.8)
    quick = open_shop()
    slow_endpoint, quick_endpoint = subscribe(parts, slow), subscribe(parts, quick)
    write_to(parts, slow_endpoint, 4)
    write_to(parts, quick_endpoint)

    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send_due_webhooks, parts)
        wait_until(lambda: len(quick.taken) == 1)
        write_to(parts, quick_endpoint)  # comes while the slow one is still at work
        wait_until(lambda: len(quick.taken) == 2)
        was_running = not sending.done()
        assert sending.result(20) == SentHooks(sent=6)

    assert was_running
    assert len(slow.taken) == 4


def test_messages_to_one_address_leave_one_after_the_other_in_order(
    parts: Parts, shop: ShopSystem
) -> None:
    endpoint = subscribe(parts, shop)
    written = write_to(parts, endpoint, 30)

    send_due_webhooks(parts)

    assert [UUID(taken.id) for taken in shop.taken] == written
    assert shop.most_at_once == 1


def test_senders_at_once_send_each_message_once(parts: Parts, shop: ShopSystem) -> None:
    endpoints = [subscribe(parts, shop) for _ in range(12)]
    written = [each for endpoint in endpoints for each in write_to(parts, endpoint, 3)]
    start = threading.Barrier(4)

    def send(_: int) -> SentHooks:
        start.wait(10)
        return send_due_webhooks(parts)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(send, range(4)))
    rest = send_due_webhooks(parts)

    assert sum((*done, rest), SentHooks()) == SentHooks(sent=len(written))
    assert sorted(UUID(taken.id) for taken in shop.taken) == sorted(written)


def test_senders_at_once_keep_the_order_of_an_address(parts: Parts, shop: ShopSystem) -> None:
    shop.usual = Answering(200, seconds=0.01)
    written = write_to(parts, subscribe(parts, shop), 20)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: send_due_webhooks(parts), range(4)))
    send_due_webhooks(parts)

    assert [UUID(taken.id) for taken in shop.taken] == written
    assert shop.most_at_once == 1


def test_address_that_somebody_else_sends_to_is_left_to_them(
    parts: Parts, clock: SetClock, shop: ShopSystem
) -> None:
    endpoint = subscribe(parts, shop)
    write_to(parts, endpoint)
    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, endpoint.id)
        row.busy_until_at = clock.now() + LEASE
        deed.add(row)

    assert send_due_webhooks(parts) == SentHooks()
    clock.move_to(clock.now() + LEASE)  # whoever it was is dead

    assert send_due_webhooks(parts) == SentHooks(sent=1)
    assert endpoint_now(parts).busy_until_at is None


def test_address_held_from_a_time_before_the_clock_went_back_is_sent_to(
    parts: Parts, clock: SetClock, shop: ShopSystem
) -> None:
    endpoint = subscribe(parts, shop)
    write_to(parts, endpoint)
    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, endpoint.id)
        row.busy_until_at = clock.now() + timedelta(days=1)
        deed.add(row)

    assert send_due_webhooks(parts) == SentHooks(sent=1)
    assert endpoint_now(parts).busy_until_at is None


def test_round_that_is_told_to_stop_begins_nothing_more(parts: Parts, shop: ShopSystem) -> None:
    write_to(parts, subscribe(parts, shop), 3)

    done = send_due_webhooks(parts, should_stop=lambda: bool(shop.taken))
    rest = send_due_webhooks(parts)

    assert (done, rest) == (SentHooks(sent=1), SentHooks(sent=2))


@dataclass
class HastyClock:
    """Shows twenty seconds more each time it is looked at."""

    moment: datetime

    def now(self) -> datetime:
        self.moment += timedelta(seconds=20)
        return self.moment


def test_round_is_as_long_as_it_lasts_whatever_the_clock_shows(
    parts: Parts, clock: SetClock, shop: ShopSystem
) -> None:
    write_to(parts, subscribe(parts, shop), 3)

    done = send_due_webhooks(replace(parts, clock=HastyClock(clock.now())))

    assert done == SentHooks(sent=3)


def test_message_that_cannot_be_made_is_put_off_and_stops_no_other(
    parts: Parts, shop: ShopSystem, open_shop: Callable[[], ShopSystem]
) -> None:
    other = open_shop()
    broken = subscribe(parts, shop)
    write_to(parts, broken)
    write_to(parts, subscribe(parts, other))
    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, broken.id)
        row.url = "http://[broken/"
        deed.add(row)

    assert send_due_webhooks(parts) == SentHooks(sent=1, failed=1)

    assert (len(shop.taken), len(other.taken)) == (0, 1)


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(500):
        if is_so():
            return
        PAUSE.wait(0.02)
    raise AssertionError("it did not come")
