"""What somebody wants to grant: checked for sense, with what it is about locked, and not yet for authority."""

from __future__ import annotations

from dataclasses import dataclass

from aftersales.deed import Deed, id_of
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.goodwill.concerns import Concern, concern_of, subject_of
from aftersales.goodwill.offering import check_claim
from aftersales.queries.goodwill import live_grant_about
from aftersales.records import (
    Claim,
    Complaint,
    Customer,
    GoodwillGrant,
    GoodwillPurpose,
    GoodwillState,
    Record,
)
from aftersales.store import lock_rows
from warranty.claims.remedies import REMEDIES, RemedyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to grant, checked for sense and not yet for authority."""

    customer: Customer
    subject: Record
    concern: Concern
    remedy: RemedyKind
    amount_cents: int
    reason: str


def wanted_anew(
    deed: Deed,
    customer: Customer,
    subject: Record,
    remedy: RemedyKind,
    amount_cents: int,
    reason: str,
) -> Wanted:
    """What somebody wants to grant now; nobody else grants anything about it until the deed ends.

    Raises:
        NotUnderstood: something is missing or does not fit.
        NotAllowed: something about it was granted, or waits already.
        IllegalMove: the claim is not in a state in which goodwill can be offered.
    """
    if amount_cents < 1:
        raise NotUnderstood(
            "Enter what it will cost us, such as 90.00.", [Problem("amount", "it is missing")]
        )
    if not reason.strip():
        raise NotUnderstood(
            "Say why, so that the next one can be decided alike.", [Problem("reason", "missing")]
        )
    deed.session.flush()
    lock_rows(deed.session, str(subject.__tablename__), [id_of(subject)])
    deed.session.refresh(subject)
    if (
        not isinstance(subject, Claim)
        and REMEDIES[remedy].is_for_claims
        and not REMEDIES[remedy].is_money
    ):
        raise NotUnderstood(
            "A repair or a replacement needs a claim. Choose money, a voucher or a gift.",
            [Problem("remedy", "it needs a claim")],
        )
    present = live_grant_about(deed.session, id_of(subject), GoodwillPurpose.GOODWILL)
    is_one_more = isinstance(subject, Complaint)  # what was accepted may not have settled it
    if present is not None and not (is_one_more and present.state is GoodwillState.GRANTED):
        raise NotAllowed(
            "Goodwill about this waits for approval already. Decide that first."
            if present.state is GoodwillState.ASKED
            else "Goodwill was granted for this already. Look at what was granted."
        )
    check_claim(deed, subject, remedy, amount_cents)
    return Wanted(
        customer=customer,
        subject=subject,
        concern=concern_of(deed.session, customer, subject),
        remedy=remedy,
        amount_cents=amount_cents,
        reason=reason.strip(),
    )


def wanted_before(deed: Deed, row: GoodwillGrant) -> Wanted:
    """What was asked for, as it can be granted now."""
    customer = deed.session.get_one(Customer, row.customer_id)
    subject = subject_of(deed.session, row)
    lock_rows(deed.session, row.subject_kind, [row.subject_id])
    deed.session.refresh(subject)
    return Wanted(
        customer=customer,
        subject=subject,
        concern=concern_of(deed.session, customer, subject),
        remedy=RemedyKind(row.remedy),
        amount_cents=row.amount_cents,
        reason=row.reason,
    )
