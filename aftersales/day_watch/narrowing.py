"""The evening before: every buyer of the next day is told a shorter window inside the promised one, if it is to hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from aftersales.appointments import set_window, take_turn
from aftersales.day_watch.routes import routes_of_day
from aftersales.deed import Actor
from aftersales.errors import NotThere
from aftersales.notices.kinds import NoticeKind
from aftersales.parts import Parts
from aftersales.planning.gather import is_moving
from aftersales.planning.windows import narrowed_window
from aftersales.queries.places import territory_by_code
from aftersales.queries.visits import AHEAD
from aftersales.visits import tell_new_window

EARLY: Final = 0.1
"""Probability of being ready before a shorter window begins: then the technician waits, and the rest of the route with them."""


def narrow_windows(parts: Parts, actor: Actor, territory_code: str, on: date) -> int:
    """Tell the shorter windows of a day; answers how many there were. Repeating it tells nobody twice.

    A window is as short as the forecast lets it be kept.

    Raises:
        NotThere: there is no such territory.
    """
    length = timedelta(hours=parts.settings.narrowed_hours)
    narrowed = 0
    with parts.doing(actor) as deed:
        territory = territory_by_code(deed.session, territory_code)
        if territory is None:
            raise NotThere(f"There is no territory “{territory_code}”. Check its code.")
        take_turn(deed, territory.id)
        shares = EARLY, deed.settings.narrowed_kept
        for route in routes_of_day(deed.session, territory, on, deed.now, shares):
            for visit in route.visits:
                chances = route.chances.get(visit.appointment.id)
                if chances is None or visit.appointment.state not in AHEAD or is_moving(visit):
                    continue
                was = visit.appointment.window_from_at, visit.appointment.window_to_at
                early_at, late_at = map(route.moment, chances.starts)
                start_at = visit.appointment.planned_start_at
                window = narrowed_window(was, start_at, length, (early_at, late_at))
                if window != was and window[0] >= was[0] and window[1] <= was[1]:
                    set_window(deed, visit.appointment, window)
                    tell_new_window(deed, visit, NoticeKind.WINDOW_NARROWED, was=was, cause=None)
                    narrowed += 1
    return narrowed
