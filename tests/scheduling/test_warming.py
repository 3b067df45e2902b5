"""What was warmed is ready: no other problem compiles anything more, and the folder can be chosen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scheduling.warming import warm

PLANS = """
from dataclasses import replace
from scheduling import Effort, Link, LinkKind, Prices, Published, TimeWindow, solve
from scheduling.compiled import compiler_watched
from scheduling.uncertainty import Spread, arrival_chances
from scheduling.warming import DAY, _tiny_problem, warm

warm()
compiled = []
with compiler_watched(lambda: compiled.append(1)):
    tiny = _tiny_problem()
    first, *others = tiny.visits
    told = Published(technician="B", day=0, window=DAY)
    dear = replace(first, prize=None, due=10 * 3600, lateness_cost=1.0, wish=DAY, wish_cost=1.0)
    other = replace(
        tiny,
        visits=(replace(dear, published=told, delivery=(2,), pickup=(1,)), *others),
        shifts=tuple(replace(each, capacity=(3,), overtime=600, max_stops=2) for each in tiny.shifts),
        links=(Link(LinkKind.SAME_TIME, "2", "3"),),
        prices=Prices(imbalance=0.5),
    )
    free = replace(tiny, links=())
    for problem in (other, free):
        for start in (None, {"B": ["2", "1"]}):
            plan = solve(problem, effort=Effort(20), threads=2, start=start)
    solve(free, seconds=0.2)
    arrival_chances(free, plan, Spread(drive=0.5, works={"1": 0.1}), seed=1, samples=50, threads=2)
print(len(compiled))
"""
"""Problems with all that can be told of them, after warming with a plain one."""

KEPT = """
import sys
from scheduling.compiled import compiler_watched, keep_kernels_in
keep_kernels_in(sys.argv[1])
from kernels import successor
compiled = []
with compiler_watched(lambda: compiled.append(1)):
    successor(1)
    successor(2)
print(len(compiled))
"""


def said(code: str, *words: str, path: Path | None = None) -> str:
    """What a process of its own prints."""
    paths = [str(Path(__file__).parents[2]), *([str(path)] if path else [])]
    ran = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "NUMBA_DISABLE_JIT": "0"},
    )
    return ran.stdout.strip()


def test_after_warming_no_problem_compiles_anything() -> None:
    assert said(PLANS) == "0"


def test_warming_twice_is_harmless() -> None:
    compiled: list[None] = []
    warm()

    warm(lambda: compiled.append(None))

    assert compiled == []


def test_compiled_code_is_kept_in_the_named_folder(tmp_path: Path) -> None:
    (tmp_path / "kernels.py").write_text(
        "from scheduling.compiled import compiled\n\n\n"
        "@compiled\ndef successor(number: int) -> int:\n    return number + 1\n"
    )
    folder = tmp_path / "kept"

    assert said(KEPT, str(folder), path=tmp_path) == "1"
    assert any(folder.rglob("kernels.successor-*.nbc"))
    assert said(KEPT, str(folder), path=tmp_path) == "0"


def test_folder_named_too_late_is_an_error() -> None:
    warm()
    from scheduling.compiled import keep_kernels_in

    with pytest.raises(RuntimeError, match="before their folder was named"):
        keep_kernels_in("elsewhere")
