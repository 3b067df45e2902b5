"""What the customer's page of a case shows: the sentence on top, the thread, and what stands around it in plain words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from fastapi import Request, Response
from starlette.requests import HTTPConnection

from aftersales.conversations.hours import hours_at
from aftersales.conversations.own_page import OwnCase, case_of_link, thread_of
from aftersales.identifiers import link_token
from aftersales.parts import Parts
from aftersales.queries.case_lists import visits_of_case
from aftersales.queries.complaints import complaint_of_case
from aftersales.queries.links import working_links_of
from aftersales.records import CASE_OVER, CaseState, Complaint, LinkPurpose, ThreadMessage, Upload
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.files import ACCEPTED
from web.pages.files_shown import FileRow, files_shown
from web.pages.hours_said import here_now
from web.pages.own_case_claims import claims_told
from web.pages.own_case_words import (
    confirmed,
    guest_note,
    headline,
    next_update,
    visit_said,
)
from web.templating import asked_words, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody typed, under which identifier it is sent, and what was wrong with it."""

    text: str = ""
    said_id: str = ""
    problems: tuple[tuple[str, str], ...] = ()

    def with_problem(self, where: str, problem: str) -> Typed:
        """The same with something wrong at a field."""
        return replace(self, problems=((where, problem),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Something that goes on because of the case: what it is, how it stands, and the way to its page."""

    name: str
    standing: str
    href: str
    link: str


def words_of(request: HTTPConnection, own: OwnCase) -> Words:
    """The customer's language; whoever only typed an address is not told which that is."""
    return words_in(own.customer.language) if own.is_proven else asked_words(request)


def own_case_page(
    request: Request, parts: Parts, token: str, typed: Typed, *, said: str = ""
) -> Response:
    """The page with everything that was typed."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        own = case_of_link(session, parts.settings, now, token)
        _ = words_of(request, own)
        complaint = complaint_of_case(session, own.case.id)
        return page(
            request,
            "own_case.html",
            _,
            status_code=422 if typed.problems else 200,
            token=token,
            own=own,
            typed=typed,
            problems=list(typed.problems),
            said_id=typed.said_id or str(parts.ids.new(now)),
            **standing_of(_, own, now, is_complaint=complaint is not None),
            confirmed=confirmed(_, own, said),
            is_late=said == "late",
            thread=[told_row(_, token, *each) for each in thread_of(session, own)],
            claims=claims_told(_, session, own.case) if own.is_proven else [],
            beside=beside(_, parts, session, own, complaint) if own.is_proven else [],
            is_complaint=complaint is not None,
            accepted=ACCEPTED,
            here_now=here_now(_, hours_at(parts.settings, own.area, now)),
            guest_note=guest_note(_, own),
        )


def standing_of(_: Words, own: OwnCase, now: datetime, *, is_complaint: bool) -> dict[str, object]:
    """How the case stands: what changes on the page while somebody looks at it."""
    return {
        "headline": headline(_, own, is_complaint=is_complaint),
        "next_update": next_update(_, own, now),
        "is_over": own.case.state in CASE_OVER,
        "is_closed": own.case.state is CaseState.CLOSED,
    }


def told_row(
    _: Words, token: str, message: ThreadMessage, files: list[Upload]
) -> tuple[ThreadMessage, list[FileRow]]:
    """A message with its files as the page hands them out."""
    return message, files_shown(_, files, f"/case/{quote(token)}/files")


def beside(
    _: Words, parts: Parts, session: Session, own: OwnCase, complaint: Complaint | None
) -> list[Beside]:
    """Visits and the complaint that stand under the case, with links to pages that the customer has."""
    found: list[Beside] = []
    visits = visits_of_case(session, own.case.id)
    there = [appointment.id for _order, _work, appointment in visits if appointment is not None]
    now = parts.clock.now()
    pages = working_links_of(session, LinkPurpose.VISIT, there, now)
    for _order, work_type, appointment in visits:
        way = None if appointment is None else pages.get(appointment.id)
        found.append(
            Beside(
                name=work(_, work_type.kind.value, work_type.product_type),
                standing=visit_said(_, None if appointment is None else appointment.state),
                href="" if way is None else f"/visit/{link_token(parts.secret, way)}",
                link=_("See or change your visit"),
            )
        )
    if complaint is not None:
        ways = working_links_of(session, LinkPurpose.COMPLAINT, [complaint.id], now)
        for way in ways.values():
            href = f"/complaint/{link_token(parts.secret, way)}"
            found.append(
                Beside(
                    name=_("Your complaint"), standing="", href=href, link=_("See the complaint")
                )
            )
    return found
