"""The promise report: which promised windows held, and whether customers heard of the others early, split as asked.

A visit counts once for each local day on which a window of it ended, by the last window told before that day, or
by the first told on it. What was told later is news of a delay, and changes nothing about what was promised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from aftersales.errors import NotThere
from aftersales.moments import day_bounds, wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.parts import Parts
from aftersales.promise_figures import PromiseFigures, VisitOutcome, figures_of
from aftersales.queries.places import territory_by_code
from aftersales.queries.promise_report import (
    channels_of,
    news_delivered,
    partner_names,
    windows_run_out,
)
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.queries.work_offers import answers_between
from aftersales.records import Channel, Notice, Promise, WorkOfferState
from aftersales.store import Session

NEWS: Final = (NoticeKind.DELAYED, NoticeKind.MOVED, NoticeKind.CANCELLED)
"""What tells a customer that a window will not be kept."""


LONGEST_DAYS: Final = 92
"""A report spans a quarter of a year at most: every window in it is looked at."""


class By(StrEnum):
    """What a report is split by."""

    TERRITORY = "territory"
    TECHNICIAN = "technician"
    PARTNER = "partner"
    WORK_TYPE = "work_type"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedWindow:
    """One promised window, what became of it, and the channel on which it was told."""

    visit: Visit
    outcome: VisitOutcome
    channel: Channel | None

    @property
    def on(self) -> date:
        """The local day on which it ended."""
        return wall_of(self.outcome.promised_to_at, self.visit.appointment.zone).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The figures of one group; `key` is its code or value, empty for our own people and for what no channel took."""

    key: str
    name: str
    figures: PromiseFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAnswers:
    """What a service partner said to the visits that were offered to it, and how many it left unanswered."""

    key: str
    name: str
    accepted: int
    declined: int
    expired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseReport:
    """The figures of a span in all, split as asked by name, and for each local day on which a window ended.

    Split by partner it also has what each of them answered to offers of work in that span.
    """

    from_at: datetime
    to_at: datetime
    whole: PromiseFigures
    groups: tuple[Group, ...]
    daily: tuple[tuple[date, PromiseFigures], ...]
    answers: tuple[PartnerAnswers, ...] = ()


def promise_report(
    parts: Parts, *, days: int, by: By, territory: str | None = None
) -> PromiseReport:
    """The report of the windows that ended in the last days, in one territory or in all.

    Raises:
        NotThere: there is no such territory.
    """
    now = parts.clock.now()
    from_at = now - timedelta(days=days)
    with parts.store.reading() as session:
        area = None
        if territory is not None:
            area = territory_by_code(session, territory)
            if area is None:
                raise NotThere(f"There is no territory “{territory}”. Check its code.")
        area_id = None if area is None else area.id
        windows = promised_windows(session, from_at, now, area_id)
        partners = partner_names(session)
        answers = _answers(session, from_at, now, area_id, partners) if by is By.PARTNER else ()
    groups: dict[tuple[str, str], list[VisitOutcome]] = defaultdict(list)
    daily: dict[date, list[VisitOutcome]] = defaultdict(list)
    for window in windows:
        groups[_group(window, by, partners)].append(window.outcome)
        daily[window.on].append(window.outcome)
    return PromiseReport(
        from_at=from_at,
        to_at=now,
        whole=figures_of(window.outcome for window in windows),
        groups=tuple(
            Group(key=key, name=name, figures=figures_of(groups[name, key]))
            for name, key in sorted(groups)
        ),
        daily=tuple((on, figures_of(daily[on])) for on in sorted(daily)),
        answers=answers,
    )


