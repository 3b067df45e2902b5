"""Versions: what is shown of one thing carries an ETag, and an edit says which version it was made from.

A tag is a digest of everything that is shown, so it changes exactly when that does, whoever changed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Header, Response
from pydantic import BaseModel

from aftersales.access import Principal, actor_of
from aftersales.deed import Deed, id_of
from aftersales.errors import NoVersionNamed, VersionMoved
from aftersales.identifiers import digest_of
from aftersales.parts import Parts
from aftersales.queries.pages import AnyRecord
from aftersales.store import Session, lock_rows
from web.parts import PartsIn
from web.who import Who

ANY: Final = "*"
"""Names whatever version there is (RFC 9110, section 13.1.1)."""

LONGEST: Final = 2000
"""Characters of a list of tags at most."""

_TAG: Final = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
"""One entity tag (RFC 9110, section 8.8.3)."""


def json_of(shown: BaseModel) -> str:
    """What is answered, as the JSON that is sent; tags are digests of exactly this."""
    return shown.model_dump_json()


def tag_of(shown: BaseModel) -> str:
    """The strong tag of what is shown."""
    return f'"{digest_of(json_of(shown))}"'


def answer_of(shown: BaseModel) -> Response:
    """What is shown with its tag."""
    return Response(json_of(shown), media_type="application/json", headers={"ETag": tag_of(shown)})


@dataclass(frozen=True, slots=True)
class Held:
    """The versions that somebody who reads has already, if they say so."""

    tags: str | None

    def answer(self, shown: BaseModel) -> Response:
        """What is shown with its tag; only the tag if they have just this."""
        tag = tag_of(shown)
        if self.tags is not None and _names(self.tags, tag, is_weak_enough=True):
            return Response(status_code=304, headers={"ETag": tag})
        return answer_of(shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit of one row: by whom, and from which version of it."""

    parts: Parts
    principal: Principal
    tags: str | None

    def answer(
        self,
        row: Callable[[Session], AnyRecord],
        *,
        shown: Callable[[Session, AnyRecord], BaseModel],
        change: Callable[[Deed, AnyRecord], object],
    ) -> Response:
        """Change the row in one deed and show it, if it is still the version that the edit was made from.

        Raises:
            NoVersionNamed: the edit does not say from which version it was made.
            VersionMoved: the row is another one by now; nothing is kept.
        """
        if self.tags is None:
            raise NoVersionNamed(
                "It is not said which version this edit was made from. Read it again and send its "
                "ETag in “If-Match”."
            )
        with self.parts.doing(actor_of(self.principal)) as deed:
            present = row(deed.session)
            lock_rows(deed.session, str(present.__tablename__), [id_of(present)])
            deed.session.refresh(present)
            if not _names(self.tags, tag_of(shown(deed.session, present)), is_weak_enough=False):
                raise VersionMoved(
                    "It has changed since you read it, so nothing was changed now. Read it again and "
                    "repeat the edit if it is still needed."
                )
            change(deed, present)
            deed.session.flush()
            return answer_of(shown(deed.session, present))


def _held(
    tags: Annotated[
        str | None,
        Header(
            alias="If-None-Match",
            max_length=LONGEST,
            description="The ETag you have; if it still holds, 304 without a body is answered.",
        ),
    ] = None,
) -> Held:
    return Held(tags)


def _edit(
    parts: PartsIn,
    principal: Who,
    tags: Annotated[
        str | None,
        Header(
            alias="If-Match",
            max_length=LONGEST,
            description="The ETag of the version that the edit was made from; an edit without is refused.",
        ),
    ] = None,
) -> Edit:
    return Edit(parts=parts, principal=principal, tags=tags)


HeldIn = Annotated[Held, Depends(_held)]
"""Asks for the versions that a reader has already."""

EditIn = Annotated[Edit, Depends(_edit)]
"""Asks for an edit in an endpoint's signature."""


def _names(tags: str, tag: str, *, is_weak_enough: bool) -> bool:
    """Whether a list of tags names this one; a weak tag never names a version to edit."""
    if tags.strip() == ANY:
        return True
    return any(found == tag and (is_weak_enough or not weak) for weak, found in _TAG.findall(tags))
