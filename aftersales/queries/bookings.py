"""What is asked for, and when is somebody at home?"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import WishedWindow, WorkOrder

CHUNK = 500
"""Identifiers in one statement: SQLite takes 32,766 variables, older ones 999."""


def wished_windows_of(
    session: Session, work_order_ids: Collection[UUID]
) -> dict[UUID, list[WishedWindow]]:
    """The windows of each of these work orders, the earliest first."""
    windows: dict[UUID, list[WishedWindow]] = defaultdict(list)
    ids = sorted(work_order_ids)
    for start in range(0, len(ids), CHUNK):
        rows = session.exec(
            select(WishedWindow)
            .where(col(WishedWindow.work_order_id).in_(ids[start : start + CHUNK]))
            .order_by(col(WishedWindow.from_at))
        ).all()
        for row in rows:
            windows[row.work_order_id].append(row)
    return windows


def work_order_by_reference(session: Session, reference: str) -> WorkOrder | None:
    """The work order with this reference."""
    return session.exec(select(WorkOrder).where(WorkOrder.reference == reference)).one_or_none()
