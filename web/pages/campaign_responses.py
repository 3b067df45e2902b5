"""One owner in a campaign, for whoever calls them: how they are reached, what was tried, and what became of the unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.campaigns.answering import (
    Asked,
    ask_for_remedy,
    asked_of,
    confirm_meant,
    record_attempt,
    tell_serial,
)
from aftersales.campaigns.meeting import TO_BE_CHECKED
from aftersales.campaigns.telling import ASKED, PHONE, POST
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.recall_wording import urgent
from aftersales.notices.wording import worded
from aftersales.on_behalf import note_for_customer
from aftersales.parts import Parts
from aftersales.places import one_line
from aftersales.queries.access import users
from aftersales.queries.notices import contacts_of, notices_about
from aftersales.queries.pages import events_about
from aftersales.records import CampaignResponse, Channel, WorkOrder
from aftersales.remedies import answer_campaign
from aftersales.store import Session
from aftersales.words import Words, words_in
from warranty.recalls.campaigns import Match
from warranty.recalls.responses import RESPONSE_MOVES, ResponseState
from web.pages.arranging import Choosing, When
from web.pages.campaign_visits import errand_for
from web.pages.campaign_words import match_words, response_words, way_words
from web.pages.customer_words import channel_words
from web.pages.errands import Errand
from web.pages.happening import by_whom, happened
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/campaigns/{campaign_id}/responses/{response_id}")

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=2000)]

CALLED: Final = frozenset({Channel.PHONE, Channel.SMS})
"""Addresses that can be dialled."""


@router.get("")
def response(
    request: Request, parts: PartsIn, me: Me, campaign_id: UUID, response_id: UUID
) -> Response:
    """Everything about one owner and unit in a campaign."""
    return _shown(request, parts, me, campaign_id, response_id)


@router.post("/attempt")
def attempted(
    request: Request,
    parts: PartsIn,
    me: Me,
    campaign_id: UUID,
    response_id: UUID,
    way: Field = "",
    reached: Field = "",
    attempt_note: Long = "",
) -> Response:
    """Somebody called or wrote."""

    def act(deed: Deed, asked: Asked) -> None:
        if way not in (PHONE, POST):
            raise NotUnderstood("Say how the owner was tried.")
        record_attempt(deed, asked, way, is_reached=reached == "yes", note=attempt_note)

    return _changed(request, parts, me, campaign_id, response_id, act)


@router.post("/settle")
def settled(
    request: Request,
    parts: PartsIn,
    me: Me,
    campaign_id: UUID,
    response_id: UUID,
    state: Field = "",
    settle_note: Long = "",
) -> Response:
    """What became of the unit."""

    def act(deed: Deed, asked: Asked) -> None:
        if state not in set(ResponseState):
            raise NotUnderstood("Choose a state.")
        answer_campaign(deed, asked, ResponseState(state), note=settle_note)
        note_for_customer(deed, asked.response, state)

    return _changed(request, parts, me, campaign_id, response_id, act)


@router.post("/serial")
def serial_read(
    request: Request,
    parts: PartsIn,
    me: Me,
    campaign_id: UUID,
    response_id: UUID,
    serial: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """The serial decides."""
    return _changed(
        request,
        parts,
        me,
        campaign_id,
        response_id,
        lambda deed, asked: tell_serial(deed, asked, serial),
    )


@router.get("/book")
def times(
    request: Request, parts: PartsIn, me: Me, campaign_id: UUID, response_id: UUID
) -> Response:
    """The owner is on the phone: when somebody could come with the remedy, and why not on the other days."""
    return _choosing(request, parts, me, campaign_id, response_id).shown()


@router.post("/book")
def booked(
    request: Request,
    parts: PartsIn,
    me: Me,
    campaign_id: UUID,
    response_id: UUID,
    when: When = "",
) -> Response:
    """The owner chose one of the times, or wants the link."""
    return _choosing(request, parts, me, campaign_id, response_id).arranged(when)


@router.post("/remedy")
def wanted(
    request: Request, parts: PartsIn, me: Me, campaign_id: UUID, response_id: UUID
) -> Response:
    """The owner is on the phone and wants the remedy, which somebody arranges."""

    def act(deed: Deed, asked: Asked) -> None:
        ask_for_remedy(deed, asked, is_call=False)
        note_for_customer(deed, asked.response, "remedy")

    return _changed(request, parts, me, campaign_id, response_id, act)


@router.post("/call")
def called(
    request: Request, parts: PartsIn, me: Me, campaign_id: UUID, response_id: UUID
) -> Response:
    """The owner wishes to be called later: a case of theirs has an owner of ours, and a time."""

    def act(deed: Deed, asked: Asked) -> None:
        ask_for_remedy(deed, asked, is_call=True)
        note_for_customer(deed, asked.response, "call")

    return _changed(request, parts, me, campaign_id, response_id, act)


@router.post("/confirm")
def confirmed(
    request: Request, parts: PartsIn, me: Me, campaign_id: UUID, response_id: UUID
) -> Response:
    """A person has checked: the unit is meant."""
    return _changed(request, parts, me, campaign_id, response_id, confirm_meant)


def _choosing(
    request: Request, parts: Parts, me: SignedIn, campaign_id: UUID, response_id: UUID
) -> Choosing:
    def find(session: Session) -> Errand:
        row = _response_in(session, campaign_id, response_id)
        return errand_for(session, asked_of(session, row))

    return Choosing(request=request, parts=parts, me=me, find=find)


def _response_in(session: Session, campaign_id: UUID, response_id: UUID) -> CampaignResponse:
    row = session.get(CampaignResponse, response_id)
    if row is None or row.campaign_id != campaign_id:
        raise NotThere("There is no such unit in this campaign. Choose one from its list.")
    return row


def _changed(
    request: Request,
    parts: Parts,
    me: SignedIn,
    campaign_id: UUID,
    response_id: UUID,
    act: Callable[[Deed, Asked], object],
) -> Response:
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            row = _response_in(deed.session, campaign_id, response_id)
            act(deed, asked_of(deed.session, row))
    except NotUnderstood:
        problem = _("This does not fit. Check the serial or what you have chosen.")
        return _shown(request, parts, me, campaign_id, response_id, problem=problem, status=422)
    except NotAllowed:
        problem = _("This is not possible from here any more. Read what stands here now.")
        return _shown(request, parts, me, campaign_id, response_id, problem=problem, status=409)
    return RedirectResponse(f"/campaigns/{campaign_id}/responses/{response_id}", status_code=303)


def _shown(
    request: Request,
    parts: Parts,
    me: SignedIn,
    campaign_id: UUID,
    response_id: UUID,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = _response_in(session, campaign_id, response_id)
        asked = asked_of(session, row)
        order = None if row.work_order_id is None else session.get(WorkOrder, row.work_order_id)
        return page(
            request,
            "campaign_response.html",
            _,
            status_code=status,
            problem=problem,
            campaign=asked.campaign,
            response=row,
            unit=asked.sold.unit,
            model=asked.sold.model,
            owner=asked.sold.owner,
            place="" if asked.place is None else one_line(asked.place),
            order=order,
            urgent=urgent(_, asked.campaign.severity, row.found) if asked.is_open else "",
            why=match_words(_, row.found),
            contacts=[
                (
                    channel_words(_, each.channel),
                    each.address,
                    each.is_safety_only,
                    each.channel in CALLED,
                )
                for each in contacts_of(session, row.customer_id)
            ],
            zone="UTC" if asked.area is None else asked.area.zone,
            notices=[
                (each, worded(NoticeKind(each.kind), words_in(each.language), each.facts, ""))
                for each in notices_about(session, row.id)
            ],
            events=events_about(session, {row.id}),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in users(session)},
            can_choose=asked.can_be_visited,
            **_standing(_, row),
        )


def _standing(_: Words, row: CampaignResponse) -> dict[str, object]:
    state = ResponseState(row.state)
    ways = RESPONSE_MOVES[state] - {ResponseState.UNREACHABLE, ResponseState.OWED}
    return {
        "state": response_words(_, state),
        "next_way": way_words(_, row.next_way) if row.next_way else "",
        "told": [(date.fromisoformat(each["on"]), way_words(_, each["way"])) for each in row.told],
        "ways": [(way, way_words(_, way), "") for way in (PHONE, POST)],
        "may_book": ResponseState.SCHEDULED in RESPONSE_MOVES[state],
        "may_answer": state in ASKED or state is ResponseState.UNREACHABLE,
        "steps": [(each.value, response_words(_, each)) for each in ResponseState if each in ways],
        "is_doubtful": Match(row.found) in TO_BE_CHECKED
        and ResponseState.CLEARED in RESPONSE_MOVES[state],
    }
