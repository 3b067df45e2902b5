"""What owners answer to a campaign, by their link or to whoever calls them, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aftersales.bookings import keep_work
from aftersales.campaigns.lists import campaign_facts
from aftersales.campaigns.meeting import found_in, judge_again
from aftersales.campaigns.telling import (
    area_of,
    move_response,
    note_step,
    owing,
    tell,
    today_in,
)
from aftersales.cases import open_case
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.holds import waits_for_time
from aftersales.links import subject_of
from aftersales.queries.campaigns import SoldUnit, sold_units_of
from aftersales.queries.catalogue import work_types_for
from aftersales.queries.units import unit_by_serial
from aftersales.queries.visits import appointment_of_order
from aftersales.records import (
    Campaign,
    CampaignResponse,
    CaseKind,
    LinkPurpose,
    Location,
    Priority,
    Territory,
    WorkKind,
    WorkOrder,
    WorkType,
)
from aftersales.sla import next_update_by
from aftersales.states import moved
from aftersales.store import Session, lock_rows
from warranty import normalised_serial
from warranty.recalls.campaigns import Match, Severity
from warranty.recalls.responses import RESPONSE_MOVES, SETTLED, ResponseState

VISIT_KINDS: Final = (WorkKind.RECALL_VISIT, WorkKind.REPAIR, WorkKind.DIAGNOSIS)
"""The kinds of work that a remedy at home can be, the best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One owner's page of a campaign: everything that it is about."""

    campaign: Campaign
    response: CampaignResponse
    sold: SoldUnit
    area: Territory | None
    place: Location | None
    work_type: WorkType | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be answered or done."""
        return self.response.state not in SETTLED

    @property
    def can_be_visited(self) -> bool:
        """Whether the remedy is a visit, and it is known where and what is done."""
        return self.place is not None and self.work_type is not None


def response_of_link(session: Session, now: datetime, token: str) -> CampaignResponse:
    """The response that an owner's link leads to.

    Raises:
        NotThere: the link does not work (any more).
    """
    return session.get_one(CampaignResponse, subject_of(session, now, LinkPurpose.RECALL, token))


def asked_of(session: Session, response: CampaignResponse) -> Asked:
    """Everything that a response is about."""
    campaign = session.get_one(Campaign, response.campaign_id)
    sold = sold_units_of(session, [response])[response.id]
    place_id = sold.unit.location_id
    kinds = VISIT_KINDS if campaign.needs_visit else ()
    found = work_types_for(session, sold.model.product_type, kinds)
    return Asked(
        campaign=campaign,
        response=response,
        sold=sold,
        area=area_of(session, sold),
        place=None if place_id is None else session.get_one(Location, place_id),
        work_type=found[0] if found else None,
    )


def remedy_work(deed: Deed, asked: Asked) -> WorkOrder:
    """The work order of the remedy, for which a time is chosen next: one that waits for a time already, or a new one.

    The owner is asked and reminded until the time is confirmed.

    Raises:
        NotUnderstood: it is not known where or what is done.
        IllegalMove: it is arranged, or over, already.
    """
    _take_turn(deed, asked)
    state = ResponseState(asked.response.state)
    moved(RESPONSE_MOVES, state, ResponseState.SCHEDULED, "response")
    waiting = work_that_waits(deed.session, asked)
    if waiting is not None:
        return waiting
    if asked.place is None or asked.work_type is None:
        raise NotUnderstood(
            "It is not known where the product is, or who can do this. Ask for a call instead.",
            [Problem("when", "no time can be chosen for it")],
        )
    is_urgent = asked.campaign.severity == Severity.STOP_USING
    order = keep_work(
        deed,
        asked.sold.owner,
        asked.place,
        asked.work_type,
        priority=Priority.HIGH if is_urgent else Priority.NORMAL,
        unit_id=asked.sold.unit.id,
        note=f"{asked.campaign.code}: {asked.campaign.title}",
    )
    asked.response.work_order_id = order.id
    asked.response.answered_at = deed.now
    deed.add(asked.response)
    return order


def work_that_waits(session: Session, asked: Asked) -> WorkOrder | None:
    """The work order of the remedy that waits for a time, if there is one."""
    work_order_id = asked.response.work_order_id
    order = None if work_order_id is None else session.get_one(WorkOrder, work_order_id)
    if order is None or not waits_for_time(order, appointment_of_order(session, order.id)):
        return None
    return order


def ask_for_remedy(deed: Deed, asked: Asked, *, is_call: bool) -> None:
    """The owner wants the remedy, or a call: somebody owns that, and the owner hears by when.

    Raises:
        NotAllowed: nobody answers here, or it is arranged, or over, already.
    """
    _take_turn(deed, asked)
    if asked.area is None:
        raise NotAllowed("Nobody can be found who answers here. Please call us.")
    if not is_call and asked.response.state != ResponseState.SCHEDULED:
        _answered(deed, asked, ResponseState.SCHEDULED)
    if asked.response.case_id is None:
        case = open_case(
            deed,
            asked.area,
            asked.sold.owner,
            kind=CaseKind.SUPPORT,
            channel="recall_page",
            subject=f"{asked.sold.model.brand} {asked.sold.model.name}",
            description=f"{asked.campaign.code}: {asked.campaign.title}",
            next_update_at=next_update_by(deed.settings, asked.area, deed.now),
            unit_id=asked.sold.unit.id,
            location_id=asked.sold.unit.location_id,
        )
        asked.response.case_id = case.id
    asked.response.answered_at = deed.now
    deed.add(asked.response)
    deed.note("response_wants_call" if is_call else "response_wants_remedy", asked.response)


def answer(deed: Deed, asked: Asked, state: ResponseState, *, note: str = "") -> None:
    """The owner, or staff for them, says what became of the unit.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    _take_turn(deed, asked)
    if note.strip():
        asked.response.note = note.strip()
    _answered(deed, asked, state)
    if state is ResponseState.NOTIFIED:
        _tell(deed, asked)


