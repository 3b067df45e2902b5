"""A territory's day on a map and as a list."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request, Response

from aftersales.errors import NotThere
from aftersales.queries.notices import delays_told
from aftersales.queries.places import territory_by_code
from aftersales.queries.planning import planned_days
from aftersales.queries.visits import AHEAD
from aftersales.records import AppointmentState, Territory
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.api.fields import CodeInPath, DayInPath
from web.pages.board import Board, board_of
from web.pages.map import DayMap, RouteFact, StopFact, day_map
from web.pages.standing import progress_words, standing_words
from web.pages.telling import headline, newest_of, why
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter()


@router.get("/day/{territory_code}/{on}")
def day(
    request: Request, me: Me, parts: PartsIn, territory_code: CodeInPath, on: DayInPath
) -> Response:
    """Where everybody goes, how each visit stands, and what found no place."""
    words = words_in(me.language)
    with parts.store.reading() as session:
        territory = territory_of(session, territory_code)
        board = board_of(session, territory, on, parts.clock.now())
        days = list(planned_days(session, territory.id))
        told = delays_said(words, session, board)
        return page(
            request,
            "day.html",
            words,
            board=board,
            visits=words.many("{number} visit", "{number} visits", board.visits),
            technicians=words.many(
                "{number} technician", "{number} technicians", len(board.routes)
            ),
            map=_map(board),
            before=max((each for each in days if each < on), default=None),
            following=min((each for each in days if each > on), default=None),
            standing_words=standing_words,
            progress_words=progress_words,
            work=work,
            told=told,
        )


def delays_said(_: Words, session: Session, board: Board) -> dict[UUID, str]:
    """What customers of this day were told of the delay of their visit, as long as that stands."""
    waiting = {
        row.visit.appointment.id: row.visit
        for route in board.routes
        for row in route.rows
        if row.visit.appointment.state in (*AHEAD, AppointmentState.EN_ROUTE)
    }
    notices = delays_told(session, waiting)
    said = {
        key: (waiting[key], newest_of([notice], waiting[key])) for key, notice in notices.items()
    }
    return {
        key: f"{headline(_, visit, facts)} {why(_, facts)}".strip()
        for key, (visit, facts) in said.items()
        if facts is not None
    }


def territory_of(session: Session, code: str) -> Territory:
    """The territory with this code.

    Raises:
        NotThere: there is none.
    """
    territory = territory_by_code(session, code)
    if territory is None:
        raise NotThere(f"There is no territory “{code}”. Choose one on the first page.")
    return territory


def nearest_day(days: list[date], today: date) -> date | None:
    """The next planned day, today included, else the last one."""
    ahead = [each for each in days if each >= today]
    return ahead[0] if ahead else days[-1] if days else None


def _map(board: Board) -> DayMap | None:
    routes = [
        RouteFact(
            colour=route.colour,
            start=route.start,
            stops=tuple(
                StopFact(
                    place=(row.visit.location.latitude, row.visit.location.longitude),
                    label=row.label,
                    title=f"{row.label} · {row.address}",
                )
                for row in route.rows
                if row.label
            ),
        )
        for route in board.routes
    ]
    return day_map(routes, board.territory.road_table)
