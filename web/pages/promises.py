"""Promises kept and broken: the figures of some days with a plot, split as asked, and the same as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import Annotated, Final, assert_never

from fastapi import APIRouter, Query, Request, Response

from aftersales.promise_figures import PromiseFigures
from aftersales.promise_report import LONGEST_DAYS, By, Group, promise_report
from aftersales.queries.places import territories
from aftersales.records import Channel
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.pages.customer_words import channel_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/promises")

PERIODS: Final = (7, 30, 90)
"""Days that can be chosen; the address takes others, too."""

WIDTH: Final = 720
HEIGHT: Final = 200
"""Units of the plot."""

WIDEST: Final = 48
"""Units that a day takes at most."""

Days = Annotated[int, Query(ge=1, le=LONGEST_DAYS)]

WHOLE: Final = ""
"""What the choice of a territory sends for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day in the plot, in units from the left and from above: kept, late and told, late and not told."""

    x: float
    width: float
    kept: float
    told: float
    untold: float
    title: str

    @property
    def base(self) -> float:
        """Where the part for late and told begins."""
        return HEIGHT - self.untold - self.told

    @property
    def top(self) -> float:
        """Where the part for kept windows begins."""
        return self.base - self.kept


@router.get("")
def promises(
    request: Request,
    parts: PartsIn,
    me: Me,
    days: Days = 30,
    by: By = By.TECHNICIAN,
    territory: str = WHOLE,
) -> Response:
    """How the promised windows of the last days ended, and how early customers heard of it."""
    _ = words_in(me.language)
    report = promise_report(parts, days=days, by=by, territory=territory or None)
    with parts.store.reading() as session:
        areas = [(area.code, area.name) for area in territories(session)]
    return page(
        request,
        "promises.html",
        _,
        days=days,
        by=by,
        territory=territory,
        periods=[
            (str(each), _("the last {days} days", days=_.number(each)))
            for each in sorted({*PERIODS, days})
        ],
        splits=[(each.value, _split_words(_, each)) for each in By],
        areas=[(WHOLE, _("all territories")), *areas],
        whole=report.whole,
        shares=_shares(_, report.whole),
        split_words=_split_words(_, by),
        rows=[
            (_group_words(_, by, each), each.figures, _shares(_, each.figures))
            for each in report.groups
        ],
        bars=_bars(_, report.daily),
        answers=report.answers,
        size=(WIDTH, HEIGHT),
    )


@router.get(".csv")
def table(
    parts: PartsIn,
    _me: Me,
    days: Days = 30,
    by: By = By.TECHNICIAN,
    territory: str = WHOLE,
) -> Response:
    """The same figures as a table, the whole first: shares from 0 to 1, the lead in minutes; days under the groups."""
    report = promise_report(parts, days=days, by=by, territory=territory or None)
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(
        (
            "split",
            "key",
            "name",
            "windows",
            "late",
            "on_time",
            "told",
            "told_30",
            "told_60",
            "median_lead",
            "notices",
            "false_alarms",
            "affected",
            "notices_per_affected",
        )
    )
    rows.writerow(("whole", "", "", *_cells(report.whole)))
    for each in report.groups:
        rows.writerow((by.value, each.key, each.name, *_cells(each.figures)))
    for on, figures in report.daily:
        rows.writerow(("day", on.isoformat(), on.isoformat(), *_cells(figures)))
    return Response(
        written.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="promises.csv"'},
    )


def _cells(figures: PromiseFigures) -> tuple[object, ...]:
    lead = figures.median_lead
    return (
        figures.visits,
        figures.late,
        _plain(figures.on_time_share),
        _plain(figures.told_share),
        _plain(figures.told_30_share),
        _plain(figures.told_60_share),
        "" if lead is None else f"{lead / timedelta(minutes=1):.0f}",
        figures.notices,
        figures.false_alarms,
        figures.affected,
        _plain(figures.notices_per_affected),
    )


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _shares(_: Words, figures: PromiseFigures) -> dict[str, str]:
    """The shares of some figures in words; a dash where there is nothing to share."""
    lead, notices = figures.median_lead, figures.notices_per_affected

    def percent(share: float | None) -> str:
        return "–" if share is None else _("{percent} %", percent=_.number(round(100 * share)))

    return {
        "on_time": percent(figures.on_time_share),
        "told": percent(figures.told_share),
        "told_30": percent(figures.told_30_share),
        "told_60": percent(figures.told_60_share),
        "lead": "–"
        if lead is None
        else _("{minutes} min", minutes=_.number(round(lead / timedelta(minutes=1)))),
        "false": percent(figures.false_share),
        "notices": "–" if notices is None else _.number(round(notices, 2)),
    }


def _bars(_: Words, daily: Sequence[tuple[date, PromiseFigures]]) -> list[Bar]:
    """A bar for each day; the highest fills the plot."""
    if not daily:
        return []
    step = min(WIDEST, WIDTH / len(daily))
    unit = HEIGHT / max(figures.visits for _on, figures in daily)
    return [
        Bar(
            x=round(at * step + step * 0.1, 1),
            width=round(step * 0.8, 1),
            kept=round((figures.visits - figures.late) * unit, 1),
            told=round(figures.told * unit, 1),
            untold=round((figures.late - figures.told) * unit, 1),
            title=_(
                "{day}: {kept} kept, {told} late and told in time, {untold} late and not told in time",
                day=_.day(on),
                kept=_.number(figures.visits - figures.late),
                told=_.number(figures.told),
                untold=_.number(figures.late - figures.told),
            ),
        )
        for at, (on, figures) in enumerate(daily)
    ]


def _split_words(_: Words, by: By) -> str:
    """What a report is split by."""
    match by:
        case By.TERRITORY:
            return _("Territory")
        case By.TECHNICIAN:
            return _("Technician")
        case By.PARTNER:
            return _("Partner")
        case By.WORK_TYPE:
            return _("Work")
        case By.CHANNEL:
            return _("Channel")
        case _never:
            assert_never(_never)


def _group_words(_: Words, by: By, group: Group) -> str:
    """What a group is called."""
    if by is By.PARTNER:
        return group.name or _("our own people")
    if by is By.CHANNEL:
        return channel_words(_, Channel(group.key)) if group.key else _("not delivered")
    return work(_, *group.name.split(" ")) if by is By.WORK_TYPE else group.name
