"""The file of results survives being cut off, and the report compares medians."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.optimiser.growing import Growth, growth_of
from benchmarks.optimiser.plots import convergence, growth, ratios
from benchmarks.optimiser.results import Row, append, current, rows_in
from benchmarks.optimiser.table import Board, overtaking, report, write_into

OWN = Row(
    fingerprint="a",
    instance="tech-250x1-5",
    digest="d",
    family="technicians",
    visits=250,
    solver="ours",
    version="1",
    seconds=10.0,
    seed=0,
    cost=80.0,
    tours=3,
    wall=10.0,
    memory=50,
    before=20,
    trace=((0.1, 0.2, 120.0), (1.0, 2.0, 80.5), (4.0, 8.0, 80.0)),
)
PEER = replace(OWN, fingerprint="b", solver="vroom", cost=100.0, trace=())


def test_what_is_appended_is_read_again_even_after_a_line_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "new" / "results.jsonl"

    append(path, OWN)
    path.write_text(path.read_text() + '{"fingerprint": "half')
    append(path, PEER)

    assert rows_in(path) == [OWN, PEER]


def test_older_versions_and_instances_do_not_count() -> None:
    newer = replace(OWN, version="2", seed=1)

    assert current([OWN, newer, PEER]) == [newer, PEER]
    assert current([OWN, newer, PEER], any_version=True) == [OWN, newer, PEER]
    assert current([PEER, replace(OWN, digest="e")]) == [replace(OWN, digest="e")]


def test_a_ratio_is_that_of_the_medians_of_plans_that_hold() -> None:
    rows = [
        OWN,
        replace(OWN, seed=1, cost=70.0),
        replace(OWN, seed=2, cost=90.0),
        replace(OWN, seed=3, cost=1.0, faults=("It is broken.",)),
        PEER,
    ]

    (found,) = Board(tuple(rows)).ratios("vroom", 10.0)

    assert found.value == pytest.approx(0.8)
    assert "It is broken" in report(rows)
    assert "no: 1 plans of ours broken" in report(rows)


def test_a_goal_that_is_reached_says_so() -> None:
    assert (
        "| technician routing with lunch | vroom | 10 | 1 | **0.800** | 0.800 | 0.800 | 0.86 | ≤ 0.85 | yes |"
        in report([OWN, PEER])
    )


def test_overtaking_and_growth_are_read_from_the_trace() -> None:
    assert overtaking(Board((OWN, PEER))) == [("tech-250x1-5", 2.0, 10.0)]
    hasty = [
        replace(
            OWN, fingerprint=f"h{seed}", seed=seed, seconds=0.3, trace=((0.3, 0.1 * seed, 99.0),)
        )
        for seed in (2, 4, 9)
    ]
    assert overtaking(Board((OWN, PEER, *hasty))) == [("tech-250x1-5", 0.4, 0.3)]
    assert growth_of([OWN, PEER]) == [Growth(250, 1.0, 2.0, 30, 50)]


def test_the_report_goes_between_the_marks_of_a_document(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n")

    write_into(page, "new\n")

    assert page.read_text() == (
        "before\n<!-- measured: begin -->\n\nnew\n\n<!-- measured: end -->\nafter\n"
    )


def test_pictures_are_the_same_bytes_twice(tmp_path: Path) -> None:
    board = Board((OWN, replace(OWN, seconds=30.0), PEER))
    for name in ("one", "two"):
        ratios(board, tmp_path / name / "ratios.svg")
        convergence(board, tmp_path / name / "convergence.svg")
        growth(growth_of(board.rows), tmp_path / name / "growth.svg")

    for picture in ("ratios.svg", "convergence.svg", "growth.svg"):
        first = (tmp_path / "one" / picture).read_bytes()
        assert first == (tmp_path / "two" / picture).read_bytes()
