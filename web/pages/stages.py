"""Everything that can be said of a visit from now on: a phone without signal has no page to show the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aftersales.records import Appointment, AppointmentState, Report
from aftersales.words import Words
from web.pages.reporting import hindrances, is_at_work, next_report, other_reports

HOUR: Final = 60

OVER: Final = "over"
"""Names the stage after the last report."""

LEADS_TO: Final = {
    Report.ON_THE_WAY.value: AppointmentState.EN_ROUTE,
    Report.ARRIVED.value: AppointmentState.ARRIVED,
    Report.DONE.value: AppointmentState.DONE,
}
"""How a visit stands once this was said of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What can be said at one point of a visit.

    Attributes:
        name: the value of the next report, which tells stages apart on a page.
        words: those of its button.
        then: the stage that follows it.
        others: how the visit may end otherwise, as values and words.
        longer: by how many minutes the work may take longer, and in words; none before it could have begun.
        hindrances: why it may not be finished, as values and words.
    """

    name: str
    words: str
    then: str
    others: tuple[tuple[str, str], ...]
    longer: tuple[tuple[int, str], ...] = ()
    hindrances: tuple[tuple[str, str], ...] = ()


LONGER: Final = (15, 30, 60, 120, 240)
"""By how many minutes work takes longer, in one tap."""


def _longer(_: Words) -> tuple[tuple[int, str], ...]:
    return tuple(
        (minutes, _.many("{number} minute", "{number} minutes", minutes))
        if minutes < HOUR
        else (minutes, _.many("{number} hour", "{number} hours", minutes // HOUR))
        for minutes in LONGER
    )


def stages_of(_: Words, appointment: Appointment, now: datetime) -> tuple[Stage, ...]:
    """The present stage of a visit and those after it; none once it is over."""
    stages: list[Stage] = []
    state = appointment.state
    say = next_report(_, state)
    while say is not None:
        name, words = say
        others = other_reports(_, state, appointment.window_to_at, now)
        is_there = is_at_work(state)
        state = LEADS_TO[name]
        say = next_report(_, state)
        then = OVER if say is None else say[0]
        stages.append(
            Stage(
                name=name,
                words=words,
                then=then,
                others=others,
                longer=_longer(_) if is_there else (),
                hindrances=hindrances(_) if is_there else (),
            )
        )
    return tuple(stages)
