"""Whose turn is it in a campaign: who is reminded today, whose mail is dead, whose visit has ended?"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from aftersales.records import (
    Campaign,
    CampaignResponse,
    CampaignState,
    Notice,
    NoticeState,
    WorkOrder,
    WorkOrderState,
)
from warranty.recalls.responses import ResponseState


def due_responses(
    session: Session, campaign_id: UUID, today: date, after: UUID | None, limit: int
) -> Sequence[CampaignResponse]:
    """Owners of a campaign, after an identifier, whose next step the house can take today; they answer only afterwards."""
    wanted = (
        select(CampaignResponse)
        .where(*_due_by_itself(campaign_id, today))
        .order_by(col(CampaignResponse.id))
        .limit(limit)
        .with_for_update()
    )
    if after is not None:
        wanted = wanted.where(col(CampaignResponse.id) > after)
    return session.exec(wanted).all()


def due_count(session: Session, campaign_id: UUID, today: date) -> int:
    """How many owners of a campaign the house can remind today by itself."""
    counted = select(func.count()).select_from(CampaignResponse)
    return session.exec(counted.where(*_due_by_itself(campaign_id, today))).one()


def responses_with_dead_mail(
    session: Session, limit: int
) -> Sequence[tuple[Campaign, CampaignResponse]]:
    """Owners whose e-mail about a recall reached nobody, and of whom that is not known yet, each with the campaign."""
    failed = select(Notice.subject_id).where(
        Notice.kind == "recall",
        col(Notice.state).in_((NoticeState.UNREACHABLE, NoticeState.GIVEN_UP)),
    )
    return session.exec(
        select(Campaign, CampaignResponse)
        .join(CampaignResponse, col(CampaignResponse.campaign_id) == Campaign.id)
        .where(
            col(CampaignResponse.is_mail_dead).is_(False),
            col(CampaignResponse.state).in_((ResponseState.OWED, ResponseState.NOTIFIED)),
            Campaign.state == CampaignState.PUBLISHED,
            col(CampaignResponse.id).in_(failed),
        )
        .order_by(col(CampaignResponse.id))
        .limit(limit)
    ).all()


def responses_with_ended_visits(
    session: Session, limit: int
) -> Sequence[tuple[Campaign, CampaignResponse, WorkOrder]]:
    """Units whose visit was arranged and is done by now, or was called off, each with the campaign."""
    return session.exec(
        select(Campaign, CampaignResponse, WorkOrder)
        .join(CampaignResponse, col(CampaignResponse.campaign_id) == Campaign.id)
        .join(WorkOrder, col(WorkOrder.id) == CampaignResponse.work_order_id)
        .where(
            CampaignResponse.state == ResponseState.SCHEDULED,
            col(WorkOrder.state).in_((WorkOrderState.DONE, WorkOrderState.CANCELLED)),
        )
        .order_by(col(CampaignResponse.id))
        .limit(limit)
    ).all()


def _due_by_itself(campaign_id: UUID, today: date) -> list[ColumnElement[bool] | bool]:
    """A step by e-mail is due, or nothing is left to be done."""
    way = col(CampaignResponse.next_way)
    return [
        CampaignResponse.campaign_id == campaign_id,
        col(CampaignResponse.next_on) <= today,
        way.is_(None) | (way == "email"),
    ]
