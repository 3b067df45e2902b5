"""The customer's page of a survey: a link shows it, with the score that was tapped; only the button keeps an answer.

Mail scanners follow links, so a link never votes; the one-click unsubscribe of mail programs is a POST (RFC 8058).
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.complaints import complaint_link
from aftersales.deed import Actor
from aftersales.identifiers import link_token
from aftersales.parts import Parts
from aftersales.queries.surveys import agrees_to_surveys
from aftersales.records import ActorKind, Complaint, Survey, Technician
from aftersales.store import Session, lock_rows
from aftersales.surveys import Answer, answer_survey, stop_asking, survey_of_link
from aftersales.words import Words, words_in
from aftersales.words.sentences import first_name
from web.parts import PartsIn
from web.templating import page

router = APIRouter(prefix="/survey")

Tapped = Annotated[str, Query(max_length=4)]
Field = Annotated[str, Form(max_length=4)]
SCORES = frozenset("12345")


@router.get("/{token}")
def survey(
    request: Request, parts: PartsIn, token: str, score: Tapped = "", said: str = ""
) -> Response:
    """The question, with the score that was tapped in the message, or the answer that is kept."""
    return _page(request, parts, token, {"service": score} if score in SCORES else {}, said=said)


@router.post("/{token}")
def answered(
    request: Request,
    parts: PartsIn,
    token: str,
    service: Field = "",
    visit: Field = "",
    text: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Keep the answer; sent again it takes the place of the one before."""
    if service not in SCORES or visit not in SCORES | {""}:
        typed = {"service": service, "visit": visit, "text": text}
        return _page(request, parts, token, typed, is_wrong=True)
    with parts.store.reading() as session:
        row, person = survey_of_link(session, parts.clock.now(), token)
    with parts.doing(Actor(ActorKind.CUSTOMER, person.number)) as deed:
        lock_rows(deed.session, "survey", [row.id])
        kept, _person = survey_of_link(deed.session, deed.now, token)
        answer = Answer(
            service_score=int(service),
            visit_score=int(visit) if visit and kept.appointment_id is not None else None,
            text=text,
        )
        answer_survey(deed, kept, answer)
        own = ""
        if kept.complaint_id is not None:
            complaint = deed.session.get_one(Complaint, kept.complaint_id)
            own = link_token(deed.secret, complaint_link(deed, complaint))
    if own:
        return RedirectResponse(f"/complaint/{own}?said=opened", status_code=303)
    return RedirectResponse(f"/survey/{token}?said=kept", status_code=303)


@router.get("/{token}/unsubscribe")
def leaving(request: Request, parts: PartsIn, token: str) -> Response:
    """Shall we ask no more?"""
    with parts.store.reading() as session:
        row, person = survey_of_link(session, parts.clock.now(), token)
        is_asked = agrees_to_surveys(session, row.customer_id)
    return page(
        request,
        "unsubscribe.html",
        words_in(person.language),
        token=token,
        is_asked=is_asked,
    )


@router.post("/{token}/unsubscribe")
def left(parts: PartsIn, token: str) -> Response:
    """Ask no more, as a mail program or the button on the page says."""
    with parts.store.reading() as session:
        _row, person = survey_of_link(session, parts.clock.now(), token)
    with parts.doing(Actor(ActorKind.CUSTOMER, person.number)) as deed:
        lock_rows(deed.session, "customer", [person.id])
        kept, _person = survey_of_link(deed.session, deed.now, token)
        stop_asking(deed, kept)
    return RedirectResponse(f"/survey/{token}/unsubscribe", status_code=303)


def _page(
    request: Request,
    parts: Parts,
    token: str,
    typed: dict[str, str],
    *,
    said: str = "",
    is_wrong: bool = False,
) -> Response:
    with parts.store.reading() as session:
        row, person = survey_of_link(session, parts.clock.now(), token)
        who = _who(session, row)
    _ = words_in(person.language)
    problems = [("service", _("Choose a figure from 1 to 5."))] if is_wrong else []
    kept = {
        "service": "" if row.service_score is None else str(row.service_score),
        "visit": "" if row.visit_score is None else str(row.visit_score),
        "text": row.text,
    }
    return page(
        request,
        "survey.html",
        _,
        status_code=422 if is_wrong else 200,
        token=token,
        reference=row.reference,
        who=who,
        is_visit=row.appointment_id is not None,
        typed={**kept, **typed},
        is_kept=said == "kept" and row.answered_at is not None,
        is_answered=row.answered_at is not None,
        scores=score_words(_),
        problems=problems,
    )


def _who(session: Session, row: Survey) -> str:
    if row.technician_id is None:
        return ""
    return first_name(session.get_one(Technician, row.technician_id).name)


def score_words(_: Words) -> list[tuple[str, str, str]]:
    """What can be chosen, the best first."""
    words = (
        _("5: very good"),
        _("4: good"),
        _("3: neither good nor bad"),
        _("2: bad"),
        _("1: very bad"),
    )
    return [
        (score, label, "") for score, label in zip(("5", "4", "3", "2", "1"), words, strict=True)
    ]
