"""The catalogue of spare parts, and what each fits."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.spares import part_by_code
from aftersales.records import ProductModel, SparePart, Unit, WorkOrder, WorkType
from aftersales.store import Session


def add_spare_part(
    deed: Deed,
    *,
    code: str,
    name: str,
    product_types: Sequence[str] = (),
    skus: Sequence[str] = (),
) -> SparePart:
    """Take a part into the catalogue; without types and models it fits any product.

    Raises:
        NotUnderstood: another part has the code.
    """
    if part_by_code(deed.session, code) is not None:
        raise NotUnderstood(
            f"There is a part “{code}” already. Choose another code.",
            [Problem("code", "is taken")],
        )
    part = SparePart(
        id=deed.new_id(),
        code=code,
        name=name,
        product_types=sorted(set(product_types)),
        skus=sorted(set(skus)),
        created_at=deed.now,
    )
    deed.add(part)
    deed.note("spare_part_added", part)
    return part


def fits(session: Session, part: SparePart, order: WorkOrder) -> bool:
    """Whether a part fits the product that a work order is about; what fits any product always does."""
    if not (part.product_types or part.skus):
        return True
    product_type, sku = session.get_one(WorkType, order.work_type_id).product_type, ""
    if order.unit_id is not None:
        unit = session.get_one(Unit, order.unit_id)
        model = session.get_one(ProductModel, unit.product_model_id)
        product_type, sku = model.product_type, model.sku
    return product_type in part.product_types or sku in part.skus
