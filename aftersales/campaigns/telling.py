"""Owners are told of a campaign and reminded, step by step along the ladder of `warranty`, until they answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from aftersales.deed import Deed
from aftersales.links import issue_link
from aftersales.moments import wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.notices.recall_facts import RecallFacts
from aftersales.notices.writing import customer, write_notice
from aftersales.queries.campaigns import SoldUnit
from aftersales.queries.places import territories, territory_of_unit
from aftersales.records import (
    Campaign,
    CampaignResponse,
    Channel,
    Contact,
    LinkPurpose,
    Territory,
)
from aftersales.states import moved
from aftersales.store import Session
from warranty.recalls.campaigns import Severity
from warranty.recalls.notices import ENGLISH
from warranty.recalls.responses import LADDERS, RESPONSE_MOVES, ResponseState, next_rung

EMAIL: Final = "email"
PHONE: Final = "phone"
POST: Final = "post"

LAST_WAIT: Final = timedelta(days=14)
"""After the last step of a ladder an owner has this long to answer before a person takes over."""

LINK_OPEN: Final = timedelta(days=3 * 365)
"""For so long an owner can answer by the link in a message; dangerous units are found in cellars years later."""

ASKED: Final = frozenset({ResponseState.OWED, ResponseState.NOTIFIED})
"""Owners in these states are told and reminded; all others have answered, or nobody reaches them."""


def ways_to(
    contacts: Sequence[Contact], *, has_address: bool, is_mail_dead: bool
) -> frozenset[str]:
    """The ways of the ladder that reach an owner, addresses that may be used for safety alone among them."""
    ways = set()
    if contact_for(contacts, is_safety=True) is not None and not is_mail_dead:
        ways.add(EMAIL)
    if any(each.channel in (Channel.PHONE, Channel.SMS) for each in contacts):
        ways.add(PHONE)
    if has_address or any(each.channel is Channel.POST for each in contacts):
        ways.add(POST)
    return frozenset(ways)


def tell(
    deed: Deed,
    campaign: Campaign,
    response: CampaignResponse,
    sold: SoldUnit,
    contacts: Sequence[Contact],
) -> None:
    """Take the step of the ladder that is due, or plan the next one; what only a person can do waits for one."""
    if ResponseState(response.state) not in ASKED:
        _stop(response)
        return
    ways = ways_to(
        contacts,
        has_address=sold.unit.location_id is not None,
        is_mail_dead=response.is_mail_dead,
    )
    area = area_of(deed.session, sold)
    today = today_in(deed, area)
    step = _next_step(campaign, response, ways)
    if step is not None and step[1] == EMAIL and step[0] <= today:
        _write_mail(deed, campaign, response, sold, area)
        note_step(deed, response, EMAIL, today)
        step = _next_step(campaign, response, ways)
    if step is not None:
        response.next_on, response.next_way = max(step[0], today), step[1]
    else:
        _end_of_ladder(deed, response, today)
    deed.add(response)


def note_step(deed: Deed, response: CampaignResponse, way: str, on: date) -> None:
    """Remember that an owner was told, or called, once more."""
    step = {"on": on.isoformat(), "way": way, "about": response.found}
    response.told = [*response.told, step]
    response.revision += 1
    if way == EMAIL and response.state == ResponseState.OWED:
        move_response(deed, response, ResponseState.NOTIFIED)


def move_response(
    deed: Deed, response: CampaignResponse, state: ResponseState, *, why: str = ""
) -> None:
    """Move a response one step along its graph.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    response.state = moved(RESPONSE_MOVES, ResponseState(response.state), state, "response").value
    response.revision += 1
    if state not in ASKED:
        _stop(response)
    deed.add(response)
    deed.note(f"response_{state}", response, why=why)


def area_of(session: Session, sold: SoldUnit) -> Territory | None:
    """Who answers an owner: the territory of the unit's place, else the first there is."""
    area = territory_of_unit(session, sold.unit)
    return area or next(iter(territories(session)), None)


def today_in(deed: Deed, area: Territory | None) -> date:
    """The day it is where the owner is answered."""
    return wall_of(deed.now, "UTC" if area is None else area.zone).date()


def _next_step(
    campaign: Campaign, response: CampaignResponse, ways: frozenset[str]
) -> tuple[date, str] | None:
    """Day and way of the next step; a step that was due before anybody was told lies in the past."""
    told = [
        date.fromisoformat(each["on"])
        for each in response.told
        if each["way"] in ways and each["about"] == response.found
    ]
    found = next_rung(LADDERS[Severity(campaign.severity)], told, ways)
    return None if found is None else (found[0] or date.min, found[1].way)


def _end_of_ladder(deed: Deed, response: CampaignResponse, today: date) -> None:
    """Nothing more can be done by itself: after a last wait a person takes over."""
    last = max((date.fromisoformat(each["on"]) for each in response.told), default=None)
    if last is not None and last + LAST_WAIT > today:
        response.next_on, response.next_way = last + LAST_WAIT, None
    else:
        move_response(deed, response, ResponseState.UNREACHABLE)


def _stop(response: CampaignResponse) -> None:
    response.next_on = response.next_way = None


def _write_mail(
    deed: Deed,
    campaign: Campaign,
    response: CampaignResponse,
    sold: SoldUnit,
    area: Territory | None,
) -> None:
    said = campaign.wording.get(sold.owner.language, campaign.wording[ENGLISH])
    notice = write_notice(
        deed,
        NoticeKind.RECALL,
        customer(sold.owner),
        response,
        revision=response.revision,
        zone="UTC" if area is None else area.zone,
        facts=RecallFacts(
            title=campaign.title,
            severity=campaign.severity,
            found=response.found,
            product=f"{sold.model.brand} {sold.model.name} ({sold.model.sku})",
            serial=sold.unit.serial,
            hazard=said["hazard"],
            advice=said["advice"],
            remedy=said["remedy"],
            needs_visit=campaign.needs_visit,
            reminder=sum(each["way"] == EMAIL for each in response.told),
            link_id=issue_link(
                deed, LinkPurpose.RECALL, response.id, expires_at=deed.now + LINK_OPEN
            ),
            answers_name="" if area is None else area.answers_name,
            answers_phone="" if area is None else area.answers_phone,
        ),
    )
    deed.note("recall_told", response, notice_id=notice.id)
