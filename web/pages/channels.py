"""The channels compared: first answer and solution, and which falls behind; figures lead to their cases, and as CSV."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from aftersales.channel_parity import ChannelSpeed
from aftersales.conversations.comparing import compared_channels
from aftersales.words import Words, words_in
from web.pages.case_words import channel_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/channels")

PERIODS: Final = (7, 30, 90, 365)
"""Days that can be chosen; the address takes others, too."""

Days = Annotated[int, Query(ge=1, le=366)]


@router.get("")
def channels(request: Request, parts: PartsIn, me: Me, days: Days = 30) -> Response:
    """How fast each channel was in the last days."""
    _ = words_in(me.language)
    speeds = compared_channels(parts, days)
    return page(
        request,
        "channels.html",
        _,
        days=days,
        periods=[
            (str(each), _("the last {days} days", days=_.number(each)))
            for each in sorted({*PERIODS, days})
        ],
        rows=[_row(_, speed) for speed in speeds],
        behind=", ".join(channel_words(_, each.channel) for each in speeds if each.is_behind),
    )


@router.get(".csv")
def table(parts: PartsIn, _me: Me, days: Days = 30) -> Response:
    """The same figures as a table: times in business hours, the share from 0 to 1."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(
        (
            "channel",
            "cases",
            "answered",
            "resolved",
            "first_answer_median",
            "first_answer_p90",
            "resolution_median",
            "resolution_p90",
            "in_time",
            "is_behind",
        )
    )
    for each in compared_channels(parts, days):
        rows.writerow(
            (
                each.channel.value,
                each.cases,
                each.answered,
                each.resolved,
                _hours(each.first_median),
                _hours(each.first_most),
                _hours(each.resolution_median),
                _hours(each.resolution_most),
                f"{each.in_time:.3f}",
                "yes" if each.is_behind else "no",
            )
        )
    return Response(
        written.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="channels.csv"'},
    )


def _row(_: Words, speed: ChannelSpeed) -> tuple[ChannelSpeed, str, tuple[str, ...], str]:
    """A channel with its name, its times and its share in words."""
    times = (speed.first_median, speed.first_most, speed.resolution_median, speed.resolution_most)
    shown = tuple(
        "–"
        if each is None
        else _("{minutes} min", minutes=_.number(round(each / timedelta(minutes=1))))
        for each in times
    )
    share = _("{percent} %", percent=_.number(round(100 * speed.in_time)))
    return speed, channel_words(_, speed.channel), shown, share


def _hours(time: timedelta | None) -> str:
    return "" if time is None else f"{time / timedelta(hours=1):.2f}"
