"""What an answer would do, before it does it: tried in a transaction of which nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aftersales.conversations.ways import Way
from aftersales.deed import Actor, Deed
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Message
from aftersales.notices.short import short_text
from aftersales.notices.wording import worded
from aftersales.parts import Parts
from aftersales.queries.conversations import case_of_message
from aftersales.records import CaseChannel, CaseState, Notice, ThreadMessage
from aftersales.words import words_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Who would be told what.

    Attributes:
        address: where it goes; empty if somebody has to call.
        way: how.
        language: in which the words around the text are.
        letter: the whole message, if one goes out by mail.
        text: what is read in a messenger, if we bring it there.
        state: where the case stands afterwards.
        next_update_at: when the customer hears more then.
    """

    address: str
    way: Way
    language: str
    letter: Message | None
    text: str
    state: CaseState
    next_update_at: datetime | None


def preview_reply(parts: Parts, actor: Actor, act: Callable[[Deed], ThreadMessage]) -> Preview:
    """What the answer that `act` gives would do; whatever it raises is raised.

    Raises:
        AftersalesError: it cannot be given, for the reason that it says.
    """
    with parts.trying(actor) as deed:
        message = act(deed)
        deed.session.flush()
        return _seen(deed, message)


def _seen(deed: Deed, message: ThreadMessage) -> Preview:
    case = case_of_message(deed.session, message)
    notice = None if message.notice_id is None else deed.session.get_one(Notice, message.notice_id)
    is_mail = message.channel is CaseChannel.EMAIL
    letter, text = None, ""
    if notice is not None:
        kind, words = NoticeKind(notice.kind), words_in(notice.language)
        said = worded(kind, words, notice.facts, "")
        letter, text = (said, "") if is_mail else (None, short_text(kind, said))
    way = Way.IN_PERSON
    if message.channel is CaseChannel.CHAT:
        way = Way.CHAT
    elif message.address:
        way = Way.EMAIL if is_mail else Way.BRIDGE
    return Preview(
        address=message.address,
        way=way,
        language="en" if notice is None else notice.language,
        letter=letter,
        text=text,
        state=case.state,
        next_update_at=case.next_update_at,
    )
