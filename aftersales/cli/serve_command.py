"""`aftersales serve`: the web, on SQLite with all the work beside it, on PostgreSQL alone."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Annotated

import typer

from aftersales.cli.terminal import house, out
from aftersales.logs import configure_logs
from aftersales.parts import Parts

Host = Annotated[
    str, typer.Option(help="Address to listen on; only this machine until people sign in.")
]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Open the web. On SQLite it also delivers notices, watches the day and plans; else start a worker too."""
    with house() as parts:
        if not parts.store.is_sqlite:
            out.print(
                "Notices, day watch and plans are done by “aftersales worker”; start one too."
            )
        run_server(parts, host, port)


def run_server(parts: Parts, host: str, port: int) -> None:
    """Run the web until it is stopped; it is found as an entry point, because it stands above this package."""
    configure_logs(parts.settings.log_level)
    (web,) = entry_points(group="aftersales.web", name="serve")
    web.load()(
        parts,
        host,
        port,
        on_listening=lambda address: out.print(f"The web is at {address} (stop with Ctrl+C)."),
    )
