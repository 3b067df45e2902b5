"""Which principal may come through which door: one row for each method and path of the app.

A route without a row does not open to anybody, and the app refuses to start with one. What stands here
is about kinds of people; whose rows they see is decided where the rows are read (`aftersales/reach.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aftersales.access import (
    EVERYBODY,
    OFFICE,
    OUTSIDE,
    PLANNERS,
    Nobody,
    Principal,
    ShopKey,
    SignedIn,
)
from aftersales.records import LinkPurpose, Role, Scope

ADMINS: Final = frozenset({Role.ADMIN})
MANAGERS: Final = frozenset({Role.MANAGER, Role.ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Whom one door lets in.

    Attributes:
        roles: users who may pass.
        scopes: a key needs one of these.
        link: the path carries a token of this purpose, which is checked where it is used.
        is_open: anybody may pass.
        takes_files: what is sent there may be as long as files are.
    """

    roles: frozenset[Role] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    link: LinkPurpose | None = None
    is_open: bool = False
    takes_files: bool = False

    def lets_in(self, principal: Principal) -> bool:
        """Whether this principal may pass."""
        if self.is_open or self.link is not None:
            return True
        match principal:
            case SignedIn(role=role):
                return role in self.roles
            case ShopKey(scopes=scopes):
                return bool(self.scopes & scopes)
            case Nobody():
                return False


OPEN: Final = Door(is_open=True)
ANY_USER: Final = Door(roles=EVERYBODY)


def _pages() -> Iterator[tuple[str, Door]]:
    """What people read."""
    yield "GET /", ANY_USER
    for entry in (
        "GET /sign-in",
        "POST /sign-in",
        "GET /find",
        "POST /find",
        "POST /find/code",
    ):
        yield entry, OPEN
    for entry in ("POST /sign-out", "GET /password", "POST /password"):
        yield entry, ANY_USER
    yield "GET /mine/{token}", Door(link=LinkPurpose.BUYER)
    for entry in ("GET /visit/{token}", *(f"POST /visit/{{token}}/{act}" for act in _CHOICES)):
        yield entry, Door(link=LinkPurpose.VISIT)
    for entry in (
        "GET /recall/{token}",
        *(
            f"POST /recall/{{token}}/{act}"
            for act in ("answer", "serial", "book", "remedy", "call")
        ),
    ):
        yield entry, Door(link=LinkPurpose.RECALL)
    yield "GET /visit/{token}/complaint", Door(link=LinkPurpose.VISIT)
    yield "POST /visit/{token}/complaint", Door(link=LinkPurpose.VISIT)
    for entry in (
        "GET /survey/{token}",
        "POST /survey/{token}",
        "GET /survey/{token}/unsubscribe",
        "POST /survey/{token}/unsubscribe",
    ):
        yield entry, Door(link=LinkPurpose.SURVEY)
    yield "GET /surveys", Door(roles=OFFICE | {Role.PARTNER})
    yield "GET /complaint/{token}", Door(link=LinkPurpose.COMPLAINT)
    for act in ("accept", "decline", "settled", "open", "more"):
        yield f"POST /complaint/{{token}}/{act}", Door(link=LinkPurpose.COMPLAINT)
    yield "GET /register", OPEN
    yield "POST /register", OPEN
    yield "GET /register/{token}", Door(link=LinkPurpose.PROOF)
    yield "POST /register/{token}/proof", Door(link=LinkPurpose.PROOF, takes_files=True)
    yield "GET /registration/{token}", Door(link=LinkPurpose.REGISTRATION)
    yield "GET /registration/{token}/certificate.pdf", Door(link=LinkPurpose.REGISTRATION)
    yield (
        "POST /registration/{token}/proof",
        Door(link=LinkPurpose.REGISTRATION, takes_files=True),
    )
    yield "GET /day/{territory_code}/{on}", Door(roles=OFFICE)
    yield "GET /technicians/{code}/{on}", Door(roles=OFFICE | OUTSIDE)
    yield "GET /visits/{appointment_id}", Door(roles=OFFICE | OUTSIDE)
    yield "POST /visits/{appointment_id}/report", Door(roles=PLANNERS | OUTSIDE)
    for entry in (
        "GET /plans",
        "POST /plans",
        "GET /plans/{job_id}",
        "GET /plans/{job_id}/progress",
        "POST /plans/{job_id}/stop",
    ):
        yield entry, Door(roles=PLANNERS)
    for entry in (
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
        "GET /registrations",
        "GET /registrations/{registration_id}",
        "POST /registrations/{registration_id}/verify",
        "POST /registrations/{registration_id}/ask",
        "POST /registrations/{registration_id}/reject",
        "GET /labels",
        "GET /units",
        "POST /units/find",
        "GET /units/{unit_id}",
        "POST /units/{unit_id}/claims",
        "GET /channels",
        "GET /channels.csv",
        "GET /cases",
        "GET /cases/new",
        "POST /cases/new",
        "POST /cases/new/find",
        "GET /cases/{case_id}",
        *(f"POST /cases/{{case_id}}/{act}" for act in _CASE_ACTS),
        "GET /claims",
        "GET /claims/{claim_id}",
        *(f"POST /claims/{{claim_id}}/{act}" for act in _CLAIM_ACTS),
        "GET /complaints",
        "POST /complaints",
        "GET /complaints/{complaint_id}",
        *(f"POST /complaints/{{complaint_id}}/{act}" for act in _COMPLAINT_ACTS),
    ):
        yield entry, Door(roles=OFFICE)
    yield "POST /claims/{claim_id}/evidence", Door(roles=OFFICE, takes_files=True)
    yield "GET /uploads/{upload_id}", Door(roles=OFFICE)
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
        "GET /playbooks",
        "POST /playbooks",
        "GET /playbooks/new",
        "GET /playbooks/{playbook_id}",
        "POST /playbooks/{playbook_id}",
        "GET /cases/{case_id}/triage",
        "POST /cases/{case_id}/triage/remote",
        "POST /cases/{case_id}/triage/visit",
    ):
        yield entry, Door(roles=OFFICE)
    yield "POST /issues/{issue_id}/picture", Door(roles=OFFICE, takes_files=True)
    yield "POST /issues/{issue_id}/tell", Door(roles=MANAGERS)
    yield "GET /help", OPEN
    yield "POST /help", Door(is_open=True, takes_files=True)
    yield "GET /help/received", OPEN
    yield "GET /help/articles/{slug}", OPEN
    yield "GET /help/articles/{slug}/picture", OPEN
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
        *(f"POST {response}/{act}" for act in ("attempt", "settle", "serial", "confirm")),
    ):
        yield entry, Door(roles=OFFICE)
    for entry in ("POST /campaigns/{campaign_id}/publish", "POST /campaigns/{campaign_id}/close"):
        yield entry, Door(roles=MANAGERS)
    for entry in (
        "GET /goodwill",
        "GET /goodwill.csv",
        "GET /goodwill/grants/{grant_id}",
        "POST /goodwill/grants/{grant_id}/{act}",
    ):
        yield entry, Door(roles=OFFICE)
    yield "POST /goodwill/budget", Door(roles=MANAGERS)
    yield "GET /set-aside", Door(roles=OFFICE)
    yield "POST /set-aside/{intake_id}/case", Door(roles=OFFICE)
    yield "GET /api", Door(roles=OFFICE)
    yield "GET /patterns", Door(roles=ADMINS)


