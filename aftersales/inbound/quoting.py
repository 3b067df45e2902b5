"""What is new in a letter, and what is an older letter below it or a signature; pure, in any language.

Nothing is recognised by words, which differ from language to language and client to client: quoted lines
begin with “>”, copied headers stand in a block with an address in it, signatures below “-- ” (RFC 3676
section 4.3). In doubt a line is new: whoever answers should rather read too much.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from aftersales.inbound.texts import tidy

LONGEST_INTRODUCTION: Final = 3
"""Lines that say whose words follow, as “On Monday … wrote:”, which clients wrap."""

FEWEST_HEADERS: Final = 3
"""Lines “From: …, Sent: …, Subject: …” that make a block of copied headers."""

_RULE: Final = re.compile(r"\s*(?:[-_=*–—]{10,}|-{3,}[^-\n]{3,60}-{3,})\s*")
_COPIED: Final = re.compile(r"\s*\*?[^\W\d_][^:\n]{0,30}\s?[:：]\*?\s?\S.*")
_ADDRESS: Final = re.compile(r"[^\s@<>]@[^\s@<>]{1,255}")
_DIGIT: Final = re.compile(r"\d")
_ENDS_AS_INTRODUCTION: Final = (":", "：", ">")


@dataclass(frozen=True, slots=True)
class Divided:
    """A text in two: what its writer wrote now, and everything else of it."""

    fresh: str
    rest: str


def divided(text: str) -> Divided:
    """The text, divided where what is new ends; all of it is new if nothing would be left."""
    lines = text.split("\n")
    end = _end_of_new(lines)
    fresh, rest = tidy("\n".join(lines[:end])), tidy("\n".join(lines[end:]))
    if not fresh:
        return Divided(tidy(text), "")
    return Divided(fresh, rest)


def _end_of_new(lines: list[str]) -> int:
    end = len(lines)
    for number, line in enumerate(lines):
        if line in {"--", "-- "} or _begins_copied_letter(lines, number):
            end = number
            break
    return _before_quotes(lines, end)


def _begins_copied_letter(lines: list[str], number: int) -> bool:
    """Whether an older letter's headers are copied here, below a rule or by themselves."""
    here = lines[number]
    is_rule = _RULE.fullmatch(here) is not None
    if not is_rule and not _COPIED.fullmatch(here):
        return False
    following = [line for line in lines[number + is_rule : number + 9] if line.strip()]
    block = []
    for line in following:
        if not _COPIED.fullmatch(line):
            break
        block.append(line)
    return len(block) >= FEWEST_HEADERS and any(_names_address(line) for line in block)


def _before_quotes(lines: list[str], end: int) -> int:
    """Where the quotation that closes the text begins, if one does; answers between quotes are new."""
    last = end
    while last > 0 and not lines[last - 1].strip():
        last -= 1
    first = last
    while first > 0 and (_is_quoted(lines[first - 1]) or not lines[first - 1].strip()):
        first -= 1
    if not any(_is_quoted(line) for line in lines[first:last]):
        return end
    return _before_introduction(lines, first)


def _before_introduction(lines: list[str], first: int) -> int:
    """Take the lines along that say whose words are quoted: a short paragraph that ends with a colon."""
    last = first
    while last > 0 and not lines[last - 1].strip():
        last -= 1
    if last == 0 or not lines[last - 1].rstrip().endswith(_ENDS_AS_INTRODUCTION):
        return first
    for begin in range(last - 1, max(last - 1 - LONGEST_INTRODUCTION, -1), -1):
        is_paragraph = begin == 0 or not lines[begin - 1].strip()
        told = " ".join(lines[begin:last])
        if is_paragraph and (_names_address(told) or _DIGIT.search(told)):
            return begin
    return first


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _names_address(line: str) -> bool:
    return _ADDRESS.search(line) is not None
