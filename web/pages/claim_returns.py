"""What is expected back under a claim, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aftersales.claims import exchange_of
from aftersales.claims.returning import LENDING
from aftersales.queries.returns import returns_of_claim
from aftersales.records import Claim, ReturnedThing, ReturnState
from aftersales.store import Session
from aftersales.words import Words
from warranty import ClaimState
from warranty.claims.remedies import RemedyKind
from warranty.products import ExchangeType
from web.pages.claim_words import finding_words
from web.pages.return_words import return_state_words, thing_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """One return in words."""

    id: UUID
    reference: str
    thing: str
    state: str
    due_on: date | None
    finding: str


def returns_shown(_: Words, session: Session, claim: Claim) -> dict[str, object]:
    """The returns of a claim, which comes first, and whether something can be lent."""
    rows = returns_of_claim(session, claim.id)
    is_lent = any(
        each.thing is ReturnedThing.LOANER and each.state is ReturnState.LENT for each in rows
    )
    is_repaired = claim.remedy == RemedyKind.REPAIR and ClaimState(claim.state) in LENDING
    exchange = exchange_of(session, claim) if claim.remedy else ExchangeType.RETURN
    return {
        "returns": [
            ReturnRow(
                id=each.id,
                reference=each.reference,
                thing=thing_words(_, each.thing, each.exchange),
                state=return_state_words(_, each.state),
                due_on=each.due_on,
                finding="" if each.finding is None else finding_words(_, each.finding),
            )
            for each in rows
        ],
        "can_lend": is_repaired and not is_lent,
        "is_loaner_promised": exchange is ExchangeType.LOANER,
        "is_sent_first": exchange is ExchangeType.ADVANCE and claim.rma is None,
    }
