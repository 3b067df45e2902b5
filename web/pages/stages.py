"""Everything that can be said of a visit from now on: a phone without signal has no page to show the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aftersales.day_watch.reports import Report
from aftersales.records import Appointment, AppointmentState
from aftersales.words import Words
from web.pages.reporting import next_report, other_reports

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
    """

    name: str
    words: str
    then: str
    others: tuple[tuple[str, str], ...]


def stages_of(_: Words, appointment: Appointment, now: datetime) -> tuple[Stage, ...]:
    """The present stage of a visit and those after it; none once it is over."""
    stages: list[Stage] = []
    state = appointment.state
    say = next_report(_, state)
    while say is not None:
        name, words = say
        others = other_reports(_, state, appointment.window_to_at, now)
        state = LEADS_TO[name]
        say = next_report(_, state)
        then = OVER if say is None else say[0]
        stages.append(Stage(name=name, words=words, then=then, others=others))
    return tuple(stages)
