"""The ways into X and Messenger, by their own interfaces."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from aftersales.channels.hooks import Line, Reply
from aftersales.channels.oauth import Credentials, authorization
from aftersales.channels.outgoing import Outgoing, pieces, posted
from aftersales.identifiers import digest_of

LONGEST_AT_X: Final = 10_000
"""Bytes of one direct message."""

LONGEST_AT_META: Final = 1000
"""Bytes of one message: Instagram takes no more, and both come on the same address."""

PASSING: Final = frozenset({1, 2, 4, 17, 32, 190, 341, 613})
"""Error codes of Meta that may pass: a fault of theirs, too many requests, or a token that somebody renews."""


@dataclass(frozen=True, slots=True)
class XAccount:
    """Direct messages from our account at X.

    See https://docs.x.com/x-api/direct-messages/manage/introduction: POST /2/dm_conversations/with/{id}/messages.
    """

    url: str
    credentials: Credentials = field(repr=False)

    def send(self, line: Line, message: Outgoing) -> None:
        """Write to one person, in one message or in several after each other.

        Raises:
            DeliveryFailed: X did not take it.
        """
        url = f"{self.url}/2/dm_conversations/with/{quote(message.address, safe='')}/messages"
        for number, text in enumerate(pieces(message.text, LONGEST_AT_X)):
            nonce = digest_of(f"{message.key}:{number}:{message.at.isoformat()}")[:32]
            header = authorization(self.credentials, url, nonce, message.at)
            posted(line, url, {"text": text}, {"authorization": header}, message.at)


@dataclass(frozen=True, slots=True)
class MetaPage:
    """Messages from our page at Messenger, and from the Instagram account that belongs to it.

    See https://developers.facebook.com/docs/messenger-platform/reference/send-api: POST /me/messages, whose
    type RESPONSE is for the 24 hours after somebody wrote.
    """

    url: str
    token: str = field(repr=False)

    def send(self, line: Line, message: Outgoing) -> None:
        """Answer one person, in one message or in several after each other.

        Raises:
            DeliveryFailed: Meta did not take it.
        """
        for text in pieces(message.text, LONGEST_AT_META):
            content = {
                "recipient": {"id": message.address},
                "messaging_type": "RESPONSE",
                "message": {"text": text},
            }
            headers = {"authorization": f"Bearer {self.token}"}
            url = f"{self.url}/me/messages"
            posted(line, url, content, headers, message.at, is_final=_is_final_at_meta)


def _is_final_at_meta(reply: Reply) -> bool:
    """Whether trying again is useless: Meta refuses with 400 what may pass, too, and says which by a code."""
    try:
        error = json.loads(reply.body)["error"]
        return error.get("is_transient") is not True and error.get("code") not in PASSING
    except (ValueError, TypeError, KeyError, AttributeError):
        return True
