"""Which playbooks are there?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from aftersales.records import Playbook


def playbook_by_code(session: Session, code: str) -> Playbook | None:
    """The playbook with this code."""
    return session.exec(select(Playbook).where(Playbook.code == code)).one_or_none()


def playbooks_listed(session: Session) -> Sequence[Playbook]:
    """All playbooks by their code."""
    return session.exec(select(Playbook).order_by(col(Playbook.code))).all()
