"""Delivery: each due notice is tried, retried with growing pauses, and never lost or sent twice.

An attempt is written before it is made and closed after it. A crash in between repeats the very same
message under the same Message-ID, which mail systems recognise. Notices come here in rounds of
everything that is due, or one by one from workers; whoever locks a notice's row first has the attempt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog

from aftersales.channels.hooks import Line
from aftersales.channels.mail import TIMEOUT_SECONDS, DeliveryFailed
from aftersales.channels.outgoing import Outgoing
from aftersales.deed import SYSTEM, Deed, Errand
from aftersales.errors import NotUnderstood
from aftersales.identifiers import code_digits, link_token
from aftersales.notices.addresses import Address, address_beside, address_of
from aftersales.notices.carriers import carriers_of
from aftersales.notices.escalation import tell_staff_instead
from aftersales.notices.letter import letter
from aftersales.notices.pauses import pause_after
from aftersales.notices.short import short
from aftersales.parts import Parts
from aftersales.queries.notices import deliveries_of, notices_by_id, notices_due
from aftersales.records import (
    Channel,
    DeliveryState,
    JobKind,
    Notice,
    NoticeDelivery,
    NoticeState,
)
from aftersales.store import lock_rows
from scheduling import Stopwatch

BATCH: Final = 25
"""Attempts begun in one transaction: few enough that a crash repeats little."""

LONGEST_BATCH: Final = timedelta(minutes=1)
"""After this a batch begins nothing more; what is left comes with the next one."""

LONGEST_SEND: Final = timedelta(seconds=10 * TIMEOUT_SECONDS)
"""A mail server that answers each of the ten steps of a message at the last moment takes this long."""

SKEW: Final = timedelta(seconds=2)
"""The clock of the machine that wrote a notice may be this far ahead of the one that delivers it."""

LONGEST_ERROR: Final = 2000
"""Characters of what a mail server said that are kept; some say very much."""

_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sent:
    """What a round of delivery did."""

    sent: int = 0
    failed: int = 0
    unreachable: int = 0

    def __add__(self, other: Sent) -> Sent:
        """Both rounds together."""
        return Sent(
            sent=self.sent + other.sent,
            failed=self.failed + other.failed,
            unreachable=self.unreachable + other.unreachable,
        )


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One attempt that was written down and is to be made."""

    notice: Notice
    delivery: NoticeDelivery
    address: Address


def send_due(
    parts: Parts,
    on_sent: Callable[[Sent], None] = lambda _: None,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    overdue: timedelta = timedelta(0),
) -> Sent:
    """Deliver everything that is due since `overdue`; a failure puts its notice off and goes on with the next."""
    done = Sent()
    while not should_stop():
        with parts.store.reading() as session:
            due = notices_due(session, parts.clock.now() - overdue, BATCH)
        if not due:
            break
        done += _deliver(parts, due, should_stop)
        on_sent(done)
    return done


def send_notice(parts: Parts, notice_id: UUID) -> Sent:
    """Deliver one notice if it is due; repeating it does nothing more."""
    return _deliver(parts, [notice_id], lambda: False)


def _deliver(parts: Parts, notice_ids: Sequence[UUID], should_stop: Callable[[], bool]) -> Sent:
    with parts.doing(SYSTEM) as deed:
        attempts, unreachable = _begin(deed, notice_ids)
    if not attempts:
        return Sent(unreachable=unreachable)
    failures = []
    watch = Stopwatch()
    for attempt in attempts:
        if should_stop():
            break
        failures.append(_make(parts, attempt))
        if watch.elapsed > LONGEST_BATCH.total_seconds():
            break
    with parts.doing(SYSTEM) as deed:
        lock_rows(deed.session, "notice", [attempt.notice.id for attempt in attempts])
        made = attempts[: len(failures)]
        sent = sum(_close(deed, *each) for each in zip(made, failures, strict=True))
        _take_back(deed, attempts[len(made) :])
    return Sent(sent=sent, failed=len(made) - sent, unreachable=unreachable)


def _begin(deed: Deed, notice_ids: Sequence[UUID]) -> tuple[list[_Attempt], int]:
    """Write the attempts down before they are made; notices that somebody else took are left alone."""
    lock_rows(deed.session, "notice", list(notice_ids))
    attempts, unreachable = [], 0
    for notice in notices_by_id(deed.session, notice_ids):
        if notice.state is not NoticeState.WAITING or notice.not_before_at > deed.now + SKEW:
            continue
        before = deliveries_of(deed.session, notice.id)
        if _has_left(before):
            address = address_beside(deed, notice, before)
        else:
            address = address_of(deed, notice, before)
        if address is None and _has_left(before):
            notice.state = NoticeState.SENT
            continue
        if address is None:
            notice.state = NoticeState.UNREACHABLE
            tell_staff_instead(deed, notice)
            unreachable += 1
            continue
        notice.attempts += 1
        tries = 1 + sum(each.channel is address.channel for each in before)
        notice.not_before_at = deed.now + max(
            pause_after(tries, notice.id), LONGEST_BATCH + LONGEST_SEND
        )
        delivery = NoticeDelivery(
            id=deed.new_id(),
            notice_id=notice.id,
            attempt=notice.attempts,
            channel=address.channel,
            contact_id=address.contact_id,
            state=DeliveryState.STARTED,
            started_at=deed.now,
            error="",
        )
        deed.add(delivery)
        attempts.append(_Attempt(notice, delivery, address))
    return attempts, unreachable


