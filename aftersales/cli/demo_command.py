"""`aftersales demo`: the whole chain on a real city, then the web to look at it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from aftersales.bootstrap import bootstrap
from aftersales.cli.progress import Stages
from aftersales.cli.serve_command import run_server
from aftersales.cli.summary import print_summary
from aftersales.cli.terminal import day_of, err, is_terminal, out, say_json, speaking_plainly
from aftersales.clock import ShiftedClock, SystemClock
from aftersales.demo.run import WHOLE_CITY, DemoSize, demo_parts, run_demo, working_days
from aftersales.demo.summary import summary_of
from aftersales.errors import NotAllowed
from aftersales.logs import configure_logs
from aftersales.queries.events import newest_event_at
from aftersales.settings import Settings, read_settings

Out = Annotated[
    Path,
    typer.Option("--out", file_okay=False, help="Folder for the database, map, feeds and outbox."),
]
Seed = Annotated[int, typer.Option(help="The same seed and first day give the same summary.")]
From = Annotated[
    str | None,
    typer.Option("--from", help="First day, YYYY-MM-DD; the next working day if not given."),
]
Serve = Annotated[
    bool | None,
    typer.Option("--serve/--no-serve", help="Open the web afterwards; default: in a terminal."),
]
Port = Annotated[int, typer.Option(help="Port of the web on this machine.", min=1, max=65535)]
Fresh = Annotated[bool, typer.Option(help="Throw an earlier demo in the folder away first.")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON only.")]


def demo(
    out_folder: Out = Path("demo"),
    seed: Seed = 1,
    from_on: From = None,
    serve: Serve = None,
    port: Port = 8000,
    fresh: Fresh = False,  # noqa: FBT002 - a flag of the command line
    as_json: Json = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Set up Liechtenstein, sell, plan two weeks, play a day with trouble, and tell people first.

    Roads and addresses are real (© OpenStreetMap contributors), people are made up. It takes under a minute;
    the first time after an update one more, to get the planner ready.
    """
    configure_logs()
    with speaking_plainly():
        settings = _settings(out_folder, port)
        database = out_folder / "aftersales.db"
        wants_web = is_terminal() if serve is None else serve
        if database.exists() and not fresh:
            _say_what_is_there(out_folder, wants_web=wants_web)
            if wants_web:
                _open_web(settings, port)
            return
        first = _first_day(from_on)
        if fresh:
            _throw_away(out_folder)
        _run(settings, out_folder, first, seed, as_json=as_json)
        if wants_web:
            _open_web(settings, port)


def _run(
    settings: Settings,
    folder: Path,
    first: date,
    seed: int,
    *,
    as_json: bool,
    size: DemoSize = WHOLE_CITY,
) -> None:
    """Run the main job and print its summary."""
    draft = folder / "aftersales.db.part"
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob("aftersales.db.part*"):
        leftover.unlink()
    drafted = settings.model_copy(update={"database_url": f"sqlite:///{draft}"})
    console = Console(stderr=True)
    with demo_parts(drafted, first, seed) as (parts, clock):
        with Stages(console, is_shown=not as_json) as stages:
            result = run_demo(parts, clock, folder, first, seed, stages, size)
        summary = summary_of(parts, result)
    for part in folder.glob("aftersales.db.part*"):
        part.rename(part.with_name(part.name.replace(".part", "")))
    secret = draft.with_suffix(".secret")
    if secret.exists():  # none is made while one is set
        secret.rename(folder / "aftersales.secret")
    if as_json:
        say_json(summary.as_json())
    else:
        print_summary(out, summary)


def _settings(folder: Path, port: int) -> Settings:
    return read_settings(
        database_url=f"sqlite:///{folder / 'aftersales.db'}",
        outbox=folder / "outbox",
        uploads_folder=folder / "uploads",
        public_url=f"http://127.0.0.1:{port}",
        smtp_host=None,
    )


def _first_day(typed: str | None) -> date:
    if typed is not None:
        first = day_of(typed)
        if working_days(first, 1, "LI") != [first]:
            raise NotAllowed(f"{first} is a weekend or a public holiday. Choose a working day.")
        return first
    return working_days(SystemClock().now().date() + timedelta(days=1), 1, "LI")[0]


def _say_what_is_there(folder: Path, *, wants_web: bool) -> None:
    then = "It is opened now." if wants_web else "Use --serve to look at it."
    err.print(
        f"There is already a demo in {folder}; it was left as it is. {then} "
        "Use --fresh to run it anew, or --out to put another one elsewhere."
    )


def _throw_away(folder: Path) -> None:
    """Remove what an earlier demo wrote, and only that."""
    for pattern in ("aftersales.db*", "aftersales.secret", "map-*", "feeds/*.ics", "outbox/*.eml"):
        for file in folder.glob(pattern):
            file.unlink()
    shutil.rmtree(folder / "uploads", ignore_errors=True)


def _open_web(settings: Settings, port: int) -> None:
    """Open the web with a clock that goes on where the demo ended."""
    with bootstrap(settings) as parts:
        parts.store.require_current()
        now = parts.clock.now()
        with parts.store.reading() as session:
            ended_at = newest_event_at(session) or now
        run_server(replace(parts, clock=ShiftedClock(ended_at - now)), "127.0.0.1", port)
