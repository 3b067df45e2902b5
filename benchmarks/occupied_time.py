"""Booking under pressure: occupied cells with a lock against looking first and inserting afterwards.

Threads fight for few slots of four technicians. Counted are bookings a second and overlaps, for our way
and for the way of most booking systems, on the same database.
Run: python -m benchmarks.occupied_time [--url URL] [--attempts N]
"""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from scheduling import Stopwatch

THREADS, TECHNICIANS, SLOTS, CELLS = 8, 4, 60, 12


def engine_of(url: str, *, immediate: bool) -> Engine:
    """An engine that begins writes as the store does, or as the driver does by itself."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _connected(connection: object, _record: object) -> None:
            connection.isolation_level = None  # type: ignore[attr-defined] # the driver's connection
            connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[attr-defined] # as above
            connection.execute("PRAGMA busy_timeout = 30000")  # type: ignore[attr-defined] # as above

        @event.listens_for(engine, "begin")
        def _began(connection: object) -> None:
            begin = "BEGIN IMMEDIATE" if immediate else "BEGIN"
            connection.exec_driver_sql(begin)  # type: ignore[attr-defined] # SQLAlchemy's connection

    return engine


def by_cells(engine: Engine, technician: int, first: int, booking: int) -> bool:
    """Lock the technician, then insert the cells; the primary key refuses a second booking."""
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT id FROM bench_technician WHERE id = :id FOR UPDATE"),
                    {"id": technician},
                )
            connection.execute(
                text("INSERT INTO bench_cell VALUES (:t, :c, :b)"),
                [
                    {"t": technician, "c": cell, "b": booking}
                    for cell in range(first, first + CELLS)
                ],
            )
    except IntegrityError:
        return False
    return True


def by_looking(engine: Engine, technician: int, first: int, booking: int) -> bool:
    """Look whether anything overlaps, then insert: what goes wrong when two look at once."""
    try:
        with engine.begin() as connection:
            taken = connection.execute(
                text("SELECT 1 FROM bench_span WHERE t = :t AND f < :e AND e > :f LIMIT 1"),
                {"t": technician, "f": first, "e": first + CELLS},
            ).first()
            if taken is not None:
                return False
            connection.execute(
                text("INSERT INTO bench_span VALUES (:t, :f, :e, :b)"),
                {"t": technician, "f": first, "e": first + CELLS, "b": booking},
            )
    except DBAPIError:
        return False
    return True


def fight(
    engine: Engine, book: Callable[[Engine, int, int, int], bool], attempts: int
) -> tuple[int, float]:
    """How many bookings were acknowledged, and how many attempts a second were made."""
    won = [0] * THREADS

    def run(number: int) -> None:
        rng = np.random.default_rng(number)
        for attempt in range(attempts // THREADS):
            slot = int(rng.integers(SLOTS)) * CELLS // 2
            booking = number * attempts + attempt
            won[number] += book(engine, int(rng.integers(TECHNICIANS)), slot, booking)

    watch = Stopwatch()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(won), attempts / watch.elapsed


def overlaps(engine: Engine) -> int:
    """Pairs of spans of one technician that touch the same time."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT t, f, e FROM bench_span ORDER BY t, f")).all()
    return sum(a[0] == b[0] and b[1] < a[2] for a, b in pairwise(rows))


def main() -> None:
    """Print both ways side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="database; a temporary SQLite file if not given")
    parser.add_argument("--attempts", type=int, default=4000)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        url = arguments.url or f"sqlite:///{Path(folder) / 'bench.db'}"
        rates = {}
        for name, book, immediate in (
            ("cells and a lock", by_cells, True),
            ("look, then insert", by_looking, False),
        ):
            engine = engine_of(url, immediate=immediate)
            with engine.begin() as connection:
                for statement in (
                    "DROP TABLE IF EXISTS bench_cell",
                    "DROP TABLE IF EXISTS bench_span",
                    "DROP TABLE IF EXISTS bench_technician",
                    "CREATE TABLE bench_technician (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE bench_cell (t INTEGER, c INTEGER, b INTEGER, PRIMARY KEY (t, c))",
                    "CREATE TABLE bench_span (t INTEGER, f INTEGER, e INTEGER, b INTEGER)",
                ):
                    connection.execute(text(statement))
                for technician in range(TECHNICIANS):
                    connection.execute(
                        text("INSERT INTO bench_technician VALUES (:id)"), {"id": technician}
                    )
            won, rates[name] = fight(engine, book, arguments.attempts)
            double = 0 if book is by_cells else overlaps(engine)
            print(
                f"{name:<20} {won:>5} booked, {double:>3} double bookings, {rates[name]:>8,.0f} attempts/s"
            )
            engine.dispose()
        print(f"ratio {rates['cells and a lock'] / rates['look, then insert']:.2f}")


if __name__ == "__main__":
    main()
