"""The nouns of care in the API: requests, claims, goodwill, recalls, complaints, and what is learned from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aftersales.access import OFFICE
from aftersales.records import Scope
from web.doors.door import MANAGERS, Door
from web.doors.scopes import (
    CASES,
    CATALOGUE,
    writes,
)

CARE: Final[Mapping[str, tuple[tuple[str, Door], ...]]] = {
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
}
"""For each noun who reads and who writes."""
