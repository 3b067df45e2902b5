"""Playbooks: what is done about each kind of problem, as data that staff and programs keep."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from aftersales.deed import Deed
from aftersales.prevention.playbooks import Plan, Step, keep_playbook
from aftersales.queries.pages import page_of
from aftersales.records import Playbook, Role, WorkKind
from web.api.fields import Code, CodeAsked, Edited, Line, LongText, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/playbooks", tags=["prevention"])

Doer = Literal["support", "dispatcher", "manager"]
Spoken = Literal["en", "lv", "bn"]


class StepSent(BaseModel):
    """One thing to do: by whom, and within how many minutes of the step before."""

    text: Line
    role: Doer
    minutes: int = Field(ge=0, le=100_000)


class PlaybookSent(Sent):
    """What is done about one kind of problem; a scope that is left out means any."""

    model_config = example(
        code="does-not-drain",
        title="It does not drain",
        product_type="washing_machine",
        symptoms=["does not drain"],
        steps=[{"text": "Open the filter together.", "role": "support", "minutes": 15}],
        customer_texts={"en": "We open the filter together."},
        work_kind="repair",
    )

    code: Code = Field(description="Small letters, digits and dashes.")
    title: Line
    is_active: bool = True
    product_type: Code | None = None
    component: Code | None = None
    symptoms: list[Line] = Field(default_factory=list, max_length=200)
    owner_role: Doer = "support"
    steps: list[StepSent] = Field(min_length=1, max_length=100)
    customer_texts: dict[Spoken, Text] = Field(default_factory=dict)
    guidance: LongText = ""
    work_kind: WorkKind | None = None
    parts: list[Code] = Field(default_factory=list, max_length=100)


class PlaybookEdited(Edited):
    """What is to change; a list or the texts are given whole."""

    model_config = example(is_active=False)

    code: Code | None = None
    title: Line | None = None
    is_active: bool | None = None
    product_type: Code | None = None
    component: Code | None = None
    symptoms: list[Line] | None = Field(default=None, max_length=200)
    owner_role: Doer | None = None
    steps: list[StepSent] | None = Field(default=None, min_length=1, max_length=100)
    customer_texts: dict[Spoken, Text] | None = None
    guidance: LongText | None = None
    work_kind: WorkKind | None = None
    parts: list[Code] | None = Field(default=None, max_length=100)


class PlaybookShown(Shown):
    """A playbook as it stands; an empty kind of work means that it leads to no visit."""

    id: UUID
    code: str
    title: str
    is_active: bool
    product_type: str
    component: str
    symptoms: list[str]
    owner_role: str
    steps: list[dict[str, str]]
    customer_texts: dict[str, str]
    guidance: str
    work_kind: str
    parts: list[str]
    edited_at: datetime
    revision: int


@router.get("", summary="List playbooks")
def playbooks(
    parts: PartsIn, paged: PagedIn, code: CodeAsked = None, product_type: CodeAsked = None
) -> Listed[PlaybookShown]:
    """All playbooks, the first written first, or that with a code."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Playbook,
            after=paged.after,
            limit=paged.limit,
            code=code,
            product_type=product_type,
        )
        return paged.listed(page, PlaybookShown.model_validate)


@router.get("/{playbook_id}", summary="One playbook", response_model=PlaybookShown)
def playbook(parts: PartsIn, held: HeldIn, playbook_id: UUID) -> Response:
    """A playbook with its steps and words."""
    with parts.store.reading() as session:
        row = found(session, Playbook, playbook_id, "playbook")
        return held.answer(PlaybookShown.model_validate(row))


@router.post("", status_code=201, summary="Write a playbook", response_model=PlaybookShown)
def written(once: OnceIn, sent: PlaybookSent) -> Response:
    """Keep a new playbook; triage finds it from now on."""

    def act(deed: Deed) -> Acted:
        row = keep_playbook(deed, _plan(sent))
        deed.session.flush()
        return PlaybookShown.model_validate(row), f"/api/v1/playbooks/{row.id}"

    return once.answer(act)


@router.patch("/{playbook_id}", summary="Change a playbook", response_model=PlaybookShown)
def edited(edit: EditIn, playbook_id: UUID, sent: PlaybookEdited) -> Response:
    """Change what is done about a problem."""
    return edit.answer(
        lambda session: found(session, Playbook, playbook_id, "playbook"),
        shown=lambda _session, row: PlaybookShown.model_validate(row),
        change=lambda deed, row: keep_playbook(deed, _plan(_merged(row, sent)), row),
    )


def _merged(row: Playbook, sent: PlaybookEdited) -> PlaybookSent:
    """A playbook as it stands, with what is to change."""
    kept = {name: getattr(row, name) or None for name in ("product_type", "component", "work_kind")}
    plain = {
        name: getattr(row, name)
        for name in PlaybookSent.model_fields
        if name not in {*kept, "steps"}
    }
    return PlaybookSent.model_validate(
        {**plain, **kept, "steps": row.steps, **sent.model_dump(exclude_none=True)}
    )


def _plan(sent: PlaybookSent) -> Plan:
    return Plan(
        code=sent.code,
        title=sent.title,
        is_active=sent.is_active,
        product_type=sent.product_type or "",
        component=sent.component or "",
        symptoms=tuple(sent.symptoms),
        owner_role=Role(sent.owner_role),
        steps=tuple(
            Step(text=each.text, role=Role(each.role), minutes=each.minutes) for each in sent.steps
        ),
        customer_texts={str(language): text for language, text in sent.customer_texts.items()},
        guidance=sent.guidance,
        work_kind=sent.work_kind,
        parts=tuple(sent.parts),
    )
