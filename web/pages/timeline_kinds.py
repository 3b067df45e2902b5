"""What a timeline is made of: the kinds it can be narrowed to, and one row in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aftersales.notices.message import Message
from aftersales.records import (
    Notice,
)
from aftersales.words import Words


class Kind(StrEnum):
    """What a timeline can be narrowed to."""

    PURCHASES = "purchases"
    UNITS = "units"
    COVERS = "covers"
    REGISTRATIONS = "registrations"
    CASES = "cases"
    CLAIMS = "claims"
    COMPLAINTS = "complaints"
    GOODWILL = "goodwill"
    SURVEYS = "surveys"
    RECALLS = "recalls"
    MAINTENANCE = "maintenance"
    VISITS = "visits"
    MESSAGES = "messages"
    NOTICES = "notices"
    PROMISES = "promises"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One row in words: what happened, the way to it, what else there is to say, and the letter if it is one."""

    said: str
    href: str = ""
    more: str = ""
    letter: tuple[Notice, Message] | None = None
    is_day: bool = False


def kind_words(_: Words, kind: Kind) -> str:
    """A kind as a filter."""
    return {
        Kind.PURCHASES: _("Purchases"),
        Kind.UNITS: _("Units"),
        Kind.COVERS: _("Covers"),
        Kind.REGISTRATIONS: _("Registrations"),
        Kind.CASES: _("Cases"),
        Kind.CLAIMS: _("Claims"),
        Kind.COMPLAINTS: _("Complaints"),
        Kind.GOODWILL: _("Goodwill"),
        Kind.SURVEYS: _("Surveys"),
        Kind.RECALLS: _("Recalls"),
        Kind.MAINTENANCE: _("Maintenance"),
        Kind.VISITS: _("Visits"),
        Kind.MESSAGES: _("Messages"),
        Kind.NOTICES: _("What was told"),
        Kind.PROMISES: _("Promises"),
        Kind.RECORD: _("Consents and changes"),
    }[kind]
