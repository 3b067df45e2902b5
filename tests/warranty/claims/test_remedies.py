"""Remedies as data: they agree with the graph of claims."""

import pytest

from warranty import CLAIM_MOVES, ClaimState
from warranty.claims.remedies import REMEDIES, RemedyKind


def test_remedies_name_every_kind() -> None:
    assert set(REMEDIES) == set(RemedyKind)
    assert all(REMEDIES[kind].kind is kind for kind in RemedyKind)


@pytest.mark.parametrize("kind", RemedyKind)
def test_remedy_leads_only_where_a_claim_may_go_once_it_is_chosen(kind: RemedyKind) -> None:
    assert REMEDIES[kind].next_states
    assert REMEDIES[kind].next_states <= CLAIM_MOVES[ClaimState.REMEDY_CHOSEN]


def test_every_way_out_of_a_chosen_remedy_belongs_to_one_or_is_a_withdrawal() -> None:
    ways = frozenset[ClaimState]().union(*(each.next_states for each in REMEDIES.values()))

    assert CLAIM_MOVES[ClaimState.REMEDY_CHOSEN] - ways == {ClaimState.WITHDRAWN}


def test_only_a_replacement_needs_a_serial_and_only_a_refund_ends_the_covers() -> None:
    assert [kind for kind in RemedyKind if REMEDIES[kind].needs_new_serial] == [RemedyKind.REPLACE]
    assert [kind for kind in RemedyKind if REMEDIES[kind].ends_covers] == [RemedyKind.REFUND]
