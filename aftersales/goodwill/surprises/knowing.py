"""What is known of customers on a day, as far as surprises go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from aftersales.moments import day_bounds, wall_of
from aftersales.queries.places import territories
from aftersales.queries.surprise_facts import (
    claimed_by,
    complained_by,
    delayed_visits,
    done_visits,
    first_bought_by,
    registered_by,
    surprised_by_day,
    with_dangerous_recall,
    with_open_case,
    with_open_work,
)
from aftersales.store import Session
from warranty.goodwill.surprises import WITHIN_DAYS, SurpriseFacts, Unrest


@dataclass(frozen=True, slots=True)
class Today:
    """The moment of a round, and the day it is in the house."""

    now: datetime
    zone: str

    @property
    def day(self) -> date:
        """As a calendar in the house shows it."""
        return wall_of(self.now, self.zone).date()

    @property
    def began_at(self) -> datetime:
        """When that day began."""
        return day_bounds(self.day, self.zone)[0]

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day of an occasion that is still thanked for."""
        return self.day - timedelta(WITHIN_DAYS - 1), self.day


def today_of(session: Session, now: datetime) -> Today:
    """The day as the first territory counts it."""
    areas = territories(session)
    return Today(now, areas[0].zone if areas else "UTC")


def facts_of(session: Session, ids: Collection[UUID], today: Today) -> dict[UUID, SurpriseFacts]:
    """What is known of each of these customers; asked with as many questions for many as for one."""
    bought, registered = first_bought_by(session, ids), registered_by(session, ids)
    claims, complaints = claimed_by(session, ids), complained_by(session, ids)
    cases, recalls = with_open_case(session, ids), with_dangerous_recall(session, ids)
    delayed, done = delayed_visits(session, ids, today.now), done_visits(session, ids, today.now)
    working, surprised = with_open_work(session, ids), surprised_by_day(session, ids)

    def on(moment: datetime | None) -> date | None:
        return None if moment is None else wall_of(moment, today.zone).date()

    return {
        each: SurpriseFacts(
            first_bought_on=bought.get(each),
            registered_on=tuple(wall_of(at, today.zone).date() for at in registered.get(each, [])),
            claimed_on=on(max((at for at, _open in claims.get(each, [])), default=None)),
            patient_on=on(
                patient_at(
                    delayed.get(each, []),
                    done.get(each, []),
                    [at for at, _open in complaints.get(each, [])],
                )
            ),
            surprised_on=on(surprised.get(each)),
            unrest=frozenset(
                unrest
                for unrest, is_open in (
                    (Unrest.COMPLAINT, any(open_ for _at, open_ in complaints.get(each, []))),
                    (Unrest.RECALL, each in recalls),
                    (Unrest.CASE, each in cases),
                    (Unrest.CLAIM, any(open_ for _at, open_ in claims.get(each, []))),
                )
                if is_open
            ),
            has_open_work=each in working,
        )
        for each in ids
    }


def patient_at(
    delays: Sequence[tuple[datetime, UUID]],
    visits: Sequence[tuple[datetime, UUID]],
    complained_at: Sequence[datetime],
) -> datetime | None:
    """When the first visit after a delay was done, if its customer has not complained since the delay.

    Args:
        delays: the ends of promised times that did not hold, each with its visit.
        visits: when visits were done.
        complained_at: when the customer complained, about anything.
    """
    if not visits:
        return None
    last_at, last = max(visits)
    late = {visit for _at, visit in delays}
    if last in late:
        return None  # that was no good time for a thank-you
    before = [at for at, visit in visits if visit != last and visit not in late]
    since = [
        at
        for at, visit in delays
        if visit != last and at < last_at and not any(at <= each for each in before)
    ]
    if not since or any(each >= min(since) for each in complained_at):
        return None
    return last_at
