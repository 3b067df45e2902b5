"""Tests of single kernels belong to the run in which nothing is compiled."""

import os

import pytest

IS_PLAIN = os.environ.get("NUMBA_DISABLE_JIT", "0") != "0"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests of plain Python to the run without a compiler, which the test command makes as well."""
    left = [item for item in items if not IS_PLAIN and item.get_closest_marker("plain_python")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
