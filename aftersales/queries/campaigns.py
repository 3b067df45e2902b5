"""Which units may a campaign mean, who was told of it, and what became of each?"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    Campaign,
    CampaignResponse,
    CampaignState,
    Contact,
    Customer,
    ProductModel,
    Unit,
)
from warranty.recalls.campaigns import Match, Severity
from warranty.recalls.responses import SETTLED, ResponseState

SPOKEN_OF: Final = (CampaignState.PUBLISHED, CampaignState.CLOSED)
"""What a campaign in these states says of a unit is shown wherever the unit is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldUnit:
    """A unit with its model and owner."""

    unit: Unit
    model: ProductModel
    owner: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldUnit(SoldUnit):
    """A unit in a campaign, with what became of it."""

    response: CampaignResponse


def campaign_by_code(session: Session, code: str) -> Campaign | None:
    """The campaign with this code."""
    return session.exec(select(Campaign).where(Campaign.code == code)).one_or_none()


def campaigns_listed(session: Session, limit: int) -> Sequence[Campaign]:
    """All campaigns that were not discarded, the newest first."""
    return session.exec(
        select(Campaign)
        .where(Campaign.state != CampaignState.DISCARDED)
        .order_by(col(Campaign.id).desc())
        .limit(limit)
    ).all()


def published_campaigns(session: Session) -> Sequence[Campaign]:
    """Campaigns whose owners are told and reminded, the first first."""
    return session.exec(
        select(Campaign).where(Campaign.state == CampaignState.PUBLISHED).order_by(col(Campaign.id))
    ).all()


def models_described(session: Session) -> Sequence[tuple[UUID, str, str, str]]:
    """Of every product model its identifier, brand, type and SKU."""
    return session.exec(
        select(ProductModel.id, ProductModel.brand, ProductModel.product_type, ProductModel.sku)
    ).all()


def units_after(
    session: Session, model_ids: Sequence[UUID], after: UUID | None, limit: int
) -> list[SoldUnit]:
    """Units of these models that nothing has replaced, in the order of their identifiers."""
    wanted = (
        select(Unit, ProductModel, Customer)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .where(col(Unit.product_model_id).in_(model_ids), col(Unit.superseded_by_unit_id).is_(None))
        .order_by(col(Unit.id))
        .limit(limit)
    )
    rows = session.exec(wanted if after is None else wanted.where(col(Unit.id) > after)).all()
    return [SoldUnit(unit=unit, model=model, owner=owner) for unit, model, owner in rows]


def units_walked(session: Session, model_ids: Sequence[UUID], to: UUID | None) -> tuple[int, int]:
    """How many units of these models were looked at up to an identifier, and how many there are."""
    of_models = (
        select(func.count())
        .select_from(Unit)
        .where(col(Unit.product_model_id).in_(model_ids), col(Unit.superseded_by_unit_id).is_(None))
    )
    total = session.exec(of_models).one()
    done = 0 if to is None else session.exec(of_models.where(col(Unit.id) <= to)).one()
    return done, total


def units_in_batches(
    session: Session, model_ids: Sequence[UUID], size: int
) -> Iterator[list[SoldUnit]]:
    """All units of these models, never more than one batch of them at once."""
    after: UUID | None = None
    while batch := units_after(session, model_ids, after, size):
        yield batch
        after = batch[-1].unit.id


def responses_about(
    session: Session, campaign_id: UUID, unit_ids: Collection[UUID]
) -> dict[UUID, list[CampaignResponse]]:
    """What is known of these units in a campaign, by unit, the first owner first."""
    found: dict[UUID, list[CampaignResponse]] = defaultdict(list)
    for chunk in chunks(unit_ids):
        for row in session.exec(
            select(CampaignResponse)
            .where(
                CampaignResponse.campaign_id == campaign_id,
                col(CampaignResponse.unit_id).in_(chunk),
            )
            .order_by(col(CampaignResponse.id))
        ):
            found[row.unit_id].append(row)
    return found


def sold_units_of(
    session: Session, responses: Collection[CampaignResponse]
) -> dict[UUID, SoldUnit]:
    """The units of these responses with their models, and the owners whom they are about, by response."""
    found: dict[UUID, SoldUnit] = {}
    for chunk in chunks([each.id for each in responses]):
        rows = session.exec(
            select(CampaignResponse.id, Unit, ProductModel, Customer)
            .join(Unit, col(Unit.id) == CampaignResponse.unit_id)
            .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
            .join(Customer, col(Customer.id) == CampaignResponse.customer_id)
            .where(col(CampaignResponse.id).in_(chunk))
        )
        for response_id, unit, model, owner in rows:
            found[response_id] = SoldUnit(unit=unit, model=model, owner=owner)
    return found


