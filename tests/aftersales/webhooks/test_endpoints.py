"""Endpoints: which addresses are taken, what is told to them, their secrets, their end."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from aftersales.clock import SetClock
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.parts import Parts
from aftersales.queries.webhooks import endpoints_page
from aftersales.records import Event, WebhookEndpoint, WebhookMessage, WebhookState
from aftersales.webhooks.endpoints import (
    add_endpoint,
    edit_endpoint,
    remove_endpoint,
    replay,
    rotate_secret,
    send_test,
)
from aftersales.webhooks.kinds import WebhookKind
from aftersales.webhooks.sending import SentHooks, send_due_webhooks
from aftersales.webhooks.signing import secret_of
from tests.aftersales.conftest import STAFF, all_of

URL = "https://shop.example/hooks"


def add(parts: Parts, url: str = URL, *events: str) -> WebhookEndpoint:
    with parts.doing(STAFF) as deed:
        return add_endpoint(deed, url=url, events=events or ["case.opened"])


def stand(parts: Parts) -> WebhookEndpoint:
    (endpoint,) = all_of(parts, WebhookEndpoint)
    return endpoint


def test_added_endpoint_is_active_and_knows_its_events_in_order(parts: Parts) -> None:
    endpoint = add(parts, URL, "plan.kept", "appointment.booked", "plan.kept")

    row = stand(parts)
    assert (row.id, row.url, row.is_active) == (endpoint.id, URL, True)
    assert row.events == ["appointment.booked", "plan.kept"]
    (event,) = all_of(parts, Event)
    assert (event.what, event.facts) == (
        "webhook_endpoint_added",
        {"events": ["appointment.booked", "plan.kept"]},
    )


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://shop.example/x", "https"),
        ("//shop.example/x", "https"),
        ("shop.example/x", "https"),
        ("https://", "https"),
        ("http://shop.example/x", "https"),
        ("http://localhost.example/x", "https"),
        ("https://name:word@shop.example/x", "password"),
        ("https://shop.example/x#here", "fragment"),
        ("https://shop.example:99999/", "no address"),
        ("https://[::1/", "no address"),
        ("https://shop.example/ x", "characters"),
        ("https://shöp.example/", "characters"),
        ("https://shop.example\\@10.0.0.1/", "characters"),
        ("https://shop.example/" + "x" * 2000, "longer"),
        ("https://10.0.0.1/", "private"),
        ("https://192.168.1.1/", "private"),
        ("https://169.254.169.254/latest", "private"),
        ("https://100.64.0.1/", "private"),
        ("https://0.0.0.0/", "private"),
        ("https://224.0.0.1/", "private"),
        ("https://[fd00::1]/", "private"),
        ("https://[fe80::1]/", "private"),
        ("https://[::ffff:10.0.0.1]/", "private"),
        ("https://[64:ff9b::a00:1]/", "private"),
        ("https://[2002:0a00:0001::]/", "private"),
        ("http://10.0.0.1/", "private"),
    ],
)
def test_address_that_nothing_may_be_sent_to_is_refused(parts: Parts, url: str, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why) as refused:
        add(parts, url)

    assert [problem.where for problem in refused.value.problems] == ["url"]
    assert all_of(parts, WebhookEndpoint) == []


@pytest.mark.parametrize(
    "url", ["http://localhost:1/x", "http://127.0.0.1:1/x", "https://[::1]/x", "http://[::1]/x"]
)
def test_address_on_this_machine_is_for_rehearsals_only(parts: Parts, url: str) -> None:
    closed = replace(
        parts, settings=parts.settings.model_copy(update={"webhooks_allow_local": False})
    )
    with pytest.raises(NotUnderstood, match="private"):
        add(closed, url)

    add(parts, url)

    assert stand(parts).url == url


@pytest.mark.parametrize(
    "url", ["https://8.8.8.8/", "https://[2001:4860:4860::8888]:8443/x", "https://127.example/"]
)
def test_address_on_the_open_net_is_taken(parts: Parts, url: str) -> None:
    assert add(parts, url).url == url


@pytest.mark.parametrize(
    ("events", "why"), [(["case.eaten"], "case.eaten"), (["*"], r"\*"), ([], "No event")]
)
def test_unknown_or_missing_events_are_refused_with_those_there_are(
    parts: Parts, events: list[str], why: str
) -> None:
    with pytest.raises(NotUnderstood, match=why) as refused, parts.doing(STAFF) as deed:
        add_endpoint(deed, url=URL, events=events)

    assert all(kind in str(refused.value) for kind in WebhookKind)
    assert all_of(parts, WebhookEndpoint) == []


def test_secret_is_derived_and_differs_by_endpoint_house_and_generation(parts: Parts) -> None:
    first, second = add(parts), add(parts)
    before = secret_of(parts.secret, first)

    with parts.doing(STAFF) as deed:
        rotate_secret(deed, deed.session.get_one(WebhookEndpoint, first.id))

    after = secret_of(parts.secret, all_of(parts, WebhookEndpoint)[0])
    made = {before, after, secret_of(parts.secret, second), secret_of("another", first)}
    assert len(made) == 4
    assert secret_of(parts.secret, first) == before  # made again, the same
    assert {len(base64.b64decode(each.removeprefix("whsec_"))) for each in made} == {32}
    stored = " ".join(str(row.model_dump()) for row in all_of(parts, WebhookEndpoint))
    assert before.removeprefix("whsec_") not in stored


def test_edit_changes_what_is_given_and_checks_it(parts: Parts) -> None:
    endpoint = add(parts)

    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, endpoint.id)
        edit_endpoint(deed, row, events=["plan.kept"])
    with pytest.raises(NotUnderstood), parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, endpoint.id)
        edit_endpoint(deed, row, url="http://shop.example/")

    row = stand(parts)
    assert (row.url, row.events, row.is_active) == (URL, ["plan.kept"], True)


def test_endpoint_that_rests_keeps_what_waits_until_it_is_active_again(parts: Parts) -> None:
    endpoint = add(parts, "http://127.0.0.1:1/nobody")
    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, endpoint.id)
        send_test(deed, row)
        edit_endpoint(deed, row, is_active=False)

    assert send_due_webhooks(parts) == SentHooks()
    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, endpoint.id)
        with pytest.raises(NotAllowed, match="active first"):
            send_test(deed, row)
        edit_endpoint(deed, row, is_active=True)

    assert send_due_webhooks(parts) == SentHooks(failed=1)


def test_removed_endpoint_is_told_nothing_and_its_log_stays(parts: Parts, clock: SetClock) -> None:
    endpoint = add(parts)
    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(WebhookEndpoint, endpoint.id)
        send_test(deed, row)

    with parts.doing(STAFF) as deed:
        remove_endpoint(deed, deed.session.get_one(WebhookEndpoint, endpoint.id))

    (message,) = all_of(parts, WebhookMessage)
    assert (message.state, message.error) == (
        WebhookState.GIVEN_UP,
        "The address was removed.",
    )
    assert stand(parts).removed_at == clock.now()
    with parts.store.reading() as session:
        assert endpoints_page(session, after=None, limit=10).rows == []
    with pytest.raises(NotAllowed, match="was removed"), parts.doing(STAFF) as deed:
        replay(deed, deed.session.get_one(WebhookMessage, message.id))


def test_page_of_endpoints_reads_on_where_the_one_before_ended(parts: Parts) -> None:
    ids = [add(parts).id for _ in range(3)]

    with parts.store.reading() as session:
        first = endpoints_page(session, after=None, limit=2)
        second = endpoints_page(session, after=first.next, limit=2)

    assert [row.id for row in first.rows] == ids[:2]
    assert ([row.id for row in second.rows], second.next) == (ids[2:], None)
