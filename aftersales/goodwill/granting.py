"""A grant: within authority and budget, once for each subject but a complaint, told to the customer, and written down with its why."""

from __future__ import annotations

from aftersales.claims import names_of
from aftersales.claims.judging import today_of
from aftersales.deed import Deed, id_of
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.goodwill.authority import ladder_of, level_of, refusal_of, who_may_grant
from aftersales.goodwill.budgets import fact_of, give_back, locked_budget, spend
from aftersales.goodwill.offering import check_claim, offer_on_claim, percent_of, withdraw_offer
from aftersales.goodwill.proposing import proposal_for
from aftersales.goodwill.states import GRANT_MOVES, end_grant
from aftersales.goodwill.telling import (
    ask_approval,
    tell_made_up,
    tell_offer,
    tell_withdrawn,
)
from aftersales.goodwill.wanting import Wanted, wanted_anew, wanted_before
from aftersales.moments import wall_of
from aftersales.queries.goodwill import grant_for_change, granted_before
from aftersales.records import (
    Claim,
    Customer,
    GoodwillGrant,
    GoodwillPurpose,
    GoodwillState,
    Record,
    Role,
)
from aftersales.states import moved
from warranty import Money
from warranty.claims.remedies import RemedyKind
from warranty.goodwill.authority import GrantVerdict, judge_grant


def grant(
    deed: Deed,
    role: Role,
    *,
    customer: Customer,
    subject: Record,
    remedy: RemedyKind,
    amount_cents: int,
    reason: str,
    is_told: bool = True,
) -> GoodwillGrant:
    """Grant a remedy about a claim, case, complaint, promise or visit.

    Args:
        deed: by the person who grants.
        role: of theirs, whose authority the amount must not exceed.
        customer: who gets it.
        subject: what it is for; a claim moves to goodwill_offered.
        remedy: what they get.
        amount_cents: what it is expected to cost us.
        reason: for the file; the customer does not read it.
        is_told: the customer is told by this; False for whoever tells them with an offer of their own.

    Raises:
        NotUnderstood: something is missing or does not fit.
        NotAllowed: it is more than they may grant, or than the budget holds; the sentence says who may.
        IllegalMove: the claim is not in a state in which goodwill can be offered.
    """
    wanted = wanted_anew(deed, customer, subject, remedy, amount_cents, reason)
    row = _new(deed, wanted, GoodwillState.GRANTED)
    _settle(deed, role, row, wanted)
    if is_told:
        _tell(deed, row, wanted)
    return row


def ask_for_grant(
    deed: Deed,
    role: Role,
    *,
    customer: Customer,
    subject: Record,
    remedy: RemedyKind,
    amount_cents: int,
    reason: str,
) -> GoodwillGrant:
    """Ask whoever may for a grant above one's own authority; they are told, and decide in one step.

    Raises:
        NotUnderstood: something is missing or does not fit.
        NotAllowed: nobody may grant so much, or something about this subject waits already.
    """
    wanted = wanted_anew(deed, customer, subject, remedy, amount_cents, reason)
    able = who_may_grant(deed.session, deed.settings, amount_cents)
    if not able:
        raise NotAllowed(
            "This is more than anybody here may grant. Ask your management to settle who may."
        )
    row = _new(deed, wanted, GoodwillState.ASKED)
    deed.add(row)
    deed.note("goodwill_asked", row, why=row.reason, facts={"role": role.value})
    ask_approval(deed, row, wanted.concern, able)
    return row


def approve_grant(deed: Deed, role: Role, row: GoodwillGrant) -> None:
    """Grant what a colleague asked for, within one's own authority and what is left of the budget now.

    Raises:
        IllegalMove: it is decided already, or the claim has moved on.
        NotAllowed: it is more than they may grant, or than the budget holds.
    """
    locked = grant_for_change(deed.session, row.id) or row
    locked.state = moved(GRANT_MOVES, locked.state, GoodwillState.GRANTED, "grant")
    wanted = wanted_before(deed, locked)
    check_claim(deed, wanted.subject, wanted.remedy, wanted.amount_cents)
    _settle(deed, role, locked, wanted)
    _tell(deed, locked, wanted)


def decline_grant(deed: Deed, role: Role, row: GoodwillGrant, why: str) -> None:
    """Decline what a colleague asked for; nothing was told to the customer, so nothing is now.

    Raises:
        IllegalMove: it is decided already.
        NotAllowed: it is not theirs to decide.
        NotUnderstood: they give no reason.
    """
    locked = grant_for_change(deed.session, row.id) or row
    _check_why(why)
    _check_theirs(deed, role, locked)
    end_grant(deed, locked, GoodwillState.DECLINED, why.strip())


