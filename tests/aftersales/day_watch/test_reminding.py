"""Who is visited hears of it again: the evening before and some hours before, unless they have just heard anyway."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from aftersales.day_watch.narrowing import narrow_windows
from aftersales.day_watch.reminding import remind
from aftersales.day_watch.reports import report_on_the_way
from aftersales.notices.delivery import send_due
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.records import Appointment, Notice
from tests.aftersales.conftest import all_of
from tests.aftersales.small_city import MONDAY, TUESDAY, City, minutes
from tests.conftest import STAFF

TWO_TO_FOUR = (time(14), time(16))


def visited(city: City, window: tuple[time, time] = TWO_TO_FOUR) -> Appointment:
    """Somebody's visit on Tuesday, booked on Monday morning."""
    city.hire("T1", TUESDAY)
    reference = city.asks((TUESDAY, window), minutes=60)
    city.plan(TUESDAY, 1)
    send_due(city.parts)
    return city.visit(reference).appointment


def reminded(city: City, at: datetime) -> int:
    """Look at a moment; answers how many were reminded."""
    city.clock.move_to(at)
    return remind(city.parts, "li")


def told(city: City, kind: str) -> list[Notice]:
    return [each for each in all_of(city.parts, Notice) if each.kind == kind]


def test_customer_is_reminded_the_evening_before_and_five_hours_before_once_each(
    city: City,
) -> None:
    visited(city)

    counts = [
        reminded(city, at)
        for at in (
            city.at(MONDAY, 17, 15),
            city.at(TUESDAY, 8, 30),
            city.at(TUESDAY, 9, 5),
            city.at(TUESDAY, 9, 10),
            city.at(TUESDAY, 13, 30),
        )
    ]

    assert counts == [0, 0, 1, 0, 0]
    (notice,) = told(city, "reminder")
    facts = from_json(VisitFacts, notice.facts)
    assert (facts.window_from_at, facts.window_to_at) == (
        city.at(TUESDAY, 14),
        city.at(TUESDAY, 16),
    )


def test_evening_reminds_those_who_heard_nothing_for_a_day(city: City) -> None:
    city.hire("T1", TUESDAY)
    city.asks((TUESDAY, TWO_TO_FOUR), minutes=60)
    city.clock.moment -= minutes(24 * 60)
    city.plan(TUESDAY, 1)

    counts = [
        reminded(city, at)
        for at in (
            city.at(MONDAY, 17, 15),
            city.at(MONDAY, 17, 35),
            city.at(MONDAY, 18),
            city.at(MONDAY, 22),
            city.at(TUESDAY, 9, 5),
        )
    ]

    assert counts == [0, 1, 0, 0, 1]


def test_nobody_is_reminded_in_quiet_hours_or_of_what_they_have_just_heard(city: City) -> None:
    visited(city, (time(10), time(12)))

    early = reminded(city, city.at(TUESDAY, 7, 30))
    narrowed = narrow_windows(city.parts, STAFF, "li", TUESDAY)
    after = reminded(city, city.at(TUESDAY, 8, 30))

    assert (early, narrowed, after) == (0, 0, 1)
    assert reminded(city, city.at(TUESDAY, 9, 30)) == 0


def test_shop_that_wants_no_reminders_sends_none(city: City) -> None:
    visited(city)
    settings = city.parts.settings.model_copy(update={"reminder_hours": 0})
    city.clock.move_to(city.at(TUESDAY, 9, 30))

    assert remind(replace(city.parts, settings=settings), "li") == 0
    assert remind(city.parts, "nowhere") == 0


@pytest.mark.parametrize(("late", "is_told"), [(0, True), (9, True), (11, False)])
def test_customer_hears_that_somebody_is_on_the_way_unless_it_is_long_ago(
    city: City, late: int, *, is_told: bool
) -> None:
    visit = visited(city)
    left_at = city.at(TUESDAY, 14, 20)
    city.clock.move_to(left_at + minutes(late))

    with city.parts.doing(STAFF) as deed:
        report_on_the_way(deed, visit.id, left_at)

    notices = told(city, "on_the_way")
    assert len(notices) == is_told
    for each in notices:
        expected_at = from_json(VisitFacts, each.facts).expected_at
        assert expected_at is not None
        assert (expected_at - left_at).total_seconds() == visit.drive_seconds


def test_who_sets_out_early_is_not_said_to_come_before_the_window(city: City) -> None:
    visit = visited(city)
    city.clock.move_to(city.at(TUESDAY, 13, 30))

    with city.parts.doing(STAFF) as deed:
        report_on_the_way(deed, visit.id, deed.now)

    (notice,) = told(city, "on_the_way")
    assert from_json(VisitFacts, notice.facts).expected_at == visit.window_from_at
