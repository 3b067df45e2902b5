"""What the embedded server does besides answering: it delivers notices and watches every day.

Each loop is a thread that waits on an event between its rounds, so that it stops at once. A round that
fails is logged with the key of what failed, and the next one comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import structlog

from aftersales.day_watch.watch import watch_territory
from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.planning.moving import plan_moves
from aftersales.queries.places import territories
from web.errors import told_of

SECONDS_BETWEEN_DELIVERIES = 5.0
"""A notice leaves the house within this of being written."""

SECONDS_BETWEEN_LOOKS = 60.0
"""A missing check-in is noticed within this; the forecast counts in minutes."""

SECONDS_TO_STOP = 10.0
"""A round under way may end; longer than this nobody waits for it."""


@contextmanager
def loops(
    parts: Parts,
    *,
    between_deliveries: float = SECONDS_BETWEEN_DELIVERIES,
    between_looks: float = SECONDS_BETWEEN_LOOKS,
) -> Iterator[None]:
    """Run both loops until the block ends."""
    stop = Event()
    threads = [
        Thread(target=_every, args=(pause, stop, round_), name=name, daemon=True)
        for name, pause, round_ in (
            ("deliveries", between_deliveries, lambda: deliver(parts)),
            ("day watch", between_looks, lambda: watch_all(parts, stop)),
        )
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(SECONDS_TO_STOP)


def deliver(parts: Parts) -> None:
    """One round of delivery."""
    with _going_on("notices"):
        send_due(parts)


def watch_all(parts: Parts, stop: Event) -> None:
    """One look at every territory: its day, and the times that buyers asked for; a failure stops no other."""
    codes: list[str] = []
    with _going_on("territories"), parts.store.reading() as session:
        codes = [territory.code for territory in territories(session)]
    for code in codes:
        if stop.is_set():
            return
        with _going_on(f"territory {code}"):
            watch_territory(parts, code)
            plan_moves(parts, SYSTEM, code)


def _every(seconds: float, stop: Event, round_: Callable[[], None]) -> None:
    while not stop.is_set():
        round_()
        stop.wait(seconds)


@contextmanager
def _going_on(key: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the outermost loop of a job
        structlog.get_logger().error("round_failed", key=key, **told_of(error))
