"""Named tuples are handed on by reference inside compiled code; a function without a file is compiled anew."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CODE = """
from typing import NamedTuple
import numpy as np
from scheduling.compiled import compiled
from scheduling.references import by_reference

class Facts(NamedTuple):
    numbers: np.ndarray
    factor: int
    is_odd: bool

words = {"compiled": compiled, "by_reference": by_reference}
exec('''
@compiled
def total(facts):
    return facts.numbers.sum() * facts.factor + facts.is_odd

@compiled
def entry(facts):
    return total(by_reference(facts))
''', words)
print(words["entry"](Facts(np.arange(5), 3, True)))
"""


@pytest.mark.parametrize("disabled", ["0", "1"])
def test_facts_are_the_same_by_reference(disabled: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", CODE],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": disabled},
    )

    assert ran.stdout == "31\n"
