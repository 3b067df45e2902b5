"""Whether a unit was given the maintenance that its covers ask for: what was missed, and what has made up for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One maintenance that covers ask for, as far as anybody knows.

    Attributes:
        schedule: key of its schedule; those of one schedule follow each other.
        due_on: the day on which it was due.
        last_on: the last day on which it was still in time.
        done_on: the day on which it was done; None if nobody knows of that.
        is_excused: it is not the owner's doing that it was not done, such as a visit that they asked for.
    """

    schedule: str
    due_on: date
    last_on: date
    done_on: date | None = None
    is_excused: bool = False

    def __post_init__(self) -> None:
        if self.last_on < self.due_on:
            raise ValueError("Maintenance is in time at least until it is due.")


def missed_maintenance_on(day: date, known: Iterable[Kept]) -> date | None:
    """The day on which maintenance was due that is missing on a day; None when nothing is.

    Only the newest one of each schedule that should have been done by then counts: whoever maintains a unit this year
    has made up for the last one.
    """
    newest: dict[str, Kept] = {}
    for each in known:
        is_settled = each.last_on < day or (each.done_on is not None and each.done_on <= day)
        present = newest.get(each.schedule)
        if is_settled and (present is None or present.due_on < each.due_on):
            newest[each.schedule] = each
    missing = [
        each.due_on
        for each in newest.values()
        if not each.is_excused and (each.done_on is None or each.done_on > day)
    ]
    return min(missing, default=None)
