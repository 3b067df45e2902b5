"""Somebody at work on one case: what they do is kept and shown, or refused on the page with nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.conversations import (
    Author,
)
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.moments import utc_of
from aftersales.parts import Parts
from aftersales.queries.promises import zones_of_cases
from aftersales.records import (
    Case,
)
from aftersales.words import Words, words_in
from web.api.fields import FIRST, LAST
from web.pages.case_page import TypedCase, case_in, case_page
from web.parts import PartsIn
from web.who import Me


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Somebody at work on one case: what they do is kept and shown, or refused with nothing lost."""

    request: Request
    parts: Parts
    me: SignedIn
    case_id: UUID

    @property
    def words(self) -> Words:
        """In their language."""
        return words_in(self.me.language)

    @property
    def author(self) -> Author:
        """As the thread names them."""
        return Author(self.me.name, self.me.user_id)

    def shown(self, *, typed: TypedCase | None = None, status_code: int = 200) -> Response:
        """The page."""
        return case_page(
            self.request, self.parts, self.me, self.case_id, typed=typed, status_code=status_code
        )

    def refused(self, where: str, problem: str, typed: TypedCase | None = None) -> Response:
        """The page with what does not fit, and everything that was typed."""
        held = (typed or TypedCase()).with_problem(where, problem)
        return self.shown(typed=held, status_code=422)

    def acted(
        self, act: Callable[[Deed, Case], object], where: str, typed: TypedCase | None = None
    ) -> Response:
        """Do it and lead back to the case; what a rule refuses is said on the page."""
        _ = self.words
        try:
            with self.parts.doing(actor_of(self.me)) as deed:
                act(deed, case_in(deed.session, self.case_id))
        except NotUnderstood:
            return self.refused(
                where, _("Something is missing or does not fit. Check what you wrote."), typed
            )
        except NotAllowed:
            problem = _("This is not possible, or no longer. See how the case stands now.")
            return self.refused(where, problem, typed)
        return RedirectResponse(f"/cases/{self.case_id}", status_code=303)

    def moment(self, text: str) -> datetime | None:
        """A moment to come in the wall time of the case; none if it is not written as one.

        Raises:
            ValueError: it is written otherwise, or in the past.
        """
        if not text.strip():
            return None
        wall = datetime.fromisoformat(text.strip())
        if wall.tzinfo is not None or not FIRST <= wall.date() <= LAST:
            raise ValueError(text)
        with self.parts.store.reading() as session:
            zone = zones_of_cases(session, {self.case_id})[self.case_id]
        at = utc_of(wall, zone)
        if at <= self.parts.clock.now():
            raise ValueError(text)
        return at


def desk_at(request: Request, parts: PartsIn, me: Me, case_id: UUID) -> Desk:
    """The desk for the case of an address."""
    return Desk(request=request, parts=parts, me=me, case_id=case_id)


DeskIn = Annotated[Desk, Depends(desk_at)]
"""Asks for the case of the address and whoever works on it."""
