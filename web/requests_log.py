"""One line and one count for each request: its route's template, never its path, which may hold a token."""

from __future__ import annotations

from typing import Final, Protocol

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aftersales.identifiers import new_secret
from scheduling import Stopwatch

UNMATCHED: Final = "unmatched"
"""The route of a request that no route of ours answers."""

STATIC: Final = "/static"
"""Stands for every file there."""

QUIET: Final = frozenset({"/health", "/ready", "/metrics", STATIC})
"""Asked all day long by programs: written only at the debug level."""

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A method is a word that the sender chooses; any other is called OTHER."""


class Counts(Protocol):
    """Something that counts requests."""

    def count_request(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        ...


class RequestsLog:
    """Gives each request a number, which its other log lines carry too, and tells how it was answered."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        """Stand before `app`, outside of everything else that answers."""
        self.app = app
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and write down how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})  # whoever copies the scope on the way keeps this very dict
        number = new_secret()[:12]
        watch = Stopwatch()
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = number
            await send(message)

        with structlog.contextvars.bound_contextvars(request=number):
            try:
                await self.app(scope, receive, watched)
            finally:
                self._tell(scope, status, watch.elapsed)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = template_of(scope)
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        self.counts.count_request(method=method, route=route, status=status, seconds=seconds)
        log = structlog.get_logger()
        (log.debug if route in QUIET else log.info)(
            "request",
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )


def template_of(scope: Scope) -> str:
    """The template of the route that was asked, such as `/visit/{token}`, as the table of doors writes it."""
    entry: str | None = scope["state"].get("entry")
    if entry is not None:
        return entry.split(" ", 1)[1]
    return STATIC if scope["path"].startswith(STATIC + "/") else UNMATCHED