def still_has(deed: Deed, asked: Asked) -> None:
    """The owner still has it; whoever said otherwise before is told and reminded again.

    Raises:
        IllegalMove: it is arranged already.
    """
    if asked.response.state != ResponseState.NOTIFIED:
        answer(deed, asked, ResponseState.NOTIFIED)
        return
    _take_turn(deed, asked)
    asked.response.answered_at = deed.now
    deed.add(asked.response)
    deed.note("response_still_there", asked.response)


def confirm_meant(deed: Deed, asked: Asked) -> None:
    """A person has checked a unit in doubt: it is meant, and its owner is told so."""
    _take_turn(deed, asked)
    if judge_again(deed, asked.response, Match.AFFECTED):
        _tell(deed, asked)


def tell_serial(deed: Deed, asked: Asked, typed: str) -> None:
    """Somebody has read the serial: the unit is cleared, or it is certain that it is meant.

    Raises:
        NotUnderstood: nothing was typed, or another unit of the same model has that serial.
    """
    _take_turn(deed, asked)
    serial = normalised_serial(typed)
    unit, model = asked.sold.unit, asked.sold.model
    other = unit_by_serial(deed.session, model.id, serial) if serial else None
    if not serial or (other is not None and other.id != unit.id):
        raise NotUnderstood(
            "This serial does not fit. Read it once more from the rating plate, or call us.",
            [Problem("serial", "it does not fit")],
        )
    unit.serial = serial
    deed.add(unit)
    deed.note("serial_read", unit)
    asked.response.answered_at = deed.now
    found = found_in(campaign_facts(asked.campaign), unit, model)
    if judge_again(deed, asked.response, found):
        _tell(deed, asked)
    deed.add(asked.response)


def record_attempt(deed: Deed, asked: Asked, way: str, *, is_reached: bool, note: str = "") -> None:
    """Somebody called or wrote to the owner; one that was reached is told, and the next step is planned."""
    _take_turn(deed, asked)
    response = asked.response
    note_step(deed, response, way, today_in(deed, asked.area))
    if note.strip():
        response.note = note.strip()
    may_be_told = ResponseState.NOTIFIED in RESPONSE_MOVES[ResponseState(response.state)]
    if is_reached and may_be_told:
        move_response(deed, response, ResponseState.NOTIFIED, why=way)
    deed.note("response_reached" if is_reached else "response_not_reached", response, why=way)
    _tell(deed, asked)


def _tell(deed: Deed, asked: Asked) -> None:
    """Take the step of the ladder that is due, or plan the next one."""
    tell(deed, owing(deed.session, [(asked.campaign, asked.response)]))


def _answered(deed: Deed, asked: Asked, state: ResponseState) -> None:
    asked.response.answered_at = deed.now
    move_response(deed, asked.response, state)


def _take_turn(deed: Deed, asked: Asked) -> None:
    """Two browsers, or the owner and the office, answer one after the other."""
    lock_rows(deed.session, "campaign_response", [asked.response.id])
    deed.session.refresh(asked.response)
