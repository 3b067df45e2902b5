"""Which files did people send?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select

from aftersales.records import Claim, Direction, ThreadMessage, Upload, UploadState


def uploads_of(session: Session, subject_kind: str, subject_id: UUID) -> Sequence[Upload]:
    """The files of one row of any table, the first first."""
    return session.exec(
        select(Upload)
        .where(Upload.subject_kind == subject_kind, Upload.subject_id == subject_id)
        .order_by(col(Upload.id))
    ).all()


def evidence_of(session: Session, claim: Claim) -> Sequence[Upload]:
    """The files of a claim, and those that its customer sent in the thread of its case; the first first."""
    sent = select(ThreadMessage.id).where(
        ThreadMessage.case_id == claim.case_id, ThreadMessage.direction == Direction.IN
    )
    return session.exec(
        select(Upload)
        .where(
            or_(
                and_(Upload.subject_kind == "claim", Upload.subject_id == claim.id),
                and_(Upload.subject_kind == "thread_message", col(Upload.subject_id).in_(sent)),
            )
        )
        .order_by(col(Upload.id))
    ).all()


def evidence_counted(session: Session, claim: Claim) -> int:
    """How much evidence of a claim is there and not infected."""
    return sum(each.state is not UploadState.INFECTED for each in evidence_of(session, claim))


def uploads_counted(session: Session, subject_kind: str, subject_id: UUID) -> int:
    """How many files of a row are there and not infected."""
    return session.exec(
        select(func.count())
        .select_from(Upload)
        .where(
            Upload.subject_kind == subject_kind,
            Upload.subject_id == subject_id,
            Upload.state != UploadState.INFECTED,
        )
    ).one()


def uploads_waiting(session: Session, limit: int) -> Sequence[Upload]:
    """Files that no scanner has looked at yet, the oldest first."""
    return session.exec(
        select(Upload)
        .where(Upload.state == UploadState.WAITING)
        .order_by(col(Upload.id))
        .limit(limit)
    ).all()


def places_known(session: Session, places: Collection[str]) -> frozenset[str]:
    """Those of these places in the folder that a file which may be opened lies at."""
    return frozenset(
        session.exec(
            select(Upload.stored_as).where(
                col(Upload.stored_as).in_(places), Upload.state != UploadState.INFECTED
            )
        )
    )


def uploads_of_each(
    session: Session, subject_kind: str, subject_ids: Collection[UUID]
) -> dict[UUID, list[Upload]]:
    """The files of several rows of a table, by row, the first first."""
    found: dict[UUID, list[Upload]] = defaultdict(list)
    for row in session.exec(
        select(Upload)
        .where(Upload.subject_kind == subject_kind, col(Upload.subject_id).in_(subject_ids))
        .order_by(col(Upload.id))
    ):
        found[row.subject_id].append(row)
    return dict(found)
