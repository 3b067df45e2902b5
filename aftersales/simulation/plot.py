"""The trade-off drawn: customers told in time against false alarms, a point for each value of a setting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from aftersales.promise_figures import PromiseFigures

INK: Final = "#22303c"
EARLY: Final = "#0b6e4f"
IN_TIME: Final = "#1f5fa8"


def draw_trade_off(points: Sequence[tuple[str, PromiseFigures]], setting: str, file: Path) -> None:
    """Draw the figures of each value of a setting, in the order given; the same figures give the same bytes.

    Values without a late visit or without a notice are left out: they have no share to show.
    """
    shown = [
        (value, 100 * alarms, 100 * told, 100 * early)
        for value, each in points
        if (alarms := each.false_share) is not None
        and (told := each.told_share) is not None
        and (early := each.told_30_share) is not None
    ]
    with rc_context({"svg.hashsalt": "trade-off", "svg.fonttype": "path"}):
        figure = Figure(figsize=(7.5, 4.5), dpi=160)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.1, 0.13, 0.87, 0.83))
        alarms_of = [each[1] for each in shown]
        axes.plot(alarms_of, [each[2] for each in shown], "o-", color=IN_TIME, label="told in time")
        axes.plot(
            alarms_of,
            [each[3] for each in shown],
            "s--",
            color=EARLY,
            label="told 30 minutes before or earlier",
        )
        for value, alarms, _told, early in shown:
            axes.annotate(
                value,
                (alarms, early),
                xytext=(6, -11),
                textcoords="offset points",
                fontsize=8,
                color=INK,
            )
        axes.set_xlabel("false alarms, % of delay notices", color=INK)
        axes.set_ylabel("late visits whose customer was told, %", color=INK)
        axes.set_xlim(0, 1.12 * max([1.0, *alarms_of]))
        axes.set_ylim(top=101)
        axes.grid(visible=True, alpha=0.3)
        axes.legend(loc="lower right", title=setting, frameon=False)
        metadata = {"Date": None} if file.suffix == ".svg" else {"Software": None}
        figure.savefig(file, format=file.suffix[1:], metadata=metadata)
