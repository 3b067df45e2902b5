"""Which times can a customer have? Every arrival window of every day, tried on the routes of everybody who may come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt

from aftersales.booking.facts import NoSlot, Offered, Slot, Wanted, WhyNot, Window
from aftersales.booking.quotas import full_days
from aftersales.booking.readying import name_folder
from aftersales.booking.table import Table, table_of
from aftersales.booking.who import Reasons, able_routes
from aftersales.booking.windows import booking_days, horizon_of, open_windows
from aftersales.day_factors import factors_of
from aftersales.moments import grid_length, grid_up, wall_of
from aftersales.parts import Parts
from aftersales.planning.windows import latest_start
from aftersales.public_holidays import holidays_between
from aftersales.records import Territory
from aftersales.roads import Row, slowed_row
from aftersales.store import Session
from scheduling.slots import Ask, Offer, RefusalReason, offers, refusals

NOBODY: Final = RefusalReason.NO_ROUTE

NEARNESS: Final = (RefusalReason.NO_ROUTE, RefusalReason.TOO_LONG, RefusalReason.FULL)
"""Why a window is not offered, from what is hardest to mend to what only needs somebody else to cancel."""


def slots_for(
    parts: Parts,
    session: Session,
    territory: Territory,
    wanted: Wanted,
    days: Sequence[date] | None = None,
    but: Collection[UUID] = (),
) -> Offered:
    """The times that can be booked now, and why there is none on the other days.

    Args:
        parts: roads, clock and settings.
        session: a reading.
        territory: whose technicians come.
        wanted: what is looked for.
        days: only these of all that can be booked.
        but: technicians who do not come.
    """
    now, settings = parts.clock.now(), parts.settings
    bookable = booking_days(settings, wanted.zone, now)
    looked_at = [on for on in bookable if days is None or on in days]
    if not looked_at:
        return Offered((), ())
    horizon = horizon_of(settings, territory.zone, now)
    closed = holidays_between(settings, territory, looked_at[0], looked_at[-1])
    windows, refused = open_windows(settings, wanted, now, closed, looked_at)
    full = full_days(session, territory, wanted, looked_at, now)
    closed_on = {each.on for each in refused}
    refused += [
        NoSlot(on, WhyNot.QUOTA, {"most": most}) for on, most in full.items() if on not in closed_on
    ]
    windows = [window for window in windows if window.on not in full]
    table = table_of(parts, session, territory, horizon, now)
    first_on = wall_of(horizon[0], territory.zone).date()
    if wanted.own:
        table = table.without(wanted.own)
    found = _search(parts, table, territory, wanted, windows, first_on, but)
    settled_on = {each.on for each in refused} | {slot.window.on for slot in found.slots}
    reasons = Reasons(session, territory, table.duties, horizon, wanted)
    refused += [
        reasons.on(on, found.whys.get(on, NOBODY)) for on in looked_at if on not in settled_on
    ]
    return Offered(
        tuple(sorted(found.slots, key=lambda slot: slot.window)),
        tuple(sorted(refused, key=lambda each: each.on)),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search came to: slots, and why not on the days without any."""

    slots: list[Slot]
    whys: dict[date, RefusalReason]


def _search(
    parts: Parts,
    table: Table,
    territory: Territory,
    wanted: Wanted,
    windows: Sequence[Window],
    first_on: date,
    but: Collection[UUID],
) -> _Found:
    """The best way to serve each window: by one route, or by two technicians who meet, whichever costs less."""
    if not windows:
        return _Found([], {})
    name_folder(parts.settings.kernel_folder)
    empty = parts.roads.row(
        wanted.place, table.places, scale=territory.travel_scale, table=territory.road_table
    )
    row = slowed_row(empty, factors_of(territory).overall)
    best: dict[Window, Slot] = {}
    whys: dict[date, RefusalReason] = {}
    for people, able in able_routes(table, wanted, but):
        ask = _ask(table, wanted, windows, able, people, row, first_on)
        found = offers(table.routes, ask)
        for offer in found:
            slot = _slot(table, windows, offer)
            if slot.window not in best or slot.score < best[slot.window].score:
                best[slot.window] = slot
        for refusal in refusals(table.routes, ask, found):
            on = windows[refusal.window].on
            whys[on] = max(whys.get(on, NOBODY), refusal.reason, key=NEARNESS.index)
    return _Found(list(best.values()), whys)


def _ask(
    table: Table,
    wanted: Wanted,
    windows: Sequence[Window],
    able: npt.NDArray[np.bool_],
    people: int,
    row: Row,
    first_on: date,
) -> Ask:
    starts = [
        (
            table.second(grid_up(window.from_at)),
            table.second(latest_start((window.from_at, window.to_at))),
        )
        for window in windows
    ]
    return Ask(
        service=int(grid_length(wanted.minutes).total_seconds()),
        setup=0,
        windows=np.array(starts, np.int64),
        promised=np.array([table.second(window.to_at) for window in windows], np.int64),
        day=np.array([(window.on - first_on).days for window in windows], np.int64),
        allowed=able,
        people=people,
        to=row.to,
        back=row.back,
    )


def _slot(table: Table, windows: Sequence[Window], offer: Offer) -> Slot:
    crew = (member for number in offer.routes for member in table.duties[number].members)
    return Slot(
        window=windows[offer.window],
        technicians=tuple(crew),
        extra_seconds=offer.extra,
        lateness=offer.lateness,
        score=offer.score,
        is_green=offer.is_green,
    )
