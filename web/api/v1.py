"""The first version of the API: every noun's router, and what the reference says about each."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException

from web.api import (
    absences,
    alarms,
    api_keys,
    appointments,
    booking_links,
    bookings,
    campaigns,
    case_steps,
    cases,
    catalogue,
    claim_steps,
    claims,
    complaint_steps,
    complaints,
    consents,
    customers,
    deliveries,
    events,
    evidence,
    goodwill,
    improvements,
    jobs,
    known_issues,
    links,
    locations,
    maintenance,
    maintenance_schedules,
    merging,
    notices,
    orders,
    parts_requests,
    places,
    planning,
    playbooks,
    positions,
    preparation,
    privacy,
    promises,
    registrations,
    returns,
    service_contracts,
    service_partners,
    service_reports,
    shared_feeds,
    shifts,
    slot_quotas,
    slots,
    spare_parts,
    stock,
    surprise_rules,
    surveys,
    technicians,
    threads,
    transfers,
    units,
    users,
    webhooks,
    work_offers,
)

TAGS: Final = [
    {"name": "customers", "description": "Who bought something, and how they are reached."},
    {"name": "catalogue", "description": "Product models, kinds of work, skills."},
    {"name": "orders", "description": "The sales that the shop handed over."},
    {"name": "units", "description": "The installed base, its covers, and what they answer."},
    {"name": "registrations", "description": "Owners who made themselves known."},
    {"name": "transfers", "description": "Units on their way to another owner."},
    {"name": "cases", "description": "Requests for help, each with an owner and a next update."},
    {"name": "claims", "description": "What was demanded under a cover, and how it was decided."},
    {
        "name": "goodwill",
        "description": "What was granted beyond every cover, and from which budget.",
    },
    {
        "name": "campaigns",
        "description": "Recalls and services: who is told, and what became of every unit.",
    },
    {
        "name": "complaints",
        "description": "Who is not content, who answers them by when, and how it was settled.",
    },
    {"name": "surveys", "description": "Who was asked how it went, and what they said."},
    {
        "name": "prevention",
        "description": "What fails too often, what is known of it, and what is done about it.",
    },
    {
        "name": "improvements",
        "description": "Gaps that are closed until a day, and the figures that say so.",
    },
    {"name": "work orders", "description": "What must be done, and when somebody is at home."},
    {
        "name": "shared feeds",
        "description": "Calendars of a technician, a crew, a depot or a territory for somebody else.",
    },
    {"name": "slot quotas", "description": "How many visits a day may have at most."},
    {"name": "appointments", "description": "When somebody comes, and the visit's whole story."},
    {"name": "parts", "description": "Spare parts, where they lie, and what work waits for."},
    {"name": "technicians", "description": "Who goes to customers, and what they may do."},
    {"name": "shifts", "description": "The days on which technicians work."},
    {"name": "absences", "description": "When technicians cannot come, and what is done about it."},
    {"name": "service partners", "description": "Subcontractors, held to the same promises."},
    {"name": "work offers", "description": "Visits that service partners accept or decline."},
    {"name": "users", "description": "Who signs in; for admins only."},
    {"name": "api keys", "description": "What shop systems come with; for admins only."},
    {"name": "links", "description": "Addresses for people without an account, revocable."},
    {
        "name": "webhook endpoints",
        "description": "Who is told of events, signed, and what became of it.",
    },
    {
        "name": "maintenance",
        "description": "What is maintained how often, for whom, and how each time stands.",
    },
    {"name": "jobs", "description": "The work beside the requests, and how far it is."},
    {"name": "territories", "description": "The areas that are planned as one."},
    {"name": "plan runs", "description": "Plans: made, kept, refused, and what they left out."},
    {"name": "promises", "description": "Every time a customer was told, and whether it held."},
    {"name": "notices", "description": "What people were told, in which words, and when it left."},
    {"name": "events", "description": "The audit trail."},
    {"name": "feeds", "description": "Calendars, each under a secret address."},
    {"name": "health", "description": "For whoever runs the installation."},
]


def json_only(request: Request) -> None:
    """Refuse a body that is not called JSON: a form of a foreign page could send any other kind.

    Raises:
        HTTPException: 415.
    """
    has_body = request.headers.get("content-length", "0") != "0" or (
        "transfer-encoding" in request.headers
    )
    sent = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if has_body and sent != "application/json":
        raise HTTPException(415)


def api_router() -> APIRouter:
    """Everything under /api/v1."""
    router = APIRouter(prefix="/api/v1", dependencies=[Depends(json_only)])
    for noun in (
        customers,
        locations,
        consents,
        merging,
        privacy,
        catalogue,
        orders,
        deliveries,
        units,
        registrations,
        transfers,
        cases,
        threads,
        case_steps,
        claims,
        claim_steps,
        evidence,
        returns,
        goodwill,
        surprise_rules,
        campaigns,
        maintenance,
        maintenance_schedules,
        service_contracts,
        complaints,
        complaint_steps,
        surveys,
        alarms,
        known_issues,
        playbooks,
        improvements,
        bookings,
        booking_links,
        preparation,
        slots,
        shared_feeds,
        slot_quotas,
        appointments,
        spare_parts,
        stock,
        parts_requests,
        technicians,
        shifts,
        absences,
        places,
        service_partners,
        service_reports,
        work_offers,
        users,
        api_keys,
        links,
        jobs,
        webhooks,
        planning,
        positions,
        promises,
        notices,
        events,
    ):
        router.include_router(noun.router)
    router.include_router(known_issues.articles)
    router.include_router(goodwill.budgets)
    router.include_router(goodwill.proposals)
    return router
