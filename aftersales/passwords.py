"""Passwords: hashed with Argon2id, compared in equal time, and refused when they are easily guessed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Final
from unicodedata import normalize

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from aftersales.errors import NotUnderstood, Problem
from aftersales.identifiers import new_token

SHORTEST: Final = 12
LONGEST: Final = 256
"""A longer one is no safer, and hashing megabytes would keep the machine busy."""

COMMON: Final = frozenset(
    {
        "123456789012",
        "1234567890123",
        "12345678901234",
        "123456789012345",
        "1234567890123456",
        "012345678910",
        "0123456789012",
        "987654321098",
        "1q2w3e4r5t6y",
        "1q2w3e4r5t6y7u",
        "1qaz2wsx3edc",
        "1qaz2wsx3edc4rfv",
        "zaq12wsxcde3",
        "abcdefghijkl",
        "abcdefghijklmnopqrstuvwxyz",
        "abc123abc123",
        "abcd1234abcd",
        "qwertyuiopas",
        "qwertyuiop123",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwerty123456",
        "qwerty1234567",
        "qwerty12345678",
        "qwertz123456",
        "asdfghjkl123",
        "asdfasdfasdf",
        "passwordpassword",
        "password1234",
        "password12345",
        "password123456",
        "password2024",
        "password2025",
        "password2026",
        "mypassword123",
        "adminadminadmin",
        "administrator",
        "administrator1",
        "letmeinletmein",
        "iloveyou1234",
        "iloveyouforever",
        "welcome12345",
        "welcome123456",
        "changemechangeme",
        "changeme1234",
        "correcthorsebatterystaple",
        "manchesterunited",
        "111122223333",
        "112233445566",
        "123123123123",
        "123412341234",
        "123456123456",
        "121212121212",
        "100200300400",
    }
)
"""The long passwords that every list of guesses begins with, in small letters."""

_AT_ONCE: Final = BoundedSemaphore(4)
"""One check takes 64 MiB; a flood of sign-ins waits its turn instead of eating the machine's memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one hash costs whoever makes it, and whoever guesses (RFC 9106, section 3.1)."""

    passes: int
    kibibytes: int
    lanes: int


STRONG: Final = Cost(passes=3, kibibytes=64 * 1024, lanes=4)
"""The second recommended choice of RFC 9106, section 4: a tenth of a second or two on a small server."""


def password_hash(password: str, *, cost: Cost = STRONG) -> str:
    """What is kept of a password: Argon2id with a salt and its parameters written in front."""
    with _AT_ONCE:
        return _hasher(cost).hash(_as_bytes(password))


def is_right(password: str, stored: str | None, *, cost: Cost = STRONG) -> bool:
    """Whether this password was hashed to `stored`; without one it is wrong, after the time of `cost`."""
    with _AT_ONCE:
        nobodys = _nobodys_hash(cost)  # asked for in any case, as the first time takes longer
        is_it = _hasher(cost).verify(_as_bytes(password), stored or nobodys)
    return is_it and stored is not None


def rehashed(password: str, stored: str, *, cost: Cost = STRONG) -> str | None:
    """The hash to keep instead of `stored`, if that one was made at another cost than is asked today."""
    with _AT_ONCE:
        _, newer = _hasher(cost).verify_and_update(_as_bytes(password), stored)
    return newer


def check_password(password: str, *, email: str, name: str) -> None:
    """Make sure that a new password is not easily guessed.

    Raises:
        NotUnderstood: it is; `problems` says why.
    """
    plain = password.strip().casefold()
    sentence = None
    if len(password) < SHORTEST:
        sentence = (
            f"write at least {SHORTEST} characters; a sentence of your own is easy to keep in mind"
        )
    elif len(password) > LONGEST:
        sentence = f"write at most {LONGEST} characters"
    elif len(set(plain)) <= 1:
        sentence = "it is one character again and again; write something less regular"
    elif plain in {email.casefold(), name.casefold(), email.casefold().split("@", 1)[0]}:
        sentence = "it is your name or e-mail address, which others know; write something else"
    elif plain in COMMON:
        sentence = "it is among the first that are guessed; write something of your own"
    if sentence is not None:
        raise NotUnderstood(
            "This password cannot be taken. Choose another one.", [Problem("password", sentence)]
        )


def _as_bytes(password: str) -> bytes:
    """The same bytes from every keyboard: some type an accent as a character of its own (RFC 8265)."""
    return normalize("NFC", password[: LONGEST + 1]).encode(errors="surrogatepass")


@lru_cache(maxsize=4)
def _hasher(cost: Cost) -> PasswordHash:
    return PasswordHash(
        (Argon2Hasher(time_cost=cost.passes, memory_cost=cost.kibibytes, parallelism=cost.lanes),)
    )


@lru_cache(maxsize=4)
def _nobodys_hash(cost: Cost) -> str:
    """The hash of a password that nobody knows: who does not exist takes as long to refuse as who does."""
    return _hasher(cost).hash(new_token())
