"""State graphs: whoever walks along the arrows never leaves the graph, and no other step is possible."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.appointments import APPOINTMENT_MOVES
from aftersales.case_states import CASE_MOVES
from aftersales.claims import RETURN_MOVES
from aftersales.complaints import COMPLAINT_MOVES
from aftersales.errors import IllegalMove
from aftersales.goodwill import GRANT_MOVES
from aftersales.promises import PROMISE_MOVES
from aftersales.records import (
    AppointmentState,
    CaseState,
    ComplaintState,
    GoodwillState,
    PromiseState,
    RegistrationState,
    ReturnState,
    TransferState,
    UploadState,
    WorkOrderState,
)
from aftersales.registrations import REGISTRATION_MOVES
from aftersales.states import moved, shortest_way
from aftersales.transfers import TRANSFER_MOVES
from aftersales.uploads.keeping import UPLOAD_MOVES
from aftersales.work_orders import WORK_ORDER_MOVES

GRAPHS: dict[type[StrEnum], Mapping[Any, frozenset[Any]]] = {
    AppointmentState: APPOINTMENT_MOVES,
    CaseState: CASE_MOVES,
    GoodwillState: GRANT_MOVES,
    ComplaintState: COMPLAINT_MOVES,
    PromiseState: PROMISE_MOVES,
    RegistrationState: REGISTRATION_MOVES,
    ReturnState: RETURN_MOVES,
    TransferState: TRANSFER_MOVES,
    UploadState: UPLOAD_MOVES,
    WorkOrderState: WORK_ORDER_MOVES,
}

START: dict[type[StrEnum], StrEnum] = {
    AppointmentState: AppointmentState.HELD,
    CaseState: CaseState.NEW,
    GoodwillState: GoodwillState.ASKED,
    ComplaintState: ComplaintState.RECEIVED,
    PromiseState: PromiseState.MADE,
    RegistrationState: RegistrationState.SUBMITTED,
    ReturnState: ReturnState.LENT,
    TransferState: TransferState.OFFERED,
    UploadState: UploadState.WAITING,
    WorkOrderState: WorkOrderState.OPEN,
}

ENDS: dict[type[StrEnum], set[str]] = {
    AppointmentState: {
        "done", "incomplete", "customer_no_show", "technician_no_show", "cancelled",
    },
    CaseState: set(),
    GoodwillState: {"declined", "revoked", "lapsed"},
    ComplaintState: set(),
    PromiseState: {"kept", "superseded", "released"},
    RegistrationState: {"erased"},
    ReturnState: {"sent_back"},
    TransferState: {"accepted", "declined", "withdrawn", "lapsed"},
    UploadState: {"clean", "infected", "unscanned"},
    WorkOrderState: {"done", "cancelled"},
}  # fmt: skip


@pytest.mark.parametrize("states", GRAPHS)
def test_graph_has_every_state_and_every_state_can_be_reached(states: type[StrEnum]) -> None:
    graph = GRAPHS[states]

    reached, new = set(), {START[states]}
    while new:
        reached |= new
        new = {after for state in new for after in graph[state]} - reached

    assert set(graph) == set(states)
    assert reached == set(states)


@pytest.mark.parametrize("states", GRAPHS)
def test_graph_ends_where_the_noun_ends(states: type[StrEnum]) -> None:
    ends = {str(state) for state, after in GRAPHS[states].items() if not after}

    assert ends == ENDS[states]


@pytest.mark.parametrize("states", GRAPHS)
@given(wishes=st.lists(st.integers(0, 30), max_size=40))
def test_random_walk_never_leaves_the_graph(states: type[StrEnum], wishes: list[int]) -> None:
    graph, state = GRAPHS[states], START[states]
    everything = list(states)

    for number in wishes:
        wanted = everything[number % len(everything)]
        if wanted in graph[state]:
            assert moved(graph, state, wanted, "thing") is wanted
            state = wanted
        else:
            with pytest.raises(IllegalMove):
                moved(graph, state, wanted, "thing")

    assert state in graph


def test_moved_says_what_is_possible_when_it_refuses() -> None:
    with pytest.raises(IllegalMove) as refusal:
        moved(CASE_MOVES, CaseState.RESOLVED, CaseState.NEW, "case")

    assert str(refusal.value) == (
        "A case that is resolved cannot become new. From here it can become: closed, reopened."
    )


def test_moved_says_that_nothing_is_possible_at_the_end() -> None:
    with pytest.raises(IllegalMove, match="From here it can become: nothing any more"):
        moved(PROMISE_MOVES, PromiseState.KEPT, PromiseState.MADE, "promise")


@given(st.sampled_from(list(CaseState)), st.sampled_from(list(CaseState)), st.integers(0, 4))
def test_shortest_way_follows_the_arrows_and_no_other_is_shorter(
    origin: CaseState, goal: CaseState, most: int
) -> None:
    way = shortest_way(CASE_MOVES, origin, goal, most=most)

    reached = {origin}
    for _step in range(len(way) - 1 if way else most if way is None else 0):
        reached |= {following for state in reached for following in CASE_MOVES[state]}
    if way is None:
        assert goal not in reached
        return
    assert len(way) <= most
    assert (way or (origin,))[-1] is goal
    assert all(after in CASE_MOVES[before] for before, after in pairwise((origin, *way)))
    assert not way or goal not in reached
