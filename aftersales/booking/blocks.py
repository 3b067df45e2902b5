"""What one technician does in a horizon, as arrays, and many of those put together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import numpy as np
import numpy.typing as npt

from aftersales.moments import grid_up
from aftersales.planning.facts import Duty
from aftersales.planning.translate import pauses_of
from aftersales.planning.windows import standing_span
from aftersales.queries.slots import StandingStop
from aftersales.roads import Place, Roads, slowed_ways
from scheduling.slots import Routes

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Driving:
    """How long drives of a territory take: by roads, with its scale and road table, slower by a factor."""

    roads: Roads
    scale: float
    table: str | None
    factor: float

    def along(self, ways: Sequence[Sequence[Place]]) -> list[list[int]]:
        """Seconds from each place of each way to the next."""
        asked = self.roads.along(ways, scale=self.scale, table=self.table)
        return slowed_ways(asked, self.factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a block is made of.

    Attributes:
        duties: of one lead technician, in order of time.
        stops: what stands on them, in order of time.
        driving: that of the territory.
        first_on: the local day from which days are counted.
        start_at: the moment from which seconds are counted.
        since: the moment from which time can be booked; what begins before it is under way.
    """

    duties: tuple[Duty, ...]
    stops: tuple[StandingStop, ...]
    driving: Driving
    first_on: date
    start_at: datetime
    since: datetime

    def second(self, moment: datetime) -> int:
        """The second that a moment is."""
        return int((moment - self.start_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Block:
    """The routes of one lead technician; `places` holds for each route its start, its stops and its end.

    Attributes:
        recipe: what it is made of.
        routes: shape (routes, 8): day, opens, closes, pause from, pause to, pause length, drive home, stops.
        prices: shape (routes,): what a second of driving costs.
        stops: shape (stops, 6): earliest, latest, planned start, seconds of work, drive to it, promised end.
        places: as many as stops and two for each route.
        holds_until_at: when the first of its stops that are only held runs out.
    """

    recipe: Recipe
    routes: Numbers
    prices: npt.NDArray[np.float64]
    stops: Numbers
    places: tuple[Place, ...]
    holds_until_at: datetime | None

    def without(self, appointments: Collection[UUID]) -> Block:
        """The same without some appointments; itself if it has none of them."""
        left = tuple(each for each in self.recipe.stops if each.appointment_id not in appointments)
        if len(left) == len(self.recipe.stops):
            return self
        return blocks_of([replace(self.recipe, stops=left)])[0]


@dataclass(frozen=True, slots=True)
class _Ride:
    """A duty with what stands on it; there is no way if that is nothing."""

    duty: Duty
    stops: Sequence[StandingStop]

    @property
    def way(self) -> list[Place]:
        """Where it leads."""
        return [self.duty.start, *(stop.place for stop in self.stops), self.duty.end]


def blocks_of(recipes: Sequence[Recipe]) -> list[Block]:
    """The arrays of some lead technicians of one territory, whose drives are asked for together."""
    rides = [
        [
            _Ride(duty, [s for s in recipe.stops if duty.from_at <= s.start_at < duty.to_at])
            for duty in recipe.duties
        ]
        for recipe in recipes
    ]
    ways = [ride.way for theirs in rides for ride in theirs if ride.stops]
    driven = iter(recipes[0].driving.along(ways) if ways else ())
    return [_block(recipe, theirs, driven) for recipe, theirs in zip(recipes, rides, strict=True)]


def _block(recipe: Recipe, rides: Sequence[_Ride], driven: Iterator[Sequence[int]]) -> Block:
    """The arrays of one lead technician; the drives of each way are the next of those that were `driven`."""
    routes, numbers, places = [], [], []
    for ride in rides:
        duty, own = ride.duty, ride.stops
        legs = next(driven) if own else [0]
        routes.append(
            (
                (duty.on - recipe.first_on).days,
                recipe.second(duty.from_at),
                recipe.second(duty.to_at),
                *_pause(recipe, duty),
                legs[-1],
                len(own),
            )
        )
        places.extend(ride.way)
        for stop, leg in zip(own, legs, strict=False):
            earliest, latest = start_span(stop, duty, recipe.since)
            numbers.append(
                (
                    recipe.second(earliest),
                    recipe.second(latest),
                    recipe.second(stop.start_at),
                    int((stop.end_at - stop.start_at).total_seconds()),
                    leg,
                    recipe.second(stop.window_to_at),
                )
            )
    return Block(
        recipe,
        np.array(routes, np.int64).reshape(-1, 8),
        np.array([duty.cost for duty in recipe.duties]),
        np.array(numbers, np.int64).reshape(-1, 6),
        tuple(places),
        min(filter(None, (stop.held_until_at for stop in recipe.stops)), default=None),
    )


def routes_of(blocks: Sequence[Block]) -> tuple[Routes, tuple[Place, ...]]:
    """All blocks as the routes of one search, and the places that their indices mean."""
    numbers = _joined([block.routes for block in blocks], 8)
    stops = _joined([block.stops for block in blocks], 6)
    counts = numbers[:, 7]
    first = np.concatenate(([0], np.cumsum(counts)))
    starts = first[:-1] + 2 * np.arange(
        len(counts)
    )  # each route before has two ends beside its stops
    technician = np.repeat(np.arange(len(blocks)), [len(block.routes) for block in blocks])
    places = tuple(place for block in blocks for place in block.places)
    return (
        Routes(
            day=numbers[:, 0],
            technician=technician,
            open=numbers[:, 1],
            close=numbers[:, 2],
            pause_from=numbers[:, 3],
            pause_to=numbers[:, 4],
            pause_length=numbers[:, 5],
            start_place=starts,
            end_place=starts + counts + 1,
            price=np.concatenate([block.prices for block in blocks] or [np.zeros(0)]),
            home=numbers[:, 6],
            first=first,
            place=np.arange(len(stops)) + 1 + 2 * np.repeat(np.arange(len(counts)), counts),
            earliest=stops[:, 0],
            latest=stops[:, 1],
            start=stops[:, 2],
            service=stops[:, 3],
            setup=np.zeros(len(stops), np.int64),
            leg=stops[:, 4],
            promised=stops[:, 5],
        ),
        places,
    )


def _joined(arrays: Sequence[Numbers], width: int) -> Numbers:
    return np.concatenate(arrays) if arrays else np.zeros((0, width), np.int64)


def _pause(recipe: Recipe, duty: Duty) -> tuple[int, int, int]:
    """When a pause may start, and its length; all nought without one."""
    for pause in pauses_of(duty, recipe.start_at):
        return pause.window.start, pause.window.end, pause.length
    return 0, 0, 0


def start_span(stop: StandingStop, duty: Duty, since: datetime) -> tuple[datetime, datetime]:
    """When a stop may start: within its promised window, but never too tight for where it stands now.

    Where somebody else comes along who is not of the same crew, both must be there when it was planned.
    """
    if stop.people > len(duty.members):
        return stop.start_at, stop.start_at
    window = stop.window_from_at, stop.window_to_at
    first, latest = standing_span(window, stop.start_at, stop.expected_at, since)
    earliest = max(grid_up(first), since)
    return earliest, max(latest, earliest)
