"""The best plan of a small problem by trying everything: who serves whom, in which order, pauses where.

Routes are timed by `timed_route` and priced by `costs_of`; what links ask of the times of several routes is
worked out by `earliest_starts`, which shares nothing with either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from scheduling.cost import costs_of, prize_of, route_costs
from scheduling.limits import keeps_limits, may_serve
from scheduling.plan import Route
from scheduling.problem import Problem
from scheduling.reference.spans import spans_of
from scheduling.shift import Shift
from scheduling.timing import timed_route
from scheduling.visit import LinkKind, Visit
from tests.scheduling.earliest_starts import Order, Orders, earliest_starts, places_along, used_by

_TIME_LINKS = (LinkKind.SAME_TIME, LinkKind.BEFORE)


@dataclass(frozen=True, slots=True)
class Best:
    """The cheapest plan of all.

    Attributes:
        cost: units.
        routes: of the shifts that it uses, in the order of the problem.
    """

    cost: float
    routes: tuple[Route, ...]


def best_plan(problem: Problem) -> Best:
    """The cheapest plan; exact as long as waiting never lowers a price where links tie times together."""
    best = Best(cost_of(problem, ()), ())
    candidates = sorted(_candidates(problem), key=lambda candidate: candidate[0])
    for at_least, orders in candidates:
        if at_least >= best.cost - 1e-6:
            break
        for routes in feasible_routes(problem, orders):
            cost = cost_of(problem, routes)
            if cost < best.cost:
                best = Best(cost, routes)
    return best


def cost_of(problem: Problem, routes: Sequence[Route]) -> float:
    """What a plan with these routes costs."""
    served = {stop.visit for route in routes for stop in route.stops}
    left_out = [visit for visit in problem.visits if visit.key not in served]
    return costs_of(problem, routes, left_out).total


def feasible_routes(problem: Problem, orders: Orders) -> Iterator[tuple[Route, ...]]:
    """The routes with these orders, once for each choice of pauses that matters; nothing if it is impossible."""
    if not keeps_rules(problem, orders):
        return
    if not any(link.kind in _TIME_LINKS for link in problem.links):
        routes = _timed(problem, orders, {})
        if routes is not None:
            yield routes
        return
    for starts in earliest_starts(problem, orders):
        linked = {
            key: starts[key]
            for link in problem.links
            for key in (link.first, link.second)
            if key in starts
        }
        routes = _timed(problem, orders, linked)
        assert routes is not None, "The timing must find what is known to fit."
        yield routes


def is_feasible(problem: Problem, orders: Orders) -> bool:
    """Whether a plan may have these orders, by the rules of this module alone: nothing of `timing`."""
    return keeps_rules(problem, orders) and any(True for _ in earliest_starts(problem, orders))


def keeps_rules(problem: Problem, orders: Orders) -> bool:
    """Whether the orders keep all rules that have nothing to do with the clock."""
    return all(
        not order
        or (
            all(may_serve(shift, problem.visit_by_key[key]) for key in order)
            and keeps_limits(problem, shift, [problem.visit_by_key[key] for key in order])
            and _driving(problem, shift, order)
            <= (inf if shift.max_driving is None else shift.max_driving)
        )
        for shift, order in used_by(problem, orders)
    ) and _keeps_links(problem, orders)


def _driving(problem: Problem, shift: Shift, order: Order) -> int:
    return sum(
        int(problem.travel.seconds[leg]) for leg in pairwise(places_along(problem, shift, order))
    )


def _keeps_links(problem: Problem, orders: Orders) -> bool:
    shift_of = {key: shift for shift, order in used_by(problem, orders) for key in order}
    for link in problem.links:
        first, second = shift_of.get(link.first), shift_of.get(link.second)
        if (first is None) != (second is None):
            return False
        if first is None or second is None:
            continue
        if link.kind is LinkKind.SAME_TIME and first.key == second.key:
            return False
        if link.kind is LinkKind.SAME_SHIFT and first.key != second.key:
            return False
        if link.kind is LinkKind.SAME_TECHNICIAN and first.technician != second.technician:
            return False
    return True


def _timed(problem: Problem, orders: Orders, linked: Mapping[str, int]) -> tuple[Route, ...] | None:
    spans = spans_of(problem, linked)
    routes = []
    for shift, order in used_by(problem, orders):
        if order:
            visits = [problem.visit_by_key[key] for key in order]
            route = timed_route(problem, shift, visits, spans)
            if route is None:
                return None
            routes.append(route)
    return tuple(routes)


# ---------------------------------------------------------------- all orders of all shifts


def _candidates(problem: Problem) -> Iterator[tuple[float, Orders]]:
    """Every combination of orders, with what it costs at least."""
    by_shift = [(shift, _choices(problem, shift)) for shift in problem.shifts]
    prizes = {visit.key: prize_of(visit) for visit in problem.visits}

    def extend(
        at: int, cost: float, orders: dict[str, Order], left: frozenset[str]
    ) -> Iterator[tuple[float, Orders]]:
        if at == len(by_shift):
            if _keeps_links(problem, orders):
                yield cost + sum(prizes[key] for key in left), orders
            return
        shift, choices = by_shift[at]
        for served, options in choices.items():
            if served <= left:
                for price, order in options:
                    yield from extend(
                        at + 1, cost + price, {**orders, shift.key: order}, left - served
                    )

    yield from extend(0, 0.0, {}, frozenset(problem.visit_by_key))


def _choices(problem: Problem, shift: Shift) -> dict[frozenset[str], list[tuple[float, Order]]]:
    """For every set of visits the orders in which the shift could serve them, were it alone, and their prices.

    Of a set that no link ties to other routes in time the cheapest order is enough.
    """
    choices: dict[frozenset[str], list[tuple[float, Order]]] = {frozenset(): [(0.0, ())]}
    tied = {
        key
        for link in problem.links
        if link.kind in _TIME_LINKS
        for key in (link.first, link.second)
    }
    for order in _orders(problem, shift):
        visits = [problem.visit_by_key[key] for key in order]
        route = timed_route(problem, shift, visits)
        if route is not None:
            options = choices.setdefault(frozenset(order), [])
            options.append((route_costs(problem, route).total, order))
            if tied.isdisjoint(order):
                options[:] = [min(options)]
    return choices


def _orders(problem: Problem, shift: Shift) -> Iterator[Order]:
    """Every order of some visits in which all would be in time if the shift never had to end."""
    endless = replace(
        shift, overtime=10**7, max_driving=None, capacity=(), breaks=(), end_place=shift.start_place
    )
    able = [visit for visit in problem.visits if may_serve(shift, visit)]

    def extend(order: tuple[Visit, ...]) -> Iterator[Order]:
        for visit in able:
            if visit not in order:
                longer = (*order, visit)
                if timed_route(problem, endless, longer) is not None:
                    yield tuple(each.key for each in longer)
                    yield from extend(longer)

    yield from extend(())
