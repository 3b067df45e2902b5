"""What a message says: a type, a moment, and of its subject identifiers, states and times, nothing personal.

Whoever needs more asks for it at `url` with their key, and then sees what they may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from aftersales.records import (
    Alarm,
    Appointment,
    Campaign,
    CampaignResponse,
    Case,
    Claim,
    Complaint,
    GoodwillGrant,
    Improvement,
    KnownIssue,
    Maintenance,
    PlanRun,
    Playbook,
    Promise,
    Record,
    Registration,
    SpareRequest,
    Survey,
    WorkOrder,
)
from aftersales.webhooks.plain import Data, id_text, moment_text
from aftersales.webhooks.visit_content import appointment, order, parts_request, promise, run


def message_content(type_: str, at: datetime, data: Data) -> Data:
    """The whole of a message as Standard Webhooks writes it."""
    return {"type": type_, "timestamp": moment_text(at), "data": data}


def data_of(  # noqa: PLR0912 - one line for each noun
    subject: Record, public_url: str, references: Mapping[UUID, str] = MappingProxyType({})
) -> Data:
    """What is told of a subject as it stands now; `references` are those of work orders.

    Raises:
        ValueError: nothing is ever told of such a subject.
    """
    match subject:
        case Appointment():
            noun, told = "appointments", appointment(subject, references)
        case WorkOrder():
            noun, told = "work-orders", order(subject)
        case Case():
            noun, told = "cases", _case(subject)
        case Claim():
            noun, told = "claims", _claim(subject)
        case GoodwillGrant():
            noun, told = "goodwill-grants", _goodwill(subject)
        case Campaign():
            noun, told = "campaigns", _campaign(subject)
        case CampaignResponse():
            noun, told = f"campaigns/{subject.campaign_id}/responses", _response(subject)
        case Complaint():
            noun, told = "complaints", _complaint(subject)
        case Survey():
            noun, told = "surveys", _survey(subject)
        case Alarm():
            noun, told = "alarms", _alarm(subject)
        case KnownIssue():
            noun, told = "known-issues", _issue(subject)
        case Playbook():
            noun, told = "playbooks", _playbook(subject)
        case Improvement():
            noun, told = "improvements", _improvement(subject)
        case Maintenance():
            noun, told = "maintenance", _maintenance(subject)
        case Registration():
            noun, told = "registrations", _registration(subject)
        case Promise():
            noun, told = "promises", promise(subject)
        case SpareRequest():
            noun, told = "parts-requests", parts_request(subject)
        case PlanRun():
            noun, told = "plan-runs", run(subject)
        case _:
            raise ValueError(f"Nothing is told of a {subject.__tablename__}.")
    identifier = told["id"]
    return {**told, "url": f"{public_url}/api/v1/{noun}/{identifier}"}


def _case(row: Case) -> Data:
    return {
        "id": str(row.id),
        "reference": row.reference,
        "kind": row.kind.value,
        "state": row.state.value,
        "channel": row.channel,
        "customer_id": str(row.customer_id),
        "unit_id": id_text(row.unit_id),
        "next_update_at": moment_text(row.next_update_at),
        "revision": row.revision,
    }


def _claim(row: Claim) -> Data:
    return {
        "id": str(row.id),
        "reference": row.reference,
        "state": row.state,
        "case_id": str(row.case_id),
        "unit_id": str(row.unit_id),
        "replacement_unit_id": id_text(row.replacement_unit_id),
        "remedy": row.remedy,
        "revision": row.revision,
    }


def _goodwill(row: GoodwillGrant) -> Data:
    return {
        "id": str(row.id),
        "reference": row.reference,
        "purpose": row.purpose.value,
        "state": row.state.value,
        "customer_id": str(row.customer_id),
        "subject_kind": row.subject_kind,
        "subject_id": str(row.subject_id),
        "remedy": row.remedy,
        "amount_cents": row.amount_cents,
        "currency": row.currency,
        "revision": row.revision,
    }


def _campaign(row: Campaign) -> Data:
    return {
        "id": str(row.id),
        "code": row.code,
        "state": row.state.value,
        "severity": row.severity,
        "revision": row.revision,
    }


def _response(row: CampaignResponse) -> Data:
    return {
        "id": str(row.id),
        "campaign_id": str(row.campaign_id),
        "unit_id": str(row.unit_id),
        "customer_id": str(row.customer_id),
        "found": row.found,
        "state": row.state,
        "work_order_id": id_text(row.work_order_id),
        "revision": row.revision,
    }


def _complaint(row: Complaint) -> Data:
    return {
        "id": str(row.id),
        "state": row.state.value,
        "level": row.level,
        "case_id": str(row.case_id),
        "unit_id": id_text(row.unit_id),
        "claim_id": id_text(row.claim_id),
        "appointment_id": id_text(row.appointment_id),
        "due_at": moment_text(row.due_at),
        "revision": row.revision,
    }


def _survey(row: Survey) -> Data:
    return {
        "id": str(row.id),
        "customer_id": str(row.customer_id),
        "appointment_id": id_text(row.appointment_id),
        "case_id": id_text(row.case_id),
        "complaint_id": id_text(row.complaint_id),
        "service_score": row.service_score,
        "visit_score": row.visit_score,
        "revision": row.revision,
    }


def _alarm(row: Alarm) -> Data:
    return {
        "id": str(row.id),
        "family": row.family,
        "state": row.state.value,
        "product_type": row.product_type,
        "sku": row.sku,
        "component": row.component,
        "claims": row.claims,
        "revision": row.revision,
    }


def _issue(row: KnownIssue) -> Data:
    return {
        "id": str(row.id),
        "slug": row.slug,
        "state": row.state.value,
        "product_type": row.product_type,
        "revision": row.revision,
    }


def _playbook(row: Playbook) -> Data:
    return {
        "id": str(row.id),
        "code": row.code,
        "is_active": row.is_active,
        "revision": row.revision,
    }


def _improvement(row: Improvement) -> Data:
    return {
        "id": str(row.id),
        "reference": row.reference,
        "state": row.state.value,
        "measure": row.measure.value,
        "scope": row.scope.value,
        "from_on": row.from_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "verdict": row.verdict.value,
        "revision": row.revision,
    }


def _maintenance(row: Maintenance) -> Data:
    return {
        "id": str(row.id),
        "state": row.state.value,
        "maintenance_schedule_id": str(row.maintenance_schedule_id),
        "unit_id": str(row.unit_id),
        "work_order_id": id_text(row.work_order_id),
        "due_on": row.due_on.isoformat(),
        "last_on": row.last_on.isoformat(),
        "done_on": None if row.done_on is None else row.done_on.isoformat(),
        "revision": row.revision,
    }


def _registration(row: Registration) -> Data:
    return {
        "id": str(row.id),
        "reference": row.reference,
        "state": row.state.value,
        "channel": row.channel,
        "customer_id": str(row.customer_id),
        "unit_id": str(row.unit_id),
        "revision": row.revision,
    }
