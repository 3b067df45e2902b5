"""Which arrival windows ran out in a span, which news came about them, and on which channel were they told?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    Appointment,
    Channel,
    DeliveryState,
    Notice,
    NoticeDelivery,
    Promise,
    PromiseKind,
    PromiseState,
    RecipientKind,
    ServicePartner,
)

BINDING: Final = (
    PromiseState.MADE,
    PromiseState.AT_RISK,
    PromiseState.KEPT,
    PromiseState.BROKEN_TOLD,
    PromiseState.BROKEN_UNTOLD,
)
"""All but windows that a narrower one replaced, or of which the customer let us off."""


def windows_run_out(
    session: Session, from_at: datetime, to_at: datetime, territory_id: UUID | None = None
) -> Sequence[Promise]:
    """The binding arrival windows that ended in a span, in one territory or in all, the first made first."""
    asked = (
        select(Promise)
        .join(Appointment, col(Appointment.id) == Promise.appointment_id)
        .where(
            Promise.kind == PromiseKind.ARRIVAL_WINDOW,
            col(Promise.state).in_(BINDING),
            col(Promise.to_at) >= from_at,
            col(Promise.to_at) < to_at,
        )
        .order_by(col(Promise.made_at), col(Promise.id))
    )
    if territory_id is not None:
        asked = asked.where(Appointment.territory_id == territory_id)
    return session.exec(asked).all()


def news_delivered(
    session: Session, appointment_ids: Collection[UUID], kinds: Collection[str]
) -> dict[UUID, list[Notice]]:
    """The notices of these kinds that reached the customers of these visits, the first delivered first."""
    news: dict[UUID, list[Notice]] = defaultdict(list)
    for chunk in chunks(appointment_ids):
        rows = session.exec(
            select(Notice)
            .where(
                col(Notice.subject_id).in_(chunk),
                col(Notice.kind).in_(kinds),
                Notice.recipient_kind == RecipientKind.CUSTOMER,
                col(Notice.sent_at).is_not(None),
            )
            .order_by(col(Notice.sent_at), col(Notice.id))
        )
        for notice in rows:
            news[notice.subject_id].append(notice)
    return news


def channels_of(session: Session, notice_ids: Collection[UUID]) -> dict[UUID, Channel]:
    """On which channel each of these notices was delivered."""
    channels: dict[UUID, Channel] = {}
    for chunk in chunks(notice_ids):
        rows = session.exec(
            select(NoticeDelivery.notice_id, NoticeDelivery.channel).where(
                col(NoticeDelivery.notice_id).in_(chunk),
                NoticeDelivery.state == DeliveryState.SENT,
            )
        )
        channels |= {notice_id: Channel(channel) for notice_id, channel in rows}
    return channels


def partner_names(session: Session) -> dict[UUID, str]:
    """The names of all service partners."""
    return {partner.id: partner.name for partner in session.exec(select(ServicePartner))}
