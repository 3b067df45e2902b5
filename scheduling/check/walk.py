"""A route whose shift and visits are all known, with the places and drives it follows."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.plan import Route
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.visit import Visit


@dataclass(frozen=True, slots=True)
class Walk:
    """A route as the problem sees it.

    Attributes:
        problem: what was to be planned.
        shift: who drives.
        visits: those of the stops, in order.
        route: what is planned.
    """

    problem: Problem
    shift: Shift
    visits: tuple[Visit, ...]
    route: Route

    @property
    def legs(self) -> list[tuple[int, int]]:
        """From which place to which the shift drives."""
        stops = [visit.place for visit in self.visits]
        return list(
            zip([self.shift.start_place, *stops], [*stops, self.shift.end_place], strict=True)
        )

    @property
    def drives(self) -> list[int]:
        """Seconds of driving on each leg."""
        return [int(self.problem.travel.seconds[leg]) for leg in self.legs]

    def unpaused(self, start: int, end: int) -> int:
        """Seconds between two moments that are not part of a pause."""
        paused = (min(pause.end, end) - max(pause.start, start) for pause in self.route.pauses)
        return end - start - sum(max(0, seconds) for seconds in paused)
