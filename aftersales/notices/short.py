"""A notice as it is read in a messenger: an answer word for word, anything else in a sentence and a link."""

from __future__ import annotations

from typing import Final

from aftersales.notices.kinds import NoticeKind
from aftersales.notices.letter import page_of
from aftersales.notices.message import Message
from aftersales.notices.wording import worded
from aftersales.records import Notice
from aftersales.settings import Settings
from aftersales.words import words_in

SAID: Final = frozenset({NoticeKind.CASE_REPLY, NoticeKind.CASE_RESOLVED})
"""What somebody of us wrote, which needs no heading in a conversation."""


def short(settings: Settings, notice: Notice, token: str | None) -> str:
    """The text of a notice for a messenger; `token` opens the page of whoever reads it."""
    kind = NoticeKind(notice.kind)
    link = page_of(settings, notice, token)
    return short_text(kind, worded(kind, words_in(notice.language), notice.facts, link))


def short_text(kind: NoticeKind, message: Message) -> str:
    """A message in a few lines; what has no page of its own is told whole."""
    if kind in SAID:
        return "\n\n".join(message.paragraphs)
    page = next((each.url.partition("#")[0] for each in message.choices if each.url), "")
    if page:
        return f"{message.subject}\n{page}"
    return "\n\n".join((message.subject, *message.paragraphs))
