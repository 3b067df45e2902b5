"""The routes of a territory as arrays, kept between requests and brought up to date where something changed.

Reading thousands of visits for every customer who looks for a time would take longer than the search itself. So what
a technician does in the horizon is kept as a block of arrays for as long as the revision of their calendar stays the
same, which every change of their visits lets grow. Two requests never wait for each other: each takes the table it
finds, and the last one that was brought up to date stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from weakref import WeakKeyDictionary

from aftersales.booking.blocks import Block, Driving, Recipe, blocks_of, routes_of
from aftersales.day_factors import factors_of
from aftersales.moments import grid_up, wall_of
from aftersales.parts import Parts
from aftersales.planning.duties import duties_between
from aftersales.planning.facts import Duty
from aftersales.queries.slots import calendar_revisions, roster_mark, standing_stops
from aftersales.queries.visits import visits_between
from aftersales.records import Territory
from aftersales.roads import Place
from aftersales.store import Session, Store
from scheduling.slots import Routes


@dataclass(frozen=True, slots=True)
class Table:
    """The routes of a territory in a horizon.

    Attributes:
        start_at: the moment from which seconds are counted.
        duties: who works when; one for each route.
        routes: the same as arrays.
        places: of the stops and ends of routes, as the routes' indices name them.
    """

    start_at: datetime
    duties: tuple[Duty, ...]
    routes: Routes
    places: tuple[Place, ...]
    blocks: tuple[Block, ...] = field(repr=False)

    def without(self, appointments: Collection[UUID]) -> Table:
        """The same without some appointments, as if their time were free; itself if none is on its routes."""
        blocks = tuple(block.without(appointments) for block in self.blocks)
        if all(after is before for after, before in zip(blocks, self.blocks, strict=True)):
            return self
        routes, places = routes_of(blocks)
        return replace(self, blocks=blocks, routes=routes, places=places)

    def second(self, moment: datetime) -> int:
        """The second of the horizon that a moment is."""
        return int((moment - self.start_at).total_seconds())

    def moment(self, second: int) -> datetime:
        """The moment of a second of the horizon."""
        return self.start_at + timedelta(seconds=second)


@dataclass(frozen=True, slots=True)
class _Crew:
    """The duties of one lead technician, and everybody who is on them."""

    duties: tuple[Duty, ...]
    members: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A table with what it was made from."""

    mark: tuple[object, ...]
    revisions: dict[UUID, int]
    roster: dict[UUID, _Crew]
    blocks: dict[UUID, Block]
    holds_until_at: datetime | None
    table: Table


_kept: WeakKeyDictionary[Store, dict[UUID, _Kept]] = WeakKeyDictionary()
"""The newest table of each territory, by database."""

LONGEST_DAY: Final = timedelta(hours=25)
"""Of a night in which the clocks go back."""

TERRITORIES_KEPT: Final = 64
"""Territories whose tables are kept in one process; one of 200 technicians takes about 3 MB."""


def table_of(
    parts: Parts,
    session: Session,
    territory: Territory,
    horizon: tuple[datetime, datetime],
    now: datetime,
) -> Table:
    """The routes of a territory as they stand now, in the reading of `session`."""
    since = max(horizon[0], grid_up(now))
    is_under_way = since > horizon[0]
    mark = (
        horizon,
        since if is_under_way else None,
        territory.travel_scale,
        territory.road_table,
        factors_of(territory).overall,
        *roster_mark(session, territory.id, horizon),
    )
    revisions = calendar_revisions(session, territory.id)
    tables = _kept.setdefault(parts.store, {})
    before = tables.get(territory.id)
    if before is not None and before.mark == mark:
        if before.revisions == revisions and not _has_run_out(before.holds_until_at, now):
            return before.table
        blocks = {lead: before.blocks[lead] for lead in before.blocks}
        roster = before.roster
    else:
        blocks = {}
        day = horizon[0], horizon[0] + LONGEST_DAY
        today = visits_between(session, territory.id, *day) if is_under_way else ()
        roster = _roster_of(duties_between(session, territory, horizon, since, today))
        before = None
    changed = [
        lead
        for lead, crew in roster.items()
        if before is None
        or _has_run_out(before.blocks[lead].holds_until_at, now)
        or any(revisions.get(each) != before.revisions.get(each) for each in crew.members)
    ]
    stops = standing_stops(session, changed, horizon[0], horizon[1], now)
    driving = Driving(
        parts.roads, territory.travel_scale, territory.road_table, factors_of(territory).overall
    )
    recipes = [
        Recipe(
            duties=roster[lead].duties,
            stops=tuple(stops.get(lead, ())),
            driving=driving,
            first_on=wall_of(horizon[0], territory.zone).date(),
            start_at=horizon[0],
            since=since,
        )
        for lead in changed
    ]
    blocks |= dict(zip(changed, blocks_of(recipes), strict=True))
    holds = [block.holds_until_at for block in blocks.values() if block.holds_until_at is not None]
    ordered = [blocks[lead] for lead in roster]
    routes, places = routes_of(ordered)
    table = Table(
        horizon[0],
        tuple(duty for crew in roster.values() for duty in crew.duties),
        routes,
        places,
        tuple(ordered),
    )
    if len(tables) >= TERRITORIES_KEPT and territory.id not in tables:
        tables.clear()
    tables[territory.id] = _Kept(mark, revisions, roster, blocks, min(holds, default=None), table)
    return table


def _roster_of(duties: Iterable[Duty]) -> dict[UUID, _Crew]:
    """The duties by their lead technician."""
    by_lead: dict[UUID, list[Duty]] = {}
    for duty in duties:
        by_lead.setdefault(duty.members[0], []).append(duty)
    return {
        lead: _Crew(tuple(theirs), frozenset(each for duty in theirs for each in duty.members))
        for lead, theirs in by_lead.items()
    }


def _has_run_out(holds_until_at: datetime | None, now: datetime) -> bool:
    """Whether the first of some holds is over, so that its time is free again."""
    return holds_until_at is not None and holds_until_at <= now
