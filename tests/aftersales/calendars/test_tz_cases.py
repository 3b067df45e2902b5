"""Every case of the hard clocks, written into a feed and an invitation and read back by two libraries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from aftersales.calendars.entries import Entry, Method, Party, feed_bytes, invitation_bytes
from tests.aftersales.calendars.conftest import Read, read_by_ical, read_by_icalendar

CASES: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "tz_cases.json").read_text(encoding="utf-8")
)
SHOP, BUYER = Party("Shop", "shop@example.org"), Party("Ruta", "ruta@example.org")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def spans() -> Iterator[tuple[str, datetime, datetime]]:
    """Zone, beginning and end of everything in the cases; an hour where a case is a single moment."""
    hour = timedelta(hours=1)
    for case in CASES["local_to_utc"]:
        for key in ("expected_utc", "second_utc"):
            if case.get(key):
                yield case["zone"], moment(case[key]), moment(case[key]) + hour
    for case in CASES["intervals"]:
        yield case["zone"], moment(case["start_utc"]), moment(case["end_utc"])
    for case in CASES["wall_clock_series"]:
        for at in case["expected_utc"]:
            yield case["zone"], moment(at), moment(at) + hour
    for case in CASES["utc_to_local"]:
        yield case["zone"], moment(case["utc"]), moment(case["utc"]) + hour


def entries(zone: str) -> list[Entry]:
    return [
        Entry(
            uid=f"{number}@example.org",
            sequence=number,
            changed_at=datetime(2026, 1, 1, tzinfo=UTC),
            start_at=start,
            end_at=end,
            zone=zone,
            summary="Repair",
            description="",
        )
        for number, (of, start, end) in enumerate(spans())
        if of == zone
    ]


def meant(wanted: list[Entry]) -> Read:
    return {each.uid: (each.start_at, each.end_at, each.sequence, "CONFIRMED") for each in wanted}


def test_cases_are_all_there() -> None:
    assert len(list(spans())) == 117
    assert len({zone for zone, _start, _end in spans()}) == 18


@pytest.mark.parametrize("zone", sorted({zone for zone, _start, _end in spans()}))
def test_every_reader_finds_the_moments_of_a_zone(zone: str) -> None:
    wanted = entries(zone)
    feed = feed_bytes("Inga", zone, wanted)
    assert read_by_icalendar(feed) == meant(wanted)
    assert read_by_ical(feed) == meant(wanted)
    for each in wanted:
        invitation = invitation_bytes(Method.REQUEST, each, SHOP, BUYER)
        assert read_by_icalendar(invitation) == meant([each])
        assert read_by_ical(invitation) == meant([each])
