"""Recalls and service campaigns: drafts, who is told, and what became of every unit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from aftersales.campaigns.answering import answer, asked_of
from aftersales.campaigns.drafting import add_campaign, edit_campaign
from aftersales.deed import Deed
from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.jobs.recalls import publish
from aftersales.queries.pages import page_of
from aftersales.records import Campaign, CampaignResponse, CampaignState
from aftersales.store import Session
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import Severity
from warranty.recalls.notices import rule_of
from warranty.recalls.responses import ResponseState
from web.api.fields import Code, CodeAsked, Day, Edited, Line, NewCode, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/campaigns", tags=["campaigns"])

Language = Literal["en", "lv", "bn"]


class OwnerWords(BaseModel):
    """What owners read in one language."""

    hazard: Text = Field(description="What can happen, in one clause.")
    advice: Text = Field(description="What owners should do now.")
    remedy: Text = Field(description="What is offered.")


class SerialRule(BaseModel):
    """Serials that are meant: beginnings, ends, or a range from the first to the last."""

    kind: Literal["prefix", "suffix", "range"]
    values: list[Code] = Field(default_factory=list, max_length=1000)
    start: Code | None = None
    end: Code | None = None
    model: Code | None = None


class CampaignSent(Sent):
    """A draft; nobody is told before a manager publishes it."""

    model_config = example(
        code="WM-2026-1",
        title="Nordwasch: washing machines 8000",
        severity="stop_using",
        models=["WM-8000"],
        serial_rules=[{"kind": "prefix", "values": ["NW0"]}],
        wording={
            "en": {
                "hazard": "The heater can overheat and start a fire",
                "advice": "Unplug it.",
                "remedy": "A technician replaces the heater.",
            }
        },
        needs_visit=True,
    )

    code: NewCode
    title: Line
    severity: Severity
    wording: dict[Language, OwnerWords] = Field(description="By language; English is needed.")
    brands: list[Code] = Field(default_factory=list, max_length=100)
    product_type: Code | None = None
    models: list[Code] = Field(default_factory=list, max_length=10_000)
    is_list_complete: bool = Field(default=True, description="No other model is meant.")
    serial_rules: list[SerialRule] = Field(default_factory=list, max_length=1000)
    sold_from: Day | None = None
    needs_visit: bool = False
    source: Line | None = Field(default=None, description="Where it is written.")


class CampaignEdited(Edited):
    """What is to change in a draft; a list or the words are given whole."""

    model_config = example(title="Nordwasch: washing machines 8000 and 9000")

    code: NewCode | None = None
    title: Line | None = None
    severity: Severity | None = None
    wording: dict[Language, OwnerWords] | None = None
    brands: list[Code] | None = Field(default=None, max_length=100)
    product_type: Code | None = None
    models: list[Code] | None = Field(default=None, max_length=10_000)
    is_list_complete: bool | None = None
    serial_rules: list[SerialRule] | None = Field(default=None, max_length=1000)
    sold_from: Day | None = None
    needs_visit: bool | None = None
    source: Line | None = None


class Publication(Sent):
    """Which version of the draft somebody has read and wants owners to be told of."""

    model_config = example(revision=1)

    revision: int = Field(ge=1, le=1_000_000)


class AnswerSent(Sent):
    """What became of a unit."""

    model_config = example(state="done", note="Heater replaced.")

    state: ResponseState
    note: Text = ""


class CampaignShown(Shown):
    """A campaign as it stands."""

    id: UUID
    code: str
    title: str
    state: CampaignState
    severity: str
    match_lists: dict[str, object]
    wording: dict[str, dict[str, str]]
    needs_visit: bool
    source: str
    created_at: datetime
    published_at: datetime | None
    closed_at: datetime | None
    revision: int


class ResponseShown(Shown):
    """One unit and its owner in a campaign: how it matches, and where it stands."""

    id: UUID
    campaign_id: UUID
    unit_id: UUID
    customer_id: UUID
    work_order_id: UUID | None
    case_id: UUID | None
    found: str
    state: str
    told: list[dict[str, str]]
    next_on: date | None
    next_way: str | None
    answered_at: datetime | None
    revision: int


@router.get("", summary="List campaigns")
def campaigns(
    parts: PartsIn, paged: PagedIn, code: CodeAsked = None, state: CampaignState | None = None
) -> Listed[CampaignShown]:
    """All campaigns, the first made first, or those in a state."""
    with parts.store.reading() as session:
        page = page_of(
            session, Campaign, after=paged.after, limit=paged.limit, code=code, state=state
        )
        return paged.listed(page, CampaignShown.model_validate)


@router.get("/{campaign_id}", summary="One campaign", response_model=CampaignShown)
def campaign(parts: PartsIn, held: HeldIn, campaign_id: UUID) -> Response:
    """A campaign with its match lists and words."""
    with parts.store.reading() as session:
        row = found(session, Campaign, campaign_id, "campaign")
        return held.answer(CampaignShown.model_validate(row))


@router.post("", status_code=201, summary="Prepare a campaign", response_model=CampaignShown)
def drafted(once: OnceIn, sent: CampaignSent) -> Response:
    """Keep a draft; words that make a risk look smaller are refused."""

    def act(deed: Deed) -> Acted:
        wording = {str(language): said.model_dump() for language, said in sent.wording.items()}
        row = add_campaign(deed, _facts(sent), wording)
        deed.session.flush()
        return CampaignShown.model_validate(row), f"/api/v1/campaigns/{row.id}"

    return once.answer(act)


@router.patch("/{campaign_id}", summary="Change a draft", response_model=CampaignShown)
def edited(edit: EditIn, campaign_id: UUID, sent: CampaignEdited) -> Response:
    """Change a draft; what is published has been read by its owners and stays as it is."""

    def change(deed: Deed, row: Campaign) -> None:
        whole = _merged(row, sent)
        wording = {str(language): said.model_dump() for language, said in whole.wording.items()}
        edit_campaign(deed, row, _facts(whole), wording)

    return edit.answer(
        lambda session: found(session, Campaign, campaign_id, "campaign"),
        shown=lambda _session, row: CampaignShown.model_validate(row),
        change=change,
    )


@router.post("/{campaign_id}/publication", summary="Publish it", response_model=CampaignShown)
def published(once: OnceIn, campaign_id: UUID, sent: Publication) -> Response:
    """Tell its owners from now on; only a manager does, and only what they have read."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, Campaign, campaign_id, "campaign")
        publish(deed, row, sent.revision)
        deed.session.flush()
        return CampaignShown.model_validate(row), None

    return once.answer(act, status=200)


