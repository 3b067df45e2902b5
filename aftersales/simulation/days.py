"""What is simulated, and what is kept of each day that is over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aftersales.promise_figures import VisitOutcome
from aftersales.simulation.city import MODERATE, CitySize
from aftersales.simulation.playing import Mode
from scheduling.service_day import USUAL, Chances

EVENINGS: Final = 20
"""Different days that are asked for and planned; with more days each is played with other luck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is simulated.

    Attributes:
        mode: what is done about a day that goes wrong.
        chances: how much is left to chance.
        seed: of everything.
        size: of the city.
        look_every: how often the watch looks at the day.
        evenings: how many different days there are.
        settings: settings that differ from the defaults.
    """

    mode: Mode
    chances: Chances = USUAL
    seed: int = 1
    size: CitySize = MODERATE
    look_every: timedelta = timedelta(minutes=5)
    evenings: int = EVENINGS
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One day that is over: its windows, the visits at which work began, and the seconds driven to them."""

    day: int
    outcomes: tuple[VisitOutcome, ...]
    served: int
    driving: int
    seconds: float

    def as_json(self) -> str:
        """One line of the file."""
        return json.dumps(
            {
                "day": self.day,
                "served": self.served,
                "driving": self.driving,
                "seconds": round(self.seconds, 2),
                "visits": [
                    [
                        each.promised_to_at.isoformat(),
                        None if each.started_at is None else each.started_at.isoformat(),
                        [told.isoformat() for told in each.told_at],
                    ]
                    for each in self.outcomes
                ],
            }
        )

    @staticmethod
    def from_json(line: str) -> DayLine:
        """The day of a line.

        Raises:
            ValueError: the line is not whole.
        """
        read = json.loads(line)
        return DayLine(
            day=read["day"],
            served=read["served"],
            driving=read["driving"],
            seconds=read["seconds"],
            outcomes=tuple(
                VisitOutcome(
                    promised_to_at=datetime.fromisoformat(promised),
                    started_at=None if started is None else datetime.fromisoformat(started),
                    told_at=tuple(datetime.fromisoformat(each) for each in told),
                )
                for promised, started, told in read["visits"]
            ),
        )
