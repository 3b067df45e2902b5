"""How well promises are kept and how early customers hear of those that are not; pure.

*Late* is a visit whose work starts after its promised window ends, or never. It is *told* if a delay notice was
delivered before the window ended. A *false alarm* is a delay notice for a visit that then starts inside its window.
*Affected* is a visit that is late or noticed. The same words count for simulated days and for real ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

HALF_AN_HOUR: Final = timedelta(minutes=30)
AN_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOutcome:
    """What became of one promised window.

    Attributes:
        promised_to_at: when the window ended.
        started_at: when the work started; none if it never did.
        told_at: when each delay notice about it was delivered, in order.
    """

    promised_to_at: datetime
    started_at: datetime | None
    told_at: tuple[datetime, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether the work started after the window, or never."""
        return self.started_at is None or self.started_at > self.promised_to_at

    @property
    def lead(self) -> timedelta | None:
        """How long before the end of the window the first delay notice came; none if it came later or never."""
        if not self.told_at or self.told_at[0] > self.promised_to_at:
            return None
        return self.promised_to_at - self.told_at[0]

    @property
    def is_affected(self) -> bool:
        """Whether it is late, or its customer was told that it would be."""
        return self.is_late or bool(self.told_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFigures:
    """The figures of many promised windows.

    Attributes:
        visits: promised windows.
        late: those broken.
        told: late ones whose customer was told before the window ended; `told_30` and `told_60` so many minutes before.
        median_lead: of those told; none without one.
        notices: delay notices delivered.
        false_alarms: those for visits that then started inside their window.
        affected: visits late or noticed.
    """

    visits: int
    late: int
    told: int
    told_30: int
    told_60: int
    median_lead: timedelta | None
    notices: int
    false_alarms: int
    affected: int

    @property
    def on_time_share(self) -> float | None:
        """Windows kept, from 0 to 1; none without one."""
        return _share(self.visits - self.late, self.visits)

    @property
    def told_share(self) -> float | None:
        """Late visits told before the window ended."""
        return _share(self.told, self.late)

    @property
    def told_30_share(self) -> float | None:
        """Late visits told at least half an hour before the window ended."""
        return _share(self.told_30, self.late)

    @property
    def told_60_share(self) -> float | None:
        """Late visits told at least an hour before the window ended."""
        return _share(self.told_60, self.late)

    @property
    def false_share(self) -> float | None:
        """False alarms among the delay notices."""
        return _share(self.false_alarms, self.notices)

    @property
    def notices_per_affected(self) -> float | None:
        """Delay notices for each affected visit."""
        return _share(self.notices, self.affected)


def figures_of(outcomes: Iterable[VisitOutcome]) -> PromiseFigures:
    """The figures of these windows."""
    rows = tuple(outcomes)
    late = [row for row in rows if row.is_late]
    leads = [row.lead for row in late if row.lead is not None]
    return PromiseFigures(
        visits=len(rows),
        late=len(late),
        told=len(leads),
        told_30=sum(lead >= HALF_AN_HOUR for lead in leads),
        told_60=sum(lead >= AN_HOUR for lead in leads),
        median_lead=_median(leads),
        notices=sum(len(row.told_at) for row in rows),
        false_alarms=sum(len(row.told_at) for row in rows if not row.is_late),
        affected=sum(row.is_affected for row in rows),
    )


def _median(leads: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(lead.total_seconds() for lead in leads)) if leads else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
