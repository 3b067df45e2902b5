"""What commands share: the house opened by the settings, errors said in one sentence, output as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape

from aftersales.bootstrap import bootstrap
from aftersales.deed import Actor
from aftersales.errors import AftersalesError, NotUnderstood
from aftersales.logs import configure_logs
from aftersales.parts import Parts
from aftersales.records import ActorKind
from aftersales.settings import read_settings

OPERATOR = Actor(ActorKind.STAFF, "cli")
"""Who acts when somebody types a command."""

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@contextmanager
def speaking_plainly() -> Iterator[None]:
    """Say an error of the trade in words and end with status 1; a bug keeps its traceback."""
    try:
        yield
    except AftersalesError as error:
        err.print(f"[bold red]Error:[/] {escape(str(error))}", soft_wrap=True)
        if isinstance(error, NotUnderstood):
            for problem in error.problems:
                err.print(f"  {escape(problem.where)}: {escape(problem.sentence)}", soft_wrap=True)
        raise typer.Exit(1) from error


@contextmanager
def house(*, is_migrated: bool = True) -> Iterator[Parts]:
    """The installation that the settings describe; its database must be up to date unless told otherwise."""
    configure_logs()
    with speaking_plainly(), bootstrap(read_settings()) as parts:
        if is_migrated:
            parts.store.require_current()
        yield parts


def day_of(text: str) -> date:
    """A day as it is typed.

    Raises:
        NotUnderstood: it is not written as YYYY-MM-DD, or there is no such day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotUnderstood(
            f"“{text}” is not a day. Write it as YYYY-MM-DD, for example 2026-11-23."
        ) from error


def say_json(value: Any) -> None:
    """Print one JSON document for scripts, and nothing else."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def is_terminal() -> bool:
    """Whether somebody sits in front of this."""
    return sys.stdin.isatty() and sys.stdout.isatty()
