"""The pages that people read: written on the server, and whole without a script."""

from fastapi import APIRouter

from web.pages import (
    alarms,
    articles,
    campaign_responses,
    campaigns,
    claim_goodwill,
    claims,
    complaints,
    customer_acts,
    customers,
    day,
    goodwill,
    home,
    issues,
    labels,
    lost,
    merging,
    own_complaint,
    own_survey,
    patterns,
    plans,
    recall,
    reference,
    register,
    registration,
    registrations,
    reporting,
    set_aside,
    signing,
    surveys,
    technicians,
    units,
    uploads,
    visit,
    visits,
)

__all__ = ["pages_router"]


def pages_router() -> APIRouter:
    """Every page."""
    router = APIRouter()
    for noun in (
        home,
        signing,
        day,
        technicians,
        visits,
        reporting,
        plans,
        merging,
        customers,
        customer_acts,
        units,
        claims,
        uploads,
        campaigns,
        campaign_responses,
        recall,
        set_aside,
        complaints,
        own_complaint,
        claim_goodwill,
        goodwill,
        alarms,
        issues,
        articles,
        own_survey,
        surveys,
        visit,
        lost,
        register,
        registration,
        registrations,
        labels,
        reference,
        patterns,
    ):
        router.include_router(noun.router)
    return router
