"""What simulated days show: the figures of each way to run them, side by side."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from aftersales.promise_figures import PromiseFigures, figures_of
from aftersales.simulation.days import Asked, DayLine
from aftersales.simulation.playing import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of one way to run some days.

    Attributes:
        asked: how they were run.
        days: how many.
        figures: of all their promised windows.
        driving: seconds driven on empty roads to the visits that were served.
        served: visits at which work began.
    """

    asked: Asked
    days: int
    figures: PromiseFigures
    driving: int
    served: int

    @property
    def drive(self) -> float:
        """Seconds driven for each visit that was served."""
        return self.driving / max(1, self.served)


def measured(asked: Asked, lines: Sequence[DayLine]) -> Measured:
    """The figures of these days."""
    return Measured(
        asked=asked,
        days=len(lines),
        figures=figures_of(outcome for line in lines for outcome in line.outcomes),
        driving=sum(line.driving for line in lines),
        served=sum(line.served for line in lines),
    )


def kept_by_replanning(results: Sequence[Measured]) -> float | None:
    """The share of promises that notices only breaks and re-planning keeps, over the same days; none to compare, none to say."""
    late = {each.asked.mode: each.figures.late for each in results}
    if Mode.REPLANNING not in late or not late.get(Mode.NOTICES):
        return None
    return 1 - late[Mode.REPLANNING] / late[Mode.NOTICES]


def extra_driving(results: Sequence[Measured]) -> float | None:
    """By which share a visit takes more driving with re-planning than with notices only."""
    drives = {each.asked.mode: each.drive for each in results}
    if Mode.REPLANNING not in drives or not drives.get(Mode.NOTICES):
        return None
    return drives[Mode.REPLANNING] / drives[Mode.NOTICES] - 1


def as_csv(results: Sequence[Measured]) -> str:
    """A line for each way: shares from 0 to 1, times in minutes."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(
        (
            "mode",
            "discipline",
            "settings",
            "days",
            "visits",
            "on_time",
            "late",
            "told",
            "told_30",
            "told_60",
            "median_lead",
            "notices",
            "false_alarms",
            "notices_per_affected",
            "drive",
        )
    )
    for each in results:
        figures, asked = each.figures, each.asked
        lead = None if figures.median_lead is None else figures.median_lead.total_seconds() / 60
        rows.writerow(
            (
                asked.mode.value,
                _said(asked.chances.discipline),
                " ".join(f"{name}={value}" for name, value in sorted(asked.settings.items())),
                each.days,
                figures.visits,
                _said(figures.on_time_share),
                figures.late,
                _said(figures.told_share),
                _said(figures.told_30_share),
                _said(figures.told_60_share),
                _said(lead, 1),
                figures.notices,
                _said(figures.false_share),
                _said(figures.notices_per_affected),
                _said(each.drive / 60, 2),
            )
        )
    return written.getvalue()


def _said(value: float | None, digits: int = 4) -> str:
    return "" if value is None else f"{value:.{digits}f}"
