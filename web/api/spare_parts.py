"""Spare parts: the catalogue of what can be fitted, and what it fits."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.queries.pages import page_of
from aftersales.queries.spares import part_by_code
from aftersales.records import SparePart
from aftersales.spares import add_spare_part
from web.api.fields import Code, CodeInPath, Line, NewCode, Sent, Shown, example
from web.api.listed import Listed, PagedIn, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/spare-parts", tags=["parts"])

Codes = Annotated[list[Code], Field(max_length=200)]


class SparePartSent(Sent):
    """A part for the catalogue; without types and models it fits any product."""

    model_config = example(
        code="PUMP-1", name="Drain pump", product_types=["washing_machine"], skus=["WM-8000"]
    )

    code: NewCode = Field(examples=["PUMP-1"])
    name: Line = Field(examples=["Drain pump"])
    product_types: Codes = Field(default_factory=list)
    skus: Codes = Field(default_factory=list)


class SparePartShown(Shown):
    """A part of the catalogue."""

    id: UUID
    code: str
    name: str
    product_types: list[str]
    skus: list[str]
    created_at: datetime


@router.get("", summary="List spare parts")
def spare_parts(parts: PartsIn, paged: PagedIn) -> Listed[SparePartShown]:
    """Every part, the first known first."""
    with parts.store.reading() as session:
        page = page_of(session, SparePart, after=paged.after, limit=paged.limit)
        return paged.listed(page, SparePartShown.model_validate)


@router.get("/{code}", summary="One spare part", response_model=SparePartShown)
def spare_part(parts: PartsIn, held: HeldIn, code: CodeInPath) -> Response:
    """A part by its code."""
    with parts.store.reading() as session:
        row = known(part_by_code(session, code), "spare part", code)
        return held.answer(SparePartShown.model_validate(row))


@router.post("", status_code=201, summary="Add a spare part", response_model=SparePartShown)
def added(once: OnceIn, sent: SparePartSent) -> Response:
    """Take a part into the catalogue."""

    def act(deed: Deed) -> Acted:
        row = add_spare_part(deed, **sent.model_dump())
        return SparePartShown.model_validate(row), f"/api/v1/spare-parts/{row.code}"

    return once.answer(act)
