"""When the news of a delay is worth telling, pure: how likely it must be, how early, how often, and what the new window is.

A customer is told as soon as a delay is all but sure, of one that is only likely when there is just time enough
left to arrange for it, or when it comes of what a technician said, and shortly before the window ends as soon as the
chances are even: nobody is to find out alone. What was told holds: further news comes only when the new window fails too, or, once, when
the first one can be kept after all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aftersales.notices.kinds import NoticeKind

HALF_HOUR: Final = timedelta(minutes=30)
"""Windows begin and end on half hours, because people remember those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayPolicy:
    """When a buyer is told of a delay, and what the new window looks like.

    Attributes:
        sure: from this probability on a delay is told at once.
        likely: from this one on it is told when no more than `lead` is left of the window.
        lead: the time that a customer needs to arrange for a delay.
        even: from this one on it is told when no more than `last` is left.
        last: the last moments of a window.
        certain: from this one on a delay is told again after it had been called off.
        recovery: up to this probability of missing the first window the delay is called off.
        again: a delay already told is told anew when its window has no more than this left, or is missed by it.
        most: so many pieces of news of one visit at most.
        kept: probability with which a new window is kept.
        window: its least length.
        next_update: more news is promised within this time, or shortly before the new window ends if that is later.
    """

    sure: float
    likely: float
    lead: timedelta
    even: float = 0.5
    last: timedelta = timedelta(minutes=5)
    certain: float = 0.95
    recovery: float = 0.03
    again: timedelta = timedelta(minutes=15)
    most: int
    kept: float
    window: timedelta
    next_update: timedelta

    @property
    def shares(self) -> tuple[float, float, float]:
        """The percentiles of the start that windows are made of: early, in the middle, late."""
        beside = (1 - self.kept) / 2
        return beside, 0.5, 1 - beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What is expected of a visit to come, beside what its customer was told.

    Attributes:
        to_at: the end of the window told last.
        late: probability of a start after it.
        middle_at: the moment by which the work has started with even chances.
        said: the news told of this visit so far, the oldest first: delays, and that one was called off.
        first_to_at: the end of the window that held before the first delay; none if there was no delay.
        late_at_first: probability of a start after that one.
        quiet_until_at: when quiet hours end; now, if there are none.
        is_said: whether the delay comes of what a technician said; they know more than any forecast.
        is_update_due: whether news was promised by now: a delay that is only likely is told then, too.
    """

    to_at: datetime
    late: float
    middle_at: datetime
    said: tuple[NoticeKind, ...] = ()
    first_to_at: datetime | None = None
    late_at_first: float = 1.0
    quiet_until_at: datetime
    is_said: bool = False
    is_update_due: bool = False


def news_of(policy: DelayPolicy, prospect: Prospect, now: datetime) -> NoticeKind | None:
    """What is worth telling now: a delay, that one is called off, or nothing."""
    if len(prospect.said) >= policy.most:
        return None
    if prospect.quiet_until_at > now and prospect.to_at - prospect.quiet_until_at > policy.lead:
        return None
    left = prospect.to_at - now
    if NoticeKind.RECOVERED in prospect.said:
        return NoticeKind.DELAYED if prospect.late >= policy.certain else None
    if prospect.said:
        if _is_over(policy, prospect, now):
            return NoticeKind.RECOVERED
        is_asked = left <= policy.again or prospect.is_update_due
        is_running_out = is_asked and prospect.late >= policy.likely
        is_far = prospect.middle_at >= prospect.to_at + policy.again
        is_worth = is_running_out or (is_far and prospect.late >= policy.sure)
    else:
        is_time = prospect.is_said or left <= policy.lead
        least = policy.likely if is_time else policy.sure
        is_worth = prospect.late >= (min(policy.even, least) if left <= policy.last else least)
    return NoticeKind.DELAYED if is_worth else None


def _is_over(policy: DelayPolicy, prospect: Prospect, now: datetime) -> bool:
    """Whether the window that held before the delay will be kept, and its customer can still be there."""
    return (
        prospect.first_to_at is not None
        and prospect.late_at_first <= policy.recovery
        and prospect.first_to_at - now >= policy.lead
    )


def window_of(
    policy: DelayPolicy, early_at: datetime, late_at: datetime
) -> tuple[datetime, datetime]:
    """The new window from the early to the late percentile of the start, on half hours around them."""
    seconds = HALF_HOUR.total_seconds()
    start = early_at - timedelta(seconds=early_at.timestamp() % seconds)
    end = max(late_at, start + policy.window)
    return start, end + timedelta(seconds=-end.timestamp() % seconds)


def next_update_at(policy: DelayPolicy, window_to_at: datetime, now: datetime) -> datetime:
    """When the customer hears more at the latest: soon, but hardly before there can be news."""
    return max(min(now + policy.next_update, window_to_at), window_to_at - HALF_HOUR)
