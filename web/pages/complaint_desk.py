"""Somebody at work on one complaint: what they do is kept and shown, or refused on the page with nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.conversations import Preview
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.parts import Parts
from aftersales.records import Complaint, User
from aftersales.words import Words, words_in
from web.pages.complaint_page import complaint_page, locked_complaint
from web.parts import PartsIn
from web.who import Me


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Somebody at work on one complaint: what they do is kept and shown, or refused with nothing lost."""

    request: Request
    parts: Parts
    me: SignedIn
    complaint_id: UUID

    @property
    def words(self) -> Words:
        """In their language."""
        return words_in(self.me.language)

    def shown(self, typed: dict[str, str], preview: Preview) -> Response:
        """The page with what an answer would do."""
        return complaint_page(
            self.request, self.parts, self.me, self.complaint_id, typed=typed, preview=preview
        )

    def refused(self, problem: str, typed: dict[str, str], *, status_code: int = 422) -> Response:
        """The page with what does not fit in what they sent."""
        return complaint_page(
            self.request,
            self.parts,
            self.me,
            self.complaint_id,
            problem=problem,
            status_code=status_code,
            typed=typed,
        )

    def acted(self, act: Callable[[Deed, Complaint, User], object], **typed: str) -> Response:
        """Do it and lead back to the complaint; what a rule refuses is said on the page."""
        _ = self.words
        try:
            with self.parts.doing(actor_of(self.me)) as deed:
                complaint = locked_complaint(deed, self.complaint_id)
                act(deed, complaint, deed.session.get_one(User, self.me.user_id))
        except NotUnderstood:
            problem = _("Something is missing or does not fit. Check the amount and the sentence.")
            return self.refused(problem, typed)
        except NotAllowed:
            problem = _("This is not possible, or no longer. See below what is, and who may do it.")
            return self.refused(problem, typed, status_code=409)
        return RedirectResponse(f"/complaints/{self.complaint_id}", status_code=303)


def _desk(request: Request, parts: PartsIn, me: Me, complaint_id: UUID) -> Desk:
    return Desk(request=request, parts=parts, me=me, complaint_id=complaint_id)


DeskIn = Annotated[Desk, Depends(_desk)]
"""Asks for the complaint of the address and whoever works on it."""
