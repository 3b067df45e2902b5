"""Playbooks: what is done about a kind of problem, step by step, as data that staff edit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, key, link, moment, words


class Playbook(Record, table=True):
    """What is done about one kind of problem.

    `steps` hold a text, a role and minutes each; `customer_texts` what customers are told, by language. `work_kind` is the visit
    that it may lead to, empty for none; `parts` are taken along.
    """

    __tablename__ = "playbook"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    title: str = words()
    is_active: bool = True
    product_type: str = words(SHORT)
    component: str = words(SHORT)
    symptoms: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    owner_role: str = words(SHORT)
    steps: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON, nullable=False)
    customer_texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    guidance: str = words(8000)
    work_kind: str = words(SHORT)
    parts: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    edited_at: datetime = moment()
    revision: int = 1


class CaseStep(Record, table=True):
    """One step of a playbook that is followed in a case, frozen as it was written then; `due_at` is in business hours."""

    __tablename__ = "case_step"
    __table_args__ = (UniqueConstraint("case_id", "playbook_id", "number"),)

    id: UUID = key()
    case_id: UUID = link("service_case.id")
    playbook_id: UUID = link("playbook.id")
    number: int
    text: str = words(2000)
    role: str = words(SHORT)
    due_at: datetime = moment()
    done_at: datetime | None = moment(nullable=True)
    done_by_id: UUID | None = link("user_account.id", nullable=True)
