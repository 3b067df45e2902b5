"""Functions stay what they are when compiled: same answers, same names, and also without a place for a cache."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from scheduling.compiled import compiled


@compiled(inline=True)
def doubled(number: float) -> float:
    """Twice as much."""
    return 2 * number


@compiled(fastmath=True)
def total_of_doubles(numbers: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Sum in any order."""
    total = 0.0
    for number in numbers:
        total += doubled(number)
    return total


@compiled
def successor(number: int) -> int:
    """One more."""
    return number + 1


def test_a_compiled_function_answers_like_the_plain_one() -> None:
    assert successor(41) == 42
    assert total_of_doubles(np.arange(5.0)) == 20


def test_a_compiled_function_keeps_its_name_and_docstring() -> None:
    assert (successor.__name__, successor.__doc__) == ("successor", "One more.")


@pytest.mark.parametrize("disabled", ["0", "1"])
def test_a_function_without_a_file_is_compiled_without_a_cache(disabled: str) -> None:
    """Numba keeps compiled code beside the file of a function; text that was never in a file has no such place."""
    code = (
        "from scheduling.compiled import compiled\n"
        "words = {}\n"
        "exec('def successor(number): return number + 1', words)\n"
        "print(compiled(words['successor'])(41))\n"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": disabled}

    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )

    assert ran.stdout.strip() == "42"
