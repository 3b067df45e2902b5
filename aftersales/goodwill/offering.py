"""What a grant changes about a claim: its state, what can be chosen, and the cover that honours a repair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from aftersales.claims.moving import step
from aftersales.covers import cover_row
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.goodwill.proposing import proposal_for
from aftersales.reasons import reason_to_json
from aftersales.records import Claim, Cover, GoodwillGrant, Record, Unit
from aftersales.states import moved
from warranty import CLAIM_MOVES, ClaimState, Money, ReasonCode
from warranty.claims.remedies import RemedyKind
from warranty.goodwill.grants import Grant

WORKS: Final = frozenset({RemedyKind.REPAIR, RemedyKind.REPLACE})
"""Remedies that are a share of what making it good costs."""

FULL: Final = 100


def check_claim(deed: Deed, subject: Record, remedy: RemedyKind, amount_cents: int) -> None:
    """Whether goodwill of this kind can be offered on a claim as it stands; any other subject takes it.

    Raises:
        IllegalMove: the claim is not that far, or further.
        NotUnderstood: what making it good costs is not known, or less than the grant.
    """
    if not isinstance(subject, Claim):
        return
    moved(CLAIM_MOVES, ClaimState(subject.state), ClaimState.GOODWILL_OFFERED, "claim")
    if subject.currency != deed.settings.currency:
        raise NotUnderstood(
            "This claim is in another currency than the budgets. Decide it by hand."
        )
    if remedy not in WORKS:
        return
    if not subject.estimate_cents:
        raise NotUnderstood(
            "Enter what making it good will cost before you grant a share of it.",
            [Problem("estimate_cents", "it is missing")],
        )
    if amount_cents > subject.estimate_cents:
        raise NotUnderstood(
            "This is more than making it good will cost. Grant at most that.",
            [Problem("amount", "it is more than the estimate")],
        )


def percent_of(claim: Claim, amount_cents: int) -> int | None:
    """The hundredths of the cost that an amount is, 1 to 100; None while the cost is not known."""
    if not claim.estimate_cents:
        return None
    return min(
        FULL, max(1, (100 * amount_cents + claim.estimate_cents // 2) // claim.estimate_cents)
    )


def offer_on_claim(deed: Deed, row: GoodwillGrant, claim: Claim, today: date) -> None:
    """Move the claim, let its customer choose the remedy, and make the cover that honours it."""
    remedy = RemedyKind(row.remedy)
    proposed = proposal_for(deed.session, deed.settings, claim, deed.now).proposal
    step(deed, claim, ClaimState.GOODWILL_OFFERED, why=row.reason)
    decision: dict[str, object] = {
        **claim.decision,
        "remedies": [remedy.value],
        "goodwill_grant": str(row.id),
    }
    if remedy in WORKS:
        percent = row.percent or FULL
        fact = Grant(
            proposal=proposed,
            percent=percent,
            amount=Money(row.currency, row.amount_cents),
            granted_by=row.granted_by,
            level=row.authority,
            granted_on=today,
            why=row.reason,
        )
        said = replace(proposed, percent=percent).reason
        decision |= {
            "goodwill_percent": percent,
            "reasons": [
                *(each for each in _reasons(claim) if each["code"] != ReasonCode.APPEAL_UNTIL),
                reason_to_json(said),
            ],
        }
        cover = cover_row(
            deed,
            deed.session.get_one(Unit, claim.unit_id),
            fact.cover(
                today + timedelta(deed.settings.goodwill_days),
                frozenset({claim.component} if claim.component else ()),
            ),
        )
        deed.add(cover)
        deed.session.flush()
        row.cover_id = claim.cover_id = cover.id
    claim.decision = decision
    claim.decided_at = claim.decided_at or deed.now
    deed.add(claim, row)


def withdraw_offer(deed: Deed, row: GoodwillGrant, claim: Claim, why: str) -> None:
    """Undo an offer that the customer has not taken: the claim is looked at again.

    Raises:
        NotAllowed: the customer has chosen the remedy already.
    """
    if claim.state != ClaimState.GOODWILL_OFFERED:
        raise NotAllowed(
            "The customer has taken the offer and relies on it. Help them by it; grant less the next time."
        )
    step(deed, claim, ClaimState.REOPENED, why=why)
    forget_offer(deed, row, claim)


def forget_offer(deed: Deed, row: GoodwillGrant, claim: Claim) -> None:
    """Nothing of the offer can be chosen any more, and its cover answers for nothing; a newer decision stays."""
    if claim.decision.get("goodwill_grant") == str(row.id):
        mine = {"goodwill_grant", "goodwill_percent"}
        kept = {name: value for name, value in claim.decision.items() if name not in mine}
        said = [each for each in _reasons(claim) if each["code"] != ReasonCode.GOODWILL_OFFERED]
        claim.decision = {**kept, "remedies": [], "reasons": said}
    if row.cover_id is not None:
        cover = deed.session.get_one(Cover, row.cover_id)
        row.cover_id = None
        if claim.cover_id == cover.id:
            claim.cover_id = None
        deed.add(row, claim)
        deed.session.flush()
        deed.remove([cover])
    deed.add(claim)


def _reasons(claim: Claim) -> list[dict[str, Any]]:
    stored: Any = claim.decision.get("reasons", [])
    return list(stored)
