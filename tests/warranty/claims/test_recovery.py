"""The states of a supplier recovery, explored whole."""

from itertools import product

import pytest

from warranty.claims.recovery import RECOVERY_MOVES, RecoveryState, recovery_may_move


def reachable_from(origin: RecoveryState) -> set[RecoveryState]:
    """Every state that some sequence of moves leads to, the origin included."""
    reached, frontier = {origin}, [origin]
    while frontier:
        for target in RECOVERY_MOVES[frontier.pop()] - reached:
            reached.add(target)
            frontier.append(target)
    return reached


def test_recovery_reaches_every_state_from_the_first_one() -> None:
    assert set(RECOVERY_MOVES) == set(RecoveryState)
    assert reachable_from(RecoveryState.NONE) == set(RecoveryState)


@pytest.mark.parametrize("state", RecoveryState)
def test_recovery_can_always_be_paid_in_the_end(state: RecoveryState) -> None:
    assert RecoveryState.PAID in reachable_from(state)


def test_recovery_moves_only_along_its_six_edges() -> None:
    edges = {pair for pair in product(RecoveryState, RecoveryState) if recovery_may_move(*pair)}

    assert edges == {
        (RecoveryState.NONE, RecoveryState.FILED),
        (RecoveryState.FILED, RecoveryState.ACCEPTED),
        (RecoveryState.FILED, RecoveryState.REFUSED),
        (RecoveryState.ACCEPTED, RecoveryState.PAID),
        (RecoveryState.ACCEPTED, RecoveryState.REFUSED),
        (RecoveryState.REFUSED, RecoveryState.FILED),
    }
