"""Mending a day, pure: which one visit, put elsewhere on its route or on another, keeps more promises.

A lane is what is left of a technician's route. Of all ways to take one visit out and put it in again the forecast says
how many promises are likely to be kept then; the best way is worth it if it keeps enough for the driving it costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from scheduling import Travel
from scheduling.forecast import (
    ExpectedStop,
    RouteFacts,
    StopForecast,
    forecast,
    still_to_take,
)

LEAST_GAIN: Final = 0.3
"""Promises likely to be kept more: for less nobody's day is changed."""

SPOILT: Final = 0.1
"""By so much the risk of a promise may grow that is not in danger yet."""

LOST: Final = 0.5
"""From this risk on a promise counts as lost; its customer is not made to wait longer for the sake of others."""

LONGER: Final = 15 * 60
"""Seconds that such a customer may wait more."""

ANOTHER: Final = 0.05
"""What it costs, in promises, that a customer meets another technician than they were told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What is left of a route, and what its technician may do.

    Attributes:
        key: of the technician.
        facts: the route.
        places: of its stops, as rows of the travel matrix.
        start: the place before the first stop.
        home: the place where it ends.
        ends_by: second at which the shift ends.
        skills: of the technician.
        frozen: so many stops at the beginning stay as they are.
        over: so many of them are over.
        ends: when the others are likely to be finished, by their keys.
        chances: what may happen to the stops after the last report.
    """

    key: str
    facts: RouteFacts
    places: tuple[int, ...]
    start: int
    home: int
    ends_by: int
    skills: frozenset[str]
    frozen: int
    over: int
    ends: Mapping[str, int]
    chances: tuple[StopForecast, ...] = ()

    @property
    def kept(self) -> float:
        """How many of its promises are likely to be kept."""
        return sum(1 - each.late for each in self.chances)

    def driving(self, travel: Travel) -> int:
        """Seconds of driving over all stops and home."""
        last = self.places[-1] if self.places else self.start
        home = int(travel.seconds[last, self.home]) if self.places else 0
        return sum(stop.drive for stop in self.facts.stops) + home


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """One change of the day.

    Attributes:
        key: the visit that is put elsewhere.
        lanes: the lanes that change, as they are to be.
        gain: promises likely to be kept more.
        extra: seconds of driving more.
    """

    key: str
    lanes: tuple[Lane, ...]
    gain: float
    extra: int


def best_mend(
    lanes: Sequence[Lane],
    needs: Mapping[str, frozenset[str]],
    endangered: Iterable[str],
    travel: Travel,
    *,
    barred: Mapping[str, frozenset[str]],
    now: int,
    most_driving: int,
    silence: float,
    unmet: float,
) -> Mend | None:
    """The change that keeps most promises for its price; none if nothing is worth it.

    Args:
        lanes: all of them, with their chances.
        needs: by key of each visit that may be moved the skills that it needs.
        endangered: keys of the visits whose customers would hear of a delay otherwise.
        travel: between all places of the lanes.
        barred: by key of a visit the lanes that it may not go to.
        now: the second up to which reports are in.
        most_driving: seconds of extra driving that one more kept promise may cost.
        silence: share of what happens that nobody reports.
        unmet: share of visits at which nobody is met.
    """
    wanted = set(endangered)
    troubled = [lane for lane in lanes if wanted & {stop.key for stop in lane.facts.stops}]
    found = [each for lane in troubled for each in _changes(lane, lanes, needs, barred, travel)]
    routes = [lane.facts for _key, changed in found for lane in changed]
    answers = iter(forecast(routes, now=now, shares=(0.5,), silence=silence, unmet=unmet))
    mends = []
    for key, changed in found:
        judged = tuple(replace(lane, chances=next(answers)) for lane in changed)
        before = [lane for lane in lanes if lane.key in {each.key for each in judged}]
        mend = _mend(key, before, judged, travel)
        if mend is not None and max(0, mend.extra) <= mend.gain * most_driving:
            mends.append(mend)
    return max(mends, key=lambda mend: mend.gain - mend.extra / most_driving, default=None)


