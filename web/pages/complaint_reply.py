"""Answering the customer of a complaint in its thread: first who is told what, then it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response

from aftersales.access import actor_of
from aftersales.conversations import Author, Way, preview_reply, reply
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.records import Case, CaseState, Complaint, ThreadMessage
from web.pages.complaint_desk import Desk, DeskIn
from web.pages.complaint_page import locked_complaint

router = APIRouter(prefix="/complaints")

Act = Callable[[Deed, Complaint], ThreadMessage]
"""Gives the answer."""

THEIRS: Final = "theirs"
"""Written in the form where it is the customer's turn after the answer."""

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=32_000)]


@router.post("/{complaint_id}/reply")
def replied(
    desk: DeskIn, text: Long = "", turn: Field = "", way: Field = "", sure: Field = ""
) -> Response:
    """Show who is told what; sent once somebody is sure."""
    _ = desk.words
    typed = {"text": text, "turn": turn, "way": way}
    if not text.strip():
        return desk.refused(_("Write what the customer is to read."), typed)

    def act(deed: Deed, row: Complaint) -> ThreadMessage:
        return reply(
            deed,
            deed.session.get_one(Case, row.case_id),
            text,
            Author(desk.me.name, desk.me.user_id),
            state=CaseState.WAITING_CUSTOMER if turn == THEIRS else None,
            way=Way(way) if way in set(Way) else None,
        )

    if sure:
        return desk.acted(lambda deed, row, _me: act(deed, row), **typed)
    return _previewed(desk, act, typed)


def _previewed(desk: Desk, act: Act, typed: dict[str, str]) -> Response:
    _ = desk.words
    try:
        preview = preview_reply(
            desk.parts,
            actor_of(desk.me),
            lambda deed: act(deed, locked_complaint(deed, desk.complaint_id)),
        )
    except (NotAllowed, NotUnderstood):
        problem = _("This is not possible, or no longer. See below what is, and who may do it.")
        return desk.refused(problem, typed, status_code=409)
    return desk.shown(typed, preview)
