"""Everything that can be said of a visit from now on: a phone without signal has no page to show the next step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from aftersales.records import Appointment, AppointmentState, Report
from aftersales.words import Words
from web.pages.reporting import hindrances, is_at_work, next_report, other_reports

HOUR: Final = 60

BEGUN: Final = "begun"
"""Names the stage in which the work has been said to have begun."""

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
        name: tells stages apart on a page.
        what: the value of the next report.
        words: those of its button.
        then: the stage that follows it.
        begin: words to say that the work begins; who says nothing has begun it on arrival. None at other stages.
        others: how the visit may end otherwise, as values and words.
        longer: by how many minutes the work may take longer, and in words; none before it could have begun.
        hindrances: why it may not be finished, as values and words.
    """

    name: str
    what: str
    words: str
    then: str
    begin: str = ""
    others: tuple[tuple[str, str], ...] = ()
    longer: tuple[tuple[int, str], ...] = ()
    hindrances: tuple[tuple[str, str], ...] = ()


LONGER: Final = (15, 30, 45, 60, 120, 240)
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
        what, words = say
        now_at, state = state, LEADS_TO[what]
        say = next_report(_, state)
        stage = Stage(
            name=BEGUN if now_at is AppointmentState.IN_PROGRESS else what,
            what=what,
            words=words,
            then=OVER if say is None else say[0],
            others=other_reports(_, now_at, appointment.window_to_at, now),
            longer=_longer(_) if is_at_work(now_at) else (),
            hindrances=hindrances(_) if is_at_work(now_at) else (),
        )
        if now_at is AppointmentState.ARRIVED:
            begun = AppointmentState.IN_PROGRESS
            others = other_reports(_, begun, appointment.window_to_at, now)
            stages += [
                replace(stage, begin=_("I begin the work")),
                replace(stage, name=BEGUN, others=others),
            ]
        else:
            stages.append(stage)
    return tuple(stages)
