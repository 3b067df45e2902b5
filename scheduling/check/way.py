"""Rules of the way: a route lies inside its shift, leaves time to drive and set up, and takes its pauses."""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.check.walk import Walk
from scheduling.plan import Route
from scheduling.shift import Shift
from scheduling.violation import Rule, Violation


def order_in_time(route: Route) -> Iterator[Violation]:
    """Departure, arrivals, starts, ends and return follow each other in time."""
    moments = [route.start]
    for stop in route.stops:
        moments += [stop.arrival, stop.start, stop.end]
    moments.append(route.end)
    if moments != sorted(moments):
        yield Violation(Rule.ORDER_IN_TIME, route.shift, "Its moments are not in order of time.")


def travel_time(walk: Walk) -> Iterator[Violation]:
    """Between leaving one place and reaching the next lies the whole drive, pauses not counted."""
    route = walk.route
    leaving = [route.start, *(stop.end for stop in route.stops)]
    reaching = [*(stop.arrival for stop in route.stops), route.end]
    for left_at, reached_at, drive in zip(leaving, reaching, walk.drives, strict=True):
        seconds = walk.unpaused(left_at, reached_at)
        if seconds < drive:
            sentence = f"A drive of {drive} seconds has only {seconds}."
            yield Violation(Rule.TRAVEL_TIME, route.shift, sentence)


def setup(walk: Walk) -> Iterator[Violation]:
    """Between reaching another place and starting the work lies the whole setup, pauses not counted."""
    for visit, stop, (here, there) in zip(walk.visits, walk.route.stops, walk.legs, strict=False):
        seconds = max(0, walk.unpaused(stop.arrival, stop.start))
        if here != there and seconds < visit.setup:
            sentence = f"Its setup of {visit.setup} seconds has only {seconds}."
            yield Violation(Rule.SETUP, visit.key, sentence)


def shift_span(shift: Shift, route: Route) -> Iterator[Violation]:
    """The technician leaves after the shift begins."""
    if route.start < shift.span.start:
        yield Violation(Rule.SHIFT_SPAN, shift.key, "Its route starts before it begins.")


def overtime(shift: Shift, route: Route) -> Iterator[Violation]:
    """The technician is back before the shift and its overtime are over."""
    late = route.end - shift.span.end
    if late > shift.overtime:
        sentence = f"Its route ends {late} seconds after it, {shift.overtime} are allowed."
        yield Violation(Rule.OVERTIME, shift.key, sentence)


def pauses_taken(shift: Shift, route: Route) -> Iterator[Violation]:
    """Every break of the shift is taken in full, starting in its window, and no other."""
    if len(route.pauses) != len(shift.breaks):
        sentence = f"It has {len(shift.breaks)} breaks, and {len(route.pauses)} are planned."
        yield Violation(Rule.PAUSES_TAKEN, shift.key, sentence)
    for pause, due in zip(route.pauses, shift.breaks, strict=False):
        in_window = due.window.start <= pause.start <= due.window.end
        if not in_window or pause.end - pause.start != due.length:
            sentence = "A break is planned outside its window or not in full."
            yield Violation(Rule.PAUSES_TAKEN, shift.key, sentence)


def pause_cuts_no_visit(route: Route) -> Iterator[Violation]:
    """No pause overlaps the work of a visit."""
    for stop in route.stops:
        if any(pause.start < stop.end and stop.start < pause.end for pause in route.pauses):
            yield Violation(Rule.PAUSE_CUTS_NO_VISIT, stop.visit, "A pause overlaps its work.")
