"""What somebody may have meant: the known word that is closest to the one they wrote."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from aftersales.errors import NotUnderstood, Problem

MOST_SHOWN: Final = 24
"""Known words in one sentence; more would not be read."""

SHORT_WORD: Final = 3
"""Characters up to which half of a word may be wrong: one of two is a slip of the finger."""


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """The known word most like the wanted one, if any is like it."""
    plain = {word.casefold(): word for word in sorted(known)}
    likeness = 0.5 if len(wanted) <= SHORT_WORD else 0.6
    found = get_close_matches(wanted.casefold(), plain, n=1, cutoff=likeness)
    return plain[found[0]] if found else None


def in_words(names: Iterable[str]) -> str:
    """The names in their order, separated by commas, cut short when there are many."""
    listed = list(names)
    shown = ", ".join(listed[:MOST_SHOWN])
    return f"{shown} and {len(listed) - MOST_SHOWN} more" if len(listed) > MOST_SHOWN else shown


def hint_at(wanted: str, known: Iterable[str], *, otherwise: str) -> str:
    """What to do about an unknown word: take the one that was meant, or one of those there are."""
    words = sorted(known)
    if not words:
        return otherwise
    close = nearest(wanted, words)
    return f"Did you mean “{close}”?" if close else f"There are: {in_words(words)}."


def refused(column: str, sentence: str) -> NotUnderstood:
    """The error for a line that one column spoils."""
    return NotUnderstood(sentence, [Problem(column, sentence)])
