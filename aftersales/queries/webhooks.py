"""Who is told of events, and which messages are due?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select, update

from aftersales.queries.chunks import chunks
from aftersales.queries.pages import Page
from aftersales.records import WebhookEndpoint, WebhookMessage, WebhookState, WorkOrder


def endpoints_told(session: Session) -> Sequence[WebhookEndpoint]:
    """The addresses that are told of events now."""
    return session.exec(
        select(WebhookEndpoint)
        .where(col(WebhookEndpoint.is_active))
        .order_by(col(WebhookEndpoint.id))
    ).all()


def endpoints_of_key(session: Session, api_key_id: UUID) -> Sequence[WebhookEndpoint]:
    """The addresses that came with a key and are there still."""
    return session.exec(
        select(WebhookEndpoint).where(
            WebhookEndpoint.api_key_id == api_key_id, col(WebhookEndpoint.removed_at).is_(None)
        )
    ).all()


def references_of_orders(session: Session, order_ids: Collection[UUID]) -> dict[UUID, str]:
    """How people call these work orders."""
    return {
        identifier: reference
        for chunk in chunks(order_ids)
        for identifier, reference in session.exec(
            select(WorkOrder.id, WorkOrder.reference).where(col(WorkOrder.id).in_(chunk))
        ).all()
    }


def endpoints_due(session: Session, now: datetime, last_lease_at: datetime) -> Sequence[UUID]:
    """The addresses with a message that may leave now and to which nobody is sending.

    No lease ends after `last_lease_at` unless the clock was put back since; then nobody is there any more.
    """
    return session.exec(
        select(WebhookEndpoint.id)
        .where(
            col(WebhookEndpoint.is_active),
            or_(
                col(WebhookEndpoint.busy_until_at).is_(None),
                col(WebhookEndpoint.busy_until_at) <= now,
                col(WebhookEndpoint.busy_until_at) > last_lease_at,
            ),
            col(WebhookEndpoint.id).in_(
                select(WebhookMessage.endpoint_id).where(
                    WebhookMessage.state == WebhookState.WAITING,
                    col(WebhookMessage.not_before_at) <= now,
                )
            ),
        )
        .order_by(col(WebhookEndpoint.id))
    ).all()


def next_message_due(session: Session, endpoint_id: UUID, now: datetime) -> WebhookMessage | None:
    """The oldest message to an address that may leave now."""
    return session.exec(
        select(WebhookMessage)
        .where(
            WebhookMessage.endpoint_id == endpoint_id,
            WebhookMessage.state == WebhookState.WAITING,
            col(WebhookMessage.not_before_at) <= now,
        )
        .order_by(col(WebhookMessage.id))
        .limit(1)
    ).first()


def put_off(session: Session, endpoint_id: UUID, until: datetime) -> None:
    """Let nothing leave for an address before a moment."""
    session.flush()
    session.execute(
        update(WebhookMessage)
        .where(
            col(WebhookMessage.endpoint_id) == endpoint_id,
            col(WebhookMessage.state) == WebhookState.WAITING,
            col(WebhookMessage.not_before_at) < until,
        )
        .values(not_before_at=until)
        .execution_options(synchronize_session=False)
    )


def give_up_waiting(session: Session, endpoint_id: UUID, error: str) -> None:
    """Whatever still waits for an address will not be sent."""
    session.flush()
    session.execute(
        update(WebhookMessage)
        .where(
            col(WebhookMessage.endpoint_id) == endpoint_id,
            col(WebhookMessage.state) == WebhookState.WAITING,
        )
        .values(state=WebhookState.GIVEN_UP, error=error)
        .execution_options(synchronize_session=False)
    )


def endpoints_page(
    session: Session, *, after: UUID | None, limit: int, api_key_id: UUID | None = None
) -> Page[WebhookEndpoint]:
    """The addresses that were not removed, or those of one API key."""
    wanted = select(WebhookEndpoint).where(col(WebhookEndpoint.removed_at).is_(None))
    if api_key_id is not None:
        wanted = wanted.where(WebhookEndpoint.api_key_id == api_key_id)
    if after is not None:
        wanted = wanted.where(col(WebhookEndpoint.id) > after)
    rows = session.exec(wanted.order_by(col(WebhookEndpoint.id)).limit(limit + 1)).all()
    return Page(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)
