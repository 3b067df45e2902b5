"""The staff's view of a visit: the customer's sentence, the facts, and everything that happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from aftersales.access import OFFICE
from aftersales.errors import NotThere
from aftersales.holds import waits_for_time
from aftersales.moments import wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Message
from aftersales.notices.wording import worded
from aftersales.places import one_line
from aftersales.queries.access import users
from aftersales.queries.installations import preparation_of
from aftersales.queries.notices import deliveries_of, notices_about
from aftersales.queries.pages import events_about, windows_told
from aftersales.queries.promises import promises_of
from aftersales.queries.visits import AHEAD, Visit, appointment_of_order, visits_by_id
from aftersales.queries.work_offers import offers_about
from aftersales.reach import is_within, reach_of
from aftersales.records import Case, Claim, Notice, NoticeDelivery
from aftersales.store import Session
from aftersales.words import words_in
from aftersales.words.sentences import work
from web.pages.happening import by_whom, happened
from web.pages.second_visit import kinds_shown
from web.pages.sheets import findings, result_words, sheets_shown
from web.pages.site_shown import sites_shown
from web.pages.standing import progress_words, promise_words, standing_of, standing_words
from web.pages.telling import headline, newest_told
from web.pages.visit_for_customer import done_words
from web.pages.visit_links import linked_visits
from web.pages.work_offers_shown import refusals
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTold:
    """A notice in the words in which it was told, with its attempts."""

    notice: Notice
    message: Message
    deliveries: tuple[NoticeDelivery, ...]


@router.get("/visits/{appointment_id}")
def visit(
    request: Request,
    me: Me,
    parts: PartsIn,
    appointment_id: UUID,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """One visit with its whole story."""
    words = words_in(me.language)
    now = parts.clock.now()
    with parts.store.reading() as session:
        found = visits_by_id(session, [appointment_id]).get(appointment_id)
        if found is None or not is_within(reach_of(session, me), found):
            raise NotThere("There is no such visit. Choose one from the day.")
        promises = promises_of(session, appointment_id)
        prepared = preparation_of(session, found.work_order.id)
        subjects = {appointment_id, found.work_order.id, *(each.id for each in promises)}
        subjects |= set() if prepared is None else {prepared.id}
        offers = offers_about(session, [appointment_id]) if me.role in OFFICE else []
        subjects |= {each.id for each in offers}
        zone = found.appointment.zone
        sheet = sheets_shown(words, session, [found]).get(appointment_id)
        return page(
            request,
            "visits.html",
            words,
            status_code=200,
            visit=found,
            claim=None
            if found.work_order.claim_id is None or me.role not in OFFICE
            else session.get(Claim, found.work_order.claim_id),
            case=None
            if found.work_order.case_id is None or me.role not in OFFICE
            else session.get(Case, found.work_order.case_id),
            is_office=me.role in OFFICE,
            refusals=refusals(words, session, offers),
            done=done_words(words, done),
            is_open=me.role in OFFICE and found.appointment.state in AHEAD,
            has_times=me.role in OFFICE and _has_times(session, found),
            on=wall_of(found.appointment.planned_start_at, zone).date(),
            headline=headline(words, found, newest_told(session, found)),
            what=work(words, found.work_type.kind.value, found.product_type),
            address=one_line(found.location),
            linked=linked_visits(words, session, found),
            second_kinds=kinds_shown(words, session, found) if me.role in OFFICE else [],
            site=sites_shown(words, session, [found.work_order.id]).get(found.work_order.id),
            standing=standing_of(
                found, windows_told(session, [appointment_id])[appointment_id], now
            ),
            promises=promises,
            sheet=sheet if sheet is not None and sheet.report.is_begun else None,
            findings=dict(findings(words)),
            result=result_words(words, None if sheet is None else sheet.report.result),
            notices=_notices(session, appointment_id),
            events=events_about(session, subjects),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in users(session)},
            standing_words=standing_words,
            progress_words=progress_words,
            promise_words=promise_words,
        )


def _has_times(session: Session, visit: Visit) -> bool:
    """Whether another time can be chosen: for this visit, or for the work that it left open."""
    newest = appointment_of_order(session, visit.work_order.id)
    is_ahead = newest is not None and newest.state in AHEAD
    return is_ahead or waits_for_time(visit.work_order, newest)


def _notices(session: Session, appointment_id: UUID) -> list[NoticeTold]:
    return [
        NoticeTold(
            notice=each,
            message=worded(NoticeKind(each.kind), words_in(each.language), each.facts, ""),
            deliveries=tuple(deliveries_of(session, each.id)),
        )
        for each in notices_about(session, appointment_id)
    ]
