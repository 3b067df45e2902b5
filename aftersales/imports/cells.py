"""One cell becomes a value, strictly; the sentence of the error says how to write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from aftersales.email_addresses import is_email, same_email
from aftersales.records.columns import LINE, SHORT
from aftersales.words import LANGUAGES
from warranty import normalised_serial

YES: Final = frozenset({"yes", "true", "1", "y"})
NO: Final = frozenset({"no", "false", "0", "n"})

CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Line breaks and control characters; joiners without width belong to Bengali and stay."""

MOST_MONTHS: Final = 600
"""Fifty years: no warranty is longer."""

Wrong = tuple[str, str]
"""A column and the sentence about its cell."""


def day_of(text: str) -> date:
    """A calendar day written as YYYY-MM-DD."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"“{text}” is a day that no calendar has; correct it.") from error
    try:
        meant = datetime.strptime(text, "%d.%m.%Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        meant = "2026-12-31"
    raise ValueError(f"“{text}” is not a date; write it as {meant}.")


def cents_of(text: str) -> int:
    """An amount with at most two decimals, in cents; a decimal comma is understood too."""
    if not re.fullmatch(r"[0-9]{1,7}([.,][0-9]{1,2})?", text):
        raise ValueError(
            f"“{text}” is not an amount; write it as 1299.00, without blanks or currency."
        )
    return int(Decimal(text.replace(",", ".")) * 100)


def amount_written(cents: int) -> str:
    """The same amount as a file writes it."""
    return f"{cents // 100}.{cents % 100:02}"


def is_yes(text: str) -> bool:
    """A yes or no."""
    word = text.casefold()
    if word not in YES | NO:
        raise ValueError(f"“{text}” is neither yes nor no; write yes or no.")
    return word in YES


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers in a range, both ends included."""

    def number_of(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"“{text}” is not a whole number from {least} to {most}.")
        return int(text)

    return number_of


def degrees(most: int) -> Callable[[str], float]:
    """A reader of decimal degrees from minus `most` to `most`."""

    def degrees_of(text: str) -> float:
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", text) or abs(float(text)) > most:
            raise ValueError(
                f"“{text}” is not a coordinate from -{most} to {most}; write it in degrees, as 47.141."
            )
        return float(text)

    return degrees_of


def one_of(words: Iterable[str]) -> Callable[[str], str]:
    """A reader of one word of a list."""
    known = tuple(words)

    def word_of(text: str) -> str:
        if text.casefold() not in known:
            raise ValueError(f"“{text}” is not understood; write one of {', '.join(known)}.")
        return text.casefold()

    return word_of


def email_of(text: str) -> str:
    """An e-mail address, in the one way in which it is kept."""
    if not is_email(same_email(text)):
        raise ValueError(f"“{text}” is not an e-mail address; write one, as name@example.org.")
    return same_email(text)


def capitals(length: int, example: str) -> Callable[[str], str]:
    """A reader of a code of so many capital letters."""

    def code_of(text: str) -> str:
        if not re.fullmatch(f"[A-Z]{{{length}}}", text):
            raise ValueError(f"“{text}” is not {length} capital letters; write it as {example}.")
        return text

    return code_of


def parts_of(text: str) -> tuple[str, ...]:
    """The entries of a list written with “;” or “|” between them."""
    entries = tuple(entry.strip() for entry in re.split(r"[;|]", text))
    if not all(entries):
        raise ValueError(f"“{text}” has an empty entry; write the list as first;second.")
    if len(set(entries)) < len(entries):
        raise ValueError(f"“{text}” names an entry twice; leave one out.")
    return entries


def dated_parts(text: str) -> dict[str, date | None]:
    """A list such as `plumbing;gas:2027-03-31`: what, and the last day on which it holds."""
    pairs = [_split(entry) for entry in parts_of(text)]
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError(f"“{text}” names an entry twice; leave one out.")
    return {name: day_of(value) if value else None for name, value in pairs}


def months_by_part(text: str) -> dict[str, int]:
    """A list such as `compressor:120;motor:96`: which component, and for how many months."""
    pairs = [_split(entry) for entry in parts_of(text)]
    if not all(name and value for name, value in pairs):
        raise ValueError(f"“{text}” lacks months; write it as compressor:120;motor:96.")
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError(f"“{text}” names an entry twice; leave one out.")
    return {name: whole_number(1, MOST_MONTHS)(value) for name, value in pairs}


def ranges_of(text: str) -> tuple[tuple[str, str], ...]:
    """A list such as `RT00000001..RT00999999;RT02000000..RT02999999`: the first and the last serial of each range."""
    found = []
    for entry in parts_of(text):
        first, _, last = (normalised_serial(each) for each in entry.partition(".."))
        if not (first and last):
            raise ValueError(
                f"“{entry}” is no range; write the first and the last serial as RT00000001..RT00999999."
            )
        found.append((first, last))
    return tuple(found)


def _split(entry: str) -> tuple[str, str]:
    name, _, value = entry.partition(":")
    return name.strip(), value.strip()


def _on_one_line(text: str) -> str:
    if CONTROL.search(text):
        raise ValueError("holds a line break or an invisible character; write it on one line.")
    return text


Day = Annotated[date, BeforeValidator(day_of)]
Cents = Annotated[int, BeforeValidator(cents_of)]
YesNo = Annotated[bool, BeforeValidator(is_yes)]
Months = Annotated[int, BeforeValidator(whole_number(1, MOST_MONTHS))]
Quantity = Annotated[int, BeforeValidator(whole_number(1, 1000))]
Latitude = Annotated[float, BeforeValidator(degrees(90))]
Longitude = Annotated[float, BeforeValidator(degrees(180))]
Code = Annotated[str, StringConstraints(max_length=SHORT), AfterValidator(_on_one_line)]
Text = Annotated[str, StringConstraints(max_length=LINE), AfterValidator(_on_one_line)]
Note = Annotated[str, StringConstraints(max_length=2000)]
Email = Annotated[Text, AfterValidator(email_of)]
Language = Annotated[str, BeforeValidator(one_of(LANGUAGES))]
Country = Annotated[str, BeforeValidator(capitals(2, "LI"))]
Currency = Annotated[str, BeforeValidator(capitals(3, "CHF"))]
Listed = Annotated[tuple[str, ...], BeforeValidator(parts_of)]
