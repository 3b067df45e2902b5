"""A list in an answer: some rows, and where the following ones begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import BaseModel, Field
from starlette.datastructures import URL, MutableHeaders

from aftersales.errors import NotThere
from aftersales.queries.pages import AnyRecord, Page
from aftersales.store import Session
from web.api.fields import After, Limit

Item = TypeVar("Item", bound=BaseModel)


class Listed(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: UUID | None = Field(
        description="Send it as `after` to read on; null at the end of the list."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """Which page of a list was asked for, at which address, and the headers of the answer."""

    limit: int
    after: UUID | None
    url: URL
    headers: MutableHeaders

    def listed(self, page: Page[AnyRecord], shown: Callable[[AnyRecord], Item]) -> Listed[Item]:
        """A page of rows as it is answered."""
        return self.answer([shown(row) for row in page.rows], page.next)

    def answer(self, items: list[Item], following: UUID | None) -> Listed[Item]:
        """These items, and the way to the following page in a header, too (RFC 8288)."""
        if following is not None:
            url = self.url.include_query_params(after=following)
            self.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
        return Listed(items=items, next=following)


def _paged(request: Request, answer: Response, limit: Limit = 50, after: After = None) -> Paged:
    return Paged(limit=limit, after=after, url=request.url, headers=answer.headers)


PagedIn = Annotated[Paged, Depends(_paged)]
"""Asks for a page of a list in an endpoint's signature: `limit` and `after`."""


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
