"""The evening before: every buyer of the next day is told a shorter window inside the promised one."""

from __future__ import annotations

from datetime import date, timedelta

from aftersales.appointments import set_window, take_turn
from aftersales.deed import Actor
from aftersales.errors import NotThere
from aftersales.moments import day_bounds
from aftersales.notices.kinds import NoticeKind
from aftersales.parts import Parts
from aftersales.planning.gather import is_moving
from aftersales.planning.windows import narrowed_window
from aftersales.queries.places import territory_by_code
from aftersales.queries.visits import AHEAD, visits_between
from aftersales.visits import tell_new_window


def narrow_windows(parts: Parts, actor: Actor, territory_code: str, on: date) -> int:
    """Tell the shorter windows of a day; answers how many there were. Repeating it tells nobody twice.

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
        bounds = day_bounds(on, territory.zone)
        for visit in visits_between(deed.session, territory.id, *bounds, AHEAD):
            if is_moving(visit):
                continue
            was = visit.appointment.window_from_at, visit.appointment.window_to_at
            window = narrowed_window(was, visit.appointment.planned_start_at, length)
            if window != was and window[0] >= was[0] and window[1] <= was[1]:
                set_window(deed, visit.appointment, window)
                tell_new_window(deed, visit, NoticeKind.WINDOW_NARROWED, was=was, cause=None)
                narrowed += 1
    return narrowed
