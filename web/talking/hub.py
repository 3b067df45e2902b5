"""Which cases somebody looks at in this process, and when something new is in one of them.

What is new is read from the database once a second for all of them together, so it does not matter which process
took it in, and a lost signal loses nothing: every page asks for whatever it does not show yet.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

import structlog
from starlette.concurrency import run_in_threadpool

from aftersales.parts import Parts
from aftersales.queries.own_cases import marks_of_cases

PAUSE: Final = 1.0
"""Seconds between two looks: nobody feels that an answer took so long."""

MOST_PAGES: Final = 500
"""Open pages of one process; whoever comes then loads the page anew for an answer."""


class TooManyPages(Exception):
    """This process has as many open pages as it takes."""


class TalkHub:
    """Wakes the open pages of a case when something was said or moved in it."""

    def __init__(self, parts: Parts) -> None:
        """Look at nothing yet."""
        self._parts = parts
        self._pages: defaultdict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._marks: dict[UUID, tuple[int, int]] = {}
        self._watch: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def looking_at(self, case_id: UUID) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever there is something new.

        Raises:
            TooManyPages: there are too many already.
        """
        if sum(map(len, self._pages.values())) >= MOST_PAGES:
            raise TooManyPages
        news = asyncio.Event()
        self._pages[case_id].add(news)
        if self._watch is None:
            self._watch = asyncio.create_task(self._look())
        try:
            yield news
        finally:
            self._pages[case_id].discard(news)
            if not self._pages[case_id]:
                del self._pages[case_id]
                self._marks.pop(case_id, None)
            if not self._pages and self._watch is not None:
                self._watch.cancel()
                self._watch = None

    def wake(self, case_id: UUID) -> None:
        """Something was said in a case: its pages look at once."""
        for news in self._pages.get(case_id, ()):
            news.set()

    async def _look(self) -> None:
        """Look again and again, as long as a page is open."""
        while True:
            await asyncio.sleep(PAUSE)
            try:
                marks = await run_in_threadpool(self._read, list(self._pages))
            except Exception as error:  # noqa: BLE001 - the outermost loop of a task
                structlog.get_logger().error("talks_not_read", error=type(error).__name__)
                continue
            for case_id, mark in marks.items():
                if self._marks.get(case_id) != mark:
                    self.wake(case_id)
                self._marks[case_id] = mark

    def _read(self, case_ids: list[UUID]) -> dict[UUID, tuple[int, int]]:
        with self._parts.store.reading() as session:
            return marks_of_cases(session, case_ids)
