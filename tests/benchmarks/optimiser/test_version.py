"""Which version of our code a measured cell belongs to: what the planner runs counts, nothing else."""

from __future__ import annotations

from pathlib import Path

from benchmarks.optimiser.peers.ours import digest_of


def package(folder: Path, **files: str) -> Path:
    """A package of files by name; `slots__find` is `slots/find.py`."""
    for name, code in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
    return folder


def test_digest_changes_with_the_code_of_the_planner(tmp_path: Path) -> None:
    one = digest_of(package(tmp_path / "one", solver="a = 1\n", search__state="b = 1\n"))
    other = digest_of(package(tmp_path / "other", solver="a = 1\n", search__state="b = 2\n"))

    assert one != other


def test_digest_does_not_know_what_stands_beside_the_planner(tmp_path: Path) -> None:
    plain = digest_of(package(tmp_path / "plain", solver="a = 1\n", search__state="b = 1\n"))
    whole = package(
        tmp_path / "whole",
        solver="a = 1\n",
        search__state="b = 1\n",
        forecast__expected="c = 1\n",
        service_day="d = 1\n",
        service_day__visits="e = 1\n",
    )
    (whole / "__init__.py").write_text("from whole.forecast import c\n")

    assert digest_of(whole) == plain


def test_digest_knows_the_names_that_a_part_of_the_planner_gives_out(tmp_path: Path) -> None:
    one = package(tmp_path / "one", search__state="b = 1\n")
    other = package(tmp_path / "other", search__state="b = 1\n")
    (other / "search" / "__init__.py").write_text("from other.search.state import b\n")

    assert digest_of(one) != digest_of(other)


def test_digest_does_not_know_comments_and_slots(tmp_path: Path) -> None:
    plain = digest_of(package(tmp_path / "plain", solver="a = 1\n"))
    noted = package(
        tmp_path / "noted", solver='"""Solves."""\n\na = 1  # one\n', slots__find="c = 3\n"
    )

    assert digest_of(noted) == plain
