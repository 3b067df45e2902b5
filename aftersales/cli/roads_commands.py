"""`aftersales roads`: the graph of real roads, made from an extract of OpenStreetMap."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from aftersales.cli.progress import Stages
from aftersales.cli.terminal import err, out, speaking_plainly
from aftersales.errors import NotUnderstood
from aftersales.logs import configure_logs
from aftersales.roads.graph import build as build_graph
from aftersales.settings import read_settings
from scheduling import Stopwatch

roads_app = typer.Typer(no_args_is_help=True, help="Real roads for drives.")

TITLES = {
    "extract": "Reading the extract",
    "contract": "Preparing it for fast answers",
}

Extract = Annotated[Path, typer.Argument(help="An extract of OpenStreetMap: a file .osm.pbf.")]
Folder = Annotated[
    Path | None,
    typer.Option("--folder", help="Where to keep the graph; else AFTERSALES_ROADS_GRAPH."),
]
Profile = Annotated[str, typer.Option("--profile", help="Who drives: a profile of OSRM.")]


@roads_app.callback()
def _roads() -> None:
    """Keep `build` a command of its own."""


@roads_app.command()
def build(file: Extract, folder: Folder = None, profile: Profile = "car") -> None:
    """Make the graph that drives are reckoned on. Safe to repeat: one that fits is left as it is."""
    configure_logs()
    with speaking_plainly():
        kept = folder or read_settings().roads_graph
        if kept is None:
            raise NotUnderstood(
                "Nobody said where the road graph is to be kept. Set AFTERSALES_ROADS_GRAPH to a folder, or give --folder."
            )
        watch = Stopwatch()
        with Stages(err, is_shown=True) as stages:
            present = ""

            def tell(step: str, line: str) -> None:
                nonlocal present
                if step != present:
                    stages.begin(TITLES[step], 0)
                    present = step
                stages.step(escape(line[:60]))

            card, is_new = build_graph(file, kept.expanduser(), profile=profile, tell=tell)
        done = (
            f"built in {watch.elapsed:,.0f} seconds"
            if is_new
            else "there already, made of this very file"
        )
        out.print(
            f"The roads are ready: {done}, for version {escape(card.library)} of the library, "
            f"in {escape(str(kept))}. Restart the server if it runs.",
            soft_wrap=True,
        )
