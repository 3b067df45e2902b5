"""Sending: every due message leaves for its address, is repeated until it is taken, and is never lost.

An attempt is written before it is made and closed after it. A crash in between repeats the message
under the same identifier, by which the receiver knows it. Each address has a line of its own, so that
a slow one holds up no other, and one line only, so that its messages leave one after the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from aftersales.channels.hooks import Line, NoReply, Reply
from aftersales.deed import SYSTEM
from aftersales.parts import Parts
from aftersales.queries.webhooks import endpoints_due, next_message_due
from aftersales.records import WebhookEndpoint, WebhookMessage
from aftersales.store import lock_rows
from aftersales.webhooks.outcome import Outcome, close_attempt
from aftersales.webhooks.schedule import pause_after
from aftersales.webhooks.signing import signed_headers
from scheduling import Stopwatch

LINES: Final = 16
"""Addresses that are sent to at once."""

LEASE: Final = timedelta(seconds=60)
"""So long an address belongs to whoever sends to it: longer than the longest time for an answer."""

LONGEST_LEASE: Final = LEASE + timedelta(minutes=1)
"""A lease further ahead than this is from a time before the clock was put back, and holds nothing."""

ROUND: Final = timedelta(seconds=30)
"""After this a round begins nothing more; what is left comes with the next one."""

LOOK_AGAIN_SECONDS: Final = 1.0
"""While one address is slow, messages that others are waiting for leave within this."""

_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SentHooks:
    """What a round of sending did: messages taken, attempts that failed, messages given up with them."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0

    def __add__(self, other: SentHooks) -> SentHooks:
        """Both together."""
        return SentHooks(
            self.sent + other.sent, self.failed + other.failed, self.given_up + other.given_up
        )


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One attempt that was written down and is to be made."""

    endpoint: WebhookEndpoint
    message: WebhookMessage
    at: datetime


def send_due_webhooks(
    parts: Parts, *, should_stop: Callable[[], bool] = lambda: False
) -> SentHooks:
    """Send every message that is due, to all addresses at once; a failure puts its address off."""
    done = SentHooks()
    watch = Stopwatch()

    def is_over() -> bool:
        return should_stop() or watch.elapsed >= ROUND.total_seconds()

    running: dict[Future[SentHooks], UUID] = {}
    with ThreadPoolExecutor(LINES, thread_name_prefix="webhooks") as pool:
        while True:
            if not is_over():
                for endpoint_id in _due(parts, set(running.values())):
                    running[pool.submit(_serve, parts, endpoint_id, is_over)] = endpoint_id
            if not running:
                return done
            ended, _ = wait(running, LOOK_AGAIN_SECONDS, FIRST_COMPLETED)
            for each in ended:
                del running[each]
                done += each.result()


def _due(parts: Parts, served: set[UUID]) -> list[UUID]:
    now = parts.clock.now()
    with parts.store.reading() as session:
        due = endpoints_due(session, now, now + LONGEST_LEASE)
    return [endpoint_id for endpoint_id in due if endpoint_id not in served]


def _serve(parts: Parts, endpoint_id: UUID, is_over: Callable[[], bool]) -> SentHooks:
    """Send to one address what is due, the oldest first, until something is not taken."""
    done = SentHooks()
    settings = parts.settings
    with Line(
        timeout=settings.webhook_timeout_seconds, is_local_allowed=settings.webhooks_allow_local
    ) as line:
        while not is_over():
            attempt = _begin(parts, endpoint_id)
            if attempt is None:
                break
            outcome = _close(parts, attempt, _make(parts, line, attempt))
            done += SentHooks(
                sent=int(outcome is Outcome.SENT),
                failed=int(outcome is not Outcome.SENT),
                given_up=int(outcome is Outcome.GIVEN_UP),
            )
            if outcome is not Outcome.SENT:
                break
    return done


def _begin(parts: Parts, endpoint_id: UUID) -> _Attempt | None:
    """Write the next attempt down before it is made; nothing if somebody else sends to this address."""
    with parts.doing(SYSTEM) as deed:
        lock_rows(deed.session, "webhook_endpoint", [endpoint_id])
        endpoint = deed.session.get_one(WebhookEndpoint, endpoint_id)
        busy_until_at = endpoint.busy_until_at or deed.now
        is_busy = deed.now < busy_until_at <= deed.now + LONGEST_LEASE
        if is_busy or not endpoint.is_active:
            return None
        message = next_message_due(deed.session, endpoint_id, deed.now)
        if message is None:
            return None
        message.attempts += 1
        message.not_before_at = deed.now + pause_after(message.attempts)
        endpoint.busy_until_at = deed.now + LEASE
        deed.add(endpoint, message)
        return _Attempt(endpoint, message, deed.now)


def _make(parts: Parts, line: Line, attempt: _Attempt) -> Reply | NoReply:
    """Send it, with no transaction open; one that cannot be made does not keep the others waiting."""
    endpoint, message = attempt.endpoint, attempt.message
    try:
        body = json.dumps(message.content, ensure_ascii=False, separators=(",", ":"))
        headers = signed_headers(parts.secret, endpoint, str(message.id), attempt.at, body)
        return line.post(endpoint.url, body, headers, attempt.at)
    except NoReply as nothing:
        return nothing
    except Exception as error:  # noqa: BLE001 - the outermost loop of a job
        kind = type(error).__name__
        _LOG.error("webhook_failed", message=str(message.id), kind=message.kind, error=kind)
        return NoReply(f"The message could not be sent ({kind}).")


def _close(parts: Parts, attempt: _Attempt, reply: Reply | NoReply) -> Outcome:
    """Write down how an attempt ended, and give the address back."""
    with parts.doing(SYSTEM) as deed:
        lock_rows(deed.session, "webhook_endpoint", [attempt.endpoint.id])
        endpoint = deed.session.get_one(WebhookEndpoint, attempt.endpoint.id)
        message = deed.session.get_one(WebhookMessage, attempt.message.id)
        if endpoint.busy_until_at == attempt.at + LEASE:
            endpoint.busy_until_at = None
        return close_attempt(deed, endpoint, message, reply)
