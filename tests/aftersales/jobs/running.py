"""Runners in processes of their own, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from aftersales.parts import Parts


@contextmanager
def runner(parts: Parts, on: date, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that does the work of an installation, its clock at a day; killed with all its children."""
    command = (
        [sys.executable, str(Path(__file__).with_name("run_jobs.py"))]
        if parts.store.is_sqlite
        else [sys.executable, "-m", "aftersales", "worker"]
    )
    environment = os.environ | {
        "AFTERSALES_DATABASE_URL": parts.settings.database_url,
        "AFTERSALES_SECRET_KEY": "k" * 43,
        "AFTERSALES_OUTBOX": str(parts.settings.outbox),
        "AFTERSALES_REHEARSAL_ON": on.isoformat(),
        "AFTERSALES_JOB_LEASE_SECONDS": "2",
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        _, wrong = process.communicate(timeout=20)
    assert "Traceback" not in wrong, wrong