def revoke_grant(deed: Deed, role: Role, row: GoodwillGrant, why: str) -> None:
    """Take a mistaken offer back while the customer has not taken it; they are told, and the budget gets it back.

    Raises:
        IllegalMove: it is not granted, or over.
        NotAllowed: it is not theirs to decide, or the customer relies on it already.
        NotUnderstood: they give no reason.
    """
    locked = grant_for_change(deed.session, row.id) or row
    _check_why(why)
    _check_theirs(deed, role, locked)
    end_grant(deed, locked, GoodwillState.REVOKED, why.strip())
    wanted = wanted_before(deed, locked)
    if not isinstance(wanted.subject, Claim):
        raise NotAllowed(
            "The customer was told that it is theirs, and may rely on it. Grant less the next time."
        )
    withdraw_offer(deed, locked, wanted.subject, why.strip())
    if locked.budget_id is not None:
        give_back(deed, locked.budget_id, locked.amount_cents)
    tell_withdrawn(deed, locked, wanted.concern, wanted.customer, wanted.subject)


def _new(deed: Deed, wanted: Wanted, state: GoodwillState) -> GoodwillGrant:
    claim = wanted.subject if isinstance(wanted.subject, Claim) else None
    proposed = None if claim is None else proposal_for(deed.session, deed.settings, claim, deed.now)
    return GoodwillGrant(
        id=deed.new_id(),
        reference=deed.ids.reference("G"),
        purpose=GoodwillPurpose.GOODWILL,
        state=state,
        customer_id=wanted.customer.id,
        territory_id=wanted.concern.territory.id,
        subject_kind=str(wanted.subject.__tablename__),
        subject_id=id_of(wanted.subject),
        remedy=wanted.remedy.value,
        amount_cents=wanted.amount_cents,
        currency=deed.settings.currency,
        percent=None if claim is None else percent_of(claim, wanted.amount_cents),
        reason=wanted.reason,
        proposal={} if proposed is None else proposed.to_json(),
        asked_by=deed.actor.code,
        asked_at=deed.now,
        granted_by="",
        authority="",
        ended_by="",
        end_reason="",
    )


def _settle(deed: Deed, role: Role, row: GoodwillGrant, wanted: Wanted) -> None:
    """Check authority and budget, spend, and let the claim be offered it; authority is for all that one case got."""
    before = granted_before(deed.session, row)
    if before and deed.settings.goodwill_authority.get(role, 0) < row.amount_cents + before:
        able = who_may_grant(deed.session, deed.settings, row.amount_cents + before)
        raise NotAllowed(
            f"With what was granted before this is more than you may grant. Ask {names_of(able)}."
            if able
            else "With what was granted before this is more than anybody here may grant. Ask your management to settle who may."
        )
    area = wanted.concern.territory
    today = wall_of(deed.now, area.zone).date()
    budget = locked_budget(deed, area, row.purpose, today)
    ladder = ladder_of(deed.settings)
    verdict = (
        None
        if ladder is None
        else judge_grant(
            Money(row.currency, row.amount_cents),
            level_of(deed.settings, role),
            ladder,
            fact_of(budget),
        )
    )
    _check_verdict(deed, verdict, row.amount_cents)
    spend(deed, budget, row.amount_cents)
    row.budget_id = budget.id
    row.granted_by = deed.actor.code
    row.authority = role.value
    row.granted_at = deed.now
    row.revision += 1
    deed.add(row)
    if isinstance(wanted.subject, Claim):
        offer_on_claim(deed, row, wanted.subject, today_of(deed.session, wanted.subject, deed.now))
    deed.note(
        "goodwill_granted",
        row,
        why=row.reason,
        facts={"amount_cents": row.amount_cents, "remedy": row.remedy, "authority": role.value},
    )


def _check_verdict(deed: Deed, verdict: GrantVerdict | None, amount_cents: int) -> None:
    if verdict is None:
        raise NotAllowed("Nobody here may grant goodwill. Ask your management to settle who may.")
    if not verdict.may_grant:
        raise NotAllowed(refusal_of(deed.session, deed.settings, verdict, amount_cents))


def _tell(deed: Deed, row: GoodwillGrant, wanted: Wanted) -> None:
    if isinstance(wanted.subject, Claim):
        tell_offer(deed, row, wanted.concern, wanted.customer, wanted.subject)
    else:
        tell_made_up(deed, row, wanted.concern, wanted.customer, wanted.subject)


def _check_why(why: str) -> None:
    if not why.strip():
        raise NotUnderstood(
            "Say why, so that your colleague can learn from it.", [Problem("why", "it is missing")]
        )


def _check_theirs(deed: Deed, role: Role, row: GoodwillGrant) -> None:
    """Whoever may grant so much may also refuse it or take it back."""
    if deed.settings.goodwill_authority.get(role, 0) < row.amount_cents:
        able = who_may_grant(deed.session, deed.settings, row.amount_cents)
        names = ", ".join(user.name for user in able) or "your management"
        raise NotAllowed(f"This is not yours to decide. Ask {names}.")
