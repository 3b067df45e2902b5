"""Regret: of the visits to be put back, the one goes first that would lose most if its best place were taken.

What a visit would lose is how much dearer the second of its places is than the cheapest one, and how much dearer
all routes are on average, where no place costs the prize (after J.-Y. Potvin and J.-M. Rousseau, "A parallel route
building algorithm for the vehicle routing and scheduling problem with time windows", 1993). A step costs about
twice as much as one that puts them back in a drawn order, and more often finds room for all of them.
"""

from __future__ import annotations

from typing import Final

from scheduling.compiled import compiled
from scheduling.search.model import (
    ABSENT,
    AT,
    BEST_PRICE,
    BEST_SHIFT,
    NEXT_PRICE,
    NEXT_SHIFT,
    PRICE,
    PRIZE,
    STOPS,
    SUM,
    Int64,
    Model,
    State,
)
from scheduling.search.offers import offer, routes_to_try
from scheduling.search.routes import put_in
from scheduling.search.ruin import touch
from scheduling.search.windows import uniform

NOISE: Final = 0.3
"""By how much of itself what a visit would lose is made less, at most."""

NOWHERE: Final = -1
"""`BEST_SHIFT` of a visit that finds no place for less than its prize."""

DONE: Final = -2
"""`BEST_SHIFT` of a visit that was put back."""


@compiled
def rank(state: State, row: int, prize: int) -> int:
    """Find the two cheapest offers in a row, each below the prize, and their sum; the best price, or the prize."""
    offers, ranks = state.offers, state.ranks
    best, following = prize, prize
    where, other = NOWHERE, NOWHERE
    total = 0
    for shift in range(offers.shape[1]):
        price = offers[row, shift, PRICE]
        total += price
        if price < best:
            following, other = best, where
            best, where = price, shift
        elif price < following:
            following, other = price, shift
    ranks[row, BEST_PRICE], ranks[row, BEST_SHIFT] = best, where
    ranks[row, NEXT_PRICE], ranks[row, NEXT_SHIFT] = following, other
    ranks[row, SUM] = total
    return int(best)


@compiled
def collect(
    model: Model,
    state: State,
    removed: Int64,
    gone: int,
    old: Int64,
    touched: Int64,
    count: int,
    nearest: int,
) -> int:
    """Write what every removed visit is offered as the routes stand now; the sum of the best offers."""
    total = 0
    for row in range(gone):
        visit = removed[row]
        prize = model.visits[visit, PRIZE]
        for shift in range(state.offers.shape[1]):
            state.offers[row, shift, PRICE] = prize
        many = routes_to_try(model, state, visit, nearest, touched, count, old[visit])
        for number in range(many):
            shift = state.chosen[number]
            if model.allowed[visit, shift]:
                price, at = offer(model, state, visit, shift)
                state.offers[row, shift, PRICE], state.offers[row, shift, AT] = price, at
        total += rank(state, row, prize)
        state.keys[row] = 1.0 - NOISE * uniform(state.chance)
    return total


@compiled
def renew_offers(model: Model, state: State, removed: Int64, gone: int, shift: int) -> int:
    """A visit was put into a shift: write anew what it offers the others; by how much the best offers rose."""
    offers, ranks = state.offers, state.ranks
    rise = 0
    was_used = state.routes[shift, STOPS] > 1
    for row in range(gone):
        visit = removed[row]
        if ranks[row, BEST_SHIFT] < 0 or not model.allowed[visit, shift]:
            continue
        prize = model.visits[visit, PRIZE]
        if was_used and offers[row, shift, PRICE] >= prize:
            continue
        price, at = offer(model, state, visit, shift)
        ranks[row, SUM] += price - offers[row, shift, PRICE]
        offers[row, shift, PRICE], offers[row, shift, AT] = price, at
        is_ranked = ranks[row, BEST_SHIFT] == shift or ranks[row, NEXT_SHIFT] == shift
        if is_ranked or price < ranks[row, NEXT_PRICE]:
            rise -= ranks[row, BEST_PRICE]
            rise += rank(state, row, prize)
    return rise


@compiled
def next_row(state: State, gone: int) -> int:
    """The visit that would lose most, by its row; negative if no visit finds a place."""
    ranks, shifts = state.ranks, state.offers.shape[1]
    row, most = -1, -1.0
    for number in range(gone):
        if ranks[number, BEST_SHIFT] >= 0:
            dearer = ranks[number, NEXT_PRICE] + ranks[number, SUM] / shifts
            loss = (dearer - 2.0 * ranks[number, BEST_PRICE]) * state.keys[number]
            if loss > most:
                row, most = number, loss
    return row


@compiled
def insert_by_regret(
    model: Model,
    state: State,
    removed: Int64,
    gone: int,
    old: Int64,
    touched: Int64,
    count: int,
    nearest: int,
    limit: float,
) -> tuple[int, bool]:
    """Put the removed visits back where they cost least, whoever would lose most first.

    Args:
        removed, gone, old, touched, count, nearest: see `recreate.recreate`.
        limit: what the visits may cost together, those that stay absent their prize.

    Returns:
        How many routes were touched, and whether the visits kept to the limit; if not, some were not put back.
    """
    expected = collect(model, state, removed, gone, old, touched, count, nearest)
    offers, ranks = state.offers, state.ranks
    while expected <= limit:
        row = next_row(state, gone)
        if row < 0:
            break
        shift = ranks[row, BEST_SHIFT]
        count = touch(state, shift, touched, count)
        put_in(model, state, removed[row], shift, offers[row, shift, AT])
        ranks[row, BEST_SHIFT] = DONE
        expected += renew_offers(model, state, removed, gone, shift)
    state.figures[ABSENT] = 0
    for row in range(gone):
        if ranks[row, BEST_SHIFT] != DONE:
            state.absent[state.figures[ABSENT]] = removed[row]
            state.figures[ABSENT] += 1
    return count, expected <= limit
