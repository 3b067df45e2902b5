"""Whether like cases were offered alike, whichever channel they came by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aftersales.goodwill.proposing import past_cases
from aftersales.store import Session
from warranty.goodwill.fairness import FairnessReport, Offer, fairness_of


@dataclass(frozen=True, slots=True)
class Fairness:
    """The report, and the claim behind each of its references."""

    report: FairnessReport
    claims: dict[str, UUID]


def fairness_between(session: Session, from_at: datetime, to_at: datetime) -> Fairness:
    """Compare the claims that were decided in a span and that no cover paid for; one without goodwill was offered nothing."""
    found = [
        (claim, past, channel)
        for claim, past, channel in past_cases(session)
        if claim.decided_at is not None and from_at <= claim.decided_at < to_at
    ]
    offers = [
        Offer(past.case, channel, past.percent, claim.reference) for claim, past, channel in found
    ]
    return Fairness(fairness_of(offers), {claim.reference: claim.id for claim, *_ in found})
