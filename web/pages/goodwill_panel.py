"""Goodwill on the page of a claim: the proposal with its points, precedents, the budget, and who may grant it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from aftersales.access import SignedIn
from aftersales.claims.judging import today_of
from aftersales.goodwill import (
    ClaimProposal,
    budget_on,
    may_grant,
    proposal_for,
    who_may_grant,
)
from aftersales.goodwill.concerns import concern_of
from aftersales.queries.goodwill import grants_about
from aftersales.records import Claim, Customer, GoodwillGrant, GoodwillPurpose, GoodwillState, Unit
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.reasons import money
from warranty import CLAIM_MOVES, ClaimState, Money
from warranty.claims.remedies import RemedyKind
from web.pages.claim_words import remedy_words
from web.pages.goodwill_words import grant_words, ground_words, loyalty_said, precedents_said

FIRST_OFFERED: Final = (RemedyKind.REPAIR, RemedyKind.REPLACE, RemedyKind.VOUCHER)
"""What is offered most often stands first."""


def goodwill_of(
    _: Words, session: Session, settings: Settings, me: SignedIn, claim: Claim, now: datetime
) -> dict[str, object]:
    """What the page of a claim says about goodwill; `goodwill` is None where there is nothing to say."""
    grants = grants_about(session, claim.id)
    is_open = ClaimState.GOODWILL_OFFERED in CLAIM_MOVES[ClaimState(claim.state)]
    is_live = any(row.state in (GoodwillState.ASKED, GoodwillState.GRANTED) for row in grants)
    if not is_open and not grants:
        return {"goodwill": None}
    made = proposal_for(session, settings, claim, now)
    return {
        "goodwill": {
            "grants": [grant_line(_, row) for row in grants],
            "can_be_offered": is_open and not is_live,
            **_proposed(_, settings, made),
            **_authority(_, session, settings, me, made),
            "budget": _budget(_, session, settings, claim, now),
            "remedies": remedy_options(_),
            "amount": "" if made.amount is None else typed(made.amount),
            "first": RemedyKind.REPAIR.value if claim.estimate_cents else RemedyKind.VOUCHER.value,
        }
    }


def grant_line(_: Words, row: GoodwillGrant) -> dict[str, object]:
    """One grant in a line: what, how it stands, and where it is read whole."""
    what = remedy_words(_, row.remedy)
    is_share = row.remedy in (RemedyKind.REPAIR, RemedyKind.REPLACE) and row.percent is not None
    return {
        "row": row,
        "what": f"{what} ({_('{percent}%', percent=_.number(row.percent or 0))})"
        if is_share
        else what,
        "amount": money(_, Money(row.currency, row.amount_cents)),
        "state": grant_words(_, row.state),
    }


def remedy_options(_: Words) -> list[tuple[str, str]]:
    """What can be granted on a claim."""
    rest = [each for each in RemedyKind if each not in FIRST_OFFERED]
    return [(each.value, remedy_words(_, each)) for each in (*FIRST_OFFERED, *rest)]


def typed(amount: Money) -> str:
    """An amount as it is typed into a field, such as 45.00."""
    return f"{amount.minor // 100}.{amount.minor % 100:02}"


def _proposed(_: Words, settings: Settings, made: ClaimProposal) -> dict[str, object]:
    proposal, standing = made.proposal, made.standing
    if not proposal.percent:
        said = _("The rules propose nothing.")
    elif made.amount is None:
        said = _("The rules propose {percent}% of the cost.", percent=_.number(proposal.percent))
    else:
        said = _(
            "The rules propose {percent}% of the cost: {amount}.",
            percent=_.number(proposal.percent),
            amount=money(_, made.amount),
        )
    return {
        "said": said,
        "points": [
            (ground_words(_, ground), f"{'−' if points < 0 else '+'}{_.number(abs(points))}")
            for ground, points in proposal.points
        ],
        "precedents": precedents_said(_, made.precedents),
        "similar": [
            (row, _("{percent}%", percent=_.number(percent))) for row, percent in made.similar
        ],
        "standing": _standing(_, made),
        "loyalty": "" if standing.since is None else loyalty_said(_, settings),
    }


def _standing(_: Words, made: ClaimProposal) -> str:
    since = made.standing.since
    if since is None:
        return _("Nobody knows since when they are a customer.")
    return _(
        "Customer since {day}, {amount} bought with us.",
        day=_.date(since),
        amount=money(_, made.standing.value),
    )


def _authority(
    _: Words, session: Session, settings: Settings, me: SignedIn, made: ClaimProposal
) -> dict[str, object]:
    most = settings.goodwill_authority.get(me.role, 0)
    wanted = most + 1 if made.amount is None else made.amount.minor
    is_enough = may_grant(settings, me.role, wanted)
    return {
        "most_granted": money(_, Money(settings.currency, most)),
        "able_to_grant": [] if is_enough else who_may_grant(session, settings, wanted),
    }


def _budget(_: Words, session: Session, settings: Settings, claim: Claim, now: datetime) -> str:
    unit = session.get_one(Unit, claim.unit_id)
    person = session.get_one(Customer, unit.customer_id)
    area = concern_of(session, person, claim).territory
    day = today_of(session, claim, now)
    budget = budget_on(session, settings, area, GoodwillPurpose.GOODWILL, day)
    return _(
        "{left} of {amount} are left in {territory} until {day}.",
        left=money(_, budget.left),
        amount=money(_, budget.amount),
        territory=area.name,
        day=_.date(budget.ends_on),
    )
