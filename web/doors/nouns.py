"""The API: for each noun who reads and who writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from aftersales.access import OFFICE, OUTSIDE, PLANNERS
from aftersales.records import Role, Scope
from web.doors.door import ADMINS, MANAGERS, Door


def nouns() -> Iterator[tuple[str, Door]]:
    """The API: for each noun who reads and who writes."""
    for prefix, rows in _NOUNS.items():
        for entry, door in rows:
            method, _, path = entry.partition(" ")
            yield f"{method} /api/v1/{prefix}{path}", door


def _reads(scope: Scope, *more: Role) -> Door:
    return Door(roles=OFFICE | frozenset(more), scopes=frozenset({scope}))


def _writes(scope: Scope, roles: frozenset[Role] = OFFICE) -> Door:
    return Door(roles=roles, scopes=frozenset({scope}))


_CATALOGUE: Final = _reads(Scope.CATALOGUE_READ)
_CUSTOMERS: Final = _reads(Scope.CUSTOMERS_READ)
_SALES: Final = _reads(Scope.SALES_READ)
_CASES: Final = _reads(Scope.CASES_READ)
_VISITS: Final = _reads(Scope.VISITS_READ)
_OWN_VISITS: Final = _reads(Scope.VISITS_READ, *OUTSIDE)
_PLANNING: Final = _reads(Scope.PLANNING_READ)
_PLANS: Final = _writes(Scope.PLANNING_WRITE, PLANNERS)
_JOBS: Final = Door(roles=PLANNERS, scopes=frozenset({Scope.PLANNING_READ}))
_VISITS_WRITTEN: Final = _writes(Scope.VISITS_WRITE)
_HOOKS: Final = Door(roles=ADMINS, scopes=frozenset({Scope.WEBHOOKS_READ}))
_HOOKS_WRITTEN: Final = _writes(Scope.WEBHOOKS_WRITE, ADMINS)
_PEOPLE: Final = Door(roles=ADMINS)
"""Who lets people and programs in: never a key, or one could make itself another."""

_NOUNS: Final[Mapping[str, tuple[tuple[str, Door], ...]]] = {
    "product-models": (
        ("GET", _CATALOGUE),
        ("GET /{product_model_id}", _CATALOGUE),
        ("POST", _writes(Scope.CATALOGUE_WRITE)),
        ("PATCH /{product_model_id}", _writes(Scope.CATALOGUE_WRITE)),
    ),
    "work-types": (("GET", _CATALOGUE),),
    "skills": (("GET", _CATALOGUE),),
    "customers": (
        ("GET", _CUSTOMERS),
        ("GET /{customer_id}", _CUSTOMERS),
        ("POST", _writes(Scope.CUSTOMERS_WRITE)),
        ("PATCH /{customer_id}", _writes(Scope.CUSTOMERS_WRITE)),
        ("GET /{customer_id}/locations/{location_id}", _CUSTOMERS),
        ("POST /{customer_id}/locations", _writes(Scope.CUSTOMERS_WRITE)),
        ("PATCH /{customer_id}/locations/{location_id}", _writes(Scope.CUSTOMERS_WRITE)),
        ("GET /{customer_id}/consents", _CUSTOMERS),
        ("POST /{customer_id}/consents", _writes(Scope.CUSTOMERS_WRITE)),
        ("GET /{customer_id}/duplicates", _CUSTOMERS),
        ("POST /{customer_id}/exports", _writes(Scope.CUSTOMERS_WRITE)),
        ("POST /{customer_id}/erasure", _writes(Scope.CUSTOMERS_WRITE)),
        ("GET /{customer_id}/merges", _CUSTOMERS),
        ("POST /{customer_id}/merges", _writes(Scope.CUSTOMERS_WRITE)),
        ("POST /{customer_id}/merges/{merge_id}/undo", _writes(Scope.CUSTOMERS_WRITE)),
    ),
    "orders": (
        ("GET", _SALES),
        ("GET /{order_id}", _SALES),
        ("POST", _writes(Scope.SALES_WRITE)),
    ),
    "units": (
        ("GET", _SALES),
        ("GET /{unit_id}", _SALES),
        ("GET /{unit_id}/entitlement", _SALES),
    ),
    "maintenance-schedules": (
        ("GET", _CATALOGUE),
        ("GET /{schedule_id}", _CATALOGUE),
        ("POST", _writes(Scope.CATALOGUE_WRITE)),
        ("POST /{schedule_id}/end", _writes(Scope.CATALOGUE_WRITE)),
    ),
    "service-contracts": (
        ("GET", _SALES),
        ("GET /{contract_id}", _SALES),
        ("POST", _writes(Scope.SALES_WRITE)),
        ("POST /{contract_id}/end", _writes(Scope.SALES_WRITE)),
    ),
    "maintenance": (
        ("GET", _VISITS),
        ("GET /{maintenance_id}", _VISITS),
        ("POST /{maintenance_id}/answers", _VISITS_WRITTEN),
    ),
    "registrations": (
        ("GET", _SALES),
        ("GET /{registration_id}", _SALES),
        ("POST", _writes(Scope.SALES_WRITE)),
    ),
    "transfers": (
        ("GET", _SALES),
        ("GET /{transfer_id}", _SALES),
        ("POST", _writes(Scope.SALES_WRITE)),
        ("POST /{transfer_id}/acceptance", _writes(Scope.SALES_WRITE)),
        ("POST /{transfer_id}/withdrawal", _writes(Scope.SALES_WRITE)),
    ),
    "cases": (
        ("GET", _CASES),
        ("GET /{case_id}", _CASES),
        ("POST", _writes(Scope.CASES_WRITE)),
        ("PATCH /{case_id}", _writes(Scope.CASES_WRITE)),
        ("GET /{case_id}/messages", _CASES),
        ("POST /{case_id}/messages", _writes(Scope.CASES_WRITE)),
        ("POST /{case_id}/notes", _writes(Scope.CASES_WRITE)),
        ("POST /{case_id}/playbooks", _writes(Scope.CASES_WRITE)),
        ("GET /{case_id}/steps", _CASES),
        ("POST /{case_id}/steps/{step_id}/done", Door(roles=OFFICE)),  # by whom is kept
    ),
    "returns": (("GET", _CASES), ("GET /{return_id}", _CASES)),
    "claims": (
        ("GET", _CASES),
        ("GET /{claim_id}", _CASES),
        ("GET /{claim_id}/costs", _CASES),
        ("GET /{claim_id}/evidence", _CASES),
        ("GET /{claim_id}/goodwill", _CASES),
        ("POST", _writes(Scope.CASES_WRITE)),
        ("PATCH /{claim_id}", _writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/decision", _writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/ruling", Door(roles=OFFICE)),  # authority is a person's, never a key's
        ("POST /{claim_id}/remedy", _writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/steps", _writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/fulfilment", _writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/costs", _writes(Scope.CASES_WRITE)),
        ("POST /{claim_id}/recovery", _writes(Scope.CASES_WRITE)),
        (
            "POST /{claim_id}/evidence",
            Door(roles=OFFICE, scopes=frozenset({Scope.CASES_WRITE}), takes_files=True),
        ),
    ),
    "goodwill-grants": (  # authority is a person's, never a key's
        ("GET", _CASES),
        ("GET /{grant_id}", _CASES),
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
        ("GET", _CASES),
        ("GET /{campaign_id}", _CASES),
        ("GET /{campaign_id}/responses", _CASES),
        ("GET /{campaign_id}/responses/{response_id}", _CASES),
        ("POST", _writes(Scope.CASES_WRITE)),
        ("PATCH /{campaign_id}", _writes(Scope.CASES_WRITE)),
        ("POST /{campaign_id}/publication", Door(roles=MANAGERS)),  # a person answers for it
        ("POST /{campaign_id}/responses/{response_id}/answers", _writes(Scope.CASES_WRITE)),
    ),
    "complaints": (
        ("GET", _CASES),
        ("GET /{complaint_id}", _CASES),
        ("POST", _writes(Scope.CASES_WRITE)),
        # taking on, offering and approving are a person's, never a key's
        ("POST /{complaint_id}/acknowledgement", Door(roles=OFFICE)),
        ("POST /{complaint_id}/investigation", _writes(Scope.CASES_WRITE)),
        ("POST /{complaint_id}/offers", Door(roles=OFFICE)),
        ("POST /{complaint_id}/offers/{offer_id}/approval", Door(roles=OFFICE)),
        ("POST /{complaint_id}/offers/{offer_id}/answer", _writes(Scope.CASES_WRITE)),
        ("POST /{complaint_id}/escalation", _writes(Scope.CASES_WRITE)),
        ("POST /{complaint_id}/resolution", _writes(Scope.CASES_WRITE)),
        ("POST /{complaint_id}/settlement", _writes(Scope.CASES_WRITE)),
    ),
    "alarms": (  # who sees to one is a person
        ("GET", _CASES),
        ("GET /{alarm_id}", _CASES),
        ("POST /{alarm_id}/acknowledgement", Door(roles=OFFICE)),
        ("POST /{alarm_id}/closure", Door(roles=OFFICE)),
    ),
    "known-issues": (
        ("GET", _CASES),
        ("GET /{issue_id}", _CASES),
        ("POST", _writes(Scope.CASES_WRITE)),
        ("PATCH /{issue_id}", _writes(Scope.CASES_WRITE)),
        ("POST /{issue_id}/publication", Door(roles=OFFICE)),  # a person has read it
        ("POST /{issue_id}/retirement", Door(roles=OFFICE)),
        ("POST /{issue_id}/telling", Door(roles=MANAGERS)),
    ),
    "articles": (("GET", _CATALOGUE), ("GET /{slug}", _CATALOGUE)),
    "playbooks": (
        ("GET", _CASES),
        ("GET /{playbook_id}", _CASES),
        ("POST", _writes(Scope.CASES_WRITE)),
        ("PATCH /{playbook_id}", _writes(Scope.CASES_WRITE)),
    ),
    "surveys": (
        ("GET", _CASES),
        ("GET /figures", _CASES),
        ("GET /{survey_id}", _CASES),
        ("POST /{survey_id}/answer", _writes(Scope.CASES_WRITE)),
    ),
    "improvements": (  # an owner, a day and a waiver are a person's word, never a key's
        ("GET", _CASES),
        ("GET /{improvement_id}", _CASES),
        ("POST", Door(roles=OFFICE)),
        ("POST /{improvement_id}/owner", Door(roles=OFFICE)),
        ("POST /{improvement_id}/postponement", Door(roles=OFFICE)),
        ("POST /{improvement_id}/waiver", Door(roles=MANAGERS)),
    ),
    "work-orders": (
        ("GET", _VISITS),
        ("GET /{work_order_id}", _VISITS),
        ("POST", _writes(Scope.VISITS_WRITE)),
        ("POST /{work_order_id}/cancel", _writes(Scope.VISITS_WRITE)),
    ),
    "appointments": (
        ("GET", _OWN_VISITS),
        ("GET /{appointment_id}", _OWN_VISITS),
        ("POST /{appointment_id}/reports", _writes(Scope.VISITS_WRITE, OFFICE | OUTSIDE)),
        ("POST /{appointment_id}/cancel", _writes(Scope.VISITS_WRITE)),
    ),
    "technicians": (
        ("GET", _PLANNING),
        ("GET /{code}", _PLANNING),
        ("POST", _PLANS),
        ("PATCH /{code}", _PLANS),
    ),
    "shifts": (
        ("GET", _PLANNING),
        ("GET /{shift_id}", _PLANNING),
        ("POST", _PLANS),
        ("DELETE /{shift_id}", _PLANS),
    ),
    "absences": (  # why somebody cannot come is for whoever must plan without them
        ("GET", _PLANS),
        ("GET /{absence_id}", _PLANS),
        ("POST", _PLANS),
        ("PATCH /{absence_id}", _PLANS),
    ),
    "territories": (
        ("GET", _PLANNING),
        ("GET /{code}", _PLANNING),
        ("GET /{code}/depots", _PLANNING),
        ("POST", _PLANS),
        ("PATCH /{code}", _PLANS),
        ("POST /{code}/depots", _PLANS),
    ),
    "service-partners": (
        ("GET", _PLANNING),
        ("GET /{code}", _PLANNING),
        ("POST", _PLANS),
        ("PATCH /{code}", _PLANS),
    ),
    "users": (
        ("GET", _PEOPLE),
        ("GET /{user_id}", _PEOPLE),
        ("POST", _PEOPLE),
        ("PATCH /{user_id}", _PEOPLE),
        ("POST /{user_id}/sign-out", _PEOPLE),
    ),
    "api-keys": (
        ("GET", _PEOPLE),
        ("GET /{key_id}", _PEOPLE),
        ("POST", _PEOPLE),
        ("DELETE /{key_id}", _PEOPLE),
    ),
    "links": (
        ("GET", _VISITS),
        ("GET /{link_id}", _VISITS),
        ("POST /feeds", _PLANS),
        ("POST /visits", _VISITS_WRITTEN),
        ("DELETE /{link_id}", _VISITS_WRITTEN),
    ),
    "jobs": (("GET", _JOBS), ("GET /{job_id}", _JOBS), ("POST /{job_id}/stop", _PLANS)),
    "plan-runs": (
        ("GET", _PLANNING),
        ("GET /{plan_run_id}", _PLANNING),
        ("POST", _writes(Scope.PLANNING_WRITE, PLANNERS)),
    ),
    "promises": (
        ("GET", _VISITS),
        ("GET /scores", _VISITS),
        ("GET /{promise_id}", _VISITS),
    ),
    "notices": (("GET", _VISITS), ("GET /{notice_id}", _VISITS)),
    "webhook-endpoints": (
        ("GET", _HOOKS),
        ("GET /{endpoint_id}", _HOOKS),
        ("GET /{endpoint_id}/messages", _HOOKS),
        ("GET /{endpoint_id}/secret", _HOOKS_WRITTEN),
        ("POST", _HOOKS_WRITTEN),
        ("PATCH /{endpoint_id}", _HOOKS_WRITTEN),
        ("DELETE /{endpoint_id}", _HOOKS_WRITTEN),
        ("POST /{endpoint_id}/rotate", _HOOKS_WRITTEN),
        ("POST /{endpoint_id}/test", _HOOKS_WRITTEN),
        ("POST /{endpoint_id}/messages/{message_id}/replay", _HOOKS_WRITTEN),
    ),
    "events": (("GET", Door(roles=OFFICE)),),
}