@router.get("/{campaign_id}/responses", summary="List its units")
def responses(
    parts: PartsIn,
    paged: PagedIn,
    campaign_id: UUID,
    state: ResponseState | None = None,
    unit_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Listed[ResponseShown]:
    """Every unit that is meant, or may be, the first met first."""
    with parts.store.reading() as session:
        found(session, Campaign, campaign_id, "campaign")
        page = page_of(
            session,
            CampaignResponse,
            after=paged.after,
            limit=paged.limit,
            campaign_id=campaign_id,
            state=None if state is None else state.value,
            unit_id=unit_id,
            customer_id=customer_id,
        )
        return paged.listed(page, ResponseShown.model_validate)


@router.get(
    "/{campaign_id}/responses/{response_id}",
    summary="One of its units",
    response_model=ResponseShown,
)
def response(parts: PartsIn, held: HeldIn, campaign_id: UUID, response_id: UUID) -> Response:
    """Where one unit stands."""
    with parts.store.reading() as session:
        return held.answer(
            ResponseShown.model_validate(_response(session, campaign_id, response_id))
        )


@router.post(
    "/{campaign_id}/responses/{response_id}/answers",
    summary="Say what became of a unit",
    response_model=ResponseShown,
)
def answered(once: OnceIn, campaign_id: UUID, response_id: UUID, sent: AnswerSent) -> Response:
    """It was put right, is gone, or its owner was told in another way."""

    def act(deed: Deed) -> Acted:
        row = _response(deed.session, campaign_id, response_id)
        answer(deed, asked_of(deed.session, row), sent.state, note=sent.note)
        deed.session.flush()
        return ResponseShown.model_validate(row), None

    return once.answer(act, status=200)


def _response(session: Session, campaign_id: UUID, response_id: UUID) -> CampaignResponse:
    row = found(session, CampaignResponse, response_id, "unit of a campaign")
    if row.campaign_id != campaign_id:
        raise NotThere(f"There is no unit {response_id} in this campaign. Check the identifiers.")
    return row


def _merged(row: Campaign, sent: CampaignEdited) -> CampaignSent:
    """A draft as it stands, with what is to change."""
    lists = row.match_lists
    kept = {
        "code": row.code,
        "title": row.title,
        "severity": row.severity,
        "wording": row.wording,
        "brands": lists["brands"],
        "product_type": lists["product_type"] or None,
        "models": lists["models"],
        "is_list_complete": lists["is_list_complete"],
        "serial_rules": lists["rules"],
        "sold_from": lists["sold_from"],
        "needs_visit": row.needs_visit,
        "source": row.source or None,
    }
    return CampaignSent.model_validate({**kept, **sent.model_dump(exclude_none=True)})


def _facts(sent: CampaignSent) -> CampaignFacts:
    said = sent.wording.get("en")
    try:
        return CampaignFacts(
            key=sent.code,
            title=sent.title,
            hazard="" if said is None else said.hazard,
            severity=sent.severity,
            brands=frozenset(sent.brands),
            product_type=sent.product_type or "",
            models=frozenset(sent.models),
            is_list_complete=sent.is_list_complete,
            rules=tuple(rule_of(rule.model_dump()) for rule in sent.serial_rules),
            sold_from=sent.sold_from,
            remedy="" if said is None else said.remedy,
            needs_visit=sent.needs_visit,
            source=sent.source or "",
        )
    except ValueError as error:
        raise NotUnderstood(
            f"{error} Correct the lists of what is meant.", [Problem("serial_rules", str(error))]
        ) from error
