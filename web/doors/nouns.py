"""The API: for each noun who reads and who writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from aftersales.access import OFFICE, OUTSIDE, PLANNERS
from aftersales.records import Role, Scope
from web.doors.care import CARE
from web.doors.door import Door
from web.doors.scopes import (
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
    reads,
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
    "work-types": (
        ("GET", CATALOGUE),
        ("GET /{work_type_id}", CATALOGUE),
        ("PATCH /{work_type_id}", writes(Scope.CATALOGUE_WRITE)),
    ),
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
    **CARE,
    "work-orders": (
        ("GET", VISITS),
        ("GET /{work_order_id}", VISITS),
        ("POST", writes(Scope.VISITS_WRITE)),
        ("POST /{work_order_id}/cancel", writes(Scope.VISITS_WRITE)),
        ("POST /{work_order_id}/follow-up", writes(Scope.VISITS_WRITE)),
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
        ("POST /{appointment_id}/events", writes(Scope.VISITS_WRITE, OFFICE | OUTSIDE)),
        ("POST /{appointment_id}/cancel", writes(Scope.VISITS_WRITE)),
        ("GET /{appointment_id}/service-report", OWN_VISITS),
        (
            "POST /{appointment_id}/service-report",
            replace(writes(Scope.VISITS_WRITE, OFFICE | OUTSIDE), takes_files=True),
        ),
    ),
    "technicians": (
        ("GET", PLANNING),
        ("GET /{code}", PLANNING),
        ("POST", PLANS),
        ("PATCH /{code}", PLANS),
        ("POST /{code}/positions", writes(Scope.VISITS_WRITE, OUTSIDE)),
        ("POST /{code}/position-consent", Door(roles=OUTSIDE)),
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
    "work-offers": (
        ("GET", reads(Scope.VISITS_READ, Role.PARTNER)),
        ("GET /{offer_id}", reads(Scope.VISITS_READ, Role.PARTNER)),
        ("POST /{offer_id}/accept", writes(Scope.VISITS_WRITE, OFFICE | {Role.PARTNER})),
        ("POST /{offer_id}/decline", writes(Scope.VISITS_WRITE, OFFICE | {Role.PARTNER})),
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
    "shared-feeds": (
        ("GET", VISITS),
        ("GET /{feed_id}", VISITS),
        ("POST", PLANS),
        ("POST /{feed_id}/renew", PLANS),
        ("DELETE /{feed_id}", PLANS),
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
        ("GET /report", VISITS),
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
