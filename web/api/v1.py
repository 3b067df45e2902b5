"""The first version of the API: every noun's router, and what the reference says about each."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException

from web.api import (
    appointments,
    bookings,
    cases,
    catalogue,
    customers,
    events,
    notices,
    orders,
    places,
    planning,
    promises,
    registrations,
    technicians,
    units,
)

TAGS: Final = [
    {"name": "customers", "description": "Who bought something, and how they are reached."},
    {"name": "catalogue", "description": "Product models, kinds of work, skills."},
    {"name": "orders", "description": "The sales that the shop handed over."},
    {"name": "units", "description": "The installed base, its covers, and what they answer."},
    {"name": "registrations", "description": "Owners who made themselves known."},
    {"name": "cases", "description": "Requests for help, each with an owner and a next update."},
    {"name": "work orders", "description": "What must be done, and when somebody is at home."},
    {"name": "appointments", "description": "When somebody comes, and the visit's whole story."},
    {"name": "technicians", "description": "Who goes to customers, and what they may do."},
    {"name": "territories", "description": "The areas that are planned as one."},
    {"name": "plan runs", "description": "Plans: made, kept, refused, and what they left out."},
    {"name": "promises", "description": "Every time a customer was told, and whether it held."},
    {"name": "notices", "description": "What people were told, in which words, and when it left."},
    {"name": "events", "description": "The audit trail."},
    {"name": "feeds", "description": "Calendars, each under a secret address."},
    {"name": "health", "description": "For whoever runs the installation."},
]


_TEXT: Final = {"type": "string"}
_PLACE: Final = {"type": "object", "properties": {"where": _TEXT, "sentence": _TEXT}}
PROBLEM: Final = {
    "type": "object",
    "title": "ProblemDetails",
    "description": "A refusal (RFC 9457).",
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "problems": {"type": "array", "items": _PLACE},
    },
}
"""What every refusal looks like."""


def json_only(request: Request) -> None:
    """Refuse a body that is not called JSON: a form of a foreign page could send any other kind.

    Raises:
        HTTPException: 415.
    """
    sent = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if request.method == "POST" and sent != "application/json":
        raise HTTPException(415)


def api_router() -> APIRouter:
    """Everything under /api/v1."""
    router = APIRouter(
        prefix="/api/v1",
        dependencies=[Depends(json_only)],
        responses={
            "4XX": {
                "description": "Refused; `detail` says what to do.",
                "content": {"application/problem+json": {"schema": PROBLEM}},
            }
        },
    )
    for noun in (
        customers,
        catalogue,
        orders,
        units,
        registrations,
        cases,
        bookings,
        appointments,
        technicians,
        places,
        planning,
        promises,
        notices,
        events,
    ):
        router.include_router(noun.router)
    return router
