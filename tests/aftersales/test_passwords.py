"""Passwords: slow to guess, refused when they are easily guessed, and never kept in clear."""

import time
from statistics import median

import pytest

from aftersales.errors import NotUnderstood, Problem
from aftersales.passwords import (
    STRONG,
    Cost,
    check_password,
    is_right,
    password_hash,
    rehashed,
)

GOOD = "seven quiet herons"
CHEAP = Cost(passes=1, kibibytes=64, lanes=1)


def test_hash_tells_right_from_wrong_and_holds_nothing_of_the_password() -> None:
    first, second = password_hash(GOOD), password_hash(GOOD)

    assert first != second  # each has a salt of its own
    assert first.startswith(
        f"$argon2id$v=19$m={STRONG.kibibytes},t={STRONG.passes},p={STRONG.lanes}$"
    )
    assert "heron" not in first
    assert is_right(GOOD, first)
    assert not is_right(GOOD + " ", first)
    assert not is_right("", first)


@pytest.mark.parametrize("password", ["", GOOD, "x" * 5_000, "\ud800", "\0" * 12])
def test_without_a_stored_hash_every_password_is_wrong(password: str) -> None:
    assert not is_right(password, None)


def test_nobody_takes_as_long_to_refuse_as_somebody() -> None:
    stored = password_hash(GOOD)
    is_right(GOOD, None)  # makes nobody's hash, once a process

    def spent(kept: str | None) -> float:
        begun = time.process_time()
        is_right("wrong", kept)
        return time.process_time() - begun

    somebody = median(spent(stored) for _ in range(5))
    nobody = median(spent(None) for _ in range(5))

    assert somebody > 0.005  # it costs something at all
    assert 0.5 < nobody / somebody < 2


def test_same_password_from_another_keyboard_is_right() -> None:
    stored = password_hash("ļoti garš teikums", cost=CHEAP)

    assert is_right("l\u0327oti gars\u030c teikums", stored)


def test_hash_is_made_anew_only_when_more_is_asked_of_it() -> None:
    stored = password_hash(GOOD, cost=CHEAP)

    newer = rehashed(GOOD, stored)

    assert rehashed(GOOD, stored, cost=CHEAP) is None
    assert newer is not None
    assert newer.startswith(f"$argon2id$v=19$m={STRONG.kibibytes},")
    assert is_right(GOOD, newer)
    assert rehashed(GOOD, newer) is None


@pytest.mark.parametrize("password", [GOOD, "x1" * 128, "ছয়টি শান্ত সারস", "Anna Becker 12"])
def test_password_that_is_not_easily_guessed_is_taken(password: str) -> None:
    check_password(password, email="anna.beck@example.org", name="Anna Beck")


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "write at least 12 characters; a sentence of your own is easy to keep in mind"),
        (
            "x1" * 5 + "y",
            "write at least 12 characters; a sentence of your own is easy to keep in mind",
        ),
        ("x1" * 128 + "y", "write at most 256 characters"),
        ("aaaaAAAAaaaaAAAA", "it is one character again and again; write something less regular"),
        (
            "Anna.Beckmann@Example.org",
            "it is your name or e-mail address, which others know; write something else",
        ),
        (
            "anna.beckmann",
            "it is your name or e-mail address, which others know; write something else",
        ),
        (
            "ANNA BECKMANN",
            "it is your name or e-mail address, which others know; write something else",
        ),
        ("Password1234", "it is among the first that are guessed; write something of your own"),
        (" qwertyuiop123 ", "it is among the first that are guessed; write something of your own"),
    ],
)
def test_password_that_is_easily_guessed_is_refused_with_what_to_do(
    password: str, sentence: str
) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        check_password(password, email="anna.beckmann@example.org", name="Anna Beckmann")

    assert str(refusal.value) == "This password cannot be taken. Choose another one."
    assert refusal.value.problems == (Problem("password", sentence),)
