"""What one person reads, before it becomes a letter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the reader can do: a label and the page on which one tap does it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one person reads: a subject, paragraphs, and the choices they have."""

    subject: str
    paragraphs: tuple[str, ...]
    choices: tuple[Choice, ...] = ()


def kept(*paragraphs: str) -> tuple[str, ...]:
    """The paragraphs that say something, in order."""
    return tuple(paragraph for paragraph in paragraphs if paragraph)
