"""What one open page and the server say to each other, as small JSON objects.

The page says which messages it shows (`have`), or something new under an identifier of its own (`said_id`, `text`), which it
repeats until it hears that it was taken: the same identifier again is the same message. The server says messages that the
page does not show (`line`), how the case stands (`standing`), what was taken (`taken`) and what was not (`refused`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from aftersales.conversations.own_page import LONGEST_LINE
from aftersales.errors import AftersalesError, NotAllowed, NotUnderstood, TooOften
from web.talking.hub import TalkHub

HEARTBEAT: Final = 20.0
"""Seconds after which a page that is open says so again, and whoever looks at it is checked again."""

NOT_UNDERSTOOD: Final = 1007
NOT_OPEN: Final = 1008
"""Why a line ends (RFC 6455, section 7.4.1): what came is no message of ours, or the page is not theirs any more."""


class Spoken(BaseModel):
    """What a page says."""

    model_config = ConfigDict(extra="forbid")

    have: Annotated[list[UUID], Field(max_length=1000)] = []
    said_id: Annotated[str, Field(max_length=64)] = ""
    text: Annotated[str, Field(max_length=LONGEST_LINE)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a page does not show yet: how the case stands, and messages with their identifiers, ready to be put in."""

    standing: str
    lines: Sequence[tuple[UUID, str]]


class Side(Protocol):
    """Whoever has the page open: the customer or somebody of us. What it does reads or writes the database."""

    def news(self, have: frozenset[UUID]) -> News:
        """Everything that this side may see and does not show yet.

        Raises:
            AftersalesError: the page is not theirs any more.
        """
        ...

    def say(self, said_id: str, text: str) -> UUID:
        """Keep what they say; the same identifier again answers the same message.

        Raises:
            AftersalesError: it cannot be kept, for the reason that it says.
        """
        ...

    def refusal(self, error: AftersalesError) -> str:
        """Why something was not kept, in their language."""
        ...


@dataclass(slots=True)
class Talk:
    """One open page of a case and its line to the server."""

    socket: WebSocket
    hub: TalkHub
    case_id: UUID
    side: Side
    shown: set[UUID] = field(default_factory=set)

    async def hold(self) -> None:
        """Say and hear until the page is left."""
        async with self.hub.looking_at(self.case_id) as news:
            await self.socket.accept()
            hearing = asyncio.create_task(self._hear(news))
            telling = asyncio.create_task(self._tell(news))
            _done, left = await asyncio.wait(
                (hearing, telling), return_when=asyncio.FIRST_COMPLETED
            )
            for task in left:
                task.cancel()
            for task in (hearing, telling):
                with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                    await task

    async def _hear(self, news: asyncio.Event) -> None:
        """Take in what the page says until it is closed."""
        while True:
            try:
                spoken = Spoken.model_validate_json(await self.socket.receive_text())
            except (ValidationError, KeyError):
                await self.socket.close(NOT_UNDERSTOOD)
                return
            self.shown.update(spoken.have)
            if spoken.said_id:
                await self._take(spoken)
            news.set()

    async def _take(self, spoken: Spoken) -> None:
        try:
            kept = await run_in_threadpool(self.side.say, spoken.said_id, spoken.text)
        except (NotUnderstood, NotAllowed, TooOften) as error:
            why = self.side.refusal(error)
            await self.socket.send_json({"refused": spoken.said_id, "why": why})
            return
        except AftersalesError:
            await self.socket.close(NOT_OPEN)
            return
        await self.socket.send_json({"taken": spoken.said_id, "id": str(kept)})
        self.hub.wake(self.case_id)

    async def _tell(self, news: asyncio.Event) -> None:
        """Tell what is new, at once and at every heartbeat, until the page is not theirs any more."""
        standing = ""
        await self._begun(news)
        while True:
            news.clear()
            try:
                found = await run_in_threadpool(self.side.news, frozenset(self.shown))
            except AftersalesError:
                await self.socket.close(NOT_OPEN)
                return
            for identifier, html in found.lines:
                await self.socket.send_json({"line": html, "id": str(identifier)})
                self.shown.add(identifier)
            if found.standing != standing:
                standing = found.standing
                await self.socket.send_json({"standing": standing})
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), HEARTBEAT)

    async def _begun(self, news: asyncio.Event) -> None:
        """Wait for what the page shows; one that does not say it in time shows nothing."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), HEARTBEAT)
