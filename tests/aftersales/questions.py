"""What a store is asked, for tests that lists do not ask once more for every row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from aftersales.store import Store


@contextmanager
def questions(store: Store, about: str = "") -> Iterator[list[str]]:
    """Every statement meanwhile that speaks of something, in its order; of anything unless it is said."""
    asked: list[str] = []

    def listen(connection: object, cursor: object, statement: str, *more: object) -> None:
        if about in statement:
            asked.append(statement)

    event.listen(store._engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(store._engine, "before_cursor_execute", listen)
