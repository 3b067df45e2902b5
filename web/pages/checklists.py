"""Checklists for staff: what is checked at every visit of a kind of work, one point a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.errors import NotThere, NotUnderstood
from aftersales.parts import Parts
from aftersales.queries.catalogue import work_types
from aftersales.queries.service_reports import points_of
from aftersales.records import ChecklistPoint, WorkType
from aftersales.service_reports import Point, points_in, set_checklist
from aftersales.service_reports.checklists import MOST_POINTS
from aftersales.store import Session
from aftersales.words import words_in
from aftersales.words.sentences import work
from web.doors.door import MANAGERS
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/checklists")


@router.get("")
def checklists(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every kind of work with what is checked there."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        kinds = work_types(session)
        points = points_of(session, [kind.id for kind in kinds])
    rows = [
        (kind, work(_, kind.kind.value, kind.product_type), len(_asked(points.get(kind.id, ()))))
        for kind in kinds
    ]
    return page(request, "checklists.html", _, rows=rows)


@router.get("/{work_type_id}")
def checklist(request: Request, parts: PartsIn, me: Me, work_type_id: UUID) -> Response:
    """What is checked at one kind of work, to be written by managers."""
    with parts.store.reading() as session:
        kind = _kind(session, work_type_id)
        asked = _asked(points_of(session, [kind.id]).get(kind.id, ()))
    return _form(request, me, kind, "\n".join(Point(each.text, each.unit).line for each in asked))


@router.post("/{work_type_id}")
def written(
    request: Request,
    parts: PartsIn,
    me: Me,
    work_type_id: UUID,
    points: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Let this be checked from now on."""
    try:
        with parts.doing(actor_of(me)) as deed:
            set_checklist(deed, _kind(deed.session, work_type_id), points_in(points))
    except NotUnderstood:
        return _refused(request, parts, me, work_type_id, points)
    return RedirectResponse("/checklists", status_code=303)


def _refused(
    request: Request, parts: Parts, me: SignedIn, work_type_id: UUID, typed: str
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        kind = _kind(session, work_type_id)
    said = _(
        "Write at most {number} points, each only once, with at most 320 characters.",
        number=_.number(MOST_POINTS),
    )
    return _form(request, me, kind, typed, [("points", said)])


def _form(
    request: Request,
    me: SignedIn,
    kind: WorkType,
    typed: str,
    problems: Sequence[tuple[str, str]] = (),
) -> Response:
    _ = words_in(me.language)
    return page(
        request,
        "checklist.html",
        _,
        status_code=422 if problems else 200,
        kind=kind,
        title=work(_, kind.kind.value, kind.product_type),
        typed=typed,
        may_write=me.role in MANAGERS,
        problems=list(problems),
    )


def _asked(points: Sequence[ChecklistPoint]) -> list[ChecklistPoint]:
    return [each for each in points if each.position is not None]


def _kind(session: Session, work_type_id: UUID) -> WorkType:
    kind = session.get(WorkType, work_type_id)
    if kind is None:
        raise NotThere("There is no such kind of work. Choose one from the checklists.")
    return kind
