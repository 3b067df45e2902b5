"""The graph of a complaint, explored whole, and the case that goes along with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.case_states import CASE_MOVES
from aftersales.complaints.moving import _CASES, COMPLAINT_MOVES, way_between
from aftersales.records import CaseState, ComplaintState


def reachable_from(origin: ComplaintState) -> set[ComplaintState]:
    reached, frontier = {origin}, [origin]
    while frontier:
        for target in COMPLAINT_MOVES[frontier.pop()] - reached:
            reached.add(target)
            frontier.append(target)
    return reached


def test_every_state_has_its_moves_and_is_reached_from_the_first() -> None:
    assert set(COMPLAINT_MOVES) == set(ComplaintState)
    assert reachable_from(ComplaintState.RECEIVED) == set(ComplaintState)


@pytest.mark.parametrize("state", ComplaintState)
def test_no_state_is_a_dead_end_and_each_can_still_be_settled(state: ComplaintState) -> None:
    assert COMPLAINT_MOVES[state]
    assert ComplaintState.FOLLOWED_UP in reachable_from(state)


@pytest.mark.parametrize("state", ComplaintState)
def test_complaint_is_received_once_and_settled_only_after_something_was_done(
    state: ComplaintState,
) -> None:
    assert ComplaintState.RECEIVED not in COMPLAINT_MOVES[state]
    is_resolved = state is ComplaintState.RESOLVED
    assert (ComplaintState.FOLLOWED_UP in COMPLAINT_MOVES[state]) is is_resolved


@pytest.mark.parametrize("state", sorted(set(ComplaintState) - {ComplaintState.ESCALATED}))
def test_somebody_further_up_can_always_be_asked(state: ComplaintState) -> None:
    assert ComplaintState.ESCALATED in COMPLAINT_MOVES[state]


@given(origin=st.sampled_from(CaseState), state=st.sampled_from(sorted(_CASES)))
def test_case_goes_along_by_legal_moves_only(origin: CaseState, state: ComplaintState) -> None:
    way = way_between(origin, _CASES[state])

    for present, following in zip((origin, *way), way, strict=False):
        assert following in CASE_MOVES[present]
    if way:
        assert way[-1] is _CASES[state]
