"""`aftersales simulate`: many random days driven through the use cases, and what customers would say of them."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from aftersales.cli.progress import Stages
from aftersales.cli.terminal import err, out, speaking_plainly
from aftersales.errors import NotUnderstood
from aftersales.logs import configure_logs
from aftersales.settings import Settings
from aftersales.simulation.city import MODERATE, CitySize
from aftersales.simulation.days import Asked
from aftersales.simulation.measuring import (
    Measured,
    as_csv,
    extra_driving,
    kept_by_replanning,
    measured,
)
from aftersales.simulation.playing import Mode
from aftersales.simulation.runs import simulate as simulated
from aftersales.solving import cores
from scheduling.service_day import USUAL


class Modes(StrEnum):
    """What is done about a day that goes wrong: one way, or all of them side by side."""

    ALL = "all"
    REACTIVE = "reactive"
    NOTICES = "notices"
    REPLANNING = "replanning"


Days = Annotated[int, typer.Option(help="How many days.", min=1, max=10_000)]
Discipline = Annotated[
    int, typer.Option(help="Buttons that technicians press in time, in percent.", min=0, max=100)
]
ModeAsked = Annotated[Modes, typer.Option("--mode", help="What is done about delays.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same days.", min=0, max=10_000)]
Out = Annotated[
    Path,
    typer.Option("--out", file_okay=False, help="Folder for the city, a line a day, and figures."),
]
Processes = Annotated[int, typer.Option("-n", help="Days that are played at once.", min=1)]
Technicians = Annotated[int, typer.Option(help="Who works in the city.", min=1, max=50)]
Visits = Annotated[int, typer.Option(help="Visits asked for on each day.", min=1, max=500)]
History = Annotated[
    int, typer.Option(help="Days from which the forecast has learned before.", min=0, max=60)
]
Given = Annotated[
    list[str] | None, typer.Option("--set", help="A setting that differs, as name=value.")
]
Sweep = Annotated[
    str | None,
    typer.Option(help="Try a setting's values and draw the trade-off, as name=value,value,…"),
]


def simulate(
    days: Days = 10,
    discipline: Discipline = 90,
    mode: ModeAsked = Modes.ALL,
    seed: Seed = 1,
    out_folder: Out = Path("simulation"),
    processes: Processes = 1,
    technicians: Technicians = MODERATE.technicians,
    visits: Visits = MODERATE.visits,
    history: History = MODERATE.history,
    given: Given = None,
    sweep: Sweep = None,
) -> None:
    """Play random service days: late visits, who was told in time, false alarms, extra driving.

    Everything runs in a city of its own; no real database is touched and nobody is written to. A run that
    was broken off goes on where it stopped.
    """
    configure_logs()
    with speaking_plainly():
        if processes > cores():
            raise NotUnderstood(
                f"There are {cores()} cores here. Play so many days at once with -n."
            )
        chances = replace(USUAL, discipline=discipline / 100)
        size = CitySize(technicians=technicians, visits=visits, history=history)
        settings = dict(map(_setting, given or ()))
        name, values = ("", [""]) if sweep is None else _swept(sweep)
        modes = [Mode(mode.value)] if mode is not Modes.ALL else list(Mode)
        asked = [
            Asked(
                mode=each,
                chances=chances,
                seed=seed,
                size=size,
                settings=settings | ({name: value} if name else {}),
            )
            for each in (modes if sweep is None else [_swept_mode(mode)])
            for value in values
        ]
        results = _run(asked, days, out_folder, processes)
        (out_folder / "figures.csv").write_text(as_csv(results), encoding="utf-8")
        _print(results)
        if sweep is not None:
            _draw(results, name, out_folder)


def _run(asked: list[Asked], days: int, folder: Path, processes: int) -> list[Measured]:
    """Play what is asked, one way after the other, with a bar for each."""
    results = []
    with Stages(err, is_shown=True) as stages:
        shown = ""

        def told(title: str, done: int, of: int) -> None:
            nonlocal shown
            if title != shown:
                stages.begin(title, of)
                shown = title
            stages.reach(done)

        for each in asked:
            shown = ""
            lines = simulated(each, days, folder, processes=processes, told=told)
            results.append(measured(each, lines))
    return results


def _setting(text: str) -> tuple[str, str]:
    """The name and the value of a setting.

    Raises:
        NotUnderstood: there is no such setting, or no value.
    """
    name, equals, value = text.partition("=")
    if name not in Settings.model_fields or not equals:
        raise NotUnderstood(f"“{text}” sets nothing. Write name=value; the README lists the names.")
    return name, value


def _swept(text: str) -> tuple[str, list[str]]:
    name, values = _setting(text)
    return name, values.split(",")


def _swept_mode(mode: Modes) -> Mode:
    """A sweep shows notices; the others have none to show, or more to do than to speak."""
    return Mode.NOTICES if mode is Modes.ALL else Mode(mode.value)


def _draw(results: list[Measured], name: str, folder: Path) -> None:
    from aftersales.simulation.plot import draw_trade_off  # noqa: PLC0415 - matplotlib is a fifth of what each command would load

    file = folder / "trade-off.svg"
    draw_trade_off([(each.asked.settings[name], each.figures) for each in results], name, file)
    out.print(f"Drawn: {file}")


def _print(results: list[Measured]) -> None:
    """The figures, a column for each way."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    for each in results:
        table.add_column(each.asked.mode.value, justify="right")
    for name in results[0].asked.settings:
        table.add_row(name, *(each.asked.settings[name] for each in results))
    figures = [each.figures for each in results]
    rows = (
        ("Days", [str(each.days) for each in results]),
        ("Visits", [f"{each.visits:,}" for each in figures]),
        ("On time", [_percent(each.on_time_share) for each in figures]),
        ("Late", [f"{each.late:,}" for each in figures]),
        ("told before the window ended", [_percent(each.told_share) for each in figures]),
        ("at least 30 minutes before", [_percent(each.told_30_share) for each in figures]),
        ("at least 60 minutes before", [_percent(each.told_60_share) for each in figures]),
        (
            "median lead, minutes",
            [
                "–" if each.median_lead is None else f"{each.median_lead.total_seconds() / 60:.0f}"
                for each in figures
            ],
        ),
        ("Delay notices", [f"{each.notices:,}" for each in figures]),
        ("false alarms", [_percent(each.false_share) for each in figures]),
        (
            "for each affected visit",
            [
                "–" if each.notices_per_affected is None else f"{each.notices_per_affected:.2f}"
                for each in figures
            ],
        ),
        ("Driving a visit, minutes", [f"{each.drive / 60:.2f}" for each in results]),
    )
    for name, shown in rows:
        table.add_row(name, *shown)
    out.print(table)
    kept, extra = kept_by_replanning(results), extra_driving(results)
    if kept is not None and extra is not None:
        out.print(
            f"Re-planning keeps {kept:.1%} of the promises that notices only breaks, for {extra:+.1%} driving a visit."
        )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
