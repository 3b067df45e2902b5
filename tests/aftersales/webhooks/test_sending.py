"""Messages leave signed, are repeated until they are taken, and hold up nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from aftersales.clock import SetClock, SystemClock
from aftersales.identifiers import webhook_secret
from aftersales.parts import Parts
from aftersales.records import Event, WebhookEndpoint, WebhookMessage, WebhookState
from aftersales.webhooks.endpoints import replay, rotate_secret
from aftersales.webhooks.schedule import ATTEMPTS, PAUSES
from aftersales.webhooks.sending import SentHooks, send_due_webhooks
from aftersales.webhooks.signing import secret_of
from tests.aftersales.conftest import STAFF, all_of
from tests.aftersales.webhooks.conftest import endpoint_now, only, subscribe, write_to
from tests.aftersales.webhooks.shop_system import Answering, ShopSystem, Taken


def with_settings(parts: Parts, **changed: object) -> Parts:
    return replace(parts, settings=parts.settings.model_copy(update=changed))


def is_signed(taken: Taken, secret: str) -> bool:
    """Whether a request carries the signature that the library makes with a secret."""
    at = datetime.fromtimestamp(int(taken.headers["webhook-timestamp"]), UTC)
    signature = Webhook(secret).sign(taken.id, at, taken.body)
    return signature in taken.headers["webhook-signature"].split(" ")


def test_message_is_verified_by_the_library_of_the_receiver(parts: Parts, shop: ShopSystem) -> None:
    present = replace(parts, clock=SystemClock())  # the library looks at the time as well
    endpoint = subscribe(present, shop)
    write_to(present, endpoint)

    assert send_due_webhooks(present) == SentHooks(sent=1)

    (taken,) = shop.taken
    content = Webhook(secret_of(parts.secret, endpoint)).verify(taken.body, dict(taken.headers))
    assert (content["type"], content["data"]) == (
        "webhook.test",
        {"endpoint_id": str(endpoint.id)},
    )
    with pytest.raises(WebhookVerificationError):
        Webhook(webhook_secret("another", endpoint.id, 1)).verify(taken.body, dict(taken.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret_of(parts.secret, endpoint)).verify(taken.body + " ", dict(taken.headers))


def test_sent_message_says_when_it_was_taken(parts: Parts, shop: ShopSystem) -> None:
    endpoint = subscribe(parts, shop)
    (message_id,) = write_to(parts, endpoint)

    done = send_due_webhooks(parts)

    message, (taken,) = only(parts), shop.taken
    assert done == SentHooks(sent=1)
    assert (message.state, message.attempts, message.last_status, message.error) == (
        WebhookState.SENT,
        1,
        204,
        "",
    )
    assert message.sent_at == parts.clock.now()
    assert (taken.id, taken.path) == (str(message_id), "/hooks?shop=1")
    assert taken.headers["content-type"] == "application/json"
    assert taken.headers["host"] == f"127.0.0.1:{shop.port}"
    assert send_due_webhooks(parts) == SentHooks()


def test_message_that_failed_is_repeated_under_its_identifier(
    parts: Parts, clock: SetClock, shop: ShopSystem
) -> None:
    endpoint = subscribe(parts, shop)
    write_to(parts, endpoint)
    shop.next_answers = [Answering(500), Answering(503)]

    assert send_due_webhooks(parts) == SentHooks(failed=1)
    failing = endpoint_now(parts)
    assert (failing.trouble, failing.failing_since_at) == (
        "The receiver answered 500.",
        clock.now(),
    )
    assert send_due_webhooks(parts) == SentHooks()  # not before its pause is over
    clock.move_to(clock.now() + PAUSES[0])
    assert send_due_webhooks(parts) == SentHooks(failed=1)
    clock.move_to(clock.now() + PAUSES[1])
    assert send_due_webhooks(parts) == SentHooks(sent=1)

    assert len({taken.id for taken in shop.taken}) == 1
    assert len({taken.body for taken in shop.taken}) == 1
    assert len({taken.headers["webhook-timestamp"] for taken in shop.taken}) == 3
    secret = secret_of(parts.secret, endpoint)
    assert all(is_signed(taken, secret) for taken in shop.taken)
    message, well = only(parts), endpoint_now(parts)
    assert (message.state, message.attempts) == (WebhookState.SENT, 3)
    assert (well.trouble, well.failing_since_at) == ("", None)


def test_message_that_is_never_taken_is_given_up_and_the_failure_is_seen(
    parts: Parts, clock: SetClock, shop: ShopSystem
) -> None:
    endpoint = subscribe(parts, shop)
    write_to(parts, endpoint)
    shop.usual = Answering(500)
    began_at = clock.now()

    rounds = [send_due_webhooks(parts)]
    for pause in PAUSES:
        clock.move_to(clock.now() + pause - timedelta(seconds=1))
        assert send_due_webhooks(parts) == SentHooks()
        clock.move_to(clock.now() + timedelta(seconds=1))
        rounds.append(send_due_webhooks(parts))

    assert rounds == [SentHooks(failed=1)] * (ATTEMPTS - 1) + [SentHooks(failed=1, given_up=1)]
    message, failing = only(parts), endpoint_now(parts)
    assert (message.state, message.attempts) == (WebhookState.GIVEN_UP, ATTEMPTS)
    assert (message.last_status, message.error) == (500, "The receiver answered 500.")
    assert (failing.is_active, failing.failing_since_at) == (True, began_at)
    assert [
        (event.what, event.facts) for event in all_of(parts, Event) if "given_up" in event.what
    ] == [("webhook_given_up", {"message_id": str(message.id)})]


def test_receiver_that_is_gone_is_told_nothing_more(parts: Parts, shop: ShopSystem) -> None:
    endpoint = subscribe(parts, shop)
    write_to(parts, endpoint, 3)
    shop.usual = Answering(410)

    assert send_due_webhooks(parts) == SentHooks(failed=1, given_up=1)

    messages = all_of(parts, WebhookMessage)
    assert {message.state for message in messages} == {WebhookState.GIVEN_UP}
    assert {message.error for message in messages} == {
        "The receiver answered 410: it wants no more messages."
    }
    assert (len(shop.taken), endpoint_now(parts).is_active) == (1, False)
    assert "webhook_endpoint_gone" in [event.what for event in all_of(parts, Event)]


@pytest.mark.parametrize(
    ("status", "header", "minutes"),
    [
        (429, "600", 10.0),
        (503, "moment", 10.0),
        (429, "99999999999999999999", 24 * 60.0),
        (429, "soon", 5 / 60),
        (429, "1", 5 / 60),
        (500, "600", 5 / 60),
    ],
)
def test_pause_that_the_receiver_asks_for_is_kept_for_all_its_messages(
    parts: Parts, clock: SetClock, shop: ShopSystem, status: int, header: str, minutes: float
) -> None:
    endpoint = subscribe(parts, shop)
    write_to(parts, endpoint, 2)
    if header == "moment":
        header = format_datetime(clock.now() + timedelta(minutes=10), usegmt=True)
    shop.next_answers = [Answering(status, {"Retry-After": header})]

    assert send_due_webhooks(parts) == SentHooks(failed=1)
    clock.move_to(clock.now() + timedelta(minutes=minutes, seconds=-1))
    assert send_due_webhooks(parts) == SentHooks()
    clock.move_to(clock.now() + timedelta(seconds=1))
    assert send_due_webhooks(parts) == SentHooks(sent=2)

    ids = [taken.id for taken in shop.taken]
    assert ids == [ids[0], *sorted(set(ids))]  # the one that failed goes first again


def test_redirect_is_a_failure_and_is_not_followed(
    parts: Parts, shop: ShopSystem, open_shop: Callable[[], ShopSystem]
) -> None:
    other = open_shop()
    write_to(parts, subscribe(parts, shop))
    shop.usual = Answering(307, {"Location": other.url})

    assert send_due_webhooks(parts) == SentHooks(failed=1)

    assert (len(shop.taken), other.taken) == (1, [])
    assert only(parts).error == "The receiver answered 307: redirects are not followed."


@pytest.mark.parametrize("answer", [Answering(200, seconds=30), Answering(200, drips=True)])
def test_receiver_that_takes_too_long_has_failed(
    parts: Parts, shop: ShopSystem, answer: Answering
) -> None:
    hasty = with_settings(parts, webhook_timeout_seconds=1)
    write_to(hasty, subscribe(hasty, shop))
    shop.usual = answer

    assert send_due_webhooks(hasty) == SentHooks(failed=1)

    assert only(parts).error == "There was no answer within 1 seconds."
    assert only(parts).last_status is None


def test_endless_answer_is_read_only_so_far(parts: Parts, shop: ShopSystem) -> None:
    write_to(parts, subscribe(parts, shop))
    shop.usual = Answering(200, body=b"." * 50_000_000)

    assert send_due_webhooks(parts) == SentHooks(sent=1)


def test_nobody_there_is_a_failure(parts: Parts, shop: ShopSystem) -> None:
    write_to(parts, subscribe(parts, shop))
    shop.close()

    assert send_due_webhooks(parts) == SentHooks(failed=1)

    assert only(parts).error == "The connection failed (ConnectError)."


def test_name_that_leads_into_the_house_is_refused_when_it_is_sent_to(
    parts: Parts, shop: ShopSystem
) -> None:
    endpoint = subscribe(parts, shop)
    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, endpoint.id)
        row.url = f"http://localhost:{shop.port}/hooks"
        deed.add(row)
    write_to(parts, endpoint)
    assert send_due_webhooks(parts) == SentHooks(sent=1)  # it could be reached
    write_to(parts, endpoint)
    closed = with_settings(parts, webhooks_allow_local=False)

    assert send_due_webhooks(closed) == SentHooks(failed=1)

    assert len(shop.taken) == 1
    assert all_of(parts, WebhookMessage)[-1].error == (
        "The address leads to a private network, where nothing is sent."
    )


def test_rotated_secret_signs_beside_the_old_one_for_a_day(
    parts: Parts, clock: SetClock, shop: ShopSystem
) -> None:
    endpoint = subscribe(parts, shop)
    old = secret_of(parts.secret, endpoint)
    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, endpoint.id)
        rotate_secret(deed, row)
    new = secret_of(parts.secret, endpoint_now(parts))
    write_to(parts, endpoint)
    send_due_webhooks(parts)
    clock.move_to(clock.now() + timedelta(hours=24))
    write_to(parts, endpoint)
    send_due_webhooks(parts)

    during, after = shop.taken
    assert old != new
    assert (is_signed(during, old), is_signed(during, new)) == (True, True)
    assert (is_signed(after, old), is_signed(after, new)) == (False, True)


def test_replayed_message_comes_again_under_its_identifier(parts: Parts, shop: ShopSystem) -> None:
    endpoint = subscribe(parts, shop)
    write_to(parts, endpoint)
    send_due_webhooks(parts)

    with parts.doing(STAFF) as deed:
        replay(deed, deed.session.get_one(WebhookMessage, only(parts).id))
    assert send_due_webhooks(parts) == SentHooks(sent=1)

    first, second = shop.taken
    assert (first.id, first.body) == (second.id, second.body)
    assert (only(parts).state, only(parts).attempts) == (WebhookState.SENT, 1)
