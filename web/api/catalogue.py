"""The catalogue: product models with their terms, kinds of work, skills."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from aftersales.queries.catalogue import skills_needed, terms_of
from aftersales.queries.pages import page_of
from aftersales.records import ProductModel, Skill, WorkKind, WorkType
from web.api.fields import After, CodeAsked, Limit, Shown
from web.api.listed import Listed, found, listed
from web.parts import PartsIn

router = APIRouter(tags=["catalogue"])


class ProductModelLine(Shown):
    """A product as it stands in the catalogue."""

    id: UUID
    sku: str
    name: str
    brand: str
    product_type: str
    serial_pattern: str | None
    hazards: str


class TermShown(Shown):
    """What a maker or seller promises with a product, and for how long."""

    kind: str
    provider: str
    starts: str
    months: int
    parts_percent: int
    labour_percent: int
    travel_percent: int
    has_loaner: bool
    components: list[str]
    exclusions: list[str]
    source: str


class ProductModelShown(ProductModelLine):
    """A product model with its terms."""

    terms: list[TermShown]


class WorkTypeShown(Shown):
    """How long a kind of work takes on a kind of product, and what it needs."""

    id: UUID
    code: str
    product_type: str
    kind: WorkKind
    minutes_low: int
    minutes_typical: int
    minutes_high: int
    crew_size: int
    skills: list[str]


class SkillShown(Shown):
    """Something one must have learned to do a kind of work."""

    id: UUID
    code: str
    name: str


@router.get("/product-models", summary="List product models")
def product_models(
    parts: PartsIn, sku: CodeAsked = None, limit: Limit = 50, after: After = None
) -> Listed[ProductModelLine]:
    """The whole catalogue, or the product model with a SKU."""
    with parts.store.reading() as session:
        page = page_of(session, ProductModel, after=after, limit=limit, sku=sku)
        return listed(page, ProductModelLine.model_validate)


@router.get("/product-models/{product_model_id}", summary="One product model")
def product_model(parts: PartsIn, product_model_id: UUID) -> ProductModelShown:
    """A product model with everything that is promised with it."""
    with parts.store.reading() as session:
        model = found(session, ProductModel, product_model_id, "product model")
        return ProductModelShown(
            **ProductModelLine.model_validate(model).model_dump(),
            terms=[TermShown.model_validate(term) for term in terms_of(session, model.id)],
        )


@router.get("/work-types", summary="List work types")
def work_types(parts: PartsIn, limit: Limit = 50, after: After = None) -> Listed[WorkTypeShown]:
    """Every kind of work with its minutes, crew and skills."""
    with parts.store.reading() as session:
        needed = skills_needed(session)
        page = page_of(session, WorkType, after=after, limit=limit)
        return listed(
            page,
            lambda row: WorkTypeShown(
                **row.model_dump(exclude={"source"}),
                skills=sorted(needed.get(row.id, frozenset())),
            ),
        )


@router.get("/skills", summary="List skills")
def skills(parts: PartsIn, limit: Limit = 50, after: After = None) -> Listed[SkillShown]:
    """Every skill that work can need."""
    with parts.store.reading() as session:
        return listed(page_of(session, Skill, after=after, limit=limit), SkillShown.model_validate)