def _mend(key: str, before: Sequence[Lane], after: tuple[Lane, ...], travel: Travel) -> Mend | None:
    """What a change is worth; none if too little, or if it spoils another promise or a shift."""
    former = {each.key: each for lane in before for each in lane.chances}
    is_spoilt = any(_spoils(former[each.key], each) for lane in after for each in lane.chances)
    is_long = any(
        lane.chances and lane.chances[-1].end > max(lane.ends_by, _end(before, lane.key))
        for lane in after
    )
    price = ANOTHER if len(after) > 1 else 0.0
    gain = sum(lane.kept for lane in after) - sum(lane.kept for lane in before) - price
    if is_spoilt or is_long or gain < LEAST_GAIN:
        return None
    extra = sum(lane.driving(travel) for lane in after) - sum(
        lane.driving(travel) for lane in before
    )
    return Mend(key=key, lanes=after, gain=gain, extra=extra)


def _spoils(before: StopForecast, after: StopForecast) -> bool:
    """Whether one customer pays for another: with a promise that was safe, or by waiting longer for one that is lost."""
    middle = before.starts[len(before.starts) // 2]
    is_lost = after.late >= LOST
    return after.late > before.late + SPOILT or (is_lost and after.starts[0] > middle + LONGER)


def _end(lanes: Iterable[Lane], key: str) -> int:
    """When the last work of a lane is likely to end as it stands."""
    return max((each.end for lane in lanes if lane.key == key for each in lane.chances), default=0)


def _changes(
    lane: Lane,
    lanes: Sequence[Lane],
    needs: Mapping[str, frozenset[str]],
    barred: Mapping[str, frozenset[str]],
    travel: Travel,
) -> Iterator[tuple[str, tuple[Lane, ...]]]:
    """Every way to put one stop of a lane elsewhere."""
    for at in range(lane.frozen, len(lane.facts.stops)):
        stop, place = lane.facts.stops[at], lane.places[at]
        if stop.key not in needs:
            continue
        rest = _without(lane, at, travel)
        for to in range(lane.frozen, len(lane.facts.stops)):
            if to != at:
                yield stop.key, (_with(rest, to, stop, place, travel),)
        for other in lanes:
            if other.key in {lane.key, *barred.get(stop.key, ())}:
                continue
            if needs[stop.key] <= other.skills:
                for to in range(other.frozen, len(other.facts.stops) + 1):
                    yield stop.key, (rest, _with(other, to, stop, place, travel))


def _without(lane: Lane, at: int, travel: Travel) -> Lane:
    stops, places = list(lane.facts.stops), list(lane.places)
    del stops[at], places[at]
    return _driven(lane, stops, places, travel)


def _with(lane: Lane, at: int, stop: ExpectedStop, place: int, travel: Travel) -> Lane:
    stops, places = list(lane.facts.stops), list(lane.places)
    stops.insert(at, stop)
    places.insert(at, place)
    return _driven(lane, stops, places, travel)


def _driven(lane: Lane, stops: list[ExpectedStop], places: list[int], travel: Travel) -> Lane:
    """The lane with these stops: drives and planned starts behind the frozen ones are reckoned anew."""
    free = lane.facts.ready_at
    pauses = list(still_to_take(lane.facts))
    for at, stop in enumerate(stops):
        if at < lane.frozen:
            free = max(free, lane.ends.get(stop.key, stop.done_at or stop.planned_start))
            pauses = [pause for pause in pauses if pause.end > stop.planned_start]
            continue
        drive = int(travel.seconds[places[at - 1] if at else lane.start, places[at]])
        start = free + drive
        while pauses and max(start, stop.earliest) >= pauses[0].start:
            pause = pauses.pop(0)
            start = max(start, pause.start) + pause.end - pause.start
        start = max(start, stop.earliest)
        stops[at] = replace(stop, drive=drive, planned_start=start)
        free = start + stop.service
    facts = replace(lane.facts, stops=tuple(stops))
    return replace(lane, facts=facts, places=tuple(places), chances=())
