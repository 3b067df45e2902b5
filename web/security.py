"""What every answer carries and every request must meet before anything is looked up.

The host is checked against DNS rebinding: a page of a foreign name that resolves to this machine must
not read what is here. A POST from a foreign page is refused (Fetch Metadata, else Origin).
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import problem_answer
from web.problems import FOREIGN_HOST, FOREIGN_ORIGIN, TOO_LONG, ProblemKind

HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
"""Names by which this machine is asked; the last is the test client's."""

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: under it browsers send “Origin: null” with our own forms (Fetch, section 3.2)
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Stand on every answer; no script runs, nothing is loaded from elsewhere, nobody may frame us."""

LONGEST_BODY: Final = 256 * 1024
"""Bytes of a request's body that are read: twenty times the longest case."""

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses foreign hosts and foreign posts, answers HEAD like GET, and adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), scope["path"])
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LONGEST_BODY:
                raise HTTPException(TOO_LONG.status)
            return message

        inner = {**scope, "method": "GET"} if is_head else scope
        wrong = _wrong_with(scope)
        if wrong is None:
            await self.app(inner, limited, guarded)
        else:
            answer = problem_answer(Request(scope), wrong, wrong.sentence)
            await answer(inner, receive, guarded)


def _wrong_with(scope: Scope) -> ProblemKind | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "").lower()
    if _without_port(host) not in HOSTS:
        return FOREIGN_HOST
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        return TOO_LONG
    if scope["method"] in SAFE:
        return None
    site = headers.get("sec-fetch-site")
    if site is not None:
        return None if site in {"same-origin", "none"} else FOREIGN_ORIGIN
    origin = headers.get("origin")
    is_own = origin is None or origin.lower().split("://", 1)[-1] == host
    return None if is_own else FOREIGN_ORIGIN


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.split("]", 1)[0] + "]"
    return host.split(":", 1)[0]


def _add_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    is_static = path.startswith("/static/")
    headers.setdefault("Cache-Control", "public, no-cache" if is_static else "no-store")
