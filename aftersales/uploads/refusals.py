"""Why a file is not taken, in a sentence that says what to do instead."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from aftersales.errors import NotUnderstood, Problem
from aftersales.words import Words, words_in

FIELD = "files"
"""Where the problem is, in a form and in a request."""


class Refusal(StrEnum):
    """Why a file is not taken; the last four are the words of the cell."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    TOO_MUCH = "too_much"
    OTHER_KIND = "other_kind"
    INFECTED = "infected"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    LOCKED = "locked"
    UNREADABLE = "unreadable"


class FileRefused(NotUnderstood):
    """A file is not taken."""

    def __init__(self, why: Refusal, name: str = "", most: int = 0) -> None:
        """Say why; `most` is the bound that was broken, `name` what the sender calls the file."""
        self.why, self.name, self.most = why, name, most
        sentence = self.said(words_in("en"))
        super().__init__(sentence, [Problem(FIELD, sentence)])

    def said(self, _: Words) -> str:
        """The sentence in the language of whoever sent it."""
        sentence = _sentence(_, self.why, self.most)
        return f"{self.name}: {sentence}" if self.name else sentence


def _sentence(_: Words, why: Refusal, most: int) -> str:
    match why:
        case Refusal.EMPTY:
            return _("This file is empty. Choose it again.")
        case Refusal.TOO_BIG:
            return _("This file is larger than {most} MB. Send a smaller one.", most=_.number(most))
        case Refusal.TOO_MANY:
            return _("Send at most {most} files at once.", most=_.number(most))
        case Refusal.TOO_MUCH:
            return _(
                "Together these files are larger than {most} MB. Send them one after the other.",
                most=_.number(most),
            )
        case Refusal.OTHER_KIND:
            return _("This is neither a picture nor a PDF. Send a JPEG, PNG, HEIC or PDF.")
        case Refusal.INFECTED:
            return _("The virus scanner warns of this file. Send a photograph of it instead.")
        case Refusal.TOO_LARGE:
            return _("This picture has too many pixels. Send a smaller one.")
        case Refusal.TOO_MANY_PAGES:
            return _("This PDF has no pages or more than 20. Send only the pages that matter.")
        case Refusal.LOCKED:
            return _("This PDF is locked with a password. Send one that opens without it.")
        case Refusal.UNREADABLE:
            return _("This file is damaged and cannot be read. Save it anew, and send that.")
        case _never:
            assert_never(_never)
