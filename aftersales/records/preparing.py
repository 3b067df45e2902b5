"""What a buyer tells us before they choose a time."""

from datetime import datetime
from uuid import UUID

from sqlmodel import UniqueConstraint

from aftersales.records.columns import SHORT, Record, facts, key, link, moment, words


class VisitPreparation(Record, table=True):
    """What is known of the place of one work order, and whom to ask for on the day.

    `answers` holds what was said to each site question by its code; each of the three moments is when the buyer
    was done with that step, and empty before. `reached_by` is the channel on which they want to hear of the visit.
    """

    __tablename__ = "visit_preparation"
    __table_args__ = (UniqueConstraint("work_order_id"),)

    id: UUID = key()
    work_order_id: UUID = link("work_order.id", index=False)
    answers: dict[str, object] = facts()
    contact_name: str = words()
    contact_phone: str = words(SHORT)
    reached_by: str = words(SHORT)
    address_at: datetime | None = moment(nullable=True)
    site_at: datetime | None = moment(nullable=True)
    contact_at: datetime | None = moment(nullable=True)
    changed_at: datetime = moment()
