"""Words: the nearest language, its dates, digits and plurals, and sentences for every choice."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.records import WorkKind
from aftersales.words import LANGUAGES, words_in
from aftersales.words.catalogue import closest_language
from aftersales.words.sentences import arrival, cause, cover, product, work, work_kind
from scheduling.forecast import CauseKind
from warranty import CoverKind

NINE = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("en", "en"),
        ("LV", "lv"),
        ("lv-LV", "lv"),
        ("bn_BD", "bn"),
        ("bn-Beng-IN", "bn"),
        ("fr-CH", "en"),
        ("", "en"),
    ],
)
def test_closest_language_is_the_one_of_the_base_tag(wanted: str, found: str) -> None:
    assert closest_language(wanted) == found
    assert words_in(wanted).language == found


@given(st.text(max_size=30))
def test_closest_language_of_any_text_is_one_of_the_house(wanted: str) -> None:
    assert closest_language(wanted) in LANGUAGES


@pytest.mark.parametrize(
    ("language", "day", "long"),
    [
        ("en", "Tuesday, 24 November", "24 November 2026"),
        ("lv", "otrdiena, 24. novembris", "2026. gada 24. novembris"),
        ("bn", "মঙ্গলবার, ২৪ নভেম্বর", "২৪ নভেম্বর, ২০২৬"),
    ],
)
def test_dates_are_written_as_the_language_does(language: str, day: str, long: str) -> None:
    words = words_in(language)

    assert (words.day(date(2026, 11, 24)), words.date(date(2026, 11, 24))) == (day, long)


@pytest.mark.parametrize(
    ("language", "month"),
    [("en", "November 2026"), ("lv", "2026. gada novembris"), ("bn", "নভেম্বর ২০২৬")],
)
def test_months_are_written_as_the_language_does(language: str, month: str) -> None:
    assert words_in(language).month(date(2026, 11, 24)) == month


@pytest.mark.parametrize(
    ("language", "number", "clock"),
    [("en", "1,205", "09:05"), ("lv", "1\xa0205", "09:05"), ("bn", "১,২০৫", "০৯:০৫")],
)
def test_numbers_and_times_have_the_digits_of_the_language(
    language: str, number: str, clock: str
) -> None:
    words = words_in(language)

    assert words.number(1205) == number
    assert words.time_at(NINE, "Europe/Riga") == clock


def test_day_at_is_the_day_of_the_place() -> None:
    evening = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)

    assert words_in("en").day_at(evening, "Europe/Riga") == "Tuesday, 24 November"
    assert words_in("en").day_at(evening, "America/New_York") == "Monday, 23 November"


def test_words_without_facts_are_taken_as_they_are() -> None:
    words = words_in("en")

    assert words("100 {percent}") == "100 {percent}"
    assert words("100 {percent}", percent="%") == "100 %"


def test_arrival_says_what_is_expected_now() -> None:
    sentence = arrival(
        words_in("en"),
        technician="Tom",
        from_at=NINE,
        to_at=NINE,
        zone="Europe/Riga",
        expected_at=NINE,
    )

    assert sentence == (
        "Tom arrives between 09:05 and 09:05 on Tuesday, 24 November. Now expected 09:05."
    )


@pytest.mark.parametrize(
    ("kind", "minutes", "sentence"),
    [
        (CauseKind.OVERRUN, 1, "An earlier visit today takes 1 minute longer than planned."),
        (CauseKind.NO_CHECK_IN, 0, "An earlier visit today takes 1 minute longer than planned."),
        (CauseKind.OVERRUN, 2, "An earlier visit today takes 2 minutes longer than planned."),
        (CauseKind.LATE_START, 1, "Tom is running 1 minute later than planned."),
        (CauseKind.LATE_START, 9, "Tom is running 9 minutes later than planned."),
        (CauseKind.ABSENT, 9, "The technician who was to come cannot work today."),
        (CauseKind.ON_PLAN, 9, "The way to you takes longer than planned."),
    ],
)
def test_cause_blames_nobody(kind: CauseKind, minutes: int, sentence: str) -> None:
    assert cause(words_in("en"), kind, minutes, "Tom") == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_work_and_cover_has_a_name(language: str) -> None:
    words = words_in(language)

    assert len({work_kind(words, kind) for kind in WorkKind}) == len(WorkKind)
    assert len({cover(words, kind.value) for kind in CoverKind}) == len(CoverKind)


def test_work_names_an_unknown_product_as_the_catalogue_does() -> None:
    words = words_in("en")

    assert work(words, "repair", "wine_cooler") == "Repair: wine cooler"
    assert work(words, "install", "tv_wall_mount") == "Installation: television"
    assert product(words, "smart_lock_or_camera") == "smart lock or camera"
    assert cover(words, "friendly_gesture") == "friendly gesture"
