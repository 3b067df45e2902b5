"""Files that come with a message: kept in its thread, and evidence of the claims that stand under its case."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.claims import hear_evidence
from aftersales.deed import Deed
from aftersales.records import Case, ThreadMessage
from aftersales.uploads import CleanFile, keep_file


def enclose(deed: Deed, message: ThreadMessage, files: Sequence[CleanFile]) -> None:
    """Keep the files of a message that a customer wrote; a claim that waited for them is decided again."""
    if not files:
        return
    deed.session.flush()
    for file in files:
        keep_file(deed, message, file)
    deed.session.flush()
    hear_evidence(deed, deed.session.get_one(Case, message.case_id))
