"""What one check found, in words that somebody can act on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aftersales.errors import AftersalesError


class Verdict(StrEnum):
    """How well something stands."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it stands, in one sentence, and how to mend it if it must be mended."""

    what: str
    verdict: Verdict
    sentence: str
    mend: str = ""


def ok(what: str, sentence: str) -> Finding:
    """It stands well."""
    return Finding(what, Verdict.OK, sentence)


def warning(what: str, sentence: str, mend: str) -> Finding:
    """It works, but not as it should."""
    return Finding(what, Verdict.WARNING, sentence, mend)


def wrong(what: str, sentence: str, mend: str) -> Finding:
    """It does not work."""
    return Finding(what, Verdict.WRONG, sentence, mend)


def said_by(what: str, error: AftersalesError) -> Finding:
    """What one of our errors says: its last sentence is what to do."""
    sentences = str(error).rsplit(". ", 1)
    return wrong(what, sentences[0].rstrip(".") + ".", sentences[1] if len(sentences) > 1 else "")
