"""The one source of identifiers, references and secret tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
import secrets
from datetime import datetime
from threading import Lock
from typing import Final
from uuid import UUID

_READABLE: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that are not mistaken for each other when read out on the phone."""


_STEP: Final = (1 << 40) - 1
"""Identifiers of one millisecond lie up to this far apart: still not to be guessed from each other."""


class Identifiers:
    """Makes row identifiers, which sort in the order they were made, and references, which people can read out.

    A seeded source repeats itself and is meant for demonstrations and tests; secrets never come from it.
    """

    def __init__(self, seed: int | None = None) -> None:
        """Draw from the system's entropy, or, with `seed`, from a repeatable sequence."""
        self._chance = secrets.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311 - repeatable on purpose, never for secrets
        self._last = -1, 0
        self._one_at_a_time = Lock()

    def new(self, now: datetime) -> UUID:
        """A UUID version 7 of the moment `now` (RFC 9562 section 5.7): 48 bits of milliseconds, 74 of chance.

        Those of one millisecond grow by chance (section 6.2, method 2), so that rows of one deed sort in
        the order they were made.
        """
        milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
        with self._one_at_a_time:
            tail = self._chance.getrandbits(12) << 62 | self._chance.getrandbits(62)
            if milliseconds == self._last[0]:
                tail = (self._last[1] + 1 + (tail & _STEP)) & ((1 << 74) - 1)
            self._last = milliseconds, tail
        return UUID(
            int=milliseconds << 80
            | 0x7 << 76
            | (tail >> 62) << 64
            | 0b10 << 62
            | (tail & ((1 << 62) - 1))
        )

    def reference(self, prefix: str) -> str:
        """A short name for people, such as `W-7K3M9QX`: 30^7 (2 x 10^10) possibilities a prefix."""
        return prefix + "-" + "".join(self._chance.choice(_READABLE) for _ in range(7))


def new_secret() -> str:
    """A new key of 256 bits for signing, in URL-safe text."""
    return secrets.token_urlsafe(32)


def link_token(secret: str, link_id: UUID) -> str:
    """The token of one link: 256 bits of HMAC-SHA256 under the house's secret, in URL-safe text.

    It can be made again for a repeated message, cannot be guessed without the secret, and is stored
    only as its hash.
    """
    mac = hmac.new(secret.encode(), b"link:" + link_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def token_hash(token: str) -> str:
    """What is stored of a token: its SHA-256 in hexadecimal (the token has full entropy, so no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()


def digest_of(text: str) -> str:
    """A short stable name for a text: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