def contacts_by_customer(
    session: Session, customer_ids: Collection[UUID]
) -> dict[UUID, list[Contact]]:
    """Every address of these customers."""
    found: dict[UUID, list[Contact]] = defaultdict(list)
    for chunk in chunks(set(customer_ids)):
        for row in session.exec(
            select(Contact).where(col(Contact.customer_id).in_(chunk)).order_by(col(Contact.id))
        ):
            found[row.customer_id].append(row)
    return found


def response_counts(
    session: Session, campaign_ids: Collection[UUID]
) -> dict[UUID, dict[ResponseState, int]]:
    """How many units of each of these campaigns stand in each state."""
    found: dict[UUID, dict[ResponseState, int]] = {each: {} for each in campaign_ids}
    rows = session.exec(
        select(CampaignResponse.campaign_id, CampaignResponse.state, func.count())
        .where(col(CampaignResponse.campaign_id).in_(campaign_ids))
        .group_by(col(CampaignResponse.campaign_id), col(CampaignResponse.state))
    ).all()
    for campaign_id, state, number in rows:
        found[campaign_id][ResponseState(state)] = number
    return found


def by_hand_count(session: Session, campaign_id: UUID, today: date) -> int:
    """How many owners of a campaign a person has to call or write to by today."""
    return session.exec(
        select(func.count())
        .select_from(CampaignResponse)
        .where(CampaignResponse.campaign_id == campaign_id, _by_hand(today))
    ).one()


def responses_page(
    session: Session,
    campaign_id: UUID,
    after: UUID | None,
    limit: int,
    *,
    state: str = "",
    by_hand_on: date | None = None,
) -> list[ToldUnit]:
    """The units of a campaign after an identifier: all, those in a state, or those that a person sees to by a day."""
    conditions: list[ColumnElement[bool] | bool] = [CampaignResponse.campaign_id == campaign_id]
    if state:
        conditions.append(CampaignResponse.state == state)
    if by_hand_on is not None:
        conditions.append(_by_hand(by_hand_on))
    if after is not None:
        conditions.append(col(CampaignResponse.id) > after)
    rows = session.exec(
        select(CampaignResponse, Unit, ProductModel, Customer)
        .join(Unit, col(Unit.id) == CampaignResponse.unit_id)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == CampaignResponse.customer_id)
        .where(*conditions)
        .order_by(col(CampaignResponse.id))
        .limit(limit)
    ).all()
    return [
        ToldUnit(response=response, unit=unit, model=model, owner=owner)
        for response, unit, model, owner in rows
    ]


def open_recalls_of(
    session: Session, unit_ids: Collection[UUID]
) -> dict[UUID, list[tuple[Campaign, CampaignResponse]]]:
    """What is still open on these units, by unit, the first published first."""
    found: dict[UUID, list[tuple[Campaign, CampaignResponse]]] = defaultdict(list)
    for chunk in chunks(unit_ids):
        rows = session.exec(
            select(Campaign, CampaignResponse)
            .join(CampaignResponse, col(CampaignResponse.campaign_id) == Campaign.id)
            .where(
                col(CampaignResponse.unit_id).in_(chunk),
                col(CampaignResponse.state).not_in(SETTLED),
                col(Campaign.state).in_(SPOKEN_OF),
            )
            .order_by(col(Campaign.id), col(CampaignResponse.id))
        ).all()
        for campaign, response in rows:
            found[response.unit_id].append((campaign, response))
    return found


def is_recalled(session: Session, unit_id: UUID) -> bool:
    """Whether a safety recall names this unit for certain, and is still open."""
    return any(
        campaign.severity != Severity.SERVICE and response.found == Match.AFFECTED
        for campaign, response in open_recalls_of(session, [unit_id])[unit_id]
    )


def _by_hand(today: date) -> ColumnElement[bool]:
    """A step that only a person can take is due, or nobody knows any way to the owner."""
    is_due = (
        col(CampaignResponse.next_way).is_not(None)
        & (col(CampaignResponse.next_way) != "email")
        & (col(CampaignResponse.next_on) <= today)
    )
    return is_due | (col(CampaignResponse.state) == ResponseState.UNREACHABLE)


def responses_of_order(session: Session, work_order_id: UUID) -> Sequence[CampaignResponse]:
    """The units of campaigns whose remedy a work order is: one, or none."""
    return session.exec(
        select(CampaignResponse)
        .where(CampaignResponse.work_order_id == work_order_id)
        .order_by(col(CampaignResponse.id))
    ).all()
