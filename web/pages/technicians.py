"""A technician's day as a list for the phone; read only."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from fastapi import APIRouter, Response

from aftersales.errors import NotThere
from aftersales.moments import day_bounds
from aftersales.places import one_line
from aftersales.queries.pages import windows_told
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import visits_of_technician
from aftersales.records import Location, Territory
from aftersales.words import words_in
from aftersales.words.sentences import work
from web.api.fields import CodeInPath, DayInPath
from web.pages.standing import progress_words, standing_of, standing_words
from web.parts import PartsIn
from web.templating import page

router = APIRouter()


@router.get("/technicians/{code}/{on}")
def technician_day(parts: PartsIn, code: CodeInPath, on: DayInPath) -> Response:
    """Every visit of a technician on a day, in the technician's language."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        worker = technician_by_code(session, code)
        if worker is None:
            raise NotThere(f"There is no technician “{code}”. Choose one on the first page.")
        territory = session.get_one(Territory, worker.territory_id)
        visits = visits_of_technician(session, worker.id, *day_bounds(on, territory.zone))
        told = windows_told(session, [visit.appointment.id for visit in visits])
        return page(
            "technician.html",
            words_in(worker.language),
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
                )
                for visit in visits
            ],
            standing_words=standing_words,
            progress_words=progress_words,
            work=work,
        )


def geo_link(place: Location) -> str:
    """What opens the phone's own map (RFC 5870, with the query that Android adds)."""
    point = f"{place.latitude},{place.longitude}"
    return f"geo:{point}?q={quote(f'{point}({one_line(place)})')}"


def directions_link(place: Location) -> str:
    """The way to a place on openstreetmap.org."""
    return f"https://www.openstreetmap.org/directions?route=%3B{place.latitude}%2C{place.longitude}"
