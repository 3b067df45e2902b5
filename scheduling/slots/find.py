"""The use of the engine: what can be offered for an ask, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np

from scheduling.problem import GRID
from scheduling.slots.ask import Ask
from scheduling.slots.columns import Flags, Floats, Int64
from scheduling.slots.given import Asked, Risks, Standing, asked_of, standing_of
from scheduling.slots.offer import NEAR, NEAR_SHARE, Offer, Refusal, RefusalReason
from scheduling.slots.prices import SlotPrices
from scheduling.slots.routes import Routes
from scheduling.uncertainty import Spread

FEW: Final = 6
"""Candidates a window, the cheapest by driving, that are weighed with all prices."""

USUAL_SPREAD: Final = Spread()
USUAL_PRICES: Final = SlotPrices()


class _Found(NamedTuple):
    """The cheapest candidates of every window, W × few, windows in the order of their days.

    Attributes:
        order: row of the window in the ask, (W,).
        standing: as the kernels read it.
        asked: the same.
        route_of: the route of each row of positions, (S + R,).
        extra: seconds of driving at each position, (S + R,).
        rows: rows of positions, (W, few, people).
        starts: (W, few).
        costs: weighted seconds of driving; infinite where there is no candidate, (W, few).
    """

    order: Int64
    standing: Standing
    asked: Asked
    route_of: Int64
    extra: Int64
    rows: Int64
    starts: Int64
    costs: Floats


def offers(
    routes: Routes,
    ask: Ask,
    *,
    grid: int = GRID,
    spread: Spread = USUAL_SPREAD,
    prices: SlotPrices = USUAL_PRICES,
) -> tuple[Offer, ...]:
    """The best place for every window that has one, ascending by score.

    The order of the stops stays, their starts may move inside their windows. Which starts are possible at each
    position, and which place is the cheapest by driving, is exact; of the `FEW` cheapest the best by the
    whole score is offered.

    Args:
        routes: all that count for the balance, those that may not serve the visit included.
        ask: what is looked for.
        grid: seconds; work starts on it.
        spread: how far drives and works stray. What it says of single visits does not count here.
        prices: of everything but driving.

    Raises:
        ValueError: routes and ask do not belong together, or something is not on the grid.
    """
    found = _cheapest(routes, ask, grid)
    if not len(routes.day):
        return ()
    risks = _risks(found, spread)
    load = _loads(routes)[found.route_of[found.rows]].mean(axis=2)
    scores = found.costs + prices.late * risks.lateness + prices.harm * risks.harm
    scores += prices.balance * (load - 1) + prices.pushed * risks.pushed
    windows = np.flatnonzero(found.costs[:, 0] < np.inf)
    at = windows, scores[windows].argmin(axis=1)
    rows = found.rows[at]
    chosen, extra = found.route_of[rows], found.extra[rows]
    columns: dict[str, list[Any]] = {
        "window": found.order[windows].tolist(),
        "routes": [tuple(members) for members in chosen.tolist()],
        "positions": [tuple(each) for each in (rows - routes.first[chosen] - chosen).tolist()],
        "start": found.starts[at].tolist(),
        "extra": extra.sum(axis=1).tolist(),
        "lateness": risks.lateness[at].tolist(),
        "harm": risks.harm[at].tolist(),
        "load": load[at].tolist(),
        "score": scores[at].tolist(),
        "is_green": _green(routes, ask, chosen, extra).tolist(),
        "pushed": risks.pushed[at].tolist(),
    }
    made = [
        Offer(**dict(zip(columns, each, strict=True)))
        for each in zip(*columns.values(), strict=True)
    ]
    return tuple(sorted(made, key=lambda offer: (offer.score, offer.window)))


def refusals(
    routes: Routes, ask: Ask, found: Iterable[Offer], *, grid: int = GRID
) -> tuple[Refusal, ...]:
    """The nearest reason for every window without an offer, in the order of the windows.

    Args:
        routes: as for `offers`.
        ask: the same.
        found: what `offers` gave for them.
        grid: the same.
    """
    offered = {offer.window for offer in found}
    missing = np.array([at for at in range(len(ask.day)) if at not in offered], np.int64)
    if not len(missing):
        return ()
    left = replace(
        ask, windows=ask.windows[missing], promised=ask.promised[missing], day=ask.day[missing]
    )
    alone = _cheapest(_emptied(routes), left, grid)
    could = dict(zip(alone.order.tolist(), (alone.costs[:, 0] < np.inf).tolist(), strict=True))
    staff = {
        day: len(np.unique(routes.technician[ask.allowed & (routes.day == day)]))
        for day in np.unique(left.day).tolist()
    }
    return tuple(
        Refusal(
            window=window,
            reason=RefusalReason.FULL
            if could[at]
            else RefusalReason.NO_ROUTE
            if staff[day] < ask.people
            else RefusalReason.TOO_LONG,
        )
        for at, (window, day) in enumerate(zip(missing.tolist(), left.day.tolist(), strict=True))
    )


def _cheapest(routes: Routes, ask: Ask, grid: int) -> _Found:
    """The kernels, one after the other."""
    _check(routes, ask, grid)
    from scheduling.slots.choice import cheapest_alone, cheapest_together  # noqa: PLC0415 - only who asks needs Numba
    from scheduling.slots.gaps import possible_starts  # noqa: PLC0415 - as above

    order = np.argsort(ask.day, kind="stable")
    standing, asked = standing_of(routes), asked_of(routes, ask, order, grid)
    positions = len(routes.place) + len(routes.day)
    earliest, latest = np.empty((positions, 2), np.int64), np.empty((positions, 2), np.int64)
    extra = np.empty(positions, np.int64)
    possible_starts(standing, asked, earliest, latest, extra)
    windows = len(order)
    rows = np.zeros((windows, FEW, ask.people), np.int64)
    starts, costs = np.zeros((windows, FEW), np.int64), np.full((windows, FEW), np.inf)
    if ask.people == 1:
        cheapest_alone(standing, asked, earliest, latest, extra, rows, starts, costs)
    else:
        by_day = np.argsort(routes.day, kind="stable")
        cheapest_together(standing, asked, by_day, earliest, latest, extra, rows, starts, costs)
    route_of = np.repeat(np.arange(len(routes.day)), routes.stops + 1)
    return _Found(order, standing, asked, route_of, extra, rows, starts, costs)


def _risks(found: _Found, spread: Spread) -> Risks:
    """What every candidate risks."""
    from scheduling.slots.risks import weigh  # noqa: PLC0415 - as above

    shape, routes = found.costs.shape, len(found.standing.open)
    risks = Risks(
        lateness=np.zeros(shape),
        harm=np.zeros(shape),
        pushed=np.zeros(shape, np.int64),
        now=np.full(routes, -1.0),
    )
    spreads = round(100 * spread.drive) / 100, round(100 * spread.work) / 100
    places = found.route_of, found.rows, found.starts, found.costs
    weigh(found.standing, found.asked, *places, spreads, risks)
    return risks


def _check(routes: Routes, ask: Ask, grid: int) -> None:
    if grid < 1:
        raise ValueError(f"The grid is at least one second, not {grid}.")
    if len(ask.allowed) != len(routes.day):
        raise ValueError(
            f"allowed must say something of each of {len(routes.day)} routes, not of {len(ask.allowed)}."
        )
    if len(ask.to) < routes.places:
        raise ValueError(
            f"The travel rows know {len(ask.to)} places, the routes go to {routes.places}."
        )
    pauses = np.stack((routes.pause_from, routes.pause_length))[:, routes.pause_length > 0]
    if ask.service % grid or np.any(pauses % grid):
        raise ValueError(
            f"Service, and starts and lengths of pauses, must be multiples of {grid} seconds."
        )


def _loads(routes: Routes) -> Floats:
    """Work of each route's technician in the horizon, relative to the mean of all technicians, (R,)."""
    done = np.concatenate(([0], np.cumsum(routes.service)))[routes.first]
    technicians, which = np.unique(routes.technician, return_inverse=True)
    work = np.bincount(which, weights=np.diff(done), minlength=len(technicians))
    mean = work.sum() / max(1, len(work))
    loads: Floats = work / mean if mean else np.ones(len(work))
    return loads[which]


def _green(routes: Routes, ask: Ask, chosen: Int64, extra: Int64) -> Flags:
    """Whether every one of the technicians is next door anyway, (offers,)."""
    own = ask.to[routes.start_place[chosen]] + ask.back[routes.end_place[chosen]]
    is_near = (extra <= NEAR) & (extra <= NEAR_SHARE * own)
    return np.asarray(is_near.all(axis=1))


def _emptied(routes: Routes) -> Routes:
    """The same technicians with nothing to do."""
    nothing = np.empty(0, np.int64)
    return replace(
        routes,
        first=np.zeros_like(routes.first),
        home=np.zeros_like(routes.home),
        place=nothing,
        earliest=nothing,
        latest=nothing,
        start=nothing,
        service=nothing,
        setup=nothing,
        leg=nothing,
        promised=nothing,
    )