def _make(parts: Parts, attempt: _Attempt) -> DeliveryFailed | None:
    """Send it, with no transaction open; one that cannot be made does not keep the others waiting."""
    notice, address = attempt.notice, attempt.address
    link_id = notice.facts.get("link_id")
    token = link_token(parts.secret, UUID(str(link_id))) if link_id else None
    code_id = notice.facts.get("code_id")
    code = code_digits(parts.secret, UUID(str(code_id))) if code_id else ""
    try:
        if address.channel is Channel.EMAIL:
            message = letter(parts.settings, notice, address.text, address.name, token, code)
            parts.post.send(message, notice.unrepeatable_key)
        else:
            _say(parts, attempt, short(parts.settings, notice, token))
    except NotUnderstood as error:
        return DeliveryFailed(f"The message could not be written. {error}", is_final=True)
    except DeliveryFailed as failure:
        return failure
    except Exception as error:  # noqa: BLE001 - the outermost loop of a job
        kind = type(error).__name__
        _LOG.error("notice_failed", notice=str(notice.id), kind=notice.kind, error=kind)
        return DeliveryFailed(f"The message could not be made ({kind}).", is_final=False)
    return None


def _say(parts: Parts, attempt: _Attempt, text: str) -> None:
    """Say it in a messenger.

    Raises:
        DeliveryFailed: nothing carries it there (any more), or whoever does could not.
    """
    settings, address = parts.settings, attempt.address
    carrier = carriers_of(settings).get(address.channel)
    if carrier is None:
        raise DeliveryFailed("Nothing carries messages to this channel.", is_final=True)
    outgoing = Outgoing(
        channel=address.channel,
        address=address.text,
        name=address.name,
        text=text,
        language=attempt.notice.language,
        key=attempt.notice.unrepeatable_key,
        at=parts.clock.now(),
    )
    with Line(
        timeout=settings.webhook_timeout_seconds, is_local_allowed=settings.webhooks_allow_local
    ) as line:
        carrier.send(line, outgoing)


def _close(deed: Deed, attempt: _Attempt, failure: DeliveryFailed | None) -> bool:
    """Write down how an attempt ended; answers whether it was sent.

    What was sent is sent, whoever tried again meanwhile; a failure only counts for the newest attempt.
    """
    notice = deed.session.get_one(Notice, attempt.notice.id)
    delivery = deed.session.get_one(NoticeDelivery, attempt.delivery.id)
    delivery.finished_at = deed.now
    if failure is None:
        delivery.state = DeliveryState.SENT
        notice.state = NoticeState.SENT
        notice.sent_at = notice.sent_at or deed.now
        _say_beside(deed, notice)
        return True
    delivery.state = DeliveryState.FAILED
    delivery.error = str(failure)[:LONGEST_ERROR]
    if not _is_newest(notice, delivery):
        return False
    before = deliveries_of(deed.session, notice.id)
    tries = sum(each.channel is delivery.channel for each in before)
    if failure.is_final or tries >= deed.settings.notice_attempts:
        _end_here(deed, notice, delivery)
    else:
        wait = pause_after(tries, notice.id)
        notice.not_before_at = deed.now + wait
        deed.errands.append(Errand(kind=JobKind.DELIVER, subject_id=notice.id, wait=wait))
    return False


def _say_beside(deed: Deed, notice: Notice) -> None:
    """What has left goes out on a second channel, too, if it is urgent and was not tried there yet."""
    deed.session.flush()
    before = deliveries_of(deed.session, notice.id)
    beside = address_beside(deed, notice, before)
    if beside is not None and all(each.channel is not beside.channel for each in before):
        notice.state, notice.not_before_at = NoticeState.WAITING, deed.now
        deed.errands.append(Errand(kind=JobKind.DELIVER, subject_id=notice.id))


def _has_left(before: Sequence[NoticeDelivery]) -> bool:
    """Whether a notice was sent on one channel already."""
    return any(each.state is DeliveryState.SENT for each in before)


def _end_here(deed: Deed, notice: Notice, delivery: NoticeDelivery) -> None:
    """Nothing more is tried on this channel: where another one leads to the customer it goes there, else staff are told."""
    delivery.is_final = delivery.channel is not Channel.EMAIL
    deed.add(delivery)
    deed.session.flush()
    others = deliveries_of(deed.session, notice.id)
    if _has_left(others):  # it was said on another channel
        notice.state = NoticeState.SENT
        return
    if delivery.is_final and address_of(deed, notice, others) is not None:
        notice.not_before_at = deed.now
        deed.errands.append(Errand(kind=JobKind.DELIVER, subject_id=notice.id))
        return
    notice.state = NoticeState.GIVEN_UP
    tell_staff_instead(deed, notice)


def _take_back(deed: Deed, attempts: Sequence[_Attempt]) -> None:
    """Undo attempts that were written down but not made because the round had to end."""
    deliveries = [deed.session.get_one(NoticeDelivery, each.delivery.id) for each in attempts]
    for delivery in deliveries:
        notice = deed.session.get_one(Notice, delivery.notice_id)
        if _is_newest(notice, delivery):
            notice.attempts -= 1
            notice.not_before_at = deed.now
            deed.errands.append(Errand(kind=JobKind.DELIVER, subject_id=notice.id))
    deed.remove(deliveries)


def _is_newest(notice: Notice, delivery: NoticeDelivery) -> bool:
    """Whether nobody began another attempt or ended the notice since this one began."""
    return notice.state is NoticeState.WAITING and notice.attempts == delivery.attempt
