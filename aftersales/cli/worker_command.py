"""`aftersales worker`: the work beside the web, on as many machines as it takes."""

from __future__ import annotations

import signal
from threading import Event
from typing import Annotated

import typer

from aftersales.cli.terminal import house, out
from aftersales.logs import configure_logs

Concurrency = Annotated[
    int,
    typer.Option(
        help="Deliveries and looks at a day at once; plans have slots of their own.", min=1, max=16
    ),
]


def worker(concurrency: Concurrency = 4) -> None:
    """Deliver notices, watch the days and make plans until stopped; what is under way ends or is given back."""
    stopping = Event()
    with house() as parts:
        configure_logs(parts.settings.log_level)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda _number, _frame: stopping.set())
        if not parts.store.is_sqlite:
            out.print("The worker works (stop with Ctrl+C).")
        parts.jobs.work(parts, concurrency=concurrency, stopping=stopping)