def _answers(
    session: Session,
    from_at: datetime,
    to_at: datetime,
    territory_id: UUID | None,
    partners: Mapping[UUID, str],
) -> tuple[PartnerAnswers, ...]:
    """What partners answered, by name; nothing of those who were asked nothing."""
    found = answers_between(session, from_at, to_at, territory_id)
    return tuple(
        PartnerAnswers(
            key=str(each),
            name=partners[each],
            accepted=found[each].get(WorkOfferState.ACCEPTED, 0),
            declined=found[each].get(WorkOfferState.DECLINED, 0),
            expired=found[each].get(WorkOfferState.EXPIRED, 0),
        )
        for each in sorted(found, key=lambda each: (partners[each], each))
    )


def promised_windows(
    session: Session,
    from_at: datetime,
    to_at: datetime,
    territory_id: UUID | None = None,
    *,
    starts: Mapping[UUID, datetime] | None = None,
) -> list[PromisedWindow]:
    """The promised windows that ended in a span; `starts` by appointment know better than what was reported."""
    told = _binding(windows_run_out(session, from_at, to_at, territory_id))
    visits = visits_by_id(session, {window.appointment_id for window in told})
    news = news_delivered(session, set(visits), NEWS)
    channels = channels_of(
        session, {each.promise.notice_id for each in told if each.promise.notice_id}
    )
    found = []
    for window in told:
        visit, notice_id = visits[window.appointment_id], window.promise.notice_id
        started_at = visit.appointment.arrived_at or visit.appointment.done_at
        if starts is not None:
            started_at = starts.get(window.appointment_id)
        outcome = VisitOutcome(
            promised_to_at=window.promise.to_at,
            started_at=started_at,
            told_at=window.told(news.get(window.appointment_id, ())),
        )
        channel = None if notice_id is None else channels.get(notice_id)
        found.append(PromisedWindow(visit=visit, outcome=outcome, channel=channel))
    return found


@dataclass(frozen=True, slots=True)
class _Binding:
    """The window of a visit that counts on a day, and when the one that counts next was told."""

    appointment_id: UUID
    promise: Promise
    until: datetime | None

    def told(self, news: Sequence[Notice]) -> tuple[datetime, ...]:
        """When the news about it was delivered; whoever moved their visit themselves need not be told."""
        return tuple(
            notice.sent_at
            for notice in news
            if notice.sent_at is not None
            and notice.created_at > self.promise.made_at
            and (self.until is None or notice.created_at <= self.until)
            and not notice.facts.get("is_by_customer")
        )


def _binding(promises: Sequence[Promise]) -> list[_Binding]:
    """For each visit and local day the window that counts."""
    days: dict[tuple[UUID, date], list[Promise]] = defaultdict(list)
    for promise in promises:
        if promise.appointment_id is not None:
            on = wall_of(promise.to_at, promise.zone).date()
            days[promise.appointment_id, on].append(promise)
    counted: dict[UUID, list[Promise]] = defaultdict(list)
    for (appointment_id, on), rows in days.items():
        start = day_bounds(on, rows[0].zone)[0]
        before = [row for row in rows if row.made_at < start]
        counted[appointment_id].append(before[-1] if before else rows[0])
    found = []
    for appointment_id, rows in counted.items():
        rows.sort(key=lambda row: (row.made_at, row.id))
        ends = [*(row.made_at for row in rows[1:]), None]
        found += [_Binding(appointment_id, *pair) for pair in zip(rows, ends, strict=True)]
    return found


def _group(window: PromisedWindow, by: By, partners: Mapping[UUID, str]) -> tuple[str, str]:
    """The name and the key of the group that a window belongs to."""
    visit = window.visit
    match by:
        case By.TERRITORY:
            return visit.territory.name, visit.territory.code
        case By.TECHNICIAN:
            return visit.lead.name, visit.lead.code
        case By.PARTNER:
            partner = visit.lead.service_partner_id
            return ("", "") if partner is None else (partners[partner], str(partner))
        case By.WORK_TYPE:
            kind = visit.work_type
            return f"{kind.kind.value} {kind.product_type}", kind.code
        case By.CHANNEL:
            told = "" if window.channel is None else window.channel.value
            return told, told
        case _never:
            assert_never(_never)
