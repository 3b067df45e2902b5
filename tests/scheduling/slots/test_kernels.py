"""Kernels answer the same compiled and as plain Python, and warming leaves nothing to compile."""

from __future__ import annotations

import os
import subprocess
import sys

from scheduling.slots import warm

ANSWERS = """
from benchmarks.slots import busy_days, wanted
from scheduling.slots import offers, refusals
routes, away = busy_days(technicians=8, days=2, stops=4, seed=1, free=9000)
for people in (1, 2):
    ask = wanted(routes, away, seed=2, days=2, people=people)
    found = offers(routes, ask)
    print(people, len(found), found, refusals(routes, ask, found))
"""

WARMED = """
from benchmarks.slots import busy_days, wanted
from scheduling.compiled import compiler_watched
from scheduling.slots import offers, refusals, warm
from scheduling.uncertainty import Spread

warm()
compiled = []
with compiler_watched(lambda: compiled.append(1)):
    routes, away = busy_days(technicians=8, days=2, stops=4, seed=1, free=9000)
    for people in (1, 2, 3):
        ask = wanted(routes, away, seed=2, days=2, people=people)
        refusals(routes, ask, offers(routes, ask, grid=60, spread=Spread(drive=0, work=1)))
print(len(compiled))
"""


def said(code: str, *, compiled: bool) -> str:
    """What a process of its own prints: whether to compile is settled when Numba is loaded."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "0" if compiled else "1"}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return ran.stdout


def test_offers_are_the_same_compiled_and_plain() -> None:
    quick, plain = said(ANSWERS, compiled=True), said(ANSWERS, compiled=False)

    assert quick == plain
    assert quick.count("Offer(") > 10


def test_after_warming_nothing_is_compiled() -> None:
    assert said(WARMED, compiled=True).strip() == "0"


def test_warming_twice_is_harmless() -> None:
    compiled: list[None] = []
    warm()

    warm(lambda: compiled.append(None))

    assert compiled == []
