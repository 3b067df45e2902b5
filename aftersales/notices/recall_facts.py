"""What owners are told about a recall or a known issue, frozen when it was decided to tell them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallFacts:
    """A campaign as one owner is told of it: `found` is how their unit matches, `reminder` counts what was sent before.

    Hazard, advice and remedy are in the owner's language if somebody wrote them in it, else in English.
    """

    title: str
    severity: str
    found: str
    product: str
    serial: str | None
    hazard: str
    advice: str
    remedy: str
    needs_visit: bool
    reminder: int
    link_id: UUID
    answers_name: str
    answers_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFacts:
    """A known issue as one owner is told of it: what it is, what helps, and the page that shows it."""

    product: str
    title: str
    summary: str
    steps: tuple[str, ...]
    page: str
    answers_name: str
    answers_phone: str
