"""The lines of open pages, and who may hold one."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from aftersales.access import OFFICE, SignedIn
from aftersales.conversations.own_page import OwnCase, case_of_link
from aftersales.errors import AftersalesError, NotSignedIn, NotThere
from aftersales.parts import Parts
from aftersales.words import words_in
from web.admission import admitted_to_talk
from web.pages.case_page import case_in
from web.pages.own_case_shown import words_of
from web.talking.hub import TalkHub, TooManyPages
from web.talking.own_side import OwnSide
from web.talking.staff_side import StaffSide
from web.talking.talk import NOT_OPEN, Side, Talk
from web.who import SIGN_IN_FIRST, identified

BUSY = 1013
"""Try again later (the registry of close codes of RFC 6455)."""


def talk_routes() -> list[WebSocketRoute]:
    """The line of the customer's page, and that of the page of colleagues."""
    return [
        WebSocketRoute("/case/{token}/talk", own_talk),
        WebSocketRoute("/cases/{case_id}/talk", staff_talk),
    ]


async def own_talk(socket: WebSocket) -> None:
    """The customer talks on the page that a link opened."""
    parts: Parts = socket.app.state.parts
    token = socket.path_params["token"]
    try:
        await admitted_to_talk(socket)
        own = await run_in_threadpool(_own, parts, token)
    except AftersalesError:
        await socket.close(NOT_OPEN)
        return
    await _hold(socket, own.case.id, OwnSide(parts, token, words_of(socket, own)))


async def staff_talk(socket: WebSocket) -> None:
    """Somebody of us talks on the page of a case."""
    parts: Parts = socket.app.state.parts
    try:
        case_id = _identifier(socket.path_params["case_id"])
        await admitted_to_talk(socket)
        me = await run_in_threadpool(_still, socket, parts)
        await run_in_threadpool(_there, parts, case_id)
    except AftersalesError:
        await socket.close(NOT_OPEN)
        return
    still = partial(_still, socket, parts)
    await _hold(socket, case_id, StaffSide(parts, case_id, words_in(me.language), still))


async def _hold(socket: WebSocket, case_id: UUID, side: Side) -> None:
    hub: TalkHub = socket.app.state.talks
    try:
        await Talk(socket, hub, case_id, side).hold()
    except TooManyPages:
        await socket.close(BUSY)


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotThere("There is no such case. Choose one from the list of cases.") from error


def _own(parts: Parts, token: str) -> OwnCase:
    with parts.store.reading() as session:
        own = case_of_link(session, parts.settings, parts.clock.now(), token)
    if not own.is_talk:
        raise NotThere("Answers to this request go to the address that was given.")
    return own


def _there(parts: Parts, case_id: UUID) -> None:
    with parts.store.reading() as session:
        case_in(session, case_id)


def _still(socket: WebSocket, parts: Parts) -> SignedIn:
    """Whoever opened the page, as long as they are signed in and of the office."""
    principal = identified(socket, parts)
    if not isinstance(principal, SignedIn) or principal.role not in OFFICE:
        raise NotSignedIn(SIGN_IN_FIRST)
    return principal
