"""Late, told, false alarm, affected: the words of the promise report, one by one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.promise_figures import PromiseFigures, VisitOutcome, figures_of

ENDS = datetime(2026, 11, 24, 10, tzinfo=UTC)
WEEK = 7 * 24 * 60


def window(*, started: int | None, told: tuple[int, ...] = ()) -> VisitOutcome:
    """A window with its start and its notices in minutes after its end."""
    return VisitOutcome(
        promised_to_at=ENDS,
        started_at=None if started is None else ENDS + timedelta(minutes=started),
        told_at=tuple(ENDS + timedelta(minutes=each) for each in told),
    )


@st.composite
def windows(draw: st.DrawFn) -> VisitOutcome:
    minutes = st.integers(-WEEK, WEEK)
    told = sorted(draw(st.lists(minutes, max_size=4)))
    return window(started=draw(st.none() | minutes), told=tuple(told))


@pytest.mark.parametrize(("started", "is_late"), [(-1, False), (0, False), (1, True), (None, True)])
def test_late_is_what_starts_after_the_window_or_never(started: int | None, is_late: bool) -> None:  # noqa: FBT001 - a case
    assert window(started=started).is_late is is_late


@pytest.mark.parametrize(
    ("told", "lead"), [((), None), ((5,), None), ((0,), 0), ((-40, -10), 40), ((-90, 30), 90)]
)
def test_lead_is_that_of_the_first_notice_before_the_end(
    told: tuple[int, ...], lead: int | None
) -> None:
    expected = None if lead is None else timedelta(minutes=lead)

    assert window(started=20, told=told).lead == expected


def test_figures_count_each_word() -> None:
    rows = [
        window(started=-30),
        window(started=-10, told=(-50, -45)),
        window(started=20, told=(-60,)),
        window(started=20, told=(-30, 5)),
        window(started=20, told=(-10,)),
        window(started=20, told=(3,)),
        window(started=None),
    ]

    figures = figures_of(rows)

    assert figures == PromiseFigures(
        visits=7,
        late=5,
        told=3,
        told_30=2,
        told_60=1,
        median_lead=timedelta(minutes=30),
        notices=7,
        false_alarms=2,
        affected=6,
    )
    assert figures.on_time_share == 2 / 7
    assert (figures.told_share, figures.told_30_share, figures.told_60_share) == (0.6, 0.4, 0.2)
    assert figures.false_share == 2 / 7
    assert figures.notices_per_affected == 7 / 6


def test_nothing_promised_has_no_shares() -> None:
    figures = figures_of(())

    assert figures.visits == 0
    assert figures.median_lead is None
    assert figures.on_time_share is None
    assert figures.told_share is None
    assert figures.false_share is None
    assert figures.notices_per_affected is None


@given(st.lists(windows(), max_size=12))
def test_figures_stay_within_each_other(rows: list[VisitOutcome]) -> None:
    figures = figures_of(rows)

    assert 0 <= figures.told_60 <= figures.told_30 <= figures.told <= figures.late
    assert figures.late <= figures.affected <= figures.visits == len(rows)
    assert 0 <= figures.false_alarms <= figures.notices
    assert (figures.median_lead is None) == (figures.told == 0)
