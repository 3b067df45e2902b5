"""The states of a claim."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import CLAIM_MOVES, ClaimState, claim_may_move


def reachable_from(origin: ClaimState) -> set[ClaimState]:
    """Every state that some sequence of moves leads to, the origin included."""
    reached, frontier = {origin}, [origin]
    while frontier:
        for target in CLAIM_MOVES[frontier.pop()] - reached:
            reached.add(target)
            frontier.append(target)
    return reached


@settings(derandomize=True, deadline=None)
@given(st.data())
def test_claim_never_leaves_its_graph_when_it_walks_at_random(data: st.DataObject) -> None:
    state = ClaimState.DRAFT

    for _ in range(30):
        target = data.draw(st.sampled_from(sorted(CLAIM_MOVES[state])))
        assert claim_may_move(state, target)
        state = target

    assert state in ClaimState
    assert state is not ClaimState.DRAFT


def test_claim_moves_name_every_state() -> None:
    assert set(CLAIM_MOVES) == set(ClaimState)


def test_claim_reaches_every_state_when_it_starts_as_a_draft() -> None:
    assert reachable_from(ClaimState.DRAFT) == set(ClaimState)


@pytest.mark.parametrize("state", ClaimState)
def test_claim_can_always_come_to_an_end(state: ClaimState) -> None:
    assert reachable_from(state) & {ClaimState.CLOSED, ClaimState.WITHDRAWN}


@pytest.mark.parametrize("state", [ClaimState.CLOSED, ClaimState.WITHDRAWN])
def test_claim_can_only_be_reopened_when_it_is_over(state: ClaimState) -> None:
    assert CLAIM_MOVES[state] == {ClaimState.REOPENED}


@pytest.mark.parametrize("state", ClaimState)
def test_claim_does_not_move_to_where_it_stands_or_back_to_a_draft(state: ClaimState) -> None:
    assert not claim_may_move(state, state)
    assert not claim_may_move(state, ClaimState.DRAFT)


@pytest.mark.parametrize(
    ("origin", "target", "expected"),
    [
        (ClaimState.DRAFT, ClaimState.SUBMITTED, True),
        (ClaimState.NEEDS_INFO, ClaimState.IN_REVIEW, True),
        (ClaimState.IN_REVIEW, ClaimState.GOODWILL_OFFERED, True),
        (ClaimState.RETURN_AWAITED, ClaimState.INSPECTED, True),
        (ClaimState.REJECTED, ClaimState.REOPENED, True),
        (ClaimState.DRAFT, ClaimState.APPROVED, False),
        (ClaimState.SUBMITTED, ClaimState.REJECTED, False),
        (ClaimState.REJECTED, ClaimState.REMEDY_CHOSEN, False),
        (ClaimState.FULFILLED, ClaimState.WITHDRAWN, False),
    ],
)
def test_claim_may_move_answers_from_the_table(
    origin: ClaimState, target: ClaimState, *, expected: bool
) -> None:
    assert claim_may_move(origin, target) is expected
