"""What do we sell, and what work is there on it?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    CoverTerm,
    ProductModel,
    Skill,
    WorkKind,
    WorkType,
    WorkTypeSkill,
)


def product_by_sku(session: Session, sku: str) -> ProductModel | None:
    """The product model with this SKU."""
    return session.exec(select(ProductModel).where(ProductModel.sku == sku)).one_or_none()


def all_models(session: Session) -> Sequence[ProductModel]:
    """The whole catalogue by brand and name."""
    return session.exec(
        select(ProductModel).order_by(
            col(ProductModel.brand), col(ProductModel.name), col(ProductModel.sku)
        )
    ).all()


GENERAL_TYPES: Final = ("any_appliance", "any")
"""Where work is looked up when a product type has no work type of its own, in this order."""


def terms_of(session: Session, product_model_id: UUID) -> Sequence[CoverTerm]:
    """What is promised with a product model, in the order it was entered."""
    return session.exec(
        select(CoverTerm)
        .where(CoverTerm.product_model_id == product_model_id)
        .order_by(col(CoverTerm.id))
    ).all()


def work_type_for(session: Session, product_type: str, kind: WorkKind) -> WorkType | None:
    """The work type of exactly this product type and kind."""
    return session.exec(
        select(WorkType).where(WorkType.product_type == product_type, WorkType.kind == kind)
    ).one_or_none()


def work_types_for(
    session: Session, product_type: str, kinds: Sequence[WorkKind]
) -> list[WorkType]:
    """The work type of each of these kinds for a product, as far as there is any, in the order of the kinds.

    It is the product type's own, else the one for any appliance, else the one for anything.
    """
    places = (product_type, *GENERAL_TYPES)
    rows = session.exec(
        select(WorkType).where(
            col(WorkType.product_type).in_(places), col(WorkType.kind).in_(kinds)
        )
    ).all()
    nearest: dict[WorkKind, WorkType] = {}
    for row in sorted(rows, key=lambda each: places.index(each.product_type)):
        nearest.setdefault(row.kind, row)
    return [nearest[kind] for kind in kinds if kind in nearest]


def work_types(session: Session) -> Sequence[WorkType]:
    """Every kind of work, by its code."""
    return session.exec(select(WorkType).order_by(col(WorkType.code))).all()


def work_type_by_code(session: Session, code: str) -> WorkType | None:
    """The kind of work with this code."""
    return session.exec(select(WorkType).where(WorkType.code == code)).one_or_none()


def skills_by_code(session: Session) -> dict[str, Skill]:
    """Every skill by its code."""
    return {skill.code: skill for skill in session.exec(select(Skill)).all()}


def skills_needed(session: Session) -> dict[UUID, frozenset[str]]:
    """The codes of the skills that each work type needs."""
    needed: dict[UUID, set[str]] = defaultdict(set)
    rows = session.exec(
        select(WorkTypeSkill.work_type_id, Skill.code).join(
            Skill, col(Skill.id) == WorkTypeSkill.skill_id
        )
    ).all()
    for work_type_id, code in rows:
        needed[work_type_id].add(code)
    return {work_type_id: frozenset(codes) for work_type_id, codes in needed.items()}


def models_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, ProductModel]:
    """These product models by their identifiers."""
    return {
        model.id: model
        for chunk in chunks(set(ids))
        for model in session.exec(select(ProductModel).where(col(ProductModel.id).in_(chunk))).all()
    }
