"""The catalogue: product models with their terms, kinds of work, skills."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response

from aftersales.catalogue import add_product_model, edit_product_model
from aftersales.deed import Deed
from aftersales.errors import Collision
from aftersales.pricing import set_price
from aftersales.queries.catalogue import product_by_sku, skills_needed, terms_of
from aftersales.queries.pages import page_of
from aftersales.queries.service_reports import points_of
from aftersales.records import ChecklistPoint, PriceReason, ProductModel, Skill, WorkKind, WorkType
from aftersales.service_reports import Point, set_checklist
from aftersales.store import Session
from web.api.catalogue_shapes import (
    PointShown,
    ProductModelEdited,
    ProductModelLine,
    ProductModelSent,
    ProductModelShown,
    SkillShown,
    TermShown,
    WorkTypeEdited,
    WorkTypeShown,
    pairs_of,
    promised,
)
from web.api.fields import CodeAsked, LineAsked
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(tags=["catalogue"])


@router.get("/product-models", summary="List product models")
def product_models(
    parts: PartsIn,
    paged: PagedIn,
    sku: CodeAsked = None,
    brand: LineAsked = None,
    product_type: CodeAsked = None,
) -> Listed[ProductModelLine]:
    """The whole catalogue, the product model with a SKU, or those of a brand or type."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            ProductModel,
            after=paged.after,
            limit=paged.limit,
            sku=sku,
            brand=brand,
            product_type=product_type,
        )
        return paged.listed(page, ProductModelLine.model_validate)


@router.get(
    "/product-models/{product_model_id}",
    summary="One product model",
    response_model=ProductModelShown,
)
def product_model(parts: PartsIn, held: HeldIn, product_model_id: UUID) -> Response:
    """A product model with everything that is promised with it."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, _model(session, product_model_id)))


@router.post(
    "/product-models",
    status_code=201,
    summary="Add a product model",
    response_model=ProductModelShown,
)
def add(once: OnceIn, sent: ProductModelSent) -> Response:
    """Keep a product model with its terms, which the covers of its units are computed from."""

    def act(deed: Deed) -> Acted:
        if product_by_sku(deed.session, sent.sku) is not None:
            raise Collision(
                f"There is already a product model with the SKU “{sent.sku}”. Edit that one, or "
                "choose another SKU."
            )
        model = add_product_model(
            deed,
            sku=sent.sku,
            name=sent.name,
            brand=sent.brand,
            product_type=sent.product_type,
            terms=promised(sent),
            serial_pattern=sent.serial_pattern,
            serial_check=sent.serial_check,
            serial_ranges=pairs_of(sent.serial_ranges),
            hazards=sent.hazards or "",
            expected_life_months=sent.expected_life_months,
        )
        return _shown(deed.session, model), f"/api/v1/product-models/{model.id}"

    return once.answer(act)


@router.patch(
    "/product-models/{product_model_id}",
    summary="Edit a product model",
    response_model=ProductModelShown,
)
def edited(edit: EditIn, product_model_id: UUID, sent: ProductModelEdited) -> Response:
    """Change how a product model is described."""
    return edit.answer(
        lambda session: _model(session, product_model_id),
        shown=_shown,
        change=lambda deed, model: edit_product_model(
            deed,
            model,
            **sent.model_dump(exclude={"serial_ranges"}),
            serial_ranges=None if sent.serial_ranges is None else pairs_of(sent.serial_ranges),
        ),
    )


@router.get("/work-types", summary="List work types")
def work_types(
    parts: PartsIn, paged: PagedIn, product_type: CodeAsked = None, kind: WorkKind | None = None
) -> Listed[WorkTypeShown]:
    """Every kind of work with its minutes, crew and skills, or that on a type of product."""
    with parts.store.reading() as session:
        needed = skills_needed(session)
        page = page_of(
            session,
            WorkType,
            after=paged.after,
            limit=paged.limit,
            product_type=product_type,
            kind=kind,
        )
        points = points_of(session, [row.id for row in page.rows])
        return paged.listed(
            page,
            lambda row: _work_type(row, needed.get(row.id, frozenset()), points.get(row.id, ())),
        )


@router.get("/work-types/{work_type_id}", summary="One work type", response_model=WorkTypeShown)
def one_work_type(parts: PartsIn, held: HeldIn, work_type_id: UUID) -> Response:
    """A kind of work with its minutes, crew, skills and price."""
    with parts.store.reading() as session:
        return held.answer(_work_type_in(session, _kind_of_work(session, work_type_id)))


@router.patch(
    "/work-types/{work_type_id}", summary="Edit a work type", response_model=WorkTypeShown
)
def work_type_edited(edit: EditIn, work_type_id: UUID, sent: WorkTypeEdited) -> Response:
    """Say what a kind of work costs where an order names no price, and what is checked at its visits."""
    said = sent.price_reason
    reason: PriceReason | Literal[""] | None = PriceReason(said) if said else said

    def change(deed: Deed, row: WorkType) -> None:
        if {"price_cents", "price_currency", "price_reason"} & sent.model_fields_set:
            set_price(
                deed,
                row,
                price_cents=sent.price_cents,
                price_currency=sent.price_currency,
                price_reason=reason,
            )
        if sent.checklist is not None:
            points = [Point(each.text, each.unit or "") for each in sent.checklist]
            set_checklist(deed, row, points)
            deed.session.flush()

    return edit.answer(
        lambda session: _kind_of_work(session, work_type_id),
        shown=_work_type_in,
        change=change,
    )


@router.get("/skills", summary="List skills")
def skills(parts: PartsIn, paged: PagedIn) -> Listed[SkillShown]:
    """Every skill that work can need."""
    with parts.store.reading() as session:
        page = page_of(session, Skill, after=paged.after, limit=paged.limit)
        return paged.listed(page, SkillShown.model_validate)


def _model(session: Session, product_model_id: UUID) -> ProductModel:
    return found(session, ProductModel, product_model_id, "product model")


def _kind_of_work(session: Session, work_type_id: UUID) -> WorkType:
    return found(session, WorkType, work_type_id, "work type")


def _work_type_in(session: Session, row: WorkType) -> WorkTypeShown:
    points = points_of(session, [row.id]).get(row.id, ())
    return _work_type(row, skills_needed(session).get(row.id, frozenset()), points)


def _work_type(
    row: WorkType, skills: Iterable[str], points: Iterable[ChecklistPoint]
) -> WorkTypeShown:
    asked = [PointShown.model_validate(each) for each in points if each.position is not None]
    return WorkTypeShown(
        **row.model_dump(exclude={"source"}), skills=sorted(skills), checklist=asked
    )


def _shown(session: Session, model: ProductModel) -> ProductModelShown:
    return ProductModelShown(
        **ProductModelLine.model_validate(model).model_dump(),
        terms=[TermShown.model_validate(term) for term in terms_of(session, model.id)],
    )
