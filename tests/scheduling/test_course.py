"""When one visit may start: its windows, clipped by everything else that it asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling.timing import starts_of
from scheduling.visit import TimeWindow
from tests.scheduling.one_shift import line, problem_of, shift, visit


@pytest.mark.parametrize(
    ("changes", "spans"),
    [
        ({}, ((0, 900), (3600, 7200))),
        ({"not_before": 1000}, ((3600, 7200),)),
        ({"not_before": 3601}, ((3900, 7200),)),
        ({"pinned_start": 3900}, ((3900, 3900),)),
        ({"pinned_start": 1200}, ()),
        ({"pinned_start": 3900, "not_before": 4000}, ()),
    ],
)
def test_starts_of_are_the_windows_clipped_to_the_grid(
    changes: dict[str, object], spans: tuple[tuple[int, int], ...]
) -> None:
    one = visit("a", 0, 60, (0, 1100), (3500, 7210))
    changed = replace(one, **changes)  # type: ignore[arg-type]  # any field

    assert starts_of(problem_of((), shift(), line(0)), changed) == spans


def test_starts_of_are_clipped_by_the_span_of_a_link() -> None:
    one, problem = visit("a", 0, 60, (0, 1100), (3500, 7210)), problem_of((), shift(), line(0))

    assert starts_of(problem, one, TimeWindow(301, 3800)) == ((600, 900), (3600, 3600))
    pinned = replace(one, pinned_start=3900)
    assert starts_of(problem, pinned, TimeWindow(0, 3900)) == ((3900, 3900),)
    assert starts_of(problem, pinned, TimeWindow(0, 3899)) == ()
