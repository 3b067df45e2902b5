"""How many visits a day may have, by territory, kind of work and day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from aftersales.booking.facts import Wanted
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.moments import day_bounds
from aftersales.queries.slots import booked_by_day, quotas_of
from aftersales.records import SlotQuota, Territory, WorkType
from aftersales.store import Session

SUNDAY = 6


def full_days(
    session: Session,
    territory: Territory,
    wanted: Wanted,
    days: Sequence[date],
    now: datetime,
) -> dict[date, int]:
    """Those of the days, in order of time, on which no more of this work may be booked, with how many visits there may be."""
    rules = [
        rule
        for rule in quotas_of(session, territory.id)
        if rule.work_type_id in {None, wanted.work_type_id}
    ]
    if not rules:
        return {}
    from_at, to_at = day_bounds(days[0], wanted.zone)[0], day_bounds(days[-1], wanted.zone)[1]
    booked = booked_by_day(session, territory.id, from_at, to_at, now, wanted.own)
    full: dict[date, int] = {}
    for on in days:
        total = sum(count for (day, _kind), count in booked.items() if day == on)
        of_kind = booked.get((on, wanted.work_type_id), 0)
        for work_type_id, count in ((None, total), (wanted.work_type_id, of_kind)):
            most = most_on(rules, work_type_id, on)
            if most is not None and count >= most:
                full[on] = most
    return full


def most_on(rules: Iterable[SlotQuota], work_type_id: UUID | None, on: date) -> int | None:
    """How many visits of a kind of work, or of all kinds, a day may have; the closest rule counts."""
    fitting = [
        rule
        for rule in rules
        if rule.work_type_id == work_type_id
        and rule.on in {None, on}
        and rule.weekday in {None, on.weekday()}
    ]
    closest = max(
        fitting,
        key=lambda rule: (rule.on is not None, rule.weekday is not None, rule.id),
        default=None,
    )
    return None if closest is None else closest.most


def set_quota(
    deed: Deed,
    territory: Territory,
    work_type: WorkType | None,
    *,
    weekday: int | None,
    on: date | None,
    most: int,
) -> SlotQuota:
    """Let a day have at most so many visits; a rule for the same days and work is replaced.

    Raises:
        NotUnderstood: the day or the number makes no sense.
    """
    if weekday is not None and on is not None:
        raise NotUnderstood(
            "A rule is for a day of the week or for one day, not for both. Leave one of them out.",
            [Problem("on", "leave it out, or the day of the week")],
        )
    if weekday is not None and not 0 <= weekday <= SUNDAY:
        raise NotUnderstood(
            "A day of the week is a number from 0, for Monday, to 6.",
            [Problem("weekday", "0 to 6")],
        )
    if most < 0:
        raise NotUnderstood(
            "A day cannot have less than no visits. Name 0 or more.", [Problem("most", "0 or more")]
        )
    work_type_id = None if work_type is None else work_type.id
    for former in quotas_of(deed.session, territory.id):
        if (former.work_type_id, former.weekday, former.on) == (work_type_id, weekday, on):
            deed.remove([former])
    rule = SlotQuota(
        id=deed.new_id(),
        territory_id=territory.id,
        work_type_id=work_type_id,
        weekday=weekday,
        on=on,
        most=most,
        created_at=deed.now,
    )
    deed.add(rule)
    deed.note("quota_set", rule, facts={"most": most})
    return rule


def remove_quota(deed: Deed, rule: SlotQuota) -> None:
    """Let the days of a rule have any number of visits again, or as many as the next rule says."""
    deed.note("quota_removed", rule)
    deed.remove([rule])
