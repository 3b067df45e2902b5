"""Which covers end soon, whose are they, and who was told of it before?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.campaigns import SoldUnit
from aftersales.queries.chunks import chunks
from aftersales.records import (
    Cover,
    Customer,
    Notice,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)


def units_with_ends(
    session: Session, first: date, last: date, after: UUID | None, limit: int
) -> list[SoldUnit]:
    """Units in use of which some cover ends in these days, in the order of their identifiers."""
    ending = select(Cover.unit_id).where(col(Cover.ends_on).between(first, last))
    wanted = (
        select(Unit, ProductModel, Customer)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .where(
            col(Unit.id).in_(ending),
            col(Unit.superseded_by_unit_id).is_(None),
            col(Customer.erased_at).is_(None),
        )
        .order_by(col(Unit.id))
        .limit(limit)
    )
    rows = session.exec(wanted if after is None else wanted.where(col(Unit.id) > after)).all()
    return [SoldUnit(unit=unit, model=model, owner=owner) for unit, model, owner in rows]


def covers_of_units(session: Session, unit_ids: Collection[UUID]) -> dict[UUID, list[Cover]]:
    """The covers of these units in the order they were computed."""
    found: dict[UUID, list[Cover]] = defaultdict(list)
    for chunk in chunks(unit_ids):
        for row in session.exec(
            select(Cover).where(col(Cover.unit_id).in_(chunk)).order_by(col(Cover.id))
        ):
            found[row.unit_id].append(row)
    return found


def told_of_units(
    session: Session, kind: str, unit_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], list[Notice]]:
    """What was written of a kind about these units, by unit and recipient."""
    found: dict[tuple[UUID, UUID], list[Notice]] = defaultdict(list)
    for chunk in chunks(unit_ids):
        for row in session.exec(
            select(Notice).where(col(Notice.subject_id).in_(chunk), Notice.kind == kind)
        ):
            found[row.subject_id, row.recipient_id].append(row)
    return found


def confirmed_of_units(session: Session, unit_ids: Collection[UUID]) -> Sequence[Registration]:
    """The confirmed registrations of these units."""
    return [
        row
        for chunk in chunks(unit_ids)
        for row in session.exec(
            select(Registration).where(
                col(Registration.unit_id).in_(chunk),
                Registration.state == RegistrationState.ACTIVE,
            )
        )
    ]
