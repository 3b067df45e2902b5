"""The embedded server: on this machine only, until people sign in."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import Final

import uvicorn
from fastapi import FastAPI

from aftersales.errors import NotReady
from aftersales.parts import Parts
from web.app import create_app

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
"""Addresses that only programs of this machine reach."""


def serve(
    parts: Parts,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    with_loops: bool = True,
    on_listening: Callable[[str], None] = lambda _address: None,
) -> None:
    """Answer on `host` and `port` until the process is told to stop; `on_listening` is told where.

    Raises:
        NotReady: the host is not this machine, the port is taken, or the database is not current.
    """
    parts.store.require_current()
    listening = listen(host, port)
    on_listening(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}")
    try:
        server_of(create_app(parts, with_loops=with_loops)).run(sockets=[listening])
    finally:
        listening.close()


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections from this machine; port 0 takes any that is free.

    Raises:
        NotReady: the host is not this machine, or the port is taken.
    """
    if host not in LOOPBACK:
        raise NotReady(
            "Until people sign in, the web is served on this machine only. Use --host 127.0.0.1."
        )
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = f"Port {port} is already in use. Stop the other program or use --port with another number."
        elif error.errno == errno.EACCES:
            why = f"Port {port} may not be used. Use --port with a number from 1024 to 65535."
        else:
            why = f"{host} cannot be listened on. Use --host 127.0.0.1."
        raise NotReady(why) from error


def server_of(app: FastAPI) -> uvicorn.Server:
    """The server for an app: no access log, because addresses hold tokens, and no word of its make."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            server_header=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=5,
        )
    )
