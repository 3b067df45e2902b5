"""Playbooks for staff: what is done about each kind of problem, edited as data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, StringConstraints

from aftersales.access import SignedIn, actor_of
from aftersales.errors import Collision, NotThere, NotUnderstood
from aftersales.parts import Parts
from aftersales.prevention.playbooks import OWNERS, Plan, Step, keep_playbook
from aftersales.prevention.triage import KINDS
from aftersales.queries.playbooks import playbooks_listed
from aftersales.records import Playbook, Role, WorkKind
from aftersales.words import LANGUAGES, Words, words_in
from aftersales.words.sentences import work_kind
from web.pages.campaign_words import language_words
from web.pages.typed import Line, lines_of, product_types
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/playbooks")

Long = Annotated[str, StringConstraints(max_length=8000)]

_STEP: Final = re.compile(r"(\w+)\s+(\d{1,5})\s*:\s*(.+)")


class PlaybookTyped(BaseModel):
    """What was typed, as it was typed."""

    code: Line = ""
    title: Line = ""
    is_active: Line = ""
    product_type: Line = ""
    component: Line = ""
    symptoms: Long = ""
    owner_role: Line = Role.SUPPORT.value
    steps: Long = ""
    guidance: Long = ""
    work_kind: Line = ""
    parts: Long = ""
    text_en: Long = ""
    text_lv: Long = ""
    text_bn: Long = ""


Typed = Annotated[PlaybookTyped, Form()]


@router.get("")
def playbooks(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every playbook by its code."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        rows = [(row, role_words(_, row.owner_role)) for row in playbooks_listed(session)]
    return page(request, "playbooks.html", _, rows=rows)


@router.get("/new")
def new(request: Request, parts: PartsIn, me: Me) -> Response:
    """An empty form."""
    return _form(request, parts, me, PlaybookTyped(is_active="yes"))


@router.post("")
def added(request: Request, parts: PartsIn, me: Me, typed: Typed) -> Response:
    """Keep a new playbook."""
    return _kept(request, parts, me, typed, None)


@router.get("/{playbook_id}")
def playbook(request: Request, parts: PartsIn, me: Me, playbook_id: UUID) -> Response:
    """The form of a playbook."""
    row = _playbook(parts, playbook_id)
    return _form(request, parts, me, _typed_of(row), row=row)


@router.post("/{playbook_id}")
def edited(request: Request, parts: PartsIn, me: Me, playbook_id: UUID, typed: Typed) -> Response:
    """Keep what was changed."""
    return _kept(request, parts, me, typed, _playbook(parts, playbook_id))


def role_words(_: Words, role: str) -> str:
    """Who sees to something."""
    return {
        Role.SUPPORT.value: _("Support"),
        Role.DISPATCHER.value: _("Dispatch"),
        Role.MANAGER.value: _("Management"),
    }.get(role, role)


def _playbook(parts: Parts, playbook_id: UUID) -> Playbook:
    with parts.store.reading() as session:
        row = session.get(Playbook, playbook_id)
    if row is None:
        raise NotThere("There is no such playbook. Choose one from the list of playbooks.")
    return row


def _kept(
    request: Request, parts: Parts, me: SignedIn, typed: PlaybookTyped, row: Playbook | None
) -> Response:
    _ = words_in(me.language)
    steps, wrong = _steps(typed.steps)
    if wrong:
        said = _(
            "Line {number} is no step. Write the role, the minutes and what is done, such as support 10: Ask for the serial.",
            number=_.number(wrong),
        )
        return _form(request, parts, me, typed, row=row, problems=[("steps", said)])
    try:
        with parts.doing(actor_of(me)) as deed:
            present = None if row is None else deed.session.get_one(Playbook, row.id)
            keep_playbook(deed, _plan(typed, steps), present)
    except NotUnderstood as error:
        problems = [(each.where, _said_at(_, each.where)) for each in error.problems]
        return _form(request, parts, me, typed, row=row, problems=problems)
    except Collision:
        taken = [("code", _("Another playbook has this code. Choose another one."))]
        return _form(request, parts, me, typed, row=row, problems=taken)
    return RedirectResponse("/playbooks", status_code=303)


def _said_at(_: Words, where: str) -> str:
    return {
        "code": _("Write small letters, digits and dashes, such as does-not-drain."),
        "title": _("Write what the problem is called."),
        "steps": _("Write at least one step."),
    }.get(where, _("Say which problems it is for: a product type, a part, or words."))


def _plan(typed: PlaybookTyped, steps: tuple[Step, ...]) -> Plan:
    fields: dict[str, Any] = typed.model_dump()
    return Plan(
        code=typed.code.strip(),
        title=typed.title.strip(),
        is_active=bool(typed.is_active),
        product_type=typed.product_type.strip(),
        component=typed.component.strip(),
        symptoms=lines_of(typed.symptoms),
        owner_role=Role(typed.owner_role) if typed.owner_role in OWNERS else Role.SUPPORT,
        steps=steps,
        customer_texts={language: str(fields[f"text_{language}"]) for language in LANGUAGES},
        guidance=typed.guidance.strip(),
        work_kind=WorkKind(typed.work_kind) if typed.work_kind in set(WorkKind) else None,
        parts=lines_of(typed.parts),
    )


def _typed_of(row: Playbook) -> PlaybookTyped:
    return PlaybookTyped(
        code=row.code,
        title=row.title,
        is_active="yes" if row.is_active else "",
        product_type=row.product_type,
        component=row.component,
        symptoms="\n".join(row.symptoms),
        owner_role=row.owner_role,
        steps="\n".join(f"{step['role']} {step['minutes']}: {step['text']}" for step in row.steps),
        guidance=row.guidance,
        work_kind=row.work_kind,
        parts="\n".join(row.parts),
        **{f"text_{language}": text for language, text in row.customer_texts.items()},
    )


def _steps(text: str) -> tuple[tuple[Step, ...], int]:
    """The steps, one a line, and the number of the first line that is none; 0 if all are."""
    steps = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = _STEP.fullmatch(line.strip())
        if found is None or found[1] not in OWNERS:
            return (), number
        steps.append(Step(text=found[3].strip(), role=Role(found[1]), minutes=int(found[2])))
    return tuple(steps), 0


def _form(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: PlaybookTyped,
    *,
    row: Playbook | None = None,
    problems: Sequence[tuple[str, str]] = (),
) -> Response:
    _ = words_in(me.language)
    return page(
        request,
        "playbook_form.html",
        _,
        status_code=422 if problems else 200,
        row=row,
        typed=typed,
        problems=problems,
        types=product_types(_, parts, typed.product_type),
        roles=[(each.value, role_words(_, each.value)) for each in OWNERS],
        kinds=[("", _("no visit")), *((each.value, work_kind(_, each)) for each in KINDS)],
        languages=[(each, language_words(_, each)) for each in LANGUAGES],
    )
