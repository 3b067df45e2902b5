"""The first page: what is here, and the way to the day that matters now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Response

from aftersales.clock import SystemClock
from aftersales.moments import day_bounds, wall_of
from aftersales.promises import Scores, scores_of
from aftersales.queries.pages import promise_states_in
from aftersales.queries.places import territories
from aftersales.queries.planning import planned_days
from aftersales.queries.staff import technicians_of
from aftersales.records import Technician, Territory
from aftersales.words import words_in
from web.pages.day import nearest_day
from web.parts import PartsIn
from web.templating import page

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A territory with the day to look at, its promises, and its technicians."""

    territory: Territory
    today: date
    on: date | None
    days: int
    scores: Scores | None
    technicians: tuple[Technician, ...]


@router.get("/")
def home(parts: PartsIn) -> Response:
    """Every territory with its next planned day, else its last."""
    now = parts.clock.now()
    areas = []
    with parts.store.reading() as session:
        for territory in territories(session):
            today = wall_of(now, territory.zone).date()
            days = list(planned_days(session, territory.id))
            on = nearest_day(days, today)
            scores = None
            if on is not None:
                span = day_bounds(on, territory.zone)
                scores = scores_of(promise_states_in(session, territory.id, *span))
            areas.append(
                Area(
                    territory=territory,
                    today=today,
                    on=on,
                    days=len(days),
                    scores=scores,
                    technicians=tuple(technicians_of(session, territory.id)),
                )
            )
        return page(
            "home.html",
            words_in("en"),
            areas=areas,
            played=None if isinstance(parts.clock, SystemClock) else now,
        )