_CUSTOMER_ACTS: Final = (
    "edit",
    "contacts",
    "contacts/{contact_id}",
    "contacts/{contact_id}/remove",
    "consents",
    "household",
    "household/leave",
    "cases",
)
_CHOICES: Final = ("keep", "move", "call")
_COMPLAINT_ACTS: Final = (
    *("take", "investigate", "offer", "approve", "withdraw"),
    *("answer", "escalate", "resolve", "settle"),
)
_CLAIM_ACTS: Final = ("tell", "rule", "remedy", "step", "fulfil", "cost", "recover", "goodwill")
_CASE_ACTS: Final = (
    "reply",
    "note",
    "hand-over",
    "promise",
    "step",
    "sender",
    "unit",
    "claim",
    "visit",
)


def _machines() -> Iterator[tuple[str, Door]]:
    """What programs ask."""
    yield "GET /feeds/{token}.ics", Door(link=LinkPurpose.FEED)
    yield "GET /health", OPEN
    yield "GET /ready", OPEN
    yield "GET /metrics", OPEN  # it asks for its own token
    yield (
        "POST /api/v1/inbound/mail",
        Door(scopes=frozenset({Scope.MESSAGES_WRITE}), takes_files=True),
    )
    for entry in (  # each asks for the signature of whoever sends it
        "POST /api/v1/inbound/messages",
        "GET /api/v1/inbound/x",
        "POST /api/v1/inbound/x",
        "GET /api/v1/inbound/messenger",
        "POST /api/v1/inbound/messenger",
    ):
        yield entry, OPEN
    yield "GET /api/openapi.json", Door(roles=OFFICE, scopes=frozenset(Scope))


def _api() -> Iterator[tuple[str, Door]]:
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
    "registrations": (
        ("GET", _SALES),
        ("GET /{registration_id}", _SALES),
        ("POST", _writes(Scope.SALES_WRITE)),
    ),
    "cases": (
        ("GET", _CASES),
        ("GET /{case_id}", _CASES),
        ("POST", _writes(Scope.CASES_WRITE)),
        ("PATCH /{case_id}", _writes(Scope.CASES_WRITE)),
        ("GET /{case_id}/messages", _CASES),
        ("POST /{case_id}/messages", _writes(Scope.CASES_WRITE)),
        ("POST /{case_id}/notes", _writes(Scope.CASES_WRITE)),
    ),
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
    "campaigns": (
        ("GET", _CASES),
        ("GET /{campaign_id}", _CASES),
        ("GET /{campaign_id}/responses", _CASES),
        ("GET /{campaign_id}/responses/{response_id}", _CASES),
        ("POST", _writes(Scope.CASES_WRITE)),
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


DOORS: Final[Mapping[str, Door]] = MappingProxyType(dict((*_pages(), *_machines(), *_api())))
"""Every door, by “METHOD /path”."""
