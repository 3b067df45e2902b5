"""The embedded server: on this machine, or behind a proxy that speaks HTTPS."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from threading import Thread
from typing import Final

import uvicorn
from fastapi import FastAPI

from aftersales.booking import get_ready
from aftersales.errors import NotReady
from aftersales.parts import Parts
from aftersales.settings import Settings
from web.app import create_app
from web.assets import require_bundle
from web.stopping import SECONDS_TO_FINISH, StoppableServer

LONGEST_FRAME: Final = 64 * 1024
"""Bytes that an open page says at once: the longest message and the names of a long talk fit."""

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
"""Addresses that only programs of this machine reach."""


def serve(
    parts: Parts,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    with_jobs: bool = True,
    on_listening: Callable[[str], None] = lambda _address: None,
) -> None:
    """Answer on `host` and `port` until the process is told to stop; `on_listening` is told where.

    Raises:
        NotReady: the host needs HTTPS, the proxy is not named, the port is taken, or the database is not current.
    """
    parts.store.require_current()
    _require_proxies(parts.settings)
    require_bundle()
    listening = listen(host, port, public_url=parts.settings.public_url)
    readying = Thread(target=get_ready, args=(parts,), daemon=True)
    readying.start()
    on_listening(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}")
    try:
        server_of(create_app(parts, with_jobs=with_jobs)).run(sockets=[listening])
    finally:
        listening.close()
        readying.join(SECONDS_TO_FINISH)  # it reads from a store that is closed next


def _require_proxies(settings: Settings) -> None:
    """Make sure that visitors are told apart: behind an unknown proxy all would count as one."""
    if settings.public_url.startswith("https://") and not settings.trusted_proxies:
        raise NotReady(
            "The public address is HTTPS, so a proxy stands before the web. Set AFTERSALES_TRUSTED_PROXIES to "
            'its address, such as ["127.0.0.1"], so that visitors are told apart.'
        )


def listen(host: str, port: int, *, public_url: str = "") -> socket.socket:
    """A socket that takes connections; port 0 takes any that is free.

    Raises:
        NotReady: others would send their passwords unencrypted, or the port is taken.
    """
    if host not in LOOPBACK and not public_url.startswith("https://"):
        raise NotReady(
            "Without HTTPS the web is served on this machine only, because passwords would be read on the way. "
            "Put a proxy with HTTPS before it and set AFTERSALES_PUBLIC_URL to https://…, or use --host 127.0.0.1."
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
    return StoppableServer(
        uvicorn.Config(
            app,
            access_log=False,
            log_config=None,
            log_level="warning",
            server_header=False,
            ws="websockets-sansio",
            ws_max_size=LONGEST_FRAME,
            ws_per_message_deflate=False,
            proxy_headers=True,
            forwarded_allow_ips=list(app.state.parts.settings.trusted_proxies),
            lifespan="on",
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
    )
