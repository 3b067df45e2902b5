"""The command line: what each command is called and which part of the house it opens."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersales import __version__
from aftersales.cli.demo_command import demo
from aftersales.cli.doctor_command import doctor
from aftersales.cli.feed_command import feed
from aftersales.cli.import_command import import_file
from aftersales.cli.init_command import init
from aftersales.cli.key_commands import key_app
from aftersales.cli.notices_commands import notices_app
from aftersales.cli.partner_commands import partner_app
from aftersales.cli.plan_commands import narrow, plan, watch
from aftersales.cli.roads_commands import roads_app
from aftersales.cli.serve_command import serve
from aftersales.cli.simulate_command import simulate
from aftersales.cli.token_commands import token_app
from aftersales.cli.user_commands import user_app
from aftersales.cli.warmup_command import warmup
from aftersales.cli.worker_command import worker

app = typer.Typer(
    name="aftersales",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="What a shop or maker of appliances runs after the sale: bookings, plans, promises, notices, calendars.",
    epilog="Start with: aftersales demo. Settings come from AFTERSALES_… variables or aftersales.toml.",
)


def _version(value: bool) -> None:  # noqa: FBT001 - Typer calls it with the flag
    if value:
        typer.echo(__version__)
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end."),
]


@app.callback()
def _main(version: Version = False) -> None:  # noqa: FBT002 - its callback has done the work
    """Take the options that stand before every command."""


app.command()(demo)
app.command()(init)
app.command(name="import")(import_file)
app.command()(plan)
app.command()(narrow)
app.command()(watch)
app.add_typer(notices_app, name="notices")
app.command()(feed)
app.add_typer(user_app, name="user")
app.add_typer(partner_app, name="partner")
app.add_typer(key_app, name="key")
app.add_typer(token_app, name="token")
app.add_typer(roads_app, name="roads")
app.command()(simulate)
app.command()(serve)
app.command()(doctor)
app.command()(worker)
app.command()(warmup)
