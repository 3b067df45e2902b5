"""The answer of a calendar app to an invitation, however the mail that brings it is built; pure."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message
from typing import Final

from aftersales.calendars.replies import CalendarReply, reply_of
from aftersales.inbound.parts import content_of, leaves
from aftersales.inbound.texts import clean, tidy

_KINDS: Final = frozenset({"text/calendar", "application/ics"})


def reply_in(message: Message) -> CalendarReply | None:
    """The reply that a mail brings; None if it brings none that can be read, so that a person reads the mail."""
    for part in leaves(message):
        if part.get_content_type() in _KINDS:
            found = reply_of(content_of(part))
            if found is not None:
                return replace(found, said=tidy(clean(found.said)))
    return None
