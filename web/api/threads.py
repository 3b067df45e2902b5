"""The thread of a case: what was said on every channel, and answers that go back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import SignedIn
from aftersales.conversations import Author, Way, reply, write_note
from aftersales.deed import Deed
from aftersales.queries.conversations import thread_page
from aftersales.records import Case, CaseChannel, CaseState, Direction, ThreadMessage
from web.api.fields import Moment, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/cases", tags=["cases"])

LongestText = Field(
    min_length=1,
    max_length=32_000,
    pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\S[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
)


class ReplySent(Sent):
    """An answer to the customer of a case."""

    model_config = example(text="Please open the filter at the bottom.", state="waiting_customer")

    text: str = LongestText
    state: CaseState | None = Field(
        default=None, description="Where the case stands with it; a new case is at least triaged."
    )
    next_update_at: Moment | None = Field(
        default=None,
        description="When the customer hears more; in eight business hours without one.",
    )
    way: Way | None = Field(
        default=None, description="How it goes; back on the customer's channel without one."
    )


class NoteSent(Sent):
    """Something for colleagues."""

    model_config = example(text="Called twice, nobody answered.")

    text: str = LongestText


class MessageShown(Shown):
    """One message of a thread; `channel` says where it came from or must be carried to, `address` whose it is there."""

    id: UUID
    case_id: UUID
    direction: Direction
    channel: CaseChannel
    who: str
    address: str
    text: str
    at: datetime
    notice_id: UUID | None


@router.get("/{case_id}/messages", summary="The thread of a case")
def messages(parts: PartsIn, paged: PagedIn, case_id: UUID) -> Listed[MessageShown]:
    """Everything said in a case, the first first; notes for colleagues, too."""
    with parts.store.reading() as session:
        found(session, Case, case_id, "case")
        page = thread_page(session, case_id, after=paged.after, limit=paged.limit)
        return paged.listed(page, MessageShown.model_validate)


@router.post(
    "/{case_id}/messages",
    status_code=201,
    summary="Answer the customer of a case",
    response_model=MessageShown,
)
def answered(once: OnceIn, who: Who, case_id: UUID, sent: ReplySent) -> Response:
    """Answer on the customer's channel; the promise before is kept and the next one made."""

    def act(deed: Deed) -> Acted:
        message = reply(
            deed,
            found(deed.session, Case, case_id, "case"),
            sent.text,
            author_of(who),
            state=sent.state,
            next_update_at=sent.next_update_at,
            way=sent.way,
        )
        return _kept(deed, message)

    return once.answer(act)


@router.post(
    "/{case_id}/notes",
    status_code=201,
    summary="Write a note for colleagues",
    response_model=MessageShown,
)
def noted(once: OnceIn, who: Who, case_id: UUID, sent: NoteSent) -> Response:
    """Keep a note in the thread; the customer never sees it."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, Case, case_id, "case")
        return _kept(deed, write_note(deed, row, sent.text, author_of(who)))

    return once.answer(act)


def author_of(principal: object) -> Author:
    """As the thread names whoever sends a request: a user by name, a shop system by that of its key."""
    if isinstance(principal, SignedIn):
        return Author(principal.name, principal.user_id)
    return Author(getattr(principal, "name", ""))


def _kept(deed: Deed, message: ThreadMessage) -> Acted:
    deed.session.flush()
    shown = MessageShown.model_validate(message)
    return shown, f"/api/v1/cases/{message.case_id}/messages"
