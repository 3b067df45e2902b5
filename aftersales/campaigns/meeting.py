"""A unit meets a campaign: whether it is meant, and what follows for its owner; nobody is told twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from aftersales.campaigns.lists import campaign_facts
from aftersales.campaigns.telling import Owing, move_response, tell
from aftersales.deed import Deed
from aftersales.queries.campaigns import (
    SoldUnit,
    contacts_by_customer,
    models_described,
    published_campaigns,
    responses_about,
)
from aftersales.queries.places import areas_by_unit
from aftersales.records import Campaign, CampaignResponse, Customer, ProductModel, Unit
from aftersales.store import Session
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import Match, RecalledUnit, match
from warranty.recalls.responses import RESPONSE_MOVES, ResponseState

TO_BE_CHECKED: Final = frozenset({Match.CHECK_SERIAL, Match.CHECK_MODEL})
"""Doubt that more knowledge can end."""


def found_in(facts: CampaignFacts, unit: Unit, model: ProductModel) -> Match:
    """Whether a campaign means a unit."""
    sold = RecalledUnit(
        brand=model.brand,
        product_type=model.product_type,
        model=model.sku,
        serial=unit.serial,
        purchased_on=unit.purchased_on,
    )
    return match(sold, facts)


def models_meant(session: Session, facts: CampaignFacts) -> list[UUID]:
    """The product models of which a campaign may mean some unit."""
    return [
        model_id
        for model_id, brand, product_type, sku in models_described(session)
        if match(
            RecalledUnit(brand=brand, product_type=product_type, model=sku, serial=None), facts
        )
        is not Match.NOT_AFFECTED
    ]


def meet_batch(deed: Deed, campaign: Campaign, batch: Sequence[SoldUnit]) -> int:
    """Judge some units, and tell the owners of those that are meant; answers how many are new to the campaign.

    It asks the same number of questions however many units there are.
    """
    facts, session = campaign_facts(campaign), deed.session
    known = responses_about(session, campaign.id, [each.unit.id for each in batch])
    contacts = contacts_by_customer(session, {each.owner.id for each in batch})
    areas = areas_by_unit(session, [each.unit for each in batch])
    new, owed = 0, []
    for sold in batch:
        response = _met(deed, campaign, facts, sold, known[sold.unit.id])
        if response is None:
            continue
        new += response not in known[sold.unit.id]
        owed.append(
            Owing(
                campaign=campaign,
                response=response,
                sold=sold,
                contacts=contacts[sold.owner.id],
                area=areas[sold.unit.id],
            )
        )
    tell(deed, owed)
    return new


def meet_new_unit(deed: Deed, unit: Unit, model: ProductModel, owner: Customer) -> None:
    """A unit has become known: whatever is published about it is told its owner at once."""
    sold = SoldUnit(unit=unit, model=model, owner=owner)
    for campaign in published_campaigns(deed.session):
        if found_in(campaign_facts(campaign), unit, model) is not Match.NOT_AFFECTED:
            deed.session.flush()
            meet_batch(deed, campaign, [sold])


def _met(
    deed: Deed,
    campaign: Campaign,
    facts: CampaignFacts,
    sold: SoldUnit,
    known: Sequence[CampaignResponse],
) -> CampaignResponse | None:
    """The response of a unit whose owner is to be told now: it is new to the campaign, or is meant after all."""
    found = found_in(facts, sold.unit, sold.model)
    own = next((each for each in known if each.customer_id == sold.owner.id), None)
    if own is not None:
        return own if judge_again(deed, own, found) else None
    is_over = any(each.state in (ResponseState.DONE, ResponseState.CLEARED) for each in known)
    if found is Match.NOT_AFFECTED or is_over:
        return None
    for former in known:
        if ResponseState.GONE in RESPONSE_MOVES[ResponseState(former.state)]:
            move_response(deed, former, ResponseState.GONE, why="the unit has another owner")
    response = CampaignResponse(
        id=deed.new_id(),
        campaign_id=campaign.id,
        unit_id=sold.unit.id,
        customer_id=sold.owner.id,
        found=found.value,
        state=ResponseState.OWED.value,
        note="",
        created_at=deed.now,
    )
    deed.add(response)
    deed.note("response_owed", response)
    return response


def judge_again(deed: Deed, response: CampaignResponse, found: Match) -> bool:
    """More is known about a unit that was in doubt: it is cleared, or its owner is to be told that it is meant."""
    if Match(response.found) not in TO_BE_CHECKED or found in TO_BE_CHECKED:
        return False
    response.found = found.value
    response.revision += 1
    deed.add(response)
    if found is Match.NOT_AFFECTED:
        if ResponseState.CLEARED in RESPONSE_MOVES[ResponseState(response.state)]:
            move_response(deed, response, ResponseState.CLEARED, why="by its serial")
        return False
    deed.note("response_affected", response)
    return True
