"""The one source of identifiers, references and secret tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
import re
import secrets
from datetime import datetime
from threading import Lock
from typing import Final
from uuid import UUID

READABLE: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that are not mistaken for each other when read out on the phone."""

REFERENCE_LENGTH: Final = 7
"""Of them in a reference, behind its prefix."""


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
        return (
            prefix + "-" + "".join(self._chance.choice(READABLE) for _ in range(REFERENCE_LENGTH))
        )


def references_pattern(prefixes: str) -> re.Pattern[str]:
    """What finds references with one of these prefixes, each a letter, in a text in capital letters."""
    return re.compile(rf"\b[{prefixes}]-[{READABLE}]{{{REFERENCE_LENGTH}}}\b")


def new_secret() -> str:
    """A new key of 256 bits for signing, in URL-safe text."""
    return secrets.token_urlsafe(32)


def link_token(secret: str, link_id: UUID) -> str:
    """The token of one link: 256 bits of HMAC-SHA256 under the house's secret, in URL-safe text.

    It can be made again for a repeated message, cannot be guessed without the secret, and is stored
    only as its hash.
    """
    return _in_url_safe_text(_mac(secret, b"link:" + link_id.bytes))


def new_token() -> str:
    """A token of 256 bits of chance, in URL-safe text of 43 characters."""
    return secrets.token_urlsafe(32)


def form_token(secret: str, session_id: UUID) -> str:
    """What the forms of one sign-in carry, so that no other site can send them in somebody's name."""
    return _in_url_safe_text(_mac(secret, b"csrf:" + session_id.bytes))


def webhook_secret(secret: str, endpoint_id: UUID, generation: int) -> str:
    """What the messages to one address of a shop system are signed with, as Standard Webhooks writes it.

    Made again whenever it is needed and stored nowhere; a new generation is a new secret.
    """
    content = b"webhook:" + endpoint_id.bytes + generation.to_bytes(4)
    return "whsec_" + base64.b64encode(_mac(secret, content)).decode()


def code_digits(secret: str, code_id: UUID) -> str:
    """The six digits of a one-time code: made again whenever they are needed, stored nowhere."""
    number = int.from_bytes(_mac(secret, b"code:" + code_id.bytes)[:16])
    return f"{number % 1_000_000:06d}"


def next_session_token(secret: str, token_hashed: str) -> str:
    """The token that follows another one, the same however often it is asked for.

    Two requests that rotate at once, or one whose answer was lost, so lead to the same cookie.
    """
    return _in_url_safe_text(_mac(secret, b"session:" + token_hashed.encode()))


def blind_hash(secret: str, *parts: str) -> str:
    """What is stored in place of something personal that must be found again: HMAC-SHA256 in hexadecimal.

    Unlike a bare hash it cannot be undone by trying all e-mail addresses, as long as the secret is one.
    """
    return _mac(secret, b"blind:" + "\0".join(parts).encode(errors="surrogatepass")).hex()


def is_same(shown: str, right: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(shown.encode(errors="surrogatepass"), right.encode())


def _mac(secret: str, content: bytes) -> bytes:
    """Each use begins its content with a word of its own, so that one can never pass for another."""
    return hmac.new(secret.encode(), content, hashlib.sha256).digest()


def _in_url_safe_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def token_hash(token: str) -> str:
    """What is stored of a token: its SHA-256 in hexadecimal (the token has full entropy, so no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()


def spoken_password() -> str:
    """A password to be read off a screen and typed: four groups of four letters and digits, 78 bits."""
    return "-".join(
        "".join(secrets.choice(READABLE).lower() for _letter in range(4)) for _group in range(4)
    )


def digest_of(text: str) -> str:
    """A short stable name for a text: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
