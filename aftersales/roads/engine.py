"""A routing engine and what becomes of its answers: snaps that are too long, pairs without a way, many places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np

from aftersales.roads.places import (
    Columns,
    FloatArray,
    IntArray,
    IntMatrix,
    Place,
    Reach,
    Roads,
    Row,
    columns_of,
)
from scheduling import Travel

NO_WAY: Final = -1
"""Stands in a block for a pair between which the engine found no way."""

LONGEST_SNAP: Final = 300.0
"""Metres from a place to the next road. An engine moves a place any distance without a word; farther than
this it is another place, or one that the engine's map does not hold."""

UNREACHABLE_SECONDS: Final = 24 * 3600
"""What a pair without a way costs: more than any duty is long, so that no route drives it; and finite, so that
sums of it stay numbers. A visit that can only be reached so is left unplanned, with the reason."""


class EngineDown(Exception):
    """The engine gave no answer that could be used: it is away, too slow, or refuses."""


class Block(NamedTuple):
    """Driving from n places to m others.

    Attributes:
        seconds: shape (n, m); `NO_WAY` between two that are not joined.
        metres: shape (n, m), the same.
        source_snaps: metres from each source to its road, shape (n,); not a number if the engine keeps it to itself.
        destination_snaps: the same for destinations, shape (m,).
    """

    seconds: IntMatrix
    metres: IntMatrix
    source_snaps: FloatArray
    destination_snaps: FloatArray


class Engine(Protocol):
    """Something that knows real roads."""

    @property
    def version(self) -> str:
        """Which engine with which roads: its answers are remembered under it."""
        ...

    @property
    def tile(self) -> int:
        """How many sources and how many destinations it is asked for at a time."""
        ...

    @property
    def nearest(self) -> int:
        """For a row it is asked for so many of the nearest places; the others follow the travel model."""
        ...

    def block(self, sources: Columns, destinations: Columns) -> Block:
        """All pairs, of at most `tile` sources and destinations.

        Raises:
            EngineDown: there is no answer.
        """
        ...


class EngineRoads:
    """Roads as an engine knows them; other roads answer where its map ends."""

    def __init__(self, engine: Engine, behind: Roads) -> None:
        """Ask `engine`, and `behind` for what it does not know."""
        self._engine = engine
        self._behind = behind

    @property
    def version(self) -> str:
        """That of the engine."""
        return self._engine.version

    def between(self, places: Sequence[Place], *, scale: float, table: str | None) -> Travel:
        """Driving between all pairs.

        Raises:
            EngineDown: the engine gave no answer.
        """
        otherwise = self._behind.between(places, scale=scale, table=table)
        columns = columns_of(places)
        block = whole_block(self._engine, columns, columns)
        held = _held(block.source_snaps, block.destination_snaps)
        seconds, metres = _known(block, held, otherwise.seconds, otherwise.metres)
        np.fill_diagonal(seconds, 0)
        np.fill_diagonal(metres, 0)
        return Travel(seconds=seconds, metres=metres)

    def row(self, place: Place, places: Sequence[Place], *, scale: float, table: str | None) -> Row:
        """Driving to one place and back; far places follow the model, drawn out as the near ones are.

        Raises:
            EngineDown: the engine gave no answer.
        """
        otherwise = self._behind.row(place, places, scale=scale, table=table)
        columns, here = columns_of(places), columns_of((place,))
        asked = columns.spots.nearest(here, self._engine.nearest)
        near = columns.picked(columns.spots.first[asked])
        place_of = np.full(len(columns.spots.first), NO_WAY, np.int64)
        place_of[asked] = np.arange(len(asked))
        at = place_of[columns.spots.of]
        to = whole_block(self._engine, near, here)
        back = whole_block(self._engine, here, near)
        return Row(
            to=_line(
                to.seconds[:, 0],
                _held(to.source_snaps, to.destination_snaps)[:, 0],
                at,
                otherwise.to,
            ),
            back=_line(
                back.seconds[0],
                _held(back.source_snaps, back.destination_snaps)[0],
                at,
                otherwise.back,
            ),
        )

    def along(
        self, ways: Sequence[Sequence[Place]], *, scale: float, table: str | None
    ) -> list[IntArray]:
        """Driving along each way; engines answer tables, so one is asked for each of them.

        Raises:
            EngineDown: the engine gave no answer.
        """
        return [
            np.diagonal(self.between(way, scale=scale, table=table).seconds, 1).astype(np.int64)
            for way in ways
        ]

    def reach(self, place: Place, depots: Sequence[Place]) -> Reach:
        """How well a place can be reached from the depots; nothing is known where the depots are off its map.

        Raises:
            EngineDown: the engine gave no answer.
        """
        here = columns_of((place,))
        there = whole_block(self._engine, columns_of(tuple(depots)), here)
        mapped = ~(there.source_snaps > LONGEST_SNAP)
        if not mapped.any():
            return Reach()
        snap = float(there.destination_snaps[0])
        if snap > LONGEST_SNAP:
            return Reach(metres_to_road=snap)
        back = whole_block(self._engine, here, columns_of(tuple(depots)))
        joined = (there.seconds[:, 0] >= 0) & (back.seconds[0] >= 0) & mapped
        return Reach(metres_to_road=None if np.isnan(snap) else snap, is_cut_off=not joined.any())

    def holds(self, place: Place) -> bool:
        """Whether the engine's map holds a place, as far as it tells.

        Raises:
            EngineDown: the engine gave no answer.
        """
        here = columns_of((place,))
        return not self._engine.block(here, here).source_snaps[0] > LONGEST_SNAP


