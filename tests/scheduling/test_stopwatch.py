"""The stopwatch never goes back."""

from __future__ import annotations

from scheduling.stopwatch import Stopwatch


def test_stopwatch_counts_wall_and_cpu_seconds_from_its_start() -> None:
    watch = Stopwatch()

    first = watch.elapsed, watch.cpu
    work = sum(range(200_000))

    assert work == 19_999_900_000
    assert 0 <= first[0] < watch.elapsed
    assert 0 <= first[1] < watch.cpu
