"""What the house remembers: one table class a noun, without behaviour.

Table classes do not validate their input; use cases hand them checked values only.
"""

from aftersales.records.cases import Case, CaseKind, CaseState, Claim
from aftersales.records.columns import Record
from aftersales.records.events import ActorKind, Event, Link, LinkPurpose
from aftersales.records.notices import (
    DeliveryState,
    Notice,
    NoticeDelivery,
    NoticeState,
    RecipientKind,
)
from aftersales.records.people import (
    Channel,
    Consent,
    ConsentPurpose,
    Contact,
    Customer,
    CustomerKind,
)
from aftersales.records.places import Depot, KnownAddress, Location, Territory
from aftersales.records.planning import PlannedRoute, PlanRun, PlanRunState, UnplannedVisit
from aftersales.records.products import (
    Cover,
    CoverTerm,
    Order,
    OrderLine,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
from aftersales.records.promises import Promise, PromiseKind, PromiseState
from aftersales.records.staff import (
    Absence,
    AbsenceKind,
    Crew,
    CrewMember,
    ServicePartner,
    Shift,
    Skill,
    StartsFrom,
    Technician,
    TechnicianSkill,
)
from aftersales.records.work import (
    Appointment,
    AppointmentState,
    Assignment,
    OccupiedTime,
    Priority,
    WishedWindow,
    WorkKind,
    WorkOrder,
    WorkOrderState,
    WorkType,
    WorkTypeSkill,
)

__all__ = [
    "Absence",
    "AbsenceKind",
    "ActorKind",
    "Appointment",
    "AppointmentState",
    "Assignment",
    "Case",
    "CaseKind",
    "CaseState",
    "Channel",
    "Claim",
    "Consent",
    "ConsentPurpose",
    "Contact",
    "Cover",
    "CoverTerm",
    "Crew",
    "CrewMember",
    "Customer",
    "CustomerKind",
    "DeliveryState",
    "Depot",
    "Event",
    "KnownAddress",
    "Link",
    "LinkPurpose",
    "Location",
    "Notice",
    "NoticeDelivery",
    "NoticeState",
    "OccupiedTime",
    "Order",
    "OrderLine",
    "PlanRun",
    "PlanRunState",
    "PlannedRoute",
    "Priority",
    "ProductModel",
    "Promise",
    "PromiseKind",
    "PromiseState",
    "RecipientKind",
    "Record",
    "Registration",
    "RegistrationState",
    "ServicePartner",
    "Shift",
    "Skill",
    "StartsFrom",
    "Technician",
    "TechnicianSkill",
    "Territory",
    "Unit",
    "UnplannedVisit",
    "WishedWindow",
    "WorkKind",
    "WorkOrder",
    "WorkOrderState",
    "WorkType",
    "WorkTypeSkill",
]
