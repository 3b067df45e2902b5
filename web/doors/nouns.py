"""The API: for each noun who reads and who writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from aftersales.access import OFFICE, OUTSIDE, PLANNERS
from aftersales.records import Scope
from web.doors.door import MANAGERS, Door
from web.doors.scopes import (
    CASES,
    CATALOGUE,
    CUSTOMERS,
    HOOKS,
    HOOKS_WRITTEN,
    JOBS,
    OWN_VISITS,
    PEOPLE,
    PLANNING,
    PLANS,
    SALES,
    VISITS,
    VISITS_WRITTEN,
    writes,
)


def nouns() -> Iterator[tuple[str, Door]]:
    """The API: for each noun who reads and who writes."""
    for prefix, rows in _NOUNS.items():
        for entry, door in rows:
            method, _, path = entry.partition(" ")
            yield f"{method} /api/v1/{prefix}{path}", door


_NOUNS: Final[Mapping[str, tuple[tuple[str, Door], ...]]] = {
    "product-models": (
        ("GET", CATALOGUE),
        ("GET /{product_model_id}", CATALOGUE),
        ("POST", writes(Scope.CATALOGUE_WRITE)),
        ("PATCH /{product_model_id}", writes(Scope.CATALOGUE_WRITE)),
    ),
    "work-types": (("GET", CATALOGUE),),
    "skills": (("GET", CATALOGUE),),
    "customers": (
        ("GET", CUSTOMERS),
        ("GET /{customer_id}", CUSTOMERS),
        ("POST", writes(Scope.CUSTOMERS_WRITE)),
        ("PATCH /{customer_id}", writes(Scope.CUSTOMERS_WRITE)),
        ("GET /{customer_id}/locations/{location_id}", CUSTOMERS),
        ("POST /{customer_id}/locations", writes(Scope.CUSTOMERS_WRITE)),
        ("PATCH /{customer_id}/locations/{location_id}", writes(Scope.CUSTOMERS_WRITE)),
        ("GET /{customer_id}/consents", CUSTOMERS),
        ("POST /{customer_id}/consents", writes(Scope.CUSTOMERS_WRITE)),
        ("GET /{customer_id}/duplicates", CUSTOMERS),
        ("POST /{customer_id}/exports", writes(Scope.CUSTOMERS_WRITE)),
        ("POST /{customer_id}/erasure", writes(Scope.CUSTOMERS_WRITE)),
        ("GET /{customer_id}/merges", CUSTOMERS),
        ("POST /{customer_id}/merges", writes(Scope.CUSTOMERS_WRITE)),
        ("POST /{customer_id}/merges/{merge_id}/undo", writes(Scope.CUSTOMERS_WRITE)),
    ),
    "orders": (
        ("GET", SALES),
        ("GET /{order_id}", SALES),
        ("POST", writes(Scope.SALES_WRITE)),
    ),
    "units": (
        ("GET", SALES),
        ("GET /{unit_id}", SALES),
        ("GET /{unit_id}/entitlement", SALES),
    ),
    "maintenance-schedules": (
        ("GET", CATALOGUE),
        ("GET /{schedule_id}", CATALOGUE),
        ("POST", writes(Scope.CATALOGUE_WRITE)),
        ("POST /{schedule_id}/end", writes(Scope.CATALOGUE_WRITE)),
    ),
    "service-contracts": (
        ("GET", SALES),
        ("GET /{contract_id}", SALES),
        ("POST", writes(Scope.SALES_WRITE)),
        ("POST /{contract_id}/end", writes(Scope.SALES_WRITE)),
    ),
    "maintenance": (
        ("GET", VISITS),
        ("GET /{maintenance_id}", VISITS),
        ("POST /{maintenance_id}/answers", VISITS_WRITTEN),
    ),
    "registrations": (
        ("GET", SALES),
        ("GET /{registration_id}", SALES),
        ("POST", writes(Scope.SALES_WRITE)),
    ),
    "transfers": (
        ("GET", SALES),
        ("GET /{transfer_id}", SALES),
        ("POST", writes(Scope.SALES_WRITE)),
        ("POST /{transfer_id}/acceptance", writes(Scope.SALES_WRITE)),
        ("POST /{transfer_id}/withdrawal", writes(Scope.SALES_WRITE)),
    ),
    "cases": (
        ("GET", CASES),
        ("GET /{case_id}", CASES),
        ("POST", writes(Scope.CASES_WRITE)),
        ("PATCH /{case_id}", writes(Scope.CASES_WRITE)),
        ("GET /{case_id}/messages", CASES),
        ("POST /{case_id}/messages", writes(Scope.CASES_WRITE)),
        ("POST /{case_id}/notes", writes(Scope.CASES_WRITE)),
        ("POST /{case_id}/playbooks", writes(Scope.CASES_WRITE)),
        ("GET /{case_id}/steps", CASES),
        ("POST /{case_id}/steps/{step_id}/done", Door(roles=OFFICE)),  # by whom is kept
    ),
    "returns": (("GET", CASES), ("GET /{return_id}", CASES)),
    "claims": (
        ("GET", CASES),
        ("GET /{claim_id}", CASES),
        ("GET /{claim_id}/costs", CASES),
        ("GET /{claim_id}/evidence", CASES),
        ("GET /{claim_id}/goodwill", CASES),
        ("POST", writes(Scope.CASES_WRITE)),
        ("PATCH /{claim_id}", writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/decision", writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/ruling", Door(roles=OFFICE)),  # authority is a person's, never a key's
        ("POST /{claim_id}/remedy", writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/steps", writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/fulfilment", writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/costs", writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/recovery", writes(Scope.CASES_WRITE)),
        (
            "POST /{claim_id}/evidence",
            Door(roles=OFFICE, scopes=frozenset({Scope.CASES_WRITE}), takes_files=True),
        ),
    ),
    "goodwill-grants": (  # authority is a person's, never a key's
        ("GET", CASES),
        ("GET /{grant_id}", CASES),
        ("POST", Door(roles=OFFICE)),
        ("POST /{grant_id}/approval", Door(roles=OFFICE)),
        ("POST /{grant_id}/refusal", Door(roles=OFFICE)),
        ("POST /{grant_id}/revocation", Door(roles=OFFICE)),
    ),
    "goodwill-budgets": (("GET /{territory}", Door(roles=OFFICE)),),
    "surprise-rules": (  # who gives presents is a person, never a key
        ("GET", Door(roles=OFFICE)),
        ("GET /{rule_id}", Door(roles=OFFICE)),
        ("POST", Door(roles=MANAGERS)),
        ("POST /preview", Door(roles=MANAGERS)),
        ("POST /{rule_id}/end", Door(roles=MANAGERS)),
    ),
    "campaigns": (
        ("GET", CASES),
        ("GET /{campaign_id}", CASES),
        ("GET /{campaign_id}/responses", CASES),
        ("GET /{campaign_id}/responses/{response_id}", CASES),
        ("POST", writes(Scope.CASES_WRITE)),
        ("PATCH /{campaign_id}", writes(Scope.CASES_WRITE)),
        ("POST /{campaign_id}/publication", Door(roles=MANAGERS)),  # a person answers for it
        ("POST /{campaign_id}/responses/{response_id}/answers", writes(Scope.CASES_WRITE)),
    ),
    "complaints": (
        ("GET", CASES),
        ("GET /{complaint_id}", CASES),
        ("POST", writes(Scope.CASES_WRITE)),
        # taking on, offering and approving are a person's, never a key's
        ("POST /{complaint_id}/acknowledgement", Door(roles=OFFICE)),
        ("POST /{complaint_id}/investigation", writes(Scope.CASES_WRITE)),
        ("POST /{complaint_id}/offers", Door(roles=OFFICE)),
        ("POST /{complaint_id}/offers/{offer_id}/approval", Door(roles=OFFICE)),
        ("POST /{complaint_id}/offers/{offer_id}/answer", writes(Scope.CASES_WRITE)),
        ("POST /{complaint_id}/escalation", writes(Scope.CASES_WRITE)),
        ("POST /{complaint_id}/resolution", writes(Scope.CASES_WRITE)),
        ("POST /{complaint_id}/settlement", writes(Scope.CASES_WRITE)),
    ),
    "alarms": (  # who sees to one is a person
        ("GET", CASES),
        ("GET /{alarm_id}", CASES),
        ("POST /{alarm_id}/acknowledgement", Door(roles=OFFICE)),
        ("POST /{alarm_id}/closure", Door(roles=OFFICE)),
    ),
    "known-issues": (
        ("GET", CASES),
        ("GET /{issue_id}", CASES),
        ("POST", writes(Scope.CASES_WRITE)),
        ("PATCH /{issue_id}", writes(Scope.CASES_WRITE)),
        ("POST /{issue_id}/publication", Door(roles=OFFICE)),  # a person has read it
        ("POST /{issue_id}/retirement", Door(roles=OFFICE)),
        ("POST /{issue_id}/telling", Door(roles=MANAGERS)),
    ),
    "articles": (("GET", CATALOGUE), ("GET /{slug}", CATALOGUE)),
    "playbooks": (
        ("GET", CASES),
        ("GET /{playbook_id}", CASES),
        ("POST", writes(Scope.CASES_WRITE)),
        ("PATCH /{playbook_id}", writes(Scope.CASES_WRITE)),
    ),
    "surveys": (
        ("GET", CASES),
        ("GET /figures", CASES),
        ("GET /{survey_id}", CASES),
        ("POST /{survey_id}/answer", writes(Scope.CASES_WRITE)),
    ),
    "improvements": (  # an owner, a day and a waiver are a person's word, never a key's
        ("GET", CASES),
        ("GET /{improvement_id}", CASES),
        ("POST", Door(roles=OFFICE)),
        ("POST /{improvement_id}/owner", Door(roles=OFFICE)),
        ("POST /{improvement_id}/postponement", Door(roles=OFFICE)),
        ("POST /{improvement_id}/waiver", Door(roles=MANAGERS)),
    ),
    "work-orders": (
        ("GET", VISITS),
        ("GET /{work_order_id}", VISITS),
        ("POST", writes(Scope.VISITS_WRITE)),
        ("POST /{work_order_id}/cancel", writes(Scope.VISITS_WRITE)),
        ("GET /{work_order_id}/preparation", VISITS),
        ("POST /{work_order_id}/preparation", VISITS_WRITTEN),
        ("GET /{work_order_id}/slots", VISITS),
        ("POST /{work_order_id}/hold", VISITS_WRITTEN),
        ("POST /{work_order_id}/confirm", VISITS_WRITTEN),
        ("POST /{work_order_id}/booking-link", VISITS_WRITTEN),
        ("GET /{work_order_id}/booking-link.svg", VISITS_WRITTEN),  # who reads it can book
        ("GET /{work_order_id}/booking-link.png", VISITS_WRITTEN),
    ),
    "slot-quotas": (
        ("GET", PLANNING),
        ("GET /{quota_id}", PLANNING),
        ("POST", PLANS),
        ("DELETE /{quota_id}", PLANS),
    ),
    "appointments": (
        ("GET", OWN_VISITS),
        ("GET /{appointment_id}", OWN_VISITS),
        ("POST /{appointment_id}/reports", writes(Scope.VISITS_WRITE, OFFICE | OUTSIDE)),
        ("POST /{appointment_id}/cancel", writes(Scope.VISITS_WRITE)),
    ),
    "technicians": (
        ("GET", PLANNING),
        ("GET /{code}", PLANNING),
        ("POST", PLANS),
        ("PATCH /{code}", PLANS),
    ),
    "shifts": (
        ("GET", PLANNING),
        ("GET /{shift_id}", PLANNING),
        ("POST", PLANS),
        ("DELETE /{shift_id}", PLANS),
    ),
    "absences": (  # why somebody cannot come is for whoever must plan without them
        ("GET", PLANS),
        ("GET /{absence_id}", PLANS),
        ("POST", PLANS),
        ("PATCH /{absence_id}", PLANS),
    ),
    "territories": (
        ("GET", PLANNING),
        ("GET /{code}", PLANNING),
        ("GET /{code}/depots", PLANNING),
        ("POST", PLANS),
        ("PATCH /{code}", PLANS),
        ("POST /{code}/depots", PLANS),
    ),
    "service-partners": (
        ("GET", PLANNING),
        ("GET /{code}", PLANNING),
        ("POST", PLANS),
        ("PATCH /{code}", PLANS),
    ),
    "users": (
        ("GET", PEOPLE),
        ("GET /{user_id}", PEOPLE),
        ("POST", PEOPLE),
        ("PATCH /{user_id}", PEOPLE),
        ("POST /{user_id}/sign-out", PEOPLE),
    ),
    "api-keys": (
        ("GET", PEOPLE),
        ("GET /{key_id}", PEOPLE),
        ("POST", PEOPLE),
        ("DELETE /{key_id}", PEOPLE),
    ),
    "links": (
        ("GET", VISITS),
        ("GET /{link_id}", VISITS),
        ("POST /feeds", PLANS),
        ("POST /visits", VISITS_WRITTEN),
        ("DELETE /{link_id}", VISITS_WRITTEN),
    ),
    "jobs": (("GET", JOBS), ("GET /{job_id}", JOBS), ("POST /{job_id}/stop", PLANS)),
    "plan-runs": (
        ("GET", PLANNING),
        ("GET /{plan_run_id}", PLANNING),
        ("POST", writes(Scope.PLANNING_WRITE, PLANNERS)),
    ),
    "promises": (
        ("GET", VISITS),
        ("GET /scores", VISITS),
        ("GET /{promise_id}", VISITS),
    ),
    "notices": (("GET", VISITS), ("GET /{notice_id}", VISITS)),
    "webhook-endpoints": (
        ("GET", HOOKS),
        ("GET /{endpoint_id}", HOOKS),
        ("GET /{endpoint_id}/messages", HOOKS),
        ("GET /{endpoint_id}/secret", HOOKS_WRITTEN),
        ("POST", HOOKS_WRITTEN),
        ("PATCH /{endpoint_id}", HOOKS_WRITTEN),
        ("DELETE /{endpoint_id}", HOOKS_WRITTEN),
        ("POST /{endpoint_id}/rotate", HOOKS_WRITTEN),
        ("POST /{endpoint_id}/test", HOOKS_WRITTEN),
        ("POST /{endpoint_id}/messages/{message_id}/replay", HOOKS_WRITTEN),
    ),
    "events": (("GET", Door(roles=OFFICE)),),
}
