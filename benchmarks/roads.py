"""How long one row of 28,000 places takes, and how long the same row takes again.

Run: python -m benchmarks.roads [--places 28000]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

import numpy as np

from aftersales.roads import ModelRoads, Place, RememberedRoads, Row, road_table
from scheduling import Stopwatch

TABLE = "liechtenstein"
TURNS = 20


def stops(count: int, seed: int = 0) -> tuple[Place, ...]:
    """Stops in Liechtenstein, half of them in the road table."""
    rng = np.random.default_rng(seed)
    table = road_table(TABLE)
    rows = rng.integers(0, 2 * len(table.latitudes), count)
    return tuple(
        Place(float(table.latitudes[row]), float(table.longitudes[row]), int(row))
        if row < len(table.latitudes)
        else Place(47.05 + rng.random() / 5, 9.48 + rng.random() / 10)
        for row in rows.tolist()
    )


def milliseconds(ask: Callable[[], Row]) -> tuple[float, float]:
    """Median and slowest of some turns."""
    took = []
    for _turn in range(TURNS):
        watch = Stopwatch()
        ask()
        took.append(watch.elapsed * 1000)
    return float(np.median(took)), max(took)


def report(name: str, ask: Callable[[], Row]) -> None:
    """One line of the report."""
    median, slowest = milliseconds(ask)
    print(f"{name:<42} median {median:8.3f} ms   slowest {slowest:8.3f} ms")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=28_000)
    places = stops(parser.parse_args(arguments).places)
    here = Place(47.14, 9.52, 3)
    model, remembered = ModelRoads(), RememberedRoads(ModelRoads())
    remembered.row(here, places, scale=1.1, table=TABLE)
    report("travel model", lambda: model.row(here, places, scale=1.1, table=None))
    report("travel model and road table", lambda: model.row(here, places, scale=1.1, table=TABLE))
    report("the same again", lambda: remembered.row(here, places, scale=1.1, table=TABLE))
    report("a list not seen before", lambda: model.row(here, list(places), scale=1.1, table=TABLE))


if __name__ == "__main__":
    main()
