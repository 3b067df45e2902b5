"""Which registrations need somebody?"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.records import (
    REGISTRATION_OPEN,
    Customer,
    ProductModel,
    Registration,
    Unit,
    Upload,
)


def open_registrations(
    session: Session, limit: int
) -> Sequence[tuple[Registration, ProductModel, Customer, int]]:
    """Those that wait, with how many files came: first those with files, then the first submitted."""
    with_files = select(Upload.subject_id).where(Upload.subject_kind == "registration")
    rows = session.exec(
        select(Registration, ProductModel, Customer)
        .join(Unit, col(Unit.id) == Registration.unit_id)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == Registration.customer_id)
        .where(col(Registration.state).in_(REGISTRATION_OPEN))
        .order_by(
            col(Registration.id).not_in(with_files),
            col(Registration.submitted_at),
            col(Registration.id),
        )
        .limit(limit)
    ).all()
    counts = dict(
        session.exec(
            select(Upload.subject_id, func.count())
            .where(col(Upload.subject_id).in_([row.id for row, _model, _owner in rows]))
            .group_by(col(Upload.subject_id))
        ).all()
    )
    return [(row, model, owner, counts.get(row.id, 0)) for row, model, owner in rows]


def other_registrations(
    session: Session, unit_id: UUID, but: UUID
) -> Sequence[tuple[Registration, Customer]]:
    """Everybody else who made themselves known as the owner of a unit."""
    return session.exec(
        select(Registration, Customer)
        .join(Customer, col(Customer.id) == Registration.customer_id)
        .where(Registration.unit_id == unit_id, Registration.id != but)
        .order_by(col(Registration.id))
    ).all()
