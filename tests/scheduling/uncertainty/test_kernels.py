"""The kernel gives the same days compiled and as plain Python, so that what is tested is what runs."""

from __future__ import annotations

import os
import subprocess
import sys

CODE = """
from scheduling.uncertainty import simulated
from tests.scheduling.uncertainty.days import random_courses

found = simulated(random_courses(3, routes=4, events=5), shares=(0.1, 0.5, 0.9), samples=70, seed=9)
print(found.starts_by.tolist(), found.late.tolist())
"""


def answer(*, compiled: bool) -> str:
    """What a process of its own answers: whether to compile is settled when Numba is loaded."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "0" if compiled else "1"}
    ran = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True, env=environment
    )
    return ran.stdout


def test_the_kernel_gives_the_same_days_compiled_and_plain() -> None:
    quick, plain = answer(compiled=True), answer(compiled=False)

    assert quick == plain
    assert quick.startswith("[[[")
