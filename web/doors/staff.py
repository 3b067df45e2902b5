"""Pages for people of the house, by what they do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aftersales.access import OFFICE, OUTSIDE, PLANNERS
from aftersales.records import Role
from web.doors.door import ADMINS, ANY_USER, MANAGERS, OPEN, Door

_CUSTOMER_ACTS: Final = (
    "edit",
    "contacts",
    "contacts/{contact_id}",
    "contacts/{contact_id}/remove",
    "consents",
    "household",
    "household/leave",
    "cases",
    "surveys/{survey_id}",
)
_COMPLAINT_ACTS: Final = (
    *("take", "investigate", "offer", "approve", "withdraw"),
    *("answer", "escalate", "resolve", "settle", "reply"),
)
_CLAIM_ACTS: Final = (
    *("tell", "rule", "remedy", "step", "lend", "visit"),
    *("fulfil", "cost", "recover", "goodwill"),
)
_CASE_ACTS: Final = (
    "talk",
    "priority",
    "reply",
    "note",
    "hand-over",
    "promise",
    "step",
    "sender",
    "unit",
    "claim",
)
_OWN_CALENDAR: Final = (
    "GET /technicians/{code}/calendar",
    "POST /technicians/{code}/calendar",
    "POST /technicians/{code}/calendar/busy",
    "POST /technicians/{code}/calendar/absences",
    "POST /technicians/{code}/calendar/absences/{absence_id}/withdraw",
)


def staff() -> Iterator[tuple[str, Door]]:
    """What people of the house read and do."""
    for entry in (
        "GET /surveys",
        "GET /work-offers",
        "POST /work-offers/{offer_id}/accept",
        "POST /work-offers/{offer_id}/decline",
    ):
        yield entry, Door(roles=OFFICE | {Role.PARTNER})
    yield "GET /day/{territory_code}/{on}", Door(roles=OFFICE)
    yield "GET /technicians/{code}/{on}", Door(roles=OFFICE | OUTSIDE)
    yield "GET /technicians/today", ANY_USER
    yield "GET /technicians/pass", Door(roles=PLANNERS | OUTSIDE)
    for entry in ("worker.js", "no-signal", "app.webmanifest"):
        yield f"GET /technicians/{entry}", OPEN
    yield "GET /visits/{appointment_id}", Door(roles=OFFICE | OUTSIDE)
    for act in ("keep", "call", "second"):
        yield f"POST /visits/{{appointment_id}}/{act}", Door(roles=OFFICE)
    yield "POST /visits/{appointment_id}/report", Door(roles=PLANNERS | OUTSIDE)
    yield "GET /visits/{appointment_id}/photos/{upload_id}", Door(roles=OFFICE | OUTSIDE)
    yield (
        "POST /visits/{appointment_id}/service-report",
        Door(roles=PLANNERS | OUTSIDE, takes_files=True),
    )
    yield "POST /technicians/{code}/{on}/positions", Door(roles=frozenset({Role.TECHNICIAN}))
    yield "POST /technicians/{code}/{on}/ill", Door(roles=PLANNERS | OUTSIDE)
    yield from ((entry, Door(roles=PLANNERS | OUTSIDE)) for entry in _OWN_CALENDAR)
    for entry in (
        "GET /plans",
        "POST /plans",
        "GET /plans/{job_id}",
        "GET /plans/{job_id}/progress",
        "POST /plans/{job_id}/stop",
        "GET /quotas",
        "POST /quotas",
        "POST /quotas/{quota_id}/remove",
        "GET /calendars",
        "POST /calendars",
        "POST /calendars/{feed_id}/renew",
        "POST /calendars/{feed_id}/withdraw",
    ):
        yield entry, Door(roles=PLANNERS)
    for entry in (
        "GET /work-orders/{work_order_id}/times",
        "POST /work-orders/{work_order_id}/times",
        "GET /customers",
        "POST /customers/find",
        "GET /customers/duplicates",
        "GET /customers/{customer_id}",
        "GET /customers/{customer_id}/data",
        "POST /customers/{customer_id}/export",
        "POST /customers/{customer_id}/erase",
        "GET /customers/{customer_id}/merge",
        "POST /customers/{customer_id}/merge",
        "POST /customers/{customer_id}/merges/{merge_id}/undo",
        *(f"POST /customers/{{customer_id}}/{act}" for act in _CUSTOMER_ACTS),
        "GET /customers/{customer_id}/registrations/new",
        "POST /customers/{customer_id}/registrations",
        "GET /registrations",
        "GET /registrations/{registration_id}",
        "POST /registrations/{registration_id}/verify",
        "POST /registrations/{registration_id}/days",
        "POST /registrations/{registration_id}/ask",
        "POST /registrations/{registration_id}/reject",
        "GET /labels",
        "GET /units",
        "POST /units/find",
        "GET /units/{unit_id}",
        "POST /units/{unit_id}/claims",
        "GET /units/{unit_id}/owners",
        "POST /units/{unit_id}/transfers",
        "POST /transfers/{transfer_id}/withdraw",
        "POST /transfers/{transfer_id}/accept",
        "GET /promises",
        "GET /promises.csv",
        "GET /channels",
        "GET /channels.csv",
        "GET /cases",
        "GET /cases/new",
        "POST /cases/new",
        "POST /cases/new/find",
        "GET /cases/{case_id}",
        *(f"POST /cases/{{case_id}}/{act}" for act in _CASE_ACTS),
        "LINE /cases/{case_id}/talk",
        "GET /cases/talks",
        "GET /claims",
        "GET /claims/{claim_id}",
        "GET /claims/{claim_id}/visit",
        "GET /claims/{claim_id}/pack",
        "GET /claims/{claim_id}/pack.pdf",
        *(f"POST /claims/{{claim_id}}/{act}" for act in _CLAIM_ACTS),
        "GET /returns",
        "GET /returns/{reference}",
        "GET /returns/{reference}/label.pdf",
        "POST /returns/{reference}/receive",
        "POST /returns/{reference}/extend",
        "POST /returns/{reference}/send-back",
        "GET /complaints",
        "POST /complaints",
        "GET /complaints/{complaint_id}",
        *(f"POST /complaints/{{complaint_id}}/{act}" for act in _COMPLAINT_ACTS),
    ):
        yield entry, Door(roles=OFFICE)
    yield "POST /claims/{claim_id}/evidence", Door(roles=OFFICE, takes_files=True)
    yield "POST /returns/{reference}/inspect", Door(roles=OFFICE, takes_files=True)
    yield "GET /uploads/{upload_id}", Door(roles=OFFICE)
    yield "GET /checklists", Door(roles=OFFICE)
    yield "GET /checklists/{work_type_id}", Door(roles=OFFICE)
    yield "POST /checklists/{work_type_id}", Door(roles=MANAGERS)
    for entry in (
        "GET /alarms",
        "POST /alarms/{alarm_id}/acknowledge",
        "POST /alarms/{alarm_id}/close",
        "GET /issues",
        "POST /issues",
        "GET /issues/new",
        "GET /issues/{issue_id}",
        "GET /issues/{issue_id}/edit",
        "POST /issues/{issue_id}/edit",
        "POST /issues/{issue_id}/move",
        "GET /improvements",
        "POST /improvements",
        "GET /improvements/new",
        "GET /improvements/{improvement_id}",
        "POST /improvements/{improvement_id}/hand-over",
        "POST /improvements/{improvement_id}/postpone",
        "GET /playbooks",
        "POST /playbooks",
        "GET /playbooks/new",
        "GET /playbooks/{playbook_id}",
        "POST /playbooks/{playbook_id}",
        "GET /cases/{case_id}/triage",
        "POST /cases/{case_id}/triage/remote",
        "GET /cases/{case_id}/triage/visit",
        "POST /cases/{case_id}/triage/visit",
        "POST /cases/{case_id}/triage/playbook",
        "POST /cases/{case_id}/steps/{step_id}",
    ):
        yield entry, Door(roles=OFFICE)
    yield "POST /issues/{issue_id}/picture", Door(roles=OFFICE, takes_files=True)
    yield "POST /issues/{issue_id}/tell", Door(roles=MANAGERS)
    yield "POST /improvements/{improvement_id}/waive", Door(roles=MANAGERS)
    response = "/campaigns/{campaign_id}/responses/{response_id}"
    for entry in (
        "GET /campaigns",
        "POST /campaigns",
        "GET /campaigns/new",
        "GET /campaigns/{campaign_id}",
        "GET /campaigns/{campaign_id}/edit",
        "POST /campaigns/{campaign_id}/edit",
        "POST /campaigns/{campaign_id}/discard",
        "GET /campaigns/{campaign_id}/responses.csv",
        f"GET {response}",
        f"GET {response}/book",
        *(
            f"POST {response}/{act}"
            for act in ("attempt", "settle", "serial", "confirm", "book", "remedy", "call")
        ),
    ):
        yield entry, Door(roles=OFFICE)
    for entry in ("POST /campaigns/{campaign_id}/publish", "POST /campaigns/{campaign_id}/close"):
        yield entry, Door(roles=MANAGERS)
    for entry in (
        "GET /maintenance",
        "GET /maintenance/{maintenance_id}",
        "GET /maintenance/{maintenance_id}/book",
        "GET /maintenance/schedules",
        "GET /maintenance/schedules/{schedule_id}",
        "GET /maintenance/contracts",
        "GET /maintenance/contracts/{contract_id}",
        "POST /maintenance/contracts/{contract_id}/end",
        "GET /units/{unit_id}/contracts/new",
        "POST /units/{unit_id}/contracts",
        *(
            f"POST /maintenance/{{maintenance_id}}/{act}"
            for act in ("book", "later", "decline", "done")
        ),
    ):
        yield entry, Door(roles=OFFICE)
    for entry in (
        "GET /maintenance/schedules/new",
        "POST /maintenance/schedules",
        "POST /maintenance/schedules/{schedule_id}/end",
    ):
        yield entry, Door(roles=MANAGERS)
    for entry in (
        "GET /goodwill",
        "GET /goodwill.csv",
        "GET /goodwill/grants/{grant_id}",
        "POST /goodwill/grants/{grant_id}/{act}",
    ):
        yield entry, Door(roles=OFFICE)
    for entry in (
        "POST /goodwill/budget",
        "GET /goodwill/surprises",
        "POST /goodwill/surprises",
        "POST /goodwill/surprises/{rule_id}/{act}",
    ):
        yield entry, Door(roles=MANAGERS)
    yield "POST /customers/{customer_id}/surprises/{surprise_id}", Door(roles=OFFICE)
    yield "GET /set-aside", Door(roles=OFFICE)
    yield "POST /set-aside/{intake_id}/case", Door(roles=OFFICE)
    yield "GET /api", Door(roles=OFFICE)
    yield "GET /patterns", Door(roles=ADMINS)
