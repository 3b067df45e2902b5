"""A technician's day for the phone: the next visit first, the others behind it, and the whole on a map."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from fastapi import APIRouter, Request, Response

from aftersales.access import OUTSIDE, PLANNERS
from aftersales.errors import NotThere
from aftersales.moments import CELL, day_bounds, wall_of
from aftersales.queries.staff import absences_between, technician_by_code
from aftersales.queries.visits import visits_of_technician
from aftersales.reach import reach_of
from aftersales.records import Territory
from aftersales.words import words_in
from aftersales.words.sentences import work
from web.api.fields import CodeInPath, DayInPath
from web.files import ACCEPTED
from web.pages.sheets import findings, results
from web.pages.standing import progress_words, standing_words
from web.pages.tour import next_first, tour_map, tour_of
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
        is_today = on == wall_of(now, territory.zone).date()
        stops = tour_of(
            words,
            session,
            worker,
            visits,
            now,
            may_report=is_today and me.role in OUTSIDE | PLANNERS,
            agent=request.headers.get("user-agent", ""),
        )
        is_own = me.technician_id == worker.id
        away = absences_between(session, now, now + CELL).get(worker.id, ())
        is_away = is_today and bool(away)
        answer = page(
            request,
            "technician.html",
            words,
            technician=worker,
            territory=territory,
            on=on,
            before=on - timedelta(days=1),
            following=on + timedelta(days=1),
            now=now,
            is_today=is_today,
            is_own=is_own,
            is_away=is_away,
            tells_position=worker.positions_since_at is not None,
            may_fall_ill=is_today
            and not is_away
            and bool(next_first(stops))
            and me.role in OUTSIDE | PLANNERS,
            ahead=next_first(stops),
            over=[stop for stop in stops if not stop.is_open],
            map=tour_map(session, territory, worker, stops),
            standing_words=standing_words,
            progress_words=progress_words,
            work=work,
            findings=findings(words),
            results=results(words),
            accepted=ACCEPTED,
        )
    if is_own:
        answer.headers[KEPT_FOR] = str(me.user_id)
    return answer
