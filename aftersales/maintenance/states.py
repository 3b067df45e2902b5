"""The states of one maintenance, and one step between them, noted in the audit trail."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aftersales.deed import Deed
from aftersales.records import Maintenance, MaintenanceState
from aftersales.states import moved
from aftersales.store import lock_rows

_S = MaintenanceState

MAINTENANCE_MOVES: Final = MappingProxyType(
    {
        _S.PLANNED: frozenset({_S.DUE, _S.BOOKED, _S.DECLINED, _S.DONE, _S.VOID}),
        _S.DUE: frozenset({_S.BOOKED, _S.PLANNED, _S.DECLINED, _S.MISSED, _S.DONE, _S.VOID}),
        _S.BOOKED: frozenset({_S.DUE, _S.PLANNED, _S.DECLINED, _S.DONE, _S.VOID}),
        _S.MISSED: frozenset({_S.BOOKED, _S.DONE}),
        _S.DECLINED: frozenset({_S.BOOKED, _S.DONE}),
        _S.DONE: frozenset[MaintenanceState](),
        _S.VOID: frozenset[MaintenanceState](),
    }
)
"""From each state, the states that a maintenance may move to; what was missed or declined can still be done."""

NEVER_AGAIN: Final = frozenset({_S.BOOKED, _S.MISSED, _S.DECLINED, _S.DONE, _S.VOID})
"""In these states nobody is asked any more."""


def step(deed: Deed, row: Maintenance, state: MaintenanceState, *, why: str = "") -> None:
    """Move one maintenance one step along its graph.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    row.state = moved(MAINTENANCE_MOVES, row.state, state, "maintenance")
    if state in NEVER_AGAIN:
        row.asks_on = None
    touch(deed, row)
    deed.note(f"maintenance_{state}", row, why=why)


def touch(deed: Deed, row: Maintenance) -> None:
    """Something about it is another way now."""
    row.changed_at = deed.now
    row.revision += 1
    deed.add(row)


def take_turn(deed: Deed, row: Maintenance) -> None:
    """An owner, the office and the house act one after the other; the row is read anew."""
    deed.session.flush()
    lock_rows(deed.session, "maintenance", [row.id])
    deed.session.refresh(row)
