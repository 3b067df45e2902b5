"""`aftersales notices`: send what is due."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from aftersales.cli.progress import Stages
from aftersales.cli.terminal import err, house, out, say_json
from aftersales.notices.delivery import send_due

notices_app = typer.Typer(no_args_is_help=True, help="What people are told.")


@notices_app.callback()
def _notices() -> None:
    """Keep `send` a command of its own."""


@notices_app.command()
def send(
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON only.")] = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Deliver every notice that is due now: by SMTP if it is set, else into the outbox folder."""
    with house() as parts:
        with Stages(err, is_shown=not as_json) as stages:
            stages.begin("Sending", 0)
            sent = send_due(
                parts, lambda done: stages.step(f"{done.sent} sent, {done.failed} failed")
            )
        if as_json:
            say_json(asdict(sent))
        else:
            out.print(
                f"{sent.sent} sent, {sent.failed} to be tried again, {sent.unreachable} without an address."
            )
