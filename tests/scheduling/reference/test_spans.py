"""Spans: whatever linked visits do inside of them, every link holds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.problem import Problem, Travel
from scheduling.reference.spans import FOREVER, spans_of
from scheduling.visit import Link, LinkKind, TimeWindow, Visit

law = settings(derandomize=True, deadline=None)
NOWHERE = np.zeros((1, 1), dtype=np.int32)
PROBLEM = Problem(
    visits=tuple(
        Visit(key=key, place=0, service=300, windows=(TimeWindow(0, 36_000),)) for key in "abcde"
    ),
    shifts=(),
    travel=Travel(seconds=NOWHERE, metres=NOWHERE),
    links=(
        Link(LinkKind.BEFORE, "a", "b", 60),
        Link(LinkKind.BEFORE, "b", "c"),
        Link(LinkKind.SAME_TIME, "c", "d"),
        Link(LinkKind.SAME_TECHNICIAN, "d", "e"),
    ),
)


def test_spans_of_bind_what_links_bind() -> None:
    starts = {"a": 100, "b": 1000, "c": 2000, "d": 2000, "e": 50}

    assert spans_of(PROBLEM, starts) == {
        "a": TimeWindow(0, 100),
        "b": TimeWindow(460, 1000),
        "c": TimeWindow(2000, 2000),
        "d": TimeWindow(2000, 2000),
    }


def test_spans_of_ask_nothing_of_links_that_are_left_out() -> None:
    assert spans_of(PROBLEM, {}) == {}


@law
@given(st.data(), st.lists(st.integers(0, 900), min_size=3, max_size=3))
def test_spans_of_keep_every_link_wherever_the_visits_move(
    data: st.DataObject, waits: list[int]
) -> None:
    a = waits[0]
    b = a + 360 + waits[1]
    c = b + 300 + waits[2]
    spans = spans_of(PROBLEM, {"a": a, "b": b, "c": c, "d": c, "e": 0})

    moved = {
        key: data.draw(st.integers(span.start, min(span.end, 36_000)))
        for key, span in spans.items()
    }
    assert moved["b"] >= moved["a"] + 360
    assert moved["c"] >= moved["b"] + 300
    assert moved["c"] == moved["d"]
    assert all(span.end < FOREVER for span in spans.values())
