"""Evidence of a claim: files kept with it, counted, and judged again where they were asked for."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.claims.deciding import decide_claim
from aftersales.claims.opening import ClaimNews, tell_claim
from aftersales.deed import Deed
from aftersales.queries.uploads import uploads_counted
from aftersales.records import Claim, Upload
from aftersales.uploads import CleanFile, keep_file
from warranty import ClaimState


def add_evidence(deed: Deed, claim: Claim, files: Sequence[CleanFile]) -> list[Upload]:
    """Keep files with a claim; one that waited for something is decided again.

    What was seen elsewhere, on paper or by a colleague, goes on counting if it was more.
    """
    was_asked = claim.state == ClaimState.NEEDS_INFO
    kept = [keep_file(deed, claim, file) for file in files]
    deed.session.flush()
    count = uploads_counted(deed.session, "claim", claim.id)
    tell_claim(deed, claim, ClaimNews(evidence=max(claim.evidence, count)))
    if was_asked:
        decide_claim(deed, claim)
    return kept
