"""The thread of a case as staff see it: who said what, on which channel, with which files, and whether it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from aftersales.conversations.recipients import Recipient
from aftersales.conversations.ways import Way
from aftersales.queries.conversations import thread_of_case
from aftersales.queries.intakes import intakes_of_messages
from aftersales.queries.notices import notices_by_id
from aftersales.queries.uploads import uploads_of_each
from aftersales.records import Case, NoticeState, ThreadMessage
from aftersales.store import Session
from aftersales.words import Words
from web.pages.case_words import channel_words, way_words
from web.pages.files_shown import FileRow, files_shown
from web.templating import macro


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message: what was said, the files with it, and how it stands with what we sent.

    `whole` is all of a letter where the thread shows only what is new in it.
    """

    message: ThreadMessage
    files: list[FileRow]
    delivery: str
    is_lost: bool
    whole: str


def thread_shown(_: Words, session: Session, case: Case) -> list[Said]:
    """Everything said in a case, the first first; asks the database four times, however long it is."""
    messages = thread_of_case(session, case.id)
    ids = [each.id for each in messages]
    files = uploads_of_each(session, "thread_message", ids)
    wholes = {each.message_id: each.whole for each in intakes_of_messages(session, ids)}
    told = notices_by_id(session, [each.notice_id for each in messages if each.notice_id])
    states = {each.id: each.state for each in told}
    return [
        Said(
            message=each,
            files=files_shown(_, files.get(each.id, [])),
            delivery="" if state is None else delivery_words(_, state),
            is_lost=state in (NoticeState.UNREACHABLE, NoticeState.GIVEN_UP),
            whole=_older(each, wholes.get(each.id, "")),
        )
        for each in messages
        for state in (None if each.notice_id is None else states.get(each.notice_id),)
    ]


def one_shown(_: Words, zone: str, row: Said) -> str:
    """One message, ready to be put into an open page."""
    return macro("parts/thread.html", "one")(_, row, zone, channel_words)


def _older(message: ThreadMessage, whole: str) -> str:
    """All of a letter, if there is more in it than the thread shows."""
    return whole if len(whole.strip()) > len(message.text.strip()) else ""


def delivery_words(_: Words, state: NoticeState) -> str:
    """How it stands with a message to a customer."""
    match state:
        case NoticeState.WAITING:
            return _("on its way")
        case NoticeState.SENT:
            return _("delivered")
        case NoticeState.UNREACHABLE | NoticeState.GIVEN_UP:
            return _("not delivered: call them")
        case _never:
            assert_never(_never)


def ways_shown(_: Words, recipient: Recipient) -> tuple[str, list[tuple[str, str, str]]]:
    """How the customer can be answered: the way that is taken unless another is chosen, and all of them in words."""
    ways = dict.fromkeys((recipient.way, *recipient.others, Way.IN_PERSON))
    shown = [(way.value, way_words(_, way, recipient.channel), "") for way in ways]
    return recipient.way.value, shown
