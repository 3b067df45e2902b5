"""The promise ledger: every time a customer was told, and whether it held."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class PromiseKind(StrEnum):
    """What was promised."""

    ARRIVAL_WINDOW = "arrival_window"
    ETA = "eta"
    NEXT_UPDATE = "next_update"


class PromiseState(StrEnum):
    """How a promise stands or ended (FIELD, Promise)."""

    MADE = "made"
    AT_RISK = "at_risk"
    KEPT = "kept"
    BROKEN_TOLD = "broken_told"
    BROKEN_UNTOLD = "broken_untold"
    SUPERSEDED = "superseded"
    RELEASED = "released"


class Promise(Record, table=True):
    """One span of time that one customer was told, through which notice, and how it was judged."""

    __tablename__ = "promise"

    id: UUID = key()
    kind: PromiseKind = chosen(PromiseKind)
    state: PromiseState = chosen(PromiseState, index=True)
    customer_id: UUID = link("customer.id")
    appointment_id: UUID | None = link("appointment.id", nullable=True)
    case_id: UUID | None = link("service_case.id", nullable=True)
    notice_id: UUID | None = link("notice.id", nullable=True)
    zone: str = words(SHORT)
    from_at: datetime = moment()
    to_at: datetime = moment(index=True)
    made_at: datetime = moment()
    told_broken_at: datetime | None = moment(nullable=True)
    replaced_by_id: UUID | None = link("promise.id", nullable=True)
    outcome_at: datetime | None = moment(nullable=True)
    judged_at: datetime | None = moment(nullable=True)
    reason: str = words(2000)
