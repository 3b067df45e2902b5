"""The best moments of given steps: proven against trying everything on a short horizon."""

from __future__ import annotations

from itertools import combinations_with_replacement, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.vroom.fields import Refused, Span
from scheduling.vroom.moments import MOST_CELLS, Fixed, Floating, best_moments

LAST = 5
law = settings(derandomize=True, deadline=None, max_examples=150)
spans = st.tuples(st.integers(0, LAST), st.integers(0, 2)).map(lambda pair: (pair[0], sum(pair)))
wide = st.one_of(st.just((0, 10**6)), st.just((0, 10**6)), spans)


@st.composite
def routes(draw: st.DrawFn) -> tuple[list[Fixed], list[Floating], list[int]]:
    """Three fixed steps, one or two pauses between the first two; and how long each of those is."""
    drives = [0, draw(st.integers(0, 3)), draw(st.integers(0, 3))]
    works = [0, draw(st.integers(0, 2)), 0]
    lengths = draw(st.lists(st.integers(0, 2), max_size=2))
    fixed: list[Fixed] = []
    floating: list[Floating] = []
    work = travel = 0
    windows = st.lists(spans, max_size=2).map(tuple)
    for at in range(3):
        travel += drives[at]
        fixed.append(Fixed(work + travel, travel, draw(windows), draw(wide)))
        work += works[at]
        if at == 0:
            for length in lengths:
                floating.append(Floating(0, work, draw(windows), draw(wide)))
                work += length
    return fixed, floating, lengths


def off(moment: int, windows: tuple[Span, ...]) -> int:
    return min((max(a - moment, moment - b, 0) for a, b in windows), default=0)


def tried(
    fixed: list[Fixed], floating: list[Floating], lengths: list[int]
) -> tuple[int, int] | None:
    """The least seconds off and then the shortest route, by trying all moments; none if none is allowed."""
    best: tuple[int, int] | None = None
    horizon = range(11)
    for waits in combinations_with_replacement(range(-6, 9), 3):
        moments = [wait + step.before for wait, step in zip(waits, fixed, strict=True)]
        if any(
            not a <= t <= b for t, (a, b) in zip(moments, (s.allowed for s in fixed), strict=True)
        ):
            continue
        for pauses in product(horizon, repeat=len(floating)):
            ends = [begin + length for begin, length in zip(pauses, lengths, strict=True)]
            order = [
                fixed[0].before + waits[0],
                *(t for pair in zip(pauses, ends, strict=True) for t in pair),
            ]
            last = moments[1]
            if any(later < earlier for earlier, later in pairwise([*order, last])):
                continue
            if any(
                not s.allowed[0] <= t <= s.allowed[1] for t, s in zip(pauses, floating, strict=True)
            ):
                continue
            cost = sum(off(t, s.windows) for t, s in zip(moments, fixed, strict=True))
            cost += sum(off(t, s.windows) for t, s in zip(pauses, floating, strict=True))
            found = (cost, moments[-1] - moments[0])
            best = found if best is None else min(best, found)
    return best


@law
@given(routes())
def test_no_other_moments_are_less_off_the_windows_or_shorter(
    route: tuple[list[Fixed], list[Floating], list[int]],
) -> None:
    fixed, floating, lengths = route
    best = tried(fixed, floating, lengths)

    try:
        moments, pauses = best_moments(fixed, floating, "steps")
    except Refused as refused:
        if "against the order" not in str(refused):
            assert best is None
        return

    cost = sum(off(t, s.windows) for t, s in zip(moments, fixed, strict=True))
    cost += sum(off(t, s.windows) for t, s in zip(pauses, floating, strict=True))
    assert (cost, moments[-1] - moments[0]) == best


def test_too_many_windows_are_refused() -> None:
    pauses = [Floating(0, 0, tuple((9 * at, 9 * at + 1) for at in range(300)), (0, 9999))]
    with pytest.raises(Refused, match="too many windows"):
        best_moments([Fixed(0, 0, (), (0, 9)), Fixed(0, 0, (), (0, 9))], pauses, "steps")


def test_too_many_steps_are_refused() -> None:
    count = 1 + int(MOST_CELLS**0.5)
    fixed = [Fixed(0, 0, ((at, at),), (0, 10**6)) for at in range(count)]
    with pytest.raises(Refused, match="too many steps and windows"):
        best_moments(fixed, [], "steps")
