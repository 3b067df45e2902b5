"""The states of a grant, and one step between them, noted in the audit trail."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aftersales.deed import Deed
from aftersales.records import GoodwillGrant, GoodwillState
from aftersales.states import moved

_S = GoodwillState

GRANT_MOVES: Final = MappingProxyType(
    {
        _S.ASKED: frozenset({_S.GRANTED, _S.DECLINED}),
        _S.GRANTED: frozenset({_S.REVOKED, _S.LAPSED}),
        _S.DECLINED: frozenset[GoodwillState](),
        _S.REVOKED: frozenset[GoodwillState](),
        _S.LAPSED: frozenset[GoodwillState](),
    }
)
"""From each state, the states that a grant may move to; it begins asked or granted."""


def end_grant(deed: Deed, row: GoodwillGrant, state: GoodwillState, why: str) -> None:
    """Decline, revoke or let lapse.

    Raises:
        IllegalMove: it cannot end so from where it stands.
    """
    row.state = moved(GRANT_MOVES, row.state, state, "grant")
    row.ended_by = deed.actor.code
    row.ended_at = deed.now
    row.end_reason = why
    row.revision += 1
    deed.add(row)
    deed.note(f"goodwill_{state}", row, why=why)
