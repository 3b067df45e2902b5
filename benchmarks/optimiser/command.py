"""The command line: run, tabulate and draw the proof of the optimiser.

run     measure every cell that is not in the file of results yet
table   ratios beside their goals, as Markdown
plot    pictures for the documents
growth  time and memory of ours from 50 to 2,000 visits
list    the instances
"""

from __future__ import annotations

import argparse
import os
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from benchmarks.optimiser.catalogue import catalogue, entry_named
from benchmarks.optimiser.catalogue import growth as growth_entries
from benchmarks.optimiser.growing import growth_of, growth_table
from benchmarks.optimiser.peers import SOLVERS
from benchmarks.optimiser.plots import convergence, growth, ratios
from benchmarks.optimiser.results import current, rows_in
from benchmarks.optimiser.runs import OTHERS, USUAL, Cell, cells, run
from benchmarks.optimiser.table import Board, report, write_into

HERE: Final = Path(__file__).parent
PICTURES: Final = Path("docs/pictures")
SMOKE: Final = 2.0
"""Seconds a cell of the smoke test."""

MINUTE: Final = 60.0
FOREVER: Final = 10.0**7


def main() -> None:
    """Do what the arguments say."""
    wanted = _arguments()
    console = Console(highlight=False, soft_wrap=True)
    match wanted.verb:
        case "run":
            _measure(wanted, _cells(wanted), wanted.results, console)
        case "growth":
            todo = [
                Cell(at, SOLVERS["ours"], wanted.seconds, 0) for at in growth_entries(wanted.data)
            ]
            _measure(wanted, todo, wanted.growth, console)
            console.print(growth_table(growth_of(current(rows_in(wanted.growth)))))
        case "table":
            rows = current(rows_in(wanted.results), any_version=wanted.any_version)
            text = report(rows)
            measured = growth_of(current(rows_in(wanted.growth)))
            if measured:
                text += f"\n### Growth\n\n{growth_table(measured)}"
            print(text)
            if wanted.into is not None:
                write_into(wanted.into, text)
        case "plot":
            rows = current(rows_in(wanted.results), any_version=wanted.any_version)
            board = Board(tuple(rows))
            ratios(board, wanted.pictures / "optimiser-ratios.svg")
            convergence(board, wanted.pictures / "optimiser-convergence.svg")
            growth(
                growth_of(current(rows_in(wanted.growth))),
                wanted.pictures / "optimiser-growth.svg",
            )
        case "list":
            for entry in catalogue(wanted.data):
                made = entry.make()
                marks = (
                    "1, 10, 30, 60 s" if entry.is_long else "10 s"
                ) + ", smoke" * entry.is_quick
                console.print(
                    f"{made.name:<24} {made.family:<26} {len(made.jobs):>5} visits "
                    f"{len(made.vehicles):>4} shifts  {marks}"
                )


def _cells(wanted: argparse.Namespace) -> list[Cell]:
    entries = list(catalogue(wanted.data))
    solvers = list(SOLVERS) if wanted.solvers is None else wanted.solvers.split(",")
    unknown = [name for name in solvers if name not in SOLVERS]
    if unknown:
        raise SystemExit(f"There is no solver {unknown[0]}; there are {', '.join(SOLVERS)}.")
    if wanted.quick:
        entries = [entry for entry in entries if entry.is_quick]
        return list(cells(entries, solvers, (SMOKE,), 1))
    if wanted.instances is not None:
        patterns = wanted.instances.split(",")
        entries = [at for at in entries if any(fnmatch(at.name, one) for one in patterns)]
    entries += [entry_named(name, wanted.data) for name in wanted.also]
    times: tuple[float, ...] = (USUAL, *OTHERS)
    if wanted.seconds is not None:
        times = tuple(float(seconds) for seconds in wanted.seconds.split(","))
    return list(cells(entries, solvers, times, wanted.seeds))


def _measure(wanted: argparse.Namespace, todo: list[Cell], results: Path, console: Console) -> None:
    minutes = wanted.budget_minutes
    run(
        todo,
        results,
        cores=_cores(),
        budget=FOREVER if minutes is None else MINUTE * minutes,
        crowd=wanted.crowd,
        console=console,
    )


def _cores() -> tuple[int, ...]:
    """The first two cores that this process may use."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else {0, 1}
    return tuple(sorted(allowed)[:2])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.optimiser",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    data: dict[str, Any] = {
        "type": Path,
        "required": True,
        "help": "folder with solomon/ and homberger/",
    }
    results: dict[str, Any] = {
        "type": Path,
        "default": HERE / "results.jsonl",
        "help": "file of results",
    }
    grown: dict[str, Any] = {
        "type": Path,
        "default": HERE / "growth.jsonl",
        "help": "file of growth results",
    }
    budget: dict[str, Any] = {
        "type": float,
        "help": "stop before a cell that would not be over by then",
    }

    crowd: dict[str, Any] = {
        "type": float,
        "default": 1.0,
        "help": "measure again what was measured while others took a larger share of the cores",
    }

    one = verbs.add_parser("run", help="measure what is not measured yet")
    one.add_argument("--data", **data)
    one.add_argument("--results", **results)
    one.add_argument("--budget-minutes", **budget)
    one.add_argument("--crowd", **crowd)
    one.add_argument("--quick", action="store_true", help="five instances, 2 s, one seed")
    one.add_argument("--solvers", help="names, separated by commas")
    one.add_argument("--instances", help="patterns, separated by commas; all if not given")
    one.add_argument(
        "--also",
        nargs="*",
        default=[],
        metavar="NAME",
        help="more instances: a file, or visits, days and seed of a recipe: tech-300x2-77[-nolunch]",
    )
    one.add_argument("--seconds", help="time limits, separated by commas; 10,1,30,60 if not given")
    one.add_argument("--seeds", type=int, default=3, help="how many seeds")

    grow = verbs.add_parser("growth", help="time and memory of ours by size")
    grow.add_argument("--data", **data)
    grow.add_argument("--growth", **grown)
    grow.add_argument("--budget-minutes", **budget)
    grow.add_argument("--crowd", **crowd)
    grow.add_argument("--seconds", type=float, default=60.0, help="time limit")

    show = verbs.add_parser("table", help="the results as Markdown")
    show.add_argument("--results", **results)
    show.add_argument("--growth", **grown)
    show.add_argument(
        "--any-version", action="store_true", help="rows of older versions too, where none is newer"
    )
    show.add_argument("--into", type=Path, help="a document with marks to put it between")

    draw = verbs.add_parser("plot", help="the results as pictures")
    draw.add_argument("--results", **results)
    draw.add_argument("--growth", **grown)
    draw.add_argument(
        "--any-version", action="store_true", help="rows of older versions too, where none is newer"
    )
    draw.add_argument("--pictures", type=Path, default=PICTURES, help="folder for the pictures")

    verbs.add_parser("list", help="the instances").add_argument("--data", **data)
    return parser.parse_args()
