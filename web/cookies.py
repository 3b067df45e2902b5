"""The session cookie: read by nobody's script, sent to nobody else, bound to HTTPS where there is HTTPS."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aftersales.settings import Settings

PLAIN: Final = "aftersales_session"
SECURE: Final = "__Host-aftersales_session"
"""The prefix makes browsers insist on Secure, on no Domain, and on the path / (RFC 6265bis, 4.1.3)."""


def session_token(request: HTTPConnection, public_url: str) -> str | None:
    """The token that the browser sent, if it sent one; on HTTPS a cookie that others could set is none."""
    return request.cookies.get(_name(public_url)) or None


def keep_session(headers: MutableHeaders, token: str, settings: Settings) -> None:
    """Let the browser keep a session; the server ends it in its own time."""
    headers["Set-Cookie"] = _cookie(token, settings.session_hours * 3600, settings.public_url)


def forget_session(headers: MutableHeaders, settings: Settings) -> None:
    """Let the browser forget the session."""
    headers["Set-Cookie"] = _cookie("", 0, settings.public_url)


def _name(public_url: str) -> str:
    return SECURE if public_url.startswith("https://") else PLAIN


def _cookie(token: str, seconds: int, public_url: str) -> str:
    name = _name(public_url)
    cookie: SimpleCookie = SimpleCookie({name: token})
    cookie[name]["path"] = "/"
    cookie[name]["httponly"] = True
    cookie[name]["samesite"] = "lax"
    cookie[name]["max-age"] = seconds
    cookie[name]["secure"] = name == SECURE
    return cookie[name].OutputString()


class SessionKeeper:
    """Hands a renewed token to the browser, whatever the answer is."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and add the cookie to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def kept(message: Message) -> None:
            token = state.get("renewed_token")
            if message["type"] == "http.response.start" and token is not None:
                settings: Settings = scope["app"].state.parts.settings
                headers = MutableHeaders(scope=message)
                if "set-cookie" not in headers:
                    keep_session(headers, token, settings)
            await send(message)

        await self.app(scope, receive, kept)
