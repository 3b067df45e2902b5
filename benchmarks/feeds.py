"""How much CPU does a calendar cost? Feeds of 200 and 5,000 visits, unchanged and whole, against a bare FastAPI route.

    python -m benchmarks.feeds [--requests 400]

The bare route answers the same bytes from memory, or 304 to its own validator: what the framework costs alone. Both are
asked in the same process without a network; CPU seconds count every thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from fastapi import FastAPI, Request, Response
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.deed import SYSTEM
from aftersales.feeds import share_feed
from aftersales.identifiers import link_token
from aftersales.logs import configure_logs
from aftersales.moments import utc_of
from aftersales.parts import Parts
from aftersales.records import FeedDetail, FeedKind
from aftersales.settings import read_settings
from benchmarks.booking_request import MONDAY, STOPS, ZONE, founded
from scheduling import Stopwatch
from web.app import create_app

DAYS = 20
SIZES = (1, 25)
"""Technicians of a calendar: each has ten visits on each of the days."""

WHOLE = 20
"""Times fewer than unchanged ones that a whole calendar is asked for."""

Message = MutableMapping[str, Any]
App = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


@dataclass(frozen=True)
class Answer:
    """What an app said."""

    status: int
    headers: dict[str, str]
    content: bytes


async def asked(app: App, path: str, validator: str = "") -> Answer:
    """One GET, without any network."""
    headers = [(b"host", b"127.0.0.1:8000")]
    if validator:
        headers.append((b"if-none-match", validator.encode()))
    scope: Message = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return Answer(
        status=sent[0]["status"],
        headers={name.decode(): value.decode() for name, value in sent[0]["headers"]},
        content=b"".join(each.get("body", b"") for each in sent[1:]),
    )


def bare(content: bytes) -> FastAPI:
    """The least that a feed can be: its bytes, and a validator."""
    app = FastAPI()
    validator = '"1"'

    @app.get("/feeds/{token}.ics")
    def feed(request: Request, token: str) -> Response:  # noqa: ARG001 - the path has it
        """The same bytes to everybody."""
        if request.headers.get("if-none-match") == validator:
            return Response(status_code=304, headers={"ETag": validator})
        return Response(content, media_type="text/calendar", headers={"ETag": validator})

    return app


def handed_out(parts: Parts) -> str:
    """Where the calendar of the whole territory is."""
    with parts.doing(SYSTEM) as deed:
        link_id = share_feed(
            deed,
            kind=FeedKind.TERRITORY,
            code="riga",
            detail=FeedDetail.FULL,
            language="en",
            purpose="benchmark",
        )
    return f"/feeds/{link_token(parts.secret, link_id)}.ics"


async def rate(app: App, path: str, validator: str, requests: int, status: int) -> float:
    """Answers per CPU second."""
    watch = Stopwatch()
    for _each in range(requests):
        answer = await asked(app, path, validator)
        if answer.status != status:
            raise RuntimeError(f"The answer was {answer.status} instead of {status}.")
    return requests / watch.cpu


async def compared(app: App, path: str, requests: int) -> list[tuple[str, int, float, float]]:
    """Both cases with the bytes of a calendar, ours and the bare route's answers per CPU second."""
    first = await asked(app, path)
    other = bare(first.content)
    theirs = await asked(other, path)
    found = []
    for case, ours, their, times, status in (
        ("unchanged (304)", first.headers["etag"], theirs.headers["etag"], requests, 304),
        ("whole", "", "", max(1, requests // WHOLE), 200),
    ):
        for each in (app, other):  # nobody pays for what is read once
            await rate(each, path, ours if each is app else their, 3, status)
        found.append(
            (
                case,
                len(first.content),
                await rate(app, path, ours, times, status),
                await rate(other, path, their, times, status),
            )
        )
    return found


def measured(technicians: int, requests: int) -> list[tuple[str, int, float, float]]:
    """Both cases of one size of calendar."""
    clock = SetClock(utc_of(datetime.combine(MONDAY, time(6)), ZONE))
    with TemporaryDirectory() as folder:
        settings = read_settings(
            database_url=f"sqlite:///{Path(folder) / 'a.db'}",
            secret_key="k" * 43,
            outbox=Path(folder),
            requests_per_minute=10**6,
        )
        with bootstrap(settings, clock=clock) as parts:
            parts.store.migrate()
            founded(parts, technicians, Random(1), days=DAYS)
            path = handed_out(parts)
            with parts.store.writing() as session:  # a server learns its sizes within a minute
                session.execute(text("ANALYZE"))
            return asyncio.run(compared(create_app(parts, with_jobs=False), path, requests))


def main(
    requests: Annotated[int, typer.Option(help="Requests for unchanged calendars.")] = 400,
) -> None:
    """Measure unchanged and whole calendars of both sizes, beside the bare route."""
    configure_logs("error")
    table = Table("visits", "bytes", "case", "ours a CPU second", "bare route", "ratio")
    for technicians in SIZES:
        for case, size, ours, theirs in measured(technicians, requests):
            table.add_row(
                f"{technicians * DAYS * STOPS:,}",
                f"{size:,}",
                case,
                f"{ours:,.1f}",
                f"{theirs:,.0f}",
                f"{ours / theirs:.4f}",
            )
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
