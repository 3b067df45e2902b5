"""The log of a test, written for real and read back."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog

from aftersales.logs import configure_logs


@contextmanager
def logging_as_served(level: str = "debug") -> Iterator[None]:
    """Logs are written as `aftersales serve` writes them; afterwards as the other tests expect."""
    root = logging.getLogger()
    before = list(root.handlers), root.level
    configure_logs(level)
    try:
        yield
    finally:
        for handler in [each for each in root.handlers if each not in before[0]]:
            root.removeHandler(handler)
        root.setLevel(before[1])
        structlog.reset_defaults()


def lines_of(captured: pytest.CaptureFixture[str]) -> tuple[str, list[dict[str, Any]]]:
    """What was written to standard error since the last look: as it is, and line by line."""
    written = captured.readouterr().err
    return written, [json.loads(line) for line in written.splitlines()]
