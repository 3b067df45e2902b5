"""Which playbooks are there?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.records import CaseStep, Playbook


def playbook_by_code(session: Session, code: str) -> Playbook | None:
    """The playbook with this code."""
    return session.exec(select(Playbook).where(Playbook.code == code)).one_or_none()


def playbooks_listed(session: Session) -> Sequence[Playbook]:
    """All playbooks by their code."""
    return session.exec(select(Playbook).order_by(col(Playbook.code))).all()


def steps_of_case(session: Session, case_id: UUID) -> Sequence[CaseStep]:
    """The steps that are followed in a case, the first due first."""
    return session.exec(
        select(CaseStep)
        .where(CaseStep.case_id == case_id)
        .order_by(col(CaseStep.due_at), col(CaseStep.playbook_id), col(CaseStep.number))
    ).all()


def overdue_steps(
    session: Session, case_ids: Collection[UUID], now: datetime
) -> dict[UUID, CaseStep]:
    """The step of each of these cases that has been overdue for longest; a case without one is left out."""
    found: dict[UUID, CaseStep] = {}
    for chunk in chunks(case_ids):
        rows = session.exec(
            select(CaseStep)
            .where(
                col(CaseStep.case_id).in_(chunk),
                col(CaseStep.done_at).is_(None),
                col(CaseStep.due_at) < now,
            )
            .order_by(col(CaseStep.due_at), col(CaseStep.number))
        )
        for row in rows:
            found.setdefault(row.case_id, row)
    return found


def is_followed(session: Session, case_id: UUID, playbook_id: UUID) -> bool:
    """Whether a playbook is followed in a case already."""
    found = select(CaseStep.id).where(
        CaseStep.case_id == case_id, CaseStep.playbook_id == playbook_id
    )
    return session.exec(found.limit(1)).one_or_none() is not None
