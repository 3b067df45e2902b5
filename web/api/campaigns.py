"""Recalls and service campaigns: drafts, who is told, and what became of every unit."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from aftersales.campaigns.answering import asked_of
from aftersales.campaigns.drafting import add_campaign, edit_campaign
from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.jobs.recalls import publish
from aftersales.queries.pages import page_of
from aftersales.records import Campaign, CampaignResponse, CampaignState
from aftersales.remedies import answer_campaign
from aftersales.store import Session
from warranty.recalls.responses import ResponseState
from web.api.campaign_shapes import (
    AnswerSent,
    CampaignEdited,
    CampaignSent,
    CampaignShown,
    Publication,
    ResponseShown,
    facts_sent,
    merged_draft,
)
from web.api.fields import CodeAsked
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/campaigns", tags=["campaigns"])


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
        row = add_campaign(deed, facts_sent(sent), wording)
        deed.session.flush()
        return CampaignShown.model_validate(row), f"/api/v1/campaigns/{row.id}"

    return once.answer(act)


@router.patch("/{campaign_id}", summary="Change a draft", response_model=CampaignShown)
def edited(edit: EditIn, campaign_id: UUID, sent: CampaignEdited) -> Response:
    """Change a draft; what is published has been read by its owners and stays as it is."""

    def change(deed: Deed, row: Campaign) -> None:
        whole = merged_draft(row, sent)
        wording = {str(language): said.model_dump() for language, said in whole.wording.items()}
        edit_campaign(deed, row, facts_sent(whole), wording)

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
        answer_campaign(deed, asked_of(deed.session, row), sent.state, note=sent.note)
        deed.session.flush()
        return ResponseShown.model_validate(row), None

    return once.answer(act, status=200)


def _response(session: Session, campaign_id: UUID, response_id: UUID) -> CampaignResponse:
    row = found(session, CampaignResponse, response_id, "unit of a campaign")
    if row.campaign_id != campaign_id:
        raise NotThere(f"There is no unit {response_id} in this campaign. Check the identifiers.")
    return row
