"""At the door: who comes, whether this route is theirs, how often, and whether a form is of this sign-in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from fastapi import Request
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket

from aftersales.access import Nobody, Principal, SignedIn
from aftersales.errors import NotPermitted, NotSignedIn
from aftersales.parts import Parts
from aftersales.sessions import is_form_token, rotate
from web.cookies import session_token
from web.doors import DOORS, Door
from web.limits import RequestLimits
from web.security import SAFE
from web.who import SIGN_IN_FIRST, address_of, identified, name_of

Entries = dict[Callable[..., Any], str]
"""“METHOD /path” of each endpoint, as the table of doors writes it."""

LINE: Final = "LINE"
"""Stands for the method of what an open page and the server say to each other."""

FORM_FIELD: Final = "csrf"
FORM_HEADER: Final = "x-csrf-token"
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

NOT_YOURS: Final = (
    "This is not open to you. If you need it for your work, ask whoever manages the accounts."
)
OLD_FORM: Final = "This page is from an earlier sign-in, so nothing was changed. Load it again and repeat what you did."


async def admitted(request: Request) -> None:
    """Let a request in or refuse it; every route of the app asks this first.

    Raises:
        NotSignedIn: it is not known who comes, and it must be.
        NotPermitted: it is known, and the route is not theirs; or a form is not of this sign-in.
        TooOften: they came too often.
    """
    parts: Parts = request.app.state.parts
    limits: RequestLimits = request.app.state.limits
    entries: Entries = request.app.state.entries
    request.state.entry = entries[request.scope["endpoint"]]  # the log names the request by it
    door = DOORS[request.state.entry]
    try:
        principal = await run_in_threadpool(_known, request, parts, door)
    except NotSignedIn:
        limits.count(name_of(Nobody(), address_of(request)))
        raise
    limits.count(name_of(principal, address_of(request)))
    _refuse_unless(door, principal)
    request.state.principal = principal
    if request.method in SAFE or not isinstance(principal, SignedIn) or not door.roles:
        return
    if not is_form_token(parts.secret, principal.session_id, await _sent_form_token(request)):
        raise NotPermitted(OLD_FORM)
    await run_in_threadpool(_rotate, request, parts)


async def admitted_to_talk(socket: WebSocket) -> None:
    """The same for the line of an open page; its foreign origins are refused before (`web.security`).

    Raises:
        NotSignedIn: it is not known who comes, and it must be.
        NotPermitted: it is known, and the page is not theirs.
        TooOften: they came too often.
    """
    parts: Parts = socket.app.state.parts
    limits: RequestLimits = socket.app.state.limits
    door = DOORS[socket.app.state.entries[socket.scope["endpoint"]]]
    principal = await run_in_threadpool(_known, socket, parts, door)
    limits.count(name_of(principal, address_of(socket)))
    _refuse_unless(door, principal)


def entries_of(routes: Sequence[BaseRoute]) -> Entries:
    """How each endpoint of an app's routes is named in the table of doors.

    Raises:
        ValueError: a route has no row in the table, or a row no route; the app must not start.
    """
    entries: Entries = {}
    for route in iter_route_contexts(routes):
        if route.endpoint is None or route.path is None:  # files that everybody may read
            continue
        methods = {LINE} if isinstance(route.route, WebSocketRoute) else route.methods or set()
        (method,) = methods - {"HEAD", "OPTIONS"}
        entries[route.endpoint] = f"{method} {route.path}"
    there, named = set(entries.values()), set(DOORS)
    if there != named:
        raise ValueError(
            f"Routes without a door: {sorted(there - named)}; doors without a route: {sorted(named - there)}."
        )
    return entries


def _known(request: HTTPConnection, parts: Parts, door: Door) -> Principal:
    """Who comes; at an open door somebody whose session ended is simply nobody."""
    try:
        return identified(request, parts)
    except NotSignedIn:
        if door.is_open or door.link is not None:
            return Nobody()
        raise


def _refuse_unless(door: Door, principal: Principal) -> None:
    if door.lets_in(principal):
        return
    if isinstance(principal, Nobody):
        raise NotSignedIn(SIGN_IN_FIRST)
    raise NotPermitted(NOT_YOURS)


async def _sent_form_token(request: Request) -> str:
    """The token of the form: from the header that scripts set, else from the form itself."""
    header = request.headers.get(FORM_HEADER)
    if header is not None:
        return header
    kind = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if kind not in FORMS:
        return ""
    sent = (await request.form()).get(FORM_FIELD, "")
    return sent if isinstance(sent, str) else ""


def _rotate(request: Request, parts: Parts) -> None:
    """Renew the session's token from time to time; `SessionKeeper` hands it to the browser."""
    token = session_token(request, parts.settings.public_url)
    if token is not None:
        request.state.renewed_token = rotate(parts, token)
