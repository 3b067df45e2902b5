"""How far the drives and works of a territory stray from the plan, and how often nobody reports them: learned daily."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from aftersales.queries.lengths import Ended, unmet_since, visits_ended_since
from aftersales.records import Territory
from aftersales.roads.day_parts import SHORTEST_SECONDS, part_key
from aftersales.store import Session
from scheduling.forecast import BELIEF, DRIVES, SILENCE, UNMET, WORKS, Stray, learned_stray

HISTORY: Final = timedelta(days=56)
"""Eight weeks, as for the factors of the parts of the day."""

MOST_VISITS: Final = 5000
"""The latest so many visits tell it all."""

LEAST_WORK: Final = timedelta(minutes=5)
"""Who was on site for less had forgotten to say that they arrived."""

WAITED: Final = timedelta(minutes=1)
"""Who arrives this close to the beginning of the window may have waited for it on the road."""

LEAST_SILENCE: Final = 0.01
"""So many reports are forgotten even where nobody has forgotten one yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What a territory has learned.

    Attributes:
        drives: by part of the day, of the drives that begin in it.
        works: by code of the work type.
        silence: share of what happens that nobody reports.
        unmet: share of visits at which nobody was met.
        zone: whose wall clock tells the parts of the day.
    """

    drives: Mapping[str, Stray]
    works: Mapping[str, Stray]
    silence: float
    unmet: float
    zone: str

    def of_drive(self, departed_at: datetime) -> Stray:
        """How a drive strays that begins at a moment."""
        return self.drives.get(part_key(departed_at, self.zone), DRIVES)

    def of_work(self, work_type: str) -> Stray:
        """How the work of a type strays."""
        return self.works.get(work_type, WORKS)


def habits_of(territory: Territory) -> Habits:
    """The habits that hold in a territory; what is believed of all where nothing was learned."""
    kept = territory.habits

    def strays(name: str) -> dict[str, Stray]:
        return {key: Stray(*each) for key, each in kept.get(name, {}).items()}

    return Habits(
        drives=strays("drives"),
        works=strays("works"),
        silence=kept.get("silence", SILENCE),
        unmet=kept.get("unmet", UNMET),
        zone=territory.zone,
    )


def learned_habits(session: Session, territory: Territory, now: datetime) -> dict[str, Any]:
    """What the last weeks teach, as it is kept."""
    ended = visits_ended_since(session, territory.id, now - HISTORY, MOST_VISITS)
    drives: dict[str, list[float]] = defaultdict(list)
    works: dict[str, list[float]] = defaultdict(list)
    for each in ended:
        _add_drive(drives, each, territory.zone)
        _add_work(works, each)
    unmet, all_ended = unmet_since(session, territory.id, now - HISTORY)
    silent = sum(each.departed_at is None for each in ended)
    return {
        "drives": _kept(drives, DRIVES),
        "works": _kept(works, WORKS),
        "silence": round(
            max(LEAST_SILENCE, (BELIEF * SILENCE + silent) / (BELIEF + len(ended))), 4
        ),
        "unmet": round((BELIEF * UNMET + unmet) / (BELIEF + all_ended), 4),
    }


def _add_drive(drives: dict[str, list[float]], ended: Ended, zone: str) -> None:
    """A drive of which both ends were reported, and that ended because the technician was there."""
    left_at, there_at = ended.departed_at, ended.arrived_at
    if left_at is None or there_at is None or ended.drive_seconds < SHORTEST_SECONDS:
        return
    took = (there_at - left_at).total_seconds()
    if took > 0 and abs(there_at - ended.window_from_at) > WAITED and there_at < ended.done_at:
        drives[part_key(left_at, zone)].append(took / ended.drive_seconds)


def _add_work(works: dict[str, list[float]], ended: Ended) -> None:
    """A work of which both ends were reported."""
    if ended.arrived_at is None:
        return
    took = ended.done_at - max(ended.arrived_at, ended.window_from_at)
    if took >= LEAST_WORK:
        works[ended.work_type].append(took / timedelta(minutes=ended.minutes))


def _kept(ratios: Mapping[str, Iterable[float]], belief: Stray) -> dict[str, tuple[float, float]]:
    learned = {key: learned_stray(each, belief) for key, each in sorted(ratios.items())}
    return {key: (round(each.factor, 4), round(each.variation, 4)) for key, each in learned.items()}
