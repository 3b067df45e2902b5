"""The search makes the same plan compiled and as plain Python, so that what is tested is what runs."""

from __future__ import annotations

import os
import subprocess
import sys

CODE = """
from tests.scheduling.test_solver import Effort, linked_day, solve, synthetic_day
for problem in (synthetic_day(visits=12, shifts=3, days=2), SMALL):
    print(solve(problem, effort=Effort(5), seed=3))
""".replace(
    "SMALL",
    "__import__('dataclasses').replace(linked_day(), visits=linked_day().visits[:9], "
    "links=linked_day().links[:2])",
)


def answer(*, compiled: bool) -> str:
    """What a process of its own answers: whether to compile is settled when Numba is loaded."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "0" if compiled else "1"}
    ran = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True, env=environment
    )
    return ran.stdout


def test_the_search_makes_the_same_plans_compiled_and_plain() -> None:
    quick, plain = answer(compiled=True), answer(compiled=False)

    assert quick == plain
    assert quick.count("Plan(") == 2
