"""The results as pictures (SVG): ratios by instance, convergence over time, growth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.optimiser.growing import Growth
from benchmarks.optimiser.table import OURS, USUAL, Board

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS: Final = {
    OURS: "#0b6e4f",
    "ortools-plain": "#b8b8b8",
    "ortools-tuned": "#e08e0b",
    "vroom": "#3a6ea5",
    "pyvrp": "#a23b72",
}
MARKS: Final = {"ortools-plain": "x", "ortools-tuned": "s", "vroom": "o", "pyvrp": "D"}
ROW: Final = 0.26
"""Inches for one instance."""

TICKS: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5, 2.0)
"""Ratios that are named on the axis."""

SECONDS: Final = (0.1, 1, 10, 60)
"""Times that are named on the axis."""

ENOUGH: Final = 2
"""Times at which an instance must have been run to be worth a panel."""


def ratios(board: Board, path: Path, seconds: float = USUAL) -> None:
    """One row an instance, one mark a peer; left of the line ours is cheaper."""
    told = {
        peer: {ratio.instance: ratio.value for ratio in board.ratios(peer, seconds)}
        for peer in board.solvers()
        if peer != OURS
    }
    names = [
        name for name, _, _ in board.instances() if any(name in each for each in told.values())
    ]
    figure = Figure(figsize=(8, 1.6 + ROW * len(names)), layout="constrained")
    axes = figure.subplots()
    for peer, values in told.items():
        rows = [at for at, name in enumerate(names) if name in values]
        axes.plot(
            [values[names[at]] for at in rows],
            rows,
            MARKS[peer],
            color=COLOURS[peer],
            markersize=6,
            label=peer,
        )
    axes.axvline(1.0, color="#444444", linewidth=1)
    axes.set_xscale("log")
    every = [1.0, *(value for values in told.values() for value in values.values())]
    axes.set_xlim(0.93 * min(every), 1.07 * max(every))
    ticks = [tick for tick in TICKS if 0.93 * min(every) <= tick <= 1.07 * max(every)]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(axis="both", color="#e6e6e6")
    axes.set_axisbelow(True)
    axes.set_xlabel(f"our cost ÷ the peer's after {seconds:g} s (left of 1: ours is cheaper)")
    figure.legend(loc="outside upper center", ncols=4, fontsize=8, frameon=False)
    _save(figure, path)


def convergence(board: Board, path: Path) -> None:
    """One panel an instance with several times: our best cost over time, and the peers' where they were stopped."""
    names = [
        name
        for name, _, _ in board.instances()
        if sum(bool(board.costs(name, OURS, seconds)) for seconds in board.times()) >= ENOUGH
    ]
    if not names:
        return
    columns = min(3, len(names))
    lines = -(-len(names) // columns)
    figure = Figure(figsize=(4 * columns, 3 * lines), layout="constrained")
    panels = figure.subplots(lines, columns, squeeze=False).ravel()
    for panel, name in zip(panels, names, strict=False):
        _converge(panel, board, name)
    for panel in panels[len(names) :]:
        panel.set_visible(False)
    panels[0].legend(fontsize=7)
    _save(figure, path)


def growth(measured: Sequence[Growth], path: Path) -> None:
    """Time to one per cent of the final plan, and memory, over the number of visits."""
    if not measured:
        return
    visits = [at.visits for at in measured]
    figure = Figure(figsize=(8, 3.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot(visits, [at.wall for at in measured], "o-", color=COLOURS[OURS])
    left.set_ylabel("seconds until 1 % above the final plan")
    right.plot(visits, [at.added / 1e6 for at in measured], "o-", color=COLOURS[OURS])
    right.set_ylabel("memory for the search, MB")
    for panel in (left, right):
        panel.set_xscale("log")
        panel.set_xticks(visits, [str(count) for count in visits], fontsize=7)
        panel.minorticks_off()
        panel.set_ylim(bottom=0)
        panel.set_xlabel("visits")
        panel.grid(color="#e6e6e6")
    _save(figure, path)


def _converge(panel: Axes, board: Board, name: str) -> None:
    longest = max(seconds for seconds in board.times() if board.costs(name, OURS, seconds))
    for row in board.of(name, OURS, longest):
        if row.counts and row.trace:
            panel.step(
                [wall for wall, _, _ in row.trace] + [row.wall],
                [cost for _, _, cost in row.trace] + [row.cost],
                where="post",
                color=COLOURS[OURS],
                linewidth=1,
                label=OURS if row.seed == 0 else None,
            )
    for peer in board.solvers()[1:]:
        times = [seconds for seconds in board.times() if board.costs(name, peer, seconds)]
        points = [(seconds, cost) for seconds in times for cost in board.costs(name, peer, seconds)]
        panel.plot(
            [seconds for seconds, _ in points],
            [cost for _, cost in points],
            MARKS[peer],
            color=COLOURS[peer],
            markersize=4,
            label=peer,
        )
    panel.set_xscale("log")
    every = [cost for solver in board.solvers() for cost in board.costs(name, solver, longest)]
    panel.set_ylim(0.99 * min(every), 1.5 * min(every))
    panel.set_title(name, fontsize=9)
    panel.set_xticks(SECONDS, [f"{second:g}" for second in SECONDS])
    panel.set_xlabel("s")
    panel.set_ylabel("cost")
    panel.grid(color="#e6e6e6")


def _save(figure: Figure, path: Path) -> None:
    """The same bytes for the same figure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": "optimiser", "svg.fonttype": "none"}):
        figure.savefig(path, metadata={"Date": None})
