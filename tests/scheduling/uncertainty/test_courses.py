"""Courses check themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.scheduling.uncertainty.days import courses

GOOD = courses(drive=[[600, 600]], opening=[[0, 0]], work=[[1800, 0]])


def test_courses_refuse_arrays_of_different_shapes() -> None:
    with pytest.raises(ValueError, match="one shape; work"):
        replace(GOOD, work=np.zeros((1, 3)))
    with pytest.raises(ValueError, match="one shape; drive"):
        replace(GOOD, begins=np.zeros(2))


@pytest.mark.parametrize("name", ["drive", "setup", "work"])
def test_courses_refuse_negative_lengths(name: str) -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        replace(GOOD, **{name: np.array([[-1.0, 0.0]])})


def test_courses_refuse_an_opening_before_the_departure() -> None:
    with pytest.raises(ValueError, match="before the technician sets out"):
        replace(GOOD, opening=np.array([[7 * 3600.0, 9 * 3600.0]]))
