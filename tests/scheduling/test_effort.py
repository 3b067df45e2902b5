"""How hard to search is told in steps, of which there is at least one."""

from __future__ import annotations

import pytest

from scheduling.effort import NORMAL, QUICK, THOROUGH, Effort


def test_effort_refuses_to_make_no_step() -> None:
    with pytest.raises(ValueError, match="At least one step"):
        Effort(0)


def test_efforts_with_names_grow() -> None:
    assert QUICK.steps < NORMAL.steps < THOROUGH.steps
