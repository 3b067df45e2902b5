"""What is asked for, and when is somebody at home?"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.records import WishedWindow


def wished_windows_of(
    session: Session, work_order_ids: Collection[UUID]
) -> dict[UUID, list[WishedWindow]]:
    """The windows of each of these work orders, the earliest first."""
    windows: dict[UUID, list[WishedWindow]] = defaultdict(list)
    for chunk in chunks(work_order_ids):
        rows = session.exec(
            select(WishedWindow)
            .where(col(WishedWindow.work_order_id).in_(chunk))
            .order_by(col(WishedWindow.from_at))
        ).all()
        for row in rows:
            windows[row.work_order_id].append(row)
    return windows
