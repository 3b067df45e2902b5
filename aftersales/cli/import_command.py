"""`aftersales import`: customers, products, orders, technicians, maintenance and spare parts from CSV files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from aftersales.cli.progress import Stages
from aftersales.cli.terminal import OPERATOR, err, house, out, say_json
from aftersales.imports.report import ImportKind
from aftersales.imports.run import import_file as run_import

Kind = Annotated[ImportKind, typer.Argument(help="What the file holds.")]
File = Annotated[Path, typer.Argument(help="A CSV file with a header line.")]
Json = Annotated[bool, typer.Option("--json", help="Print the report as JSON only.")]


def import_file(kind: Kind, file: File, as_json: Json = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Import a CSV file: all of it or nothing, with a report line by line."""
    with house() as parts:
        with Stages(err, is_shown=not as_json) as stages:
            stages.begin(f"Reading {file.name}", 0)
            report = run_import(parts, OPERATOR, kind, file, on_line=lambda *_: stages.step())
        if as_json:
            say_json(asdict(report))
        else:
            for note in report.notes:
                out.print(escape(note))
            for problem in report.problems:
                err.print(escape(str(problem)))
            if report.is_kept:
                out.print(f"{report.added} added, {report.unchanged} unchanged.")
            else:
                err.print(
                    f"[bold red]Nothing was imported:[/] {len(report.problems)} problems. Correct them and try again."
                )
        if not report.is_kept:
            raise typer.Exit(1)
