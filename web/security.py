"""What every answer carries and every request must meet before anything is looked up.

The host is checked against DNS rebinding: a page of a foreign name that resolves to this machine must
not read what is here. A POST from a foreign page is refused (Fetch Metadata, else Origin).
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aftersales.settings import Settings
from web.assets import ADDRESS
from web.errors import problem_answer
from web.files import longest_with_files, takes_files
from web.problems import FOREIGN_HOST, FOREIGN_ORIGIN, TOO_LONG, ProblemKind

HERE: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Names by which a machine calls itself; others come from the settings."""

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: under it browsers send “Origin: null” with our own forms (Fetch, section 3.2)
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Stand on every answer; only our own files are run, loaded and asked, and nobody may frame us."""

LONGEST_BODY: Final = 256 * 1024
"""Bytes of a request's body that are read where no files are taken: twenty times the longest case."""

FOREIGN_PAGE: Final = 1008
"""Why a line of a foreign page is not opened (RFC 6455, section 7.4.1); before it is open that is a 403."""

EMBEDDED: Final = frozenset({"/book", "/book/received"})
"""What a shop may show in a frame of its own pages, if the settings name its origin; nothing there opens with a session."""

PINNED: Final = re.compile(r"/book/[^/]+/address")
"""Where a map may show tiles of another host, if the settings name one."""

ON_THE_ROAD: Final = "/technicians/"
SENSES: Final = (
    HEADERS["Permissions-Policy"]
    .replace("camera=()", "camera=(self)")
    .replace("geolocation=()", "geolocation=(self)")
)
"""Where a serial is scanned and an arrival seen, and what a browser may ask its owner for there."""

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses foreign hosts and foreign posts, answers HEAD like GET, and adds the headers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand before `app` under the names that the settings give it."""
        self.app = app
        public = (urlsplit(settings.public_url).hostname or "").lower()
        self._hosts = HERE | {public} | {name.lower() for name in settings.hosts}
        self._longest_with_files = longest_with_files(settings)
        self._embedding = " ".join(("'self'", *settings.embed_in)) if settings.embed_in else ""
        tiles = urlsplit(settings.map_tiles)
        self._tiles = f"{tiles.scheme}://{tiles.netloc}" if settings.map_tiles else ""
        self._is_https = settings.public_url.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        scheme = "https" if self._is_https else "http"
        if scope["type"] == "websocket" and _is_foreign(scope, self._hosts, scheme):
            await receive()
            await send({"type": "websocket.close", "code": FOREIGN_PAGE})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if self._tiles and PINNED.fullmatch(scope["path"]):
                    headers["Content-Security-Policy"] = _with_images_of(self._tiles)
                elif self._embedding and scope["path"] in EMBEDDED:
                    headers["Content-Security-Policy"] = _framed_by(self._embedding)
                _add_headers(headers, scope["path"])
                if self._is_https:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        read = 0
        with_files = takes_files(scope["method"], scope["path"])
        longest = self._longest_with_files if with_files else LONGEST_BODY

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > longest:
                raise HTTPException(TOO_LONG.status)
            return message

        inner = {**scope, "method": "GET"} if is_head else scope
        wrong = _wrong_with(scope, self._hosts, scheme, longest)
        if wrong is None:
            await self.app(inner, limited, guarded)
        else:
            answer = problem_answer(Request(scope), wrong, wrong.sentence)
            await answer(inner, receive, guarded)


def _wrong_with(
    scope: Scope, hosts: frozenset[str], scheme: str, longest: int
) -> ProblemKind | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "").lower()
    if _without_port(host) not in hosts:
        return FOREIGN_HOST
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > longest:
        return TOO_LONG
    if scope["method"] in SAFE:
        return None
    site = headers.get("sec-fetch-site")
    if site is not None:
        return None if site in {"same-origin", "none"} else FOREIGN_ORIGIN
    origin = headers.get("origin")
    is_own = origin is None or origin.lower() == f"{scheme}://{host}"
    return None if is_own else FOREIGN_ORIGIN


def _is_foreign(scope: Scope, hosts: frozenset[str], scheme: str) -> bool:
    """Whether another page than one of ours opens a line; browsers always say which it is (RFC 6455, section 4.1)."""
    headers = Headers(scope=scope)
    host = headers.get("host", "").lower()
    own = f"{scheme}://{host}"
    return _without_port(host) not in hosts or headers.get("origin", "").lower() != own


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.split("]", 1)[0] + "]"
    return host.split(":", 1)[0]


def _framed_by(origins: str) -> str:
    return HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", f"frame-ancestors {origins}"
    )


def _with_images_of(origin: str) -> str:
    return HEADERS["Content-Security-Policy"].replace(
        "img-src 'self' data:", f"img-src 'self' data: {origin}"
    )


def _add_headers(headers: MutableHeaders, path: str) -> None:
    if path.startswith(ON_THE_ROAD):
        headers.setdefault("Permissions-Policy", SENSES)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", _kept_for(path, is_there="etag" in headers))


def _kept_for(path: str, *, is_there: bool) -> str:
    """For how long a browser may keep an answer; pages hold names, so never."""
    if path.startswith(ADDRESS) and path.endswith((".css", ".js", ".png")) and is_there:
        return "public, max-age=31536000, immutable"
    return "public, no-cache" if path.startswith("/static/") else "no-store"
