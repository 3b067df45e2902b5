"""Laws of the windows that buyers are told."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aftersales.planning.windows import narrowed_window, promised_window, window_around
from aftersales.records import WishedWindow
from aftersales.settings import Settings

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
CELLS = st.integers(0, 287).map(lambda cell: MIDNIGHT + timedelta(minutes=5 * cell))
LENGTHS = st.integers(2, 8).map(lambda number: timedelta(minutes=30 * number))
"""The settings allow no window under an hour."""


def is_half_hour(moment: datetime) -> bool:
    return moment.minute % 30 == 0 and moment.second == 0


@given(CELLS, LENGTHS, st.integers(0, 48), LENGTHS, CELLS, st.integers(0, 48))
def test_narrowed_window_lies_inside_the_promised_one_and_holds_what_is_likely(
    first: datetime, length: timedelta, at: int, narrow: timedelta, early: datetime, cells: int
) -> None:
    window = first, first + length
    start_at = min(first + timedelta(minutes=5 * at), window[1])
    late = early + timedelta(minutes=5 * cells)

    narrowed = narrowed_window(window, start_at, narrow, (early, late))

    assert window[0] <= narrowed[0] <= start_at <= narrowed[1] <= window[1]
    assert narrowed[0] <= max(early, window[0])
    assert narrowed[1] >= min(late, window[1])
    assert narrowed[1] - narrowed[0] >= min(length, narrow)


def test_narrowed_window_is_no_longer_than_what_is_likely_asks_for() -> None:
    window = MIDNIGHT, MIDNIGHT + timedelta(hours=4)
    start_at = MIDNIGHT + timedelta(minutes=100)
    sure = start_at - timedelta(minutes=20), start_at + timedelta(minutes=40)
    unsure = start_at - timedelta(minutes=20), start_at + timedelta(minutes=105)

    assert narrowed_window(window, start_at, timedelta(hours=2), sure) == (
        MIDNIGHT + timedelta(minutes=60),
        MIDNIGHT + timedelta(minutes=180),
    )
    assert narrowed_window(window, start_at, timedelta(hours=2), unsure) == (
        MIDNIGHT + timedelta(minutes=60),
        MIDNIGHT + timedelta(minutes=210),
    )


@given(CELLS, LENGTHS, st.integers(-48, 48))
def test_window_around_a_start_holds_it_on_the_half_hour(
    start_at: datetime, length: timedelta, ahead: int
) -> None:
    first, last = window_around(
        start_at, length, not_before=start_at - timedelta(minutes=5 * ahead)
    )

    assert first <= start_at <= last
    assert last - first == length
    assert is_half_hour(first)
    assert is_half_hour(last)


@given(CELLS, st.integers(1, 4))
def test_window_of_our_own_holds_the_start_with_less_than_half_of_it_before(
    start_at: datetime, hours: int
) -> None:
    settings = Settings(window_hours=hours)

    first, last = promised_window(settings, start_at, ())

    assert first <= start_at <= last
    assert last - first == timedelta(hours=hours)
    assert start_at - first <= timedelta(minutes=90)
    assert is_half_hour(first)


@given(CELLS, st.integers(0, 40))
def test_wished_window_that_holds_the_start_is_promised_as_it_was_wished(
    first: datetime, at: int
) -> None:
    wishes = [wish(first - timedelta(hours=30)), wish(first), wish(first + timedelta(hours=30))]
    start_at = first + timedelta(minutes=5 * at)
    settings = Settings()

    promised = promised_window(settings, start_at, wishes)

    assert promised == (first, first + timedelta(minutes=200))


def wish(first: datetime) -> WishedWindow:
    """A wish of 200 minutes."""
    return WishedWindow(from_at=first, to_at=first + timedelta(minutes=200))
