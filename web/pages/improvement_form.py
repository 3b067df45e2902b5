"""The form of an improvement, as it was typed and as the house takes it."""

from __future__ import annotations

import re
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from aftersales.improvements import SCOPES, Aim, Check, Proposal
from aftersales.queries.improvements import measurable
from aftersales.records import ImprovementScope, Measure
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.improvements import scope_words
from web.pages.days_typed import day_typed

Short = Annotated[str, StringConstraints(max_length=100)]
Line = Annotated[str, StringConstraints(max_length=320)]
Long = Annotated[str, StringConstraints(max_length=2000)]

TYPED: Final = (Measure.SURVEY_SCORE, Measure.COMPLAINT_RATE, Measure.CHANNEL_SPEED)
"""Measures that can be chosen by hand; failures begin with their alarm."""

_FIGURE: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_NUMBER: Final = re.compile(r"\d{1,6}")


class ImprovementTyped(BaseModel):
    """What was typed, as it was typed; `about` is a scope and a key, `source_*` what pointed at the gap."""

    title: Line = ""
    plan: Long = ""
    owner: Short = ""
    due_on: Short = ""
    measure: Short = Measure.SURVEY_SCORE.value
    about: Short = ""
    threshold: Short = ""
    least: Short = "5"
    source_kind: Short = ""
    source_id: Short = ""


def typed_from(proposal: Proposal) -> ImprovementTyped:
    """A form begun from what points at a gap."""
    check = proposal.check
    return ImprovementTyped(
        measure=check.measure.value,
        about=f"{check.scope}:{check.key}",
        threshold="" if check.threshold is None else f"{check.threshold:g}",
        least=str(check.least),
        source_kind=proposal.source_kind,
        source_id="" if proposal.source_id is None else str(proposal.source_id),
    )


def aim_of(typed: ImprovementTyped) -> tuple[Aim | None, list[str]]:
    """What was typed, as the house takes it, or the fields that cannot be read."""
    due_on = day_typed(typed.due_on)
    scope, _colon, key = typed.about.partition(":")
    is_said = typed.measure in set(Measure) and scope in set(ImprovementScope)
    threshold, least = _plain(typed.threshold), _plain(typed.least)
    unread = [
        name
        for name, is_read in (
            ("due_on", due_on is not None),
            ("about", is_said),
            ("threshold", not threshold or _FIGURE.fullmatch(threshold) is not None),
            ("least", _NUMBER.fullmatch(least) is not None),
        )
        if not is_read
    ]
    if unread or due_on is None:
        return None, unread
    check = Check(
        measure=Measure(typed.measure),
        scope=ImprovementScope(scope),
        key=key,
        threshold=float(threshold.replace(",", ".")) if threshold else None,
        least=int(least),
    )
    aim = Aim(
        title=typed.title,
        plan=typed.plan,
        owner_id=uuid_of(typed.owner) or UUID(int=0),
        due_on=due_on,
        check=check,
        source_kind=typed.source_kind,
        source_id=uuid_of(typed.source_id),
    )
    return aim, []


def uuid_of(text: str) -> UUID | None:
    """The identifier in a form that was ours; None for another text."""
    try:
        return UUID(text)
    except ValueError:
        return None


def abouts(_: Words, session: Session) -> list[tuple[str, str]]:
    """Everything that a check can be about, as the form offers it."""
    kinds = {
        ImprovementScope.PARTNER: _("Partner"),
        ImprovementScope.TECHNICIAN: _("Technician"),
        ImprovementScope.CHANNEL: _("Channel"),
        ImprovementScope.MODEL: _("Model"),
    }
    return [
        (f"{scope}:{key}", f"{kinds[scope]}: {scope_words(_, scope, name)}")
        for scope, key, name in measurable(session)
    ]


def measures(_: Words) -> list[tuple[str, str]]:
    """What can be measured of it."""
    names = {
        Measure.SURVEY_SCORE: _("Score of customers, at least"),
        Measure.COMPLAINT_RATE: _("Complaints of 100, at most"),
        Measure.CHANNEL_SPEED: _("First answers of a channel, no later than on the others"),
    }
    return [(each.value, names[each]) for each in TYPED]


def said_at(_: Words, where: str, measure: str) -> str:
    """What is wrong with a field, for whoever typed it."""
    is_by_channel = measure in set(Measure) and SCOPES[Measure(measure)] == {
        ImprovementScope.CHANNEL
    }
    about = (
        _("Choose a channel for this measure.") if is_by_channel else _("Choose what it is about.")
    )
    return {
        "title": _("Say in one line what is to become better."),
        "owner": _("Choose somebody of the office."),
        "due_on": _("Write a day to come, such as 2026-12-31, within two years."),
        "about": about,
        "threshold": _("Write a score from 1 to 5, or complaints of 100."),
        "least": _("Write a whole number of at least 1."),
    }[where]


def _plain(text: str) -> str:
    """The same in the digits 0 to 9."""
    return "".join(str(int(each)) if each.isdecimal() else each for each in text.strip())
