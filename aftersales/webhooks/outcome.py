"""How an attempt ended, and what follows for its message and its address."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from aftersales.channels.hooks import NoReply, Reply
from aftersales.deed import Deed
from aftersales.queries.webhooks import give_up_waiting, put_off
from aftersales.records import WebhookEndpoint, WebhookMessage, WebhookState
from aftersales.webhooks.schedule import ATTEMPTS, pause_after

PAUSE_WISHES: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""Answers whose Retry-After is followed."""


class Outcome(StrEnum):
    """What became of an attempt."""

    SENT = "sent"
    PUT_OFF = "put_off"
    GIVEN_UP = "given_up"


def close_attempt(
    deed: Deed, endpoint: WebhookEndpoint, message: WebhookMessage, reply: Reply | NoReply
) -> Outcome:
    """Write down what came back, and decide when to go on."""
    deed.add(endpoint, message)
    message.last_status = reply.status if isinstance(reply, Reply) else None
    if isinstance(reply, Reply) and HTTPStatus(200) <= reply.status < HTTPStatus(300):
        message.state, message.sent_at, message.error = WebhookState.SENT, deed.now, ""
        endpoint.trouble, endpoint.failing_since_at = "", None
        return Outcome.SENT
    message.error = endpoint.trouble = _sentence(reply)
    endpoint.failing_since_at = endpoint.failing_since_at or deed.now
    if message.last_status == HTTPStatus.GONE:
        return _gone(deed, endpoint, message)
    wished = _wished(reply)
    put_off(deed.session, endpoint.id, deed.now + pause_after(1, wished))
    if message.attempts < ATTEMPTS:
        message.not_before_at = deed.now + pause_after(message.attempts, wished)
        return Outcome.PUT_OFF
    message.state = WebhookState.GIVEN_UP
    deed.note("webhook_given_up", endpoint, facts={"message_id": str(message.id)})
    return Outcome.GIVEN_UP


def _gone(deed: Deed, endpoint: WebhookEndpoint, message: WebhookMessage) -> Outcome:
    """The receiver wants nothing more: nothing more is sent."""
    endpoint.is_active = False
    message.state = WebhookState.GIVEN_UP
    give_up_waiting(deed.session, endpoint.id, message.error)
    deed.note("webhook_endpoint_gone", endpoint)
    return Outcome.GIVEN_UP


def _wished(reply: Reply | NoReply) -> timedelta | None:
    if isinstance(reply, Reply) and reply.status in PAUSE_WISHES:
        return reply.wished_pause
    return None


def _sentence(reply: Reply | NoReply) -> str:
    if isinstance(reply, NoReply):
        return str(reply)
    if reply.status == HTTPStatus.GONE:
        return "The receiver answered 410: it wants no more messages."
    if HTTPStatus(300) <= reply.status < HTTPStatus(400):
        return f"The receiver answered {reply.status}: redirects are not followed."
    return f"The receiver answered {reply.status}."
