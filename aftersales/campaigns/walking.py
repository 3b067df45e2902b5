"""A published campaign walks through the installed base, batch by batch, and goes on where it was broken off.

Each batch is one transaction: who was told, and how far the walk is, are kept together. Each day it walks again: what
became known of a unit meanwhile, and what no hook has seen, is found then. Nobody is told twice, because every unit and
owner has one row in a campaign.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from aftersales.campaigns.lists import campaign_facts
from aftersales.campaigns.meeting import meet_batch, models_meant
from aftersales.campaigns.telling import move_response, tell
from aftersales.deed import SYSTEM, Deed
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.campaigns import (
    SoldUnit,
    due_responses,
    responses_with_dead_mail,
    responses_with_ended_visits,
    units_after,
)
from aftersales.queries.notices import contacts_of
from aftersales.records import (
    Campaign,
    CampaignResponse,
    CampaignState,
    Customer,
    ProductModel,
    Unit,
    WorkOrderState,
)
from aftersales.store import Session, lock_rows
from warranty.recalls.responses import ResponseState

BATCH: Final = 200
"""Units looked at in one transaction: few enough that a crash repeats little and nobody waits."""


def walk(
    parts: Parts, campaign_id: UUID, should_stop: Callable[[], bool], *, batch: int = BATCH
) -> int:
    """Look at every unit that may be meant and tell the owners that are new; answers how many those are."""
    with parts.store.reading() as session:
        row = session.get_one(Campaign, campaign_id)
        model_ids = models_meant(session, campaign_facts(row))
    new = 0
    while not should_stop():
        with parts.doing(SYSTEM) as deed:
            met = _one_batch(deed, campaign_id, model_ids, batch)
        if met is None:
            break
        new += met
    return new


def remind(parts: Parts, campaign_id: UUID, should_stop: Callable[[], bool]) -> int:
    """Take every step of the ladder that is due and needs no person; answers how many owners it was for."""
    reminded = 0
    while not should_stop():
        with parts.doing(SYSTEM) as deed:
            row = _locked(deed, campaign_id)
            if row.state is not CampaignState.PUBLISHED:
                break
            today = wall_of(deed.now, "UTC").date()
            due = due_responses(deed.session, campaign_id, today, BATCH)
            for response in due:
                tell_again(deed, row, response)
        reminded += len(due)
        if len(due) < BATCH:
            break
    return reminded


def hear(parts: Parts) -> None:
    """Take note of messages that reached nobody and of visits that ended; it costs little when there are none."""
    with parts.store.reading() as session:
        if not responses_with_dead_mail(session, 1) and not responses_with_ended_visits(session, 1):
            return
    with parts.doing(SYSTEM) as deed:
        for response in responses_with_dead_mail(deed.session, BATCH):
            response.is_mail_dead = True
            deed.note("response_mail_dead", response)
            tell_again(deed, deed.session.get_one(Campaign, response.campaign_id), response)
        for response, order in responses_with_ended_visits(deed.session, BATCH):
            is_done = order.state is WorkOrderState.DONE
            move_response(
                deed,
                response,
                ResponseState.DONE if is_done else ResponseState.NOTIFIED,
                why=order.reference,
            )
            if not is_done:
                tell_again(deed, deed.session.get_one(Campaign, response.campaign_id), response)


def tell_again(deed: Deed, campaign: Campaign, response: CampaignResponse) -> None:
    """Take the step of the ladder that is due for one owner, or plan the next one."""
    sold = sold_unit_of(deed.session, response)
    tell(deed, campaign, response, sold, contacts_of(deed.session, response.customer_id))


def sold_unit_of(session: Session, response: CampaignResponse) -> SoldUnit:
    """The unit of a response with its model, and the owner whom it is about."""
    unit = session.get_one(Unit, response.unit_id)
    return SoldUnit(
        unit=unit,
        model=session.get_one(ProductModel, unit.product_model_id),
        owner=session.get_one(Customer, response.customer_id),
    )


def _one_batch(deed: Deed, campaign_id: UUID, model_ids: list[UUID], most: int) -> int | None:
    """The units after the last one, or None when all were looked at or nobody is to be told any more."""
    row = _locked(deed, campaign_id)
    batch = units_after(deed.session, model_ids, row.walked_to_id, most)
    is_over = row.state is not CampaignState.PUBLISHED or not batch
    row.walked_to_id = None if is_over else batch[-1].unit.id
    deed.add(row)
    return None if is_over else meet_batch(deed, row, batch)


def _locked(deed: Deed, campaign_id: UUID) -> Campaign:
    lock_rows(deed.session, "campaign", [campaign_id])
    row = deed.session.get_one(Campaign, campaign_id)
    deed.session.refresh(row)
    return row
