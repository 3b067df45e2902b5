"""Triage of one case for staff: recall, what is known, the playbook, a remote fix, or the way to a visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response, status
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.case_steps import follow_playbook, text_for
from aftersales.conversations import Author
from aftersales.conversations.recipients import recipient_of
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotThere, NotUnderstood
from aftersales.parts import Parts
from aftersales.prevention.triage import triage_of, tried_remotely
from aftersales.queries.playbooks import steps_of_case
from aftersales.records import CASE_OVER, Case, Customer, Playbook
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work_kind
from web.pages.articles import helps_of
from web.pages.case_visits import likely_kind
from web.pages.case_words import way_words
from web.pages.improvement_form import uuid_of
from web.pages.playbooks import role_words
from web.pages.recalls_shown import open_recalls
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/cases/{case_id}/triage")

Long = Annotated[str, Form(max_length=2000)]


@router.get("")
def triage(
    request: Request,
    parts: PartsIn,
    me: Me,
    case_id: UUID,
    words: Annotated[str, Query(max_length=320)] = "",
    said: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """What can be done about it, in the order in which it is tried."""
    return _shown(request, parts, me, case_id, words=words, said=said)


@router.post("/remote")
def remote(
    request: Request,
    parts: PartsIn,
    me: Me,
    case_id: UUID,
    what: Long = "",
    outcome: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """It was tried with the customer on the line."""

    def act(deed: Deed, case: Case) -> None:
        tried_remotely(deed, case, is_fixed=outcome == "fixed", what=what)

    return _changed(request, parts, me, case_id, act, what=what)


@router.post("/playbook")
def followed(
    request: Request,
    parts: PartsIn,
    me: Me,
    case_id: UUID,
    playbook: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Send the customer what the playbook says, and begin its steps."""

    def act(deed: Deed, case: Case) -> None:
        row = deed.session.get(Playbook, uuid_of(playbook) or case_id)
        if row is None:
            raise NotThere("There is no such playbook. Load the page again.")
        follow_playbook(deed, case, row, Author(me.name, me.user_id))

    answer = _changed(request, parts, me, case_id, act)
    is_kept = answer.status_code == status.HTTP_303_SEE_OTHER
    return RedirectResponse(f"/cases/{case_id}#steps", status_code=303) if is_kept else answer


def _case(session: Session, case_id: UUID) -> Case:
    row = session.get(Case, case_id)
    if row is None:
        raise NotThere("There is no such case. Look for it under its customer.")
    return row


def _changed(
    request: Request,
    parts: Parts,
    me: SignedIn,
    case_id: UUID,
    act: Callable[[Deed, Case], None],
    *,
    what: str = "",
) -> Response:
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            act(deed, _case(deed.session, case_id))
    except NotUnderstood:
        problem = _("Say what was tried.")
        return _shown(request, parts, me, case_id, problem=problem, status=422, what=what)
    except (NotAllowed, Collision):
        problem = _("This is not possible from here any more. Read what stands here now.")
        return _shown(request, parts, me, case_id, problem=problem, status=409, what=what)
    return RedirectResponse(f"/cases/{case_id}/triage?said=kept", status_code=303)


def _shown(
    request: Request,
    parts: Parts,
    me: SignedIn,
    case_id: UUID,
    *,
    words: str = "",
    said: str = "",
    problem: str = "",
    status: int = 200,
    what: str = "",
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        case = _case(session, case_id)
        found = triage_of(session, case, words)
        owner = session.get_one(Customer, case.customer_id)
        recipient = recipient_of(session, parts.settings, case, parts.clock.now())
        return page(
            request,
            "triage.html",
            _,
            status_code=status,
            problem=problem,
            is_kept=said == "kept",
            told=words,
            what=what,
            case=case,
            owner=owner,
            unit=found.unit,
            model=found.model,
            recalls=[] if found.unit is None else open_recalls(_, session, found.unit.id),
            is_stopped=found.is_stopped,
            is_open=case.state not in CASE_OVER and not case.is_sender_unsure,
            followed={each.playbook_id for each in steps_of_case(session, case_id)},
            recipient=recipient,
            way=way_words(_, recipient.way, recipient.channel),
            known=helps_of(_, found.issues),
            playbooks=[_told(_, row, owner.language) for row in found.playbooks],
            kinds=[
                (row.kind.value, work_kind(_, row.kind), ", ".join(sorted(skills)))
                for row, skills in found.visits
            ],
            chosen=[likely_kind(found)],
            can_be_visited=found.can_be_visited,
        )


def _told(
    _: Words, row: Playbook, language: str
) -> tuple[Playbook, list[tuple[str, str]], str, str]:
    """A playbook with its steps, and what the customer is told, in their language if it is written in it."""
    spoken, text = text_for(row, language)
    steps = [
        (
            step["text"],
            _(
                "{role}, {minutes} min",
                role=role_words(_, step["role"]),
                minutes=_.number(int(step["minutes"])),
            ),
        )
        for step in row.steps
    ]
    return row, steps, spoken, text
