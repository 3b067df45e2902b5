"""Which instances are run: a named subset drawn by a seeded generator, six of them at other times too."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.optimiser.city import city
from benchmarks.optimiser.coupled import one_before_another, parts_on_the_way, two_people
from benchmarks.optimiser.instance import Instance
from benchmarks.optimiser.solomon import vrptw
from benchmarks.optimiser.technicians import Recipe, technicians, without_rests

DRAW: Final = 20_251
"""Seed of the draw of files from each class."""

FILES: Final = {
    "solomon": ("solomon", (("C1", 1), ("C2", 1), ("R1", 2), ("R2", 2), ("RC1", 1), ("RC2", 1))),
    "homberger 200": ("homberger/200", (("c1_", 1), ("r1_", 1), ("rc2_", 1))),
    "homberger 400": ("homberger/400", (("c2_", 1), ("r2_", 1), ("rc1_", 1))),
}
"""Folder of a family, and how many files are drawn from each of its classes."""

LUNCH: Final = tuple(
    Recipe(seed, visits, days)
    for seed, (visits, days) in enumerate(
        ((60, 1), (100, 1), (100, 1), (150, 2), (250, 1), (400, 2), (600, 3), (1000, 5)), start=1
    )
)

NO_LUNCH: Final = tuple(recipe for recipe in LUNCH if recipe.seed in {1, 3, 5, 6})
"""Those whose twins without lunch are run too."""

CITY: Final = ((1, 120, 1), (2, 250, 5))
COUPLED: Final = Recipe(9, 100, 1)

GROWTH: Final = (50, 100, 200, 400, 700, 1000, 1400, 2000)
"""Visits for the measurement of growth: one day up to 100 of them, else a week."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An instance that is made when it is asked for.

    Attributes:
        name: of the instance.
        make: reads or generates it.
        is_long: run at 1, 30 and 60 s too.
        is_quick: part of the smoke test.
    """

    name: str
    make: Callable[[], Instance]
    is_long: bool = False
    is_quick: bool = False


def catalogue(data: Path) -> tuple[Entry, ...]:
    """The subset, in the order in which it is run."""
    return (*_literature(data), *_technicians(data), *_cities(), *_coupled(data))


def growth(data: Path) -> tuple[Entry, ...]:
    """Technician routing with lunch of growing size, the same recipe throughout."""
    recipes = (
        Recipe(100 + at, visits, 1 if visits <= GROWTH[1] else 5)
        for at, visits in enumerate(GROWTH)
    )
    return tuple(Entry(recipe.name, partial(technicians, recipe, data)) for recipe in recipes)


def entry_named(name: str, data: Path) -> Entry:
    """An instance beside the subset: a file in Solomon's layout, or `tech-VISITSxDAYS-SEED[-nolunch]`."""
    for path in (Path(name), data / name):
        if path.is_file():
            return Entry(path.stem.lower(), partial(vrptw, path, "other files"), is_long=True)
    read = re.fullmatch(r"tech-(\d+)x(\d+)-(\d+)(-nolunch)?", name)
    if read is None:
        raise SystemExit(f"{name} is neither a file nor a recipe like tech-300x2-77.")
    visits, days, seed = (int(part) for part in read.groups()[:3])
    make = _twin if read[4] else technicians
    return Entry(name, partial(make, Recipe(seed, visits, days), data), is_long=True)


def _literature(data: Path) -> list[Entry]:
    chance = np.random.default_rng(DRAW)
    entries = []
    for family, (folder, classes) in FILES.items():
        for kind, count in classes:
            paths = sorted((data / folder).glob(f"{kind}*.txt"))
            if len(paths) < count:
                raise SystemExit(f"There are no files {kind}*.txt in {data / folder}.")
            for turn, at in enumerate(sorted(chance.choice(len(paths), count, replace=False))):
                entries.append(
                    Entry(
                        paths[at].stem.lower(),
                        partial(vrptw, paths[at], family),
                        is_long=kind in {"R1", "r2_"} and turn == 0,
                        is_quick=kind == "R1" and turn == 0,
                    )
                )
    return entries


def _technicians(data: Path) -> list[Entry]:
    with_lunch = [
        Entry(
            recipe.name,
            partial(technicians, recipe, data),
            is_long=recipe in {LUNCH[1], LUNCH[4]},
            is_quick=recipe is LUNCH[0],
        )
        for recipe in LUNCH
    ]
    twins = [
        Entry(
            f"{recipe.name}-nolunch",
            partial(_twin, recipe, data),
            is_long=recipe is LUNCH[4],
            is_quick=recipe is LUNCH[0],
        )
        for recipe in NO_LUNCH
    ]
    return with_lunch + twins


def _cities() -> list[Entry]:
    return [
        Entry(
            f"city-{visits}x{days}",
            partial(city, seed, visits, days),
            is_long=days > 1,
            is_quick=days == 1,
        )
        for seed, visits, days in CITY
    ]


def _coupled(data: Path) -> list[Entry]:
    kinds = (("pairs", two_people), ("order", one_before_another), ("parts", parts_on_the_way))
    return [
        Entry(f"{COUPLED.name}-{kind}", partial(_tied, tie, data), is_quick=kind == "pairs")
        for kind, tie in kinds
    ]


def _twin(recipe: Recipe, data: Path) -> Instance:
    return without_rests(technicians(recipe, data))


def _tied(tie: Callable[[Instance, int], Instance], data: Path) -> Instance:
    return tie(technicians(COUPLED, data), COUPLED.seed)
