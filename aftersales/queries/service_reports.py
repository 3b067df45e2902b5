"""What is checked at visits of a kind of work, and what was entered of visits?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.records import ChecklistPoint, ServiceEntry, SparePart, SpareStock


def points_of(
    session: Session, work_type_ids: Collection[UUID]
) -> dict[UUID, list[ChecklistPoint]]:
    """Every point ever asked at each kind of work: those still asked in their order, then the others."""
    found: dict[UUID, list[ChecklistPoint]] = defaultdict(list)
    for some in chunks(work_type_ids):
        rows = select(ChecklistPoint).where(col(ChecklistPoint.work_type_id).in_(some))
        order = col(ChecklistPoint.position).is_(None), col(ChecklistPoint.position)
        for row in session.exec(rows.order_by(*order, col(ChecklistPoint.id))):
            found[row.work_type_id].append(row)
    return found


def entry_by_key(session: Session, device_key: str) -> ServiceEntry | None:
    """What a device sent under this key, if it came before."""
    return session.exec(
        select(ServiceEntry).where(ServiceEntry.device_key == device_key)
    ).one_or_none()


def entries_of(
    session: Session, appointment_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[ServiceEntry]]:
    """Everything that was entered of each visit, in the order in which it happened."""
    found: dict[UUID, list[ServiceEntry]] = defaultdict(list)
    for some in chunks(appointment_ids):
        rows = select(ServiceEntry).where(col(ServiceEntry.appointment_id).in_(some))
        for row in session.exec(rows.order_by(col(ServiceEntry.happened_at), col(ServiceEntry.id))):
            found[row.appointment_id].append(row)
    return found


def parts_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, SparePart]:
    """These spare parts by their identifiers."""
    return {
        part.id: part
        for some in chunks(set(ids))
        for part in session.exec(select(SparePart).where(col(SparePart.id).in_(some)))
    }


def parts_in_van(session: Session, technician_id: UUID) -> Sequence[tuple[SparePart, int]]:
    """What lies free in a technician's van, by code."""
    return session.exec(
        select(SparePart, SpareStock.quantity)
        .join(SpareStock, col(SpareStock.spare_part_id) == SparePart.id)
        .where(SpareStock.technician_id == technician_id, SpareStock.quantity > 0)
        .order_by(col(SparePart.code))
    ).all()
