"""`aftersales serve`: the web on this machine, with delivery and the day watch beside it."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Annotated

import typer

from aftersales.cli.terminal import house, out
from aftersales.parts import Parts

Host = Annotated[
    str, typer.Option(help="Address to listen on; only this machine until people sign in.")
]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Open the web, deliver notices as they come due, and watch the day."""
    with house() as parts:
        run_server(parts, host, port)


def run_server(parts: Parts, host: str, port: int) -> None:
    """Run the web until it is stopped; it is found as an entry point, because it stands above this package."""
    (web,) = entry_points(group="aftersales.web", name="serve")
    web.load()(
        parts,
        host,
        port,
        on_listening=lambda address: out.print(f"The web is at {address} (stop with Ctrl+C)."),
    )
