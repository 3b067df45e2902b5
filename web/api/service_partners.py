"""Service partners: subcontractors whose technicians work to the same promises as our own."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.queries.access import partner_by_code
from aftersales.queries.pages import page_of
from aftersales.records import ServicePartner
from aftersales.service_partners import (
    LONGEST_ANSWER,
    add_service_partner,
    edit_service_partner,
)
from aftersales.store import Session
from web.api.fields import (
    Code,
    CodeAsked,
    CodeInPath,
    Edited,
    Line,
    NewCode,
    Sent,
    Shown,
    example,
)
from web.api.listed import Listed, PagedIn, known
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/service-partners", tags=["service partners"])


class PartnerSent(Sent):
    """A company whose technicians work for us."""

    model_config = example(
        code="P1",
        name="Hilfe AG",
        email="office@hilfe.example",
        phone="+423 555 03 04",
        answer_hours=4,
    )

    code: NewCode = Field(examples=["P1"])
    name: Line = Field(examples=["Hilfe AG"])
    email: Line = Field(examples=["office@hilfe.example"])
    phone: Code = Field(examples=["+423 555 03 04"])
    answer_hours: int | None = Field(
        default=None,
        ge=1,
        le=LONGEST_ANSWER,
        description="They are asked whether they take a visit, and have so long to answer; null asks nothing.",
    )


class PartnerEdited(Edited):
    """What is to be another way; what is left out stays."""

    model_config = example(phone="+423 555 03 05")

    name: Line | None = None
    email: Line | None = None
    phone: Code | None = None
    answer_hours: int | None = Field(
        default=None, ge=0, le=LONGEST_ANSWER, description="0 asks them nothing any more."
    )


class PartnerShown(Shown):
    """A subcontractor and how their office is reached."""

    id: UUID
    code: str
    name: str
    email: str
    phone: str
    answer_hours: int | None


@router.get("", summary="List service partners")
def service_partners(
    parts: PartsIn, paged: PagedIn, code: CodeAsked = None
) -> Listed[PartnerShown]:
    """Every partner, the first known first, or the one with a code."""
    with parts.store.reading() as session:
        page = page_of(session, ServicePartner, after=paged.after, limit=paged.limit, code=code)
        return paged.listed(page, PartnerShown.model_validate)


@router.get("/{code}", summary="One service partner", response_model=PartnerShown)
def service_partner(parts: PartsIn, held: HeldIn, code: CodeInPath) -> Response:
    """A partner by code."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, _partner(session, code)))


@router.post("", status_code=201, summary="Add a service partner", response_model=PartnerShown)
def add(once: OnceIn, sent: PartnerSent) -> Response:
    """Keep a partner; technicians become theirs by its code."""

    def act(deed: Deed) -> Acted:
        row = add_service_partner(deed, **sent.model_dump())
        return _shown(deed.session, row), f"/api/v1/service-partners/{row.code}"

    return once.answer(act)


@router.patch("/{code}", summary="Change a service partner", response_model=PartnerShown)
def edited(edit: EditIn, code: CodeInPath, sent: PartnerEdited) -> Response:
    """Change what is sent."""
    return edit.answer(
        lambda session: _partner(session, code),
        shown=_shown,
        change=lambda deed, row: edit_service_partner(deed, row, **sent.model_dump()),
    )


def _partner(session: Session, code: str) -> ServicePartner:
    return known(partner_by_code(session, code), "service partner", code)


def _shown(_session: Session, row: ServicePartner) -> PartnerShown:
    return PartnerShown.model_validate(row)
