"""A list in an answer: some rows, and where the following ones begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from aftersales.errors import NotThere
from aftersales.queries.pages import AnyRecord, Page
from aftersales.store import Session

Item = TypeVar("Item", bound=BaseModel)


class Listed(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: UUID | None = Field(
        description="Send it as `after` to read on; null at the end of the list."
    )


def listed(page: Page[AnyRecord], shown: Callable[[AnyRecord], Item]) -> Listed[Item]:
    """A page of rows as it is answered."""
    return Listed(items=[shown(row) for row in page.rows], next=page.next)


def found(session: Session, table: type[AnyRecord], identifier: UUID, noun: str) -> AnyRecord:
    """The row with this identifier.

    Raises:
        NotThere: there is none.
    """
    row = session.get(table, identifier)
    if row is None:
        raise NotThere(f"There is no {noun} {identifier}. Check the identifier.")
    return row


def known(row: AnyRecord | None, noun: str, name: str) -> AnyRecord:
    """A row that was looked up by its name.

    Raises:
        NotThere: it was not found.
    """
    if row is None:
        raise NotThere(f"There is no {noun} “{name}”. Check how it is written.")
    return row
