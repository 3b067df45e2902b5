"""Responses to a recall: the graph explored whole, the ladder climbed, the share complete."""

from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty.recalls.campaigns import Severity
from warranty.recalls.responses import (
    LADDERS,
    RESPONSE_MOVES,
    ResponseState,
    Rung,
    next_rung,
    progress_of,
    response_may_move,
)

WAYS = frozenset({"email", "sms", "phone", "post"})
TOLD = date(2026, 6, 9)
law = settings(derandomize=True, deadline=None)


def reachable_from(origin: ResponseState) -> set[ResponseState]:
    """Every state that some sequence of moves leads to, the origin included."""
    reached, frontier = {origin}, [origin]
    while frontier:
        for target in RESPONSE_MOVES[frontier.pop()] - reached:
            reached.add(target)
            frontier.append(target)
    return reached


def test_response_reaches_every_state_and_never_goes_back_to_untold() -> None:
    assert set(RESPONSE_MOVES) == set(ResponseState)
    assert reachable_from(ResponseState.OWED) == set(ResponseState)
    assert not any(response_may_move(state, ResponseState.OWED) for state in ResponseState)


@pytest.mark.parametrize("state", ResponseState)
def test_response_can_always_be_done_in_the_end(state: ResponseState) -> None:
    assert ResponseState.DONE in reachable_from(state)


def test_response_does_not_move_to_where_it_stands() -> None:
    assert not any(response_may_move(state, state) for state in ResponseState)
    assert sum(len(targets) for targets in RESPONSE_MOVES.values()) == sum(
        response_may_move(*pair) for pair in product(ResponseState, ResponseState)
    )


def test_ladders_stand_for_every_severity_and_begin_at_once() -> None:
    assert set(LADDERS) == set(Severity)
    assert all(ladder[0].after_days == 0 for ladder in LADDERS.values())


def test_owner_is_reminded_by_the_next_way_after_its_days() -> None:
    ladder = LADDERS[Severity.HAZARD]

    assert next_rung(ladder, [], WAYS) == (None, Rung(0, "email"))
    assert next_rung(ladder, [TOLD], WAYS) == (TOLD + timedelta(7), Rung(7, "sms"))
    later = [TOLD, TOLD + timedelta(9)]
    assert next_rung(ladder, later, WAYS) == (TOLD + timedelta(23), Rung(14, "phone"))


def test_ways_that_do_not_reach_an_owner_are_stepped_over_but_their_time_is_not() -> None:
    ladder, only_post = LADDERS[Severity.HAZARD], frozenset({"email", "post"})

    assert next_rung(ladder, [TOLD], only_post) == (TOLD + timedelta(51), Rung(30, "post"))
    assert next_rung(ladder, [], frozenset({"post"})) == (None, Rung(30, "post"))


def test_ladder_ends_and_a_person_takes_over() -> None:
    ladder = LADDERS[Severity.SERVICE]

    assert next_rung(ladder, [TOLD, TOLD], WAYS) is None
    assert next_rung(ladder, [], frozenset()) is None


@law
@given(st.lists(st.sampled_from(ResponseState)))
def test_progress_counts_every_unit_once(states: list[ResponseState]) -> None:
    progress = progress_of(Counter(states))

    assert sum(progress.counts.values()) == len(states)
    assert 0 <= progress.settled <= progress.affected
    assert 0 <= progress.share <= 1


def test_progress_is_complete_when_all_that_are_meant_are_done_or_gone() -> None:
    progress = progress_of({ResponseState.DONE: 1, ResponseState.GONE: 1, ResponseState.CLEARED: 1})

    assert (progress.affected, progress.settled, progress.share) == (2, 2, 1.0)
    assert progress_of({ResponseState.DONE: 1, ResponseState.UNREACHABLE: 1}).share == 0.5
    assert progress_of({}).share == 1.0
