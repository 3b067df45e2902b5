"""What customers said about a visit and about us, and who was meant by it."""

from datetime import datetime
from uuid import UUID

from aftersales.records.columns import SHORT, Record, key, link, moment, words


class Survey(Record, table=True):
    """One question to one customer about a finished visit or a closed case; scores go from 1 to 5.

    Who came, for whom they work, which model it was about and by which channel it came are kept as they were then.
    It can be answered anew until `expires_at`; `complaint_id` is what a low score opened.
    """

    __tablename__ = "survey"

    id: UUID = key()
    customer_id: UUID = link("customer.id")
    appointment_id: UUID | None = link("appointment.id", nullable=True)
    case_id: UUID | None = link("service_case.id", nullable=True)
    territory_id: UUID = link("territory.id")
    technician_id: UUID | None = link("technician.id", nullable=True)
    service_partner_id: UUID | None = link("service_partner.id", nullable=True)
    product_model_id: UUID | None = link("product_model.id", nullable=True)
    complaint_id: UUID | None = link("complaint.id", nullable=True)
    channel: str = words(SHORT)
    reference: str = words(SHORT)
    asked_at: datetime = moment(index=True)
    expires_at: datetime = moment()
    answered_at: datetime | None = moment(nullable=True, index=True)
    service_score: int | None = None
    visit_score: int | None = None
    text: str = words(2000)
    revision: int = 1
