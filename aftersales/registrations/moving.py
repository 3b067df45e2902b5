"""One step of a registration along its graph, noted in the audit trail."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.records import Registration, RegistrationState
from aftersales.registrations.registering import REGISTRATION_MOVES
from aftersales.states import moved


def step(deed: Deed, row: Registration, state: RegistrationState, *, why: str = "") -> None:
    """Move a registration one step.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    row.state = moved(REGISTRATION_MOVES, row.state, state, "registration")
    row.revision += 1
    deed.add(row)
    deed.note(f"registration_{state}", row, why=why)
