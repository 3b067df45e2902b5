"""Evidence of a claim: files kept with it or sent in its case, counted, and judged again where they were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aftersales.claims.deciding import decide_claim, decision_now
from aftersales.claims.opening import ClaimNews, tell_claim
from aftersales.deed import Deed
from aftersales.queries.case_lists import claims_of_case
from aftersales.queries.uploads import evidence_counted
from aftersales.records import Case, Claim, Upload
from aftersales.store import lock_rows
from aftersales.uploads import CleanFile, keep_file
from warranty import ClaimState
from warranty.claims.adjudication import Outcome

UNDECIDED: Final = frozenset(
    {ClaimState.SUBMITTED, ClaimState.NEEDS_INFO, ClaimState.IN_REVIEW, ClaimState.REOPENED}
)
"""States in which another photograph can change what is decided."""


def add_evidence(deed: Deed, claim: Claim, files: Sequence[CleanFile]) -> list[Upload]:
    """Keep files with a claim; one that waited for something is decided again.

    What was seen elsewhere, on paper or by a colleague, goes on counting if it was more.
    """
    was_asked = claim.state == ClaimState.NEEDS_INFO
    kept = [keep_file(deed, claim, file) for file in files]
    deed.session.flush()
    _count(deed, claim)
    if was_asked:
        decide_claim(deed, claim)
    return kept


def hear_evidence(deed: Deed, case: Case) -> None:
    """What a customer sent in their case is evidence of its undecided claims.

    One that waited only for it is decided again. What else is missing may stand in their words, so that a person
    reads them first and asks for the rest. What a stranger sent decides nothing.
    """
    if case.is_sender_unsure:
        return
    claims = claims_of_case(deed.session, case.id)
    lock_rows(deed.session, "claim", [each.id for each in claims])
    for claim in claims:
        deed.session.refresh(claim)
        was_asked = claim.state == ClaimState.NEEDS_INFO
        if ClaimState(claim.state) in UNDECIDED:
            _count(deed, claim)
        if was_asked and decision_now(deed, claim).outcome is not Outcome.NEEDS_INFO:
            decide_claim(deed, claim)


def _count(deed: Deed, claim: Claim) -> None:
    count = evidence_counted(deed.session, claim)
    tell_claim(deed, claim, ClaimNews(evidence=max(claim.evidence, count)))
