"""A technician's day as a list for the phone; read only."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from aftersales.access import OUTSIDE, PLANNERS
from aftersales.errors import NotThere
from aftersales.moments import day_bounds, wall_of
from aftersales.places import one_line
from aftersales.queries.pages import windows_told
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import visits_of_technician
from aftersales.reach import reach_of
from aftersales.records import Location, Territory
from aftersales.words import words_in
from aftersales.words.sentences import work
from web.api.fields import CodeInPath, DayInPath
from web.pages.site_shown import sites_shown
from web.pages.stages import stages_of
from web.pages.standing import progress_words, standing_of, standing_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter()

KEPT_FOR: Final = "Kept-For"
"""Says to the worker on a phone that it may keep this day, and for whom; see web/frontend/scripts/worker.js."""


@router.get("/technicians/{code}/{on}")
def technician_day(
    request: Request, me: Me, parts: PartsIn, code: CodeInPath, on: DayInPath
) -> Response:
    """Every visit of a technician on a day, in the reader's language."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        worker = technician_by_code(session, code)
        if worker is None or worker.id not in reach_of(session, me):
            raise NotThere(f"There is no technician “{code}”. Choose one on the first page.")
        territory = session.get_one(Territory, worker.territory_id)
        visits = visits_of_technician(session, worker.id, *day_bounds(on, territory.zone))
        words = words_in(me.language)
        today = wall_of(now, territory.zone).date()
        may_report = on == today and me.role in OUTSIDE | PLANNERS
        told = windows_told(session, [visit.appointment.id for visit in visits])
        is_own = me.technician_id == worker.id
        answer = page(
            request,
            "technician.html",
            words,
            technician=worker,
            territory=territory,
            on=on,
            before=on - timedelta(days=1),
            following=on + timedelta(days=1),
            rows=[
                (
                    visit,
                    standing_of(visit, told[visit.appointment.id], now),
                    one_line(visit.location),
                    geo_link(visit.location),
                    directions_link(visit.location),
                    stages_of(words, visit.appointment, now) if may_report else (),
                )
                for visit in visits
            ],
            sites=sites_shown(words, session, [visit.work_order.id for visit in visits]),
            standing_words=standing_words,
            progress_words=progress_words,
            is_own=is_own,
            work=work,
        )
    if is_own:
        answer.headers[KEPT_FOR] = str(me.user_id)
    return answer


def geo_link(place: Location) -> str:
    """What opens the phone's own map (RFC 5870, with the query that Android adds)."""
    point = f"{place.latitude},{place.longitude}"
    return f"geo:{point}?q={quote(f'{point}({one_line(place)})')}"


def directions_link(place: Location) -> str:
    """The way to a place on openstreetmap.org."""
    return f"https://www.openstreetmap.org/directions?route=%3B{place.latitude}%2C{place.longitude}"
