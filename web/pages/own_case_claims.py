"""The claims of a case on its customer's page: how each stands, what was decided and why, and what we need from them."""

from __future__ import annotations

from dataclasses import dataclass

from aftersales.claims import told_of
from aftersales.notices.case_wording import reasons_told
from aftersales.queries.case_lists import claims_of_case
from aftersales.records import Case, Claim
from aftersales.store import Session
from aftersales.words import Words
from warranty import ClaimState
from web.pages.own_case_words import claim_said


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTold:
    """A claim as its customer reads it; `is_asked` says that it waits for their answer."""

    id: str
    name: str
    standing: str
    sentences: tuple[str, ...]
    is_asked: bool


def claims_told(_: Words, session: Session, case: Case) -> list[ClaimTold]:
    """Every claim that stands under a case."""
    return [_told(_, claim) for claim in claims_of_case(session, case.id)]


def _told(_: Words, claim: Claim) -> ClaimTold:
    reasons, why = told_of(claim)
    return ClaimTold(
        id=str(claim.id),
        name=_("Claim {reference}", reference=claim.reference),
        standing=claim_said(_, claim.state),
        sentences=tuple(filter(None, reasons_told(_, reasons, why))),
        is_asked=claim.state == ClaimState.NEEDS_INFO,
    )
