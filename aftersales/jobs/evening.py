"""Each evening the buyers of the next day are told shorter windows, once for each territory and day."""

from __future__ import annotations

from datetime import date, timedelta

from aftersales.day_watch.narrowing import narrow_windows
from aftersales.deed import SYSTEM
from aftersales.jobs.asking import ask, is_seen_to
from aftersales.jobs.hold import Hold
from aftersales.jobs.plans import turn_of
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.places import territory_by_code
from aftersales.records import JobKind


def ask_to_narrow(parts: Parts, territory_code: str) -> None:
    """Once the local evening has come, ask that tomorrow's windows be told; repeating it asks for nothing unless it failed."""
    with parts.store.reading() as session:
        territory = territory_by_code(session, territory_code)
        if territory is None:
            return
        now = parts.clock.now()
        wall = wall_of(now, territory.zone)
        on = wall.date() + timedelta(days=1)
        key = f"narrow:{territory_code}:{on}"
        if wall.time() < parts.settings.narrow_at or is_seen_to(session, key, now):
            return
    with parts.doing(SYSTEM) as deed:
        ask(
            deed,
            JobKind.NARROW,
            key,
            {"territory": territory_code, "on": on.isoformat()},
            turn=turn_of(territory_code),
        )


def do_narrow(parts: Parts, hold: Hold) -> None:
    """Tell the shorter windows; after a crash it goes on, since nobody is told twice."""
    arguments = hold.job.arguments
    on = date.fromisoformat(str(arguments["on"]))
    told = narrow_windows(parts, SYSTEM, str(arguments["territory"]), on)
    with parts.doing(SYSTEM) as deed:
        hold.finish(deed, {"told": told}, f"{told} shorter windows told.")
