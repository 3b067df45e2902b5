"""What must be done, when and by whom, and the cells of time that are taken."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, UniqueConstraint

from aftersales.records.columns import (
    SHORT,
    Record,
    chosen,
    key,
    link,
    moment,
    paired,
    wall,
    words,
)


class WorkKind(StrEnum):
    """The kinds of work a visit can be."""

    INSTALL = "install"
    REPAIR = "repair"
    DIAGNOSIS = "diagnosis"
    MAINTENANCE = "maintenance"
    RECALL_VISIT = "recall_visit"
    SURVEY = "survey_before_installation"


class Priority(StrEnum):
    """How much it matters that a visit finds its place in the plan."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    EMERGENCY = "emergency"


class WorkOrderState(StrEnum):
    """How far a work order has come; its appointments tell the rest."""

    OPEN = "open"
    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class AppointmentState(StrEnum):
    """How far an appointment has come (FIELD, Appointment)."""

    HELD = "held"
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    INCOMPLETE = "incomplete"
    CUSTOMER_NO_SHOW = "customer_no_show"
    TECHNICIAN_NO_SHOW = "technician_no_show"
    CANCELLED = "cancelled"


class BuyerChoice(StrEnum):
    """What a buyer tapped on the visit page, or answered in their calendar."""

    KEEP = "keep"
    MOVE = "move"
    CALL = "call"
    DECLINE = "decline"


class PriceReason(StrEnum):
    """Why a visit costs what it does; the first is what the order of its buyer says."""

    ORDER = "order"
    WITH_PRODUCT = "with_product"
    NO_CHARGE = "no_charge"
    FIXED_PRICE = "fixed_price"


class WorkType(Record, table=True):
    """A kind of work on a kind of product: how long it takes, how many people, what they must know, what one item costs.

    The price and its reason count where an order names none; all three are empty where nobody has said what it costs.
    """

    __tablename__ = "work_type"
    __table_args__ = (UniqueConstraint("product_type", "kind"),)

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    product_type: str = words(SHORT)
    kind: WorkKind = chosen(WorkKind)
    minutes_low: int
    minutes_typical: int
    minutes_high: int
    crew_size: int
    source: str = words()
    price_cents: int | None = None
    price_currency: str | None = Field(default=None, max_length=3)
    price_reason: str | None = Field(default=None, max_length=SHORT)


class WorkTypeSkill(Record, table=True):
    """A skill that a kind of work needs."""

    __tablename__ = "work_type_skill"

    work_type_id: UUID = paired("work_type.id")
    skill_id: UUID = paired("skill.id", index=True)


class WorkOrder(Record, table=True):
    """What must be done for whom and where; it may need several appointments, and may follow other work."""

    __tablename__ = "work_order"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    state: WorkOrderState = chosen(WorkOrderState, index=True)
    priority: Priority = chosen(Priority)
    territory_id: UUID = link("territory.id")
    customer_id: UUID = link("customer.id")
    location_id: UUID = link("location.id")
    work_type_id: UUID = link("work_type.id")
    unit_id: UUID | None = link("unit.id", nullable=True)
    case_id: UUID | None = link("service_case.id", nullable=True)
    claim_id: UUID | None = link("claim.id", nullable=True)
    order_line_id: UUID | None = link("order_line.id", nullable=True)
    follows_id: UUID | None = link("work_order.id", nullable=True)
    duration_minutes: int
    note: str = words(2000)
    created_at: datetime = moment()
    revision: int = 1


class WishedWindow(Record, table=True):
    """A span in which the customer is at home for a work order, in wall time of the place."""

    __tablename__ = "wished_window"

    id: UUID = key()
    work_order_id: UUID = link("work_order.id")
    local_from: datetime = wall()
    local_to: datetime = wall()
    zone: str = words(SHORT)
    from_at: datetime = moment(index=True)
    to_at: datetime = moment()


class Appointment(Record, table=True):
    """When and by whom: the arrival window is for the customer, the planned time for the technician.

    The UID of its calendar entries is made of `id` and stays for life; each of the two calendars has
    its own sequence, which only grows. `move_looked_for_at` is when a plan looked for the time that the buyer
    asked for; it is empty until one did.

    One that is held takes up somebody's time until `held_until_at`, and nobody knows of it but the customer who
    is choosing; it goes without a trace. With `moves_id` it is the other time of an appointment that stands.
    """

    __tablename__ = "appointment"

    id: UUID = key()
    work_order_id: UUID = link("work_order.id")
    territory_id: UUID = link("territory.id")
    plan_run_id: UUID | None = link("plan_run.id", nullable=True)
    state: AppointmentState = chosen(AppointmentState, index=True)
    held_until_at: datetime | None = moment(nullable=True, index=True)
    moves_id: UUID | None = link("appointment.id", nullable=True)
    times_moved: int = 0
    zone: str = words(SHORT)
    window_local_from: datetime = wall()
    window_local_to: datetime = wall()
    window_from_at: datetime = moment(index=True)
    window_to_at: datetime = moment()
    planned_start_at: datetime = moment(index=True)
    planned_end_at: datetime = moment()
    pushed_from_at: datetime | None = moment(nullable=True)
    drive_seconds: int = 0
    drive_metres: int = 0
    is_pinned: bool = False
    expected_start_at: datetime | None = moment(nullable=True)
    departed_at: datetime | None = moment(nullable=True)
    arrived_at: datetime | None = moment(nullable=True)
    told_end_at: datetime | None = moment(nullable=True)
    done_at: datetime | None = moment(nullable=True)
    cancelled_at: datetime | None = moment(nullable=True)
    cancelled_by: str | None = words(SHORT)
    cancel_reason: str | None = words(2000)
    customer_choice: str | None = words(SHORT)
    customer_case_id: UUID | None = link("service_case.id", nullable=True)
    move_looked_for_at: datetime | None = moment(nullable=True)
    feed_sequence: int = 0
    invitation_sequence: int = 0
    created_at: datetime = moment()
    modified_at: datetime = moment()
    revision: int = 1


class Assignment(Record, table=True):
    """A technician who goes to an appointment; the first of a crew leads."""

    __tablename__ = "assignment"

    appointment_id: UUID = paired("appointment.id")
    technician_id: UUID = paired("technician.id", index=True)
    is_lead: bool = True


class OccupiedTime(Record, table=True):
    """One 5-minute cell of one technician, taken: the primary key makes double booking impossible.

    `cell` counts 5-minute cells since 1970-01-01T00:00Z.
    """

    __tablename__ = "occupied_time"

    technician_id: UUID = paired("technician.id")
    cell: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    appointment_id: UUID = link("appointment.id")
