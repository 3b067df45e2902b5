"""A power cut in the middle of sending: nothing is lost, and a repeat carries the same identifier."""

import signal
import subprocess
import sys
from pathlib import Path

from aftersales.clock import SetClock
from aftersales.parts import Parts
from aftersales.records import WebhookMessage, WebhookState
from aftersales.webhooks.endpoints import send_test
from aftersales.webhooks.sending import LEASE, SentHooks, send_due_webhooks
from tests.aftersales.conftest import STAFF, all_of
from tests.aftersales.webhooks.conftest import PAUSE, subscribe
from tests.aftersales.webhooks.shop_system import Answering, ShopSystem

SEND = Path(__file__).with_name("send_until_killed.py")
MESSAGES = 30


def test_killed_sending_is_finished_later_under_the_same_identifiers(
    parts: Parts, clock: SetClock, shop: ShopSystem
) -> None:
    endpoint = subscribe(parts, shop)
    with parts.doing(STAFF) as deed:
        written = [str(send_test(deed, endpoint).id) for _ in range(MESSAGES)]
    shop.usual = Answering(200, seconds=0.1)
    arguments = (parts.settings.database_url, clock.now().isoformat())
    process = subprocess.Popen([sys.executable, str(SEND), *arguments])
    try:
        while len(shop.taken) < 5:
            assert process.poll() is None, "it ended before it could be killed"
            PAUSE.wait(0.005)
    finally:
        process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=10) == -signal.SIGKILL
    states = [message.state for message in all_of(parts, WebhookMessage)]
    assert 0 < states.count(WebhookState.SENT) < MESSAGES  # it was really cut off in the middle

    assert send_due_webhooks(parts) == SentHooks()  # the address still belongs to the dead one
    clock.move_to(clock.now() + LEASE)
    done = send_due_webhooks(parts)

    assert done == SentHooks(sent=MESSAGES - states.count(WebhookState.SENT))
    assert {message.state for message in all_of(parts, WebhookMessage)} == {WebhookState.SENT}
    ids = [taken.id for taken in shop.taken]
    assert sorted(set(ids)) == written
    assert len(ids) - len(set(ids)) <= 1  # only the one under way is repeated
