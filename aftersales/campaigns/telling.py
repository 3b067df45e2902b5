"""Owners are told of a campaign and reminded, step by step along the ladder of `warranty`, until they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from aftersales.deed import Deed
from aftersales.links import issue_link
from aftersales.moments import wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.notices.recall_facts import RecallFacts
from aftersales.notices.writing import Telling, customer, write_notices
from aftersales.queries.campaigns import SoldUnit, contacts_by_customer, sold_units_of
from aftersales.queries.places import areas_by_unit
from aftersales.records import (
    Campaign,
    CampaignResponse,
    Channel,
    Contact,
    LinkPurpose,
    Territory,
)
from aftersales.states import moved
from aftersales.store import Session, write_together
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


TOLD: Final = ("state", "told", "next_on", "next_way", "is_mail_dead", "revision")
"""What a step changes in a response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """An owner who is owed a word about a unit, with everything that telling them takes."""

    campaign: Campaign
    response: CampaignResponse
    sold: SoldUnit
    contacts: Sequence[Contact]
    area: Territory | None

    @property
    def ways(self) -> frozenset[str]:
        """The ways of the ladder that reach the owner."""
        return ways_to(
            self.contacts,
            has_address=self.sold.unit.location_id is not None,
            is_mail_dead=self.response.is_mail_dead,
        )


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


def owing(session: Session, responses: Sequence[tuple[Campaign, CampaignResponse]]) -> list[Owing]:
    """Everything that telling these owners again takes, in as many questions as for one."""
    session.flush()
    sold = sold_units_of(session, [response for _campaign, response in responses])
    contacts = contacts_by_customer(session, {each.owner.id for each in sold.values()})
    areas = areas_by_unit(session, [each.unit for each in sold.values()])
    return [
        Owing(
            campaign=campaign,
            response=response,
            sold=sold[response.id],
            contacts=contacts[response.customer_id],
            area=areas[response.unit_id],
        )
        for campaign, response in responses
    ]


def tell(deed: Deed, owed: Sequence[Owing]) -> None:
    """Take the step of the ladder that is due, or plan the next one; what only a person can do waits for one.

    It asks the same number of questions however many owners there are: all that is written waits for the end.
    """
    with deed.session.no_autoflush:
        _tell(deed, owed)
    deed.add(*(each.response for each in owed))
    write_together((each.response for each in owed), *TOLD)


def _tell(deed: Deed, owed: Sequence[Owing]) -> None:
    asked = [each for each in owed if ResponseState(each.response.state) in ASKED]
    due = [each for each in asked if _is_mail_due(deed, each)]
    _write_mails(deed, due)
    for each in due:
        note_step(deed, each.response, EMAIL, today_in(deed, each.area))
    for each in asked:
        _plan_next(deed, each)
    for each in owed:
        if each.response.state not in ASKED:
            _stop(each.response)


def _is_mail_due(deed: Deed, each: Owing) -> bool:
    step = _next_step(each)
    return step is not None and step[1] == EMAIL and step[0] <= today_in(deed, each.area)


def _plan_next(deed: Deed, each: Owing) -> None:
    step, today = _next_step(each), today_in(deed, each.area)
    if step is None:
        _end_of_ladder(deed, each.response, today)
    else:
        each.response.next_on, each.response.next_way = max(step[0], today), step[1]


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
    return areas_by_unit(session, [sold.unit])[sold.unit.id]


def today_in(deed: Deed, area: Territory | None) -> date:
    """The day it is where the owner is answered."""
    return wall_of(deed.now, "UTC" if area is None else area.zone).date()


def _next_step(each: Owing) -> tuple[date, str] | None:
    """Day and way of the next step; a step that was due before anybody was told lies in the past."""
    response, ways = each.response, each.ways
    told = [
        date.fromisoformat(step["on"])
        for step in response.told
        if step["way"] in ways and step["about"] == response.found
    ]
    found = next_rung(LADDERS[Severity(each.campaign.severity)], told, ways)
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


def _write_mails(deed: Deed, owed: Sequence[Owing]) -> None:
    tellings = [
        Telling(
            recipient=customer(each.sold.owner),
            subject=each.response,
            revision=each.response.revision,
            zone="UTC" if each.area is None else each.area.zone,
            facts=_facts(deed, each),
        )
        for each in owed
    ]
    for each, notice in zip(owed, write_notices(deed, NoticeKind.RECALL, tellings), strict=True):
        deed.note("recall_told", each.response, notice_id=notice.id)


def _facts(deed: Deed, each: Owing) -> RecallFacts:
    campaign, response, sold, area = each.campaign, each.response, each.sold, each.area
    said = campaign.wording.get(sold.owner.language, campaign.wording[ENGLISH])
    return RecallFacts(
        title=campaign.title,
        severity=campaign.severity,
        found=response.found,
        product=f"{sold.model.brand} {sold.model.name} ({sold.model.sku})",
        serial=sold.unit.serial,
        hazard=said["hazard"],
        advice=said["advice"],
        remedy=said["remedy"],
        needs_visit=campaign.needs_visit,
        reminder=sum(step["way"] == EMAIL for step in response.told),
        link_id=issue_link(deed, LinkPurpose.RECALL, response.id, expires_at=deed.now + LINK_OPEN),
        answers_name="" if area is None else area.answers_name,
        answers_phone="" if area is None else area.answers_phone,
    )
