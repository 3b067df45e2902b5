"""The session cookie: read by nobody's script, sent to nobody else, bound to HTTPS where there is HTTPS."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aftersales.settings import Settings

PLAIN: Final = "aftersales_session"
SECURE: Final = "__Host-aftersales_session"
"""The prefix makes browsers insist on Secure, on no Domain, and on the path / (RFC 6265bis, 4.1.3)."""


def session_token(request: Request, public_url: str) -> str | None:
    """The token that the browser sent, if it sent one; on HTTPS a cookie that others could set is none."""
    return request.cookies.get(SECURE if public_url.startswith("https://") else PLAIN) or None


def session_cookie(token: str, hours: int, public_url: str) -> str:
    """The Set-Cookie header that keeps a session in the browser; the server ends it in its own time."""
    is_https = public_url.startswith("https://")
    name = SECURE if is_https else PLAIN
    cookie: SimpleCookie = SimpleCookie()
    cookie[name] = token
    cookie[name]["path"] = "/"
    cookie[name]["httponly"] = True
    cookie[name]["samesite"] = "lax"
    cookie[name]["max-age"] = hours * 3600
    if is_https:
        cookie[name]["secure"] = True
    return cookie[name].OutputString()


def no_cookie(public_url: str) -> str:
    """The Set-Cookie header that makes the browser forget the session."""
    is_https = public_url.startswith("https://")
    name = SECURE if is_https else PLAIN
    secure = "; Secure" if is_https else ""
    return f"{name}=; Path=/; HttpOnly; SameSite=lax; Max-Age=0{secure}"


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
                    cookie = session_cookie(token, settings.session_hours, settings.public_url)
                    headers.append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, kept)
