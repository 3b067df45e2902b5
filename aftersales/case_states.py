"""How a case may go on from where it stands (FIELD, Case)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aftersales.records import (
    CaseState,
)

CASE_MOVES: Final = MappingProxyType(
    {
        CaseState.NEW: frozenset({CaseState.TRIAGED, CaseState.RESOLVED}),
        CaseState.TRIAGED: frozenset(
            {
                CaseState.WAITING_CUSTOMER,
                CaseState.IN_PROGRESS,
                CaseState.REMOTE_FIX_TRIED,
                CaseState.VISIT_NEEDED,
                CaseState.RESOLVED,
            }
        ),
        CaseState.WAITING_CUSTOMER: frozenset({CaseState.IN_PROGRESS, CaseState.CLOSED}),
        CaseState.IN_PROGRESS: frozenset(
            {
                CaseState.WAITING_CUSTOMER,
                CaseState.REMOTE_FIX_TRIED,
                CaseState.VISIT_NEEDED,
                CaseState.RESOLVED,
            }
        ),
        CaseState.REMOTE_FIX_TRIED: frozenset(
            {
                CaseState.WAITING_CUSTOMER,
                CaseState.IN_PROGRESS,
                CaseState.VISIT_NEEDED,
                CaseState.RESOLVED,
            }
        ),
        CaseState.VISIT_NEEDED: frozenset({CaseState.RESOLVED, CaseState.IN_PROGRESS}),
        CaseState.RESOLVED: frozenset({CaseState.CLOSED, CaseState.REOPENED}),
        CaseState.CLOSED: frozenset({CaseState.REOPENED}),
        CaseState.REOPENED: frozenset(
            {CaseState.TRIAGED, CaseState.IN_PROGRESS, CaseState.VISIT_NEEDED}
        ),
    }
)


ANSWERED: Final = frozenset(
    {CaseState.WAITING_CUSTOMER, CaseState.VISIT_NEEDED, CaseState.RESOLVED}
)
"""Whoever is told one of these has heard from us: a promised update is kept."""


def steps_to(present: CaseState, wanted: CaseState) -> tuple[CaseState, ...]:
    """The steps from one state to another, through the one that means that somebody works on it; none if there is no way."""
    begun = {CaseState.NEW: CaseState.TRIAGED}.get(present, CaseState.IN_PROGRESS)
    if wanted in CASE_MOVES[present]:
        return (wanted,)
    if begun in CASE_MOVES[present] and wanted in CASE_MOVES[begun]:
        return (begun, wanted)
    return ()