def whole_block(engine: Engine, sources: Columns, destinations: Columns) -> Block:
    """All pairs, asked for in tiles.

    Raises:
        EngineDown: one of them was not answered.
    """
    lines = []
    for rows in _tiles(len(sources.rows), engine.tile):
        line = [
            engine.block(sources.picked(rows), destinations.picked(columns))
            for columns in _tiles(len(destinations.rows), engine.tile)
        ]
        lines.append(
            Block(
                np.concatenate([each.seconds for each in line], axis=1),
                np.concatenate([each.metres for each in line], axis=1),
                line[0].source_snaps,
                np.concatenate([each.destination_snaps for each in line]),
            )
        )
    return Block(
        np.concatenate([line.seconds for line in lines]),
        np.concatenate([line.metres for line in lines]),
        np.concatenate([line.source_snaps for line in lines]),
        lines[0].destination_snaps,
    )


def _tiles(count: int, most: int) -> list[IntArray]:
    """The numbers up to `count` in runs of at most `most`; one empty run of none."""
    numbers = np.arange(count)
    return [numbers[first : first + most] for first in range(0, max(count, 1), most)]


def _held(sources: FloatArray, destinations: FloatArray) -> np.ndarray:
    """Which pairs the engine's map holds, shape (n, m); who keeps the snaps to himself is believed."""
    return ~(sources > LONGEST_SNAP)[:, None] & ~(destinations > LONGEST_SNAP)[None, :]


def _known(
    block: Block, held: np.ndarray, seconds: IntMatrix, metres: IntMatrix
) -> tuple[IntMatrix, IntMatrix]:
    is_joined = held & (block.seconds >= 0) & (block.metres >= 0)
    answered = np.where(is_joined, block.seconds, UNREACHABLE_SECONDS)
    return (
        np.where(held, answered, seconds).astype(np.int32),
        np.where(is_joined, block.metres, metres).astype(np.int32),
    )


def _line(seconds: IntMatrix, held: np.ndarray, at: IntArray, otherwise: IntArray) -> IntArray:
    """What was answered for the near places, shape (k,), and the others' times drawn out by the same factor.

    Args:
        seconds: as the engine says, shape (k,).
        held: whether its map holds them, shape (k,).
        at: which of those each place is, or `NO_WAY`, shape (n,).
        otherwise: what the other roads say, shape (n,).
    """
    if not len(seconds):
        return otherwise
    is_asked = at >= 0
    is_held = is_asked & held[at]
    answered = np.where(seconds >= 0, seconds, UNREACHABLE_SECONDS).astype(np.int64)[at]
    line = np.where(is_held, answered, otherwise)
    told = is_held & (seconds[at] > 0) & (otherwise > 0)
    if told.any() and not is_asked.all():
        factor = float(np.median(answered[told] / otherwise[told]))
        line = np.where(is_asked, line, np.rint(otherwise * factor).astype(np.int64))
    return line
