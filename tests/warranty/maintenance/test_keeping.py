"""A cover that asks for maintenance is in doubt only while the newest one that should have been done is missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warranty.maintenance.keeping import Kept, missed_maintenance_on


def kept(
    year: int, done_on: date | None = None, schedule: str = "boiler", *, is_excused: bool = False
) -> Kept:
    """Due on the first of May of a year, in time until its end."""
    return Kept(
        schedule=schedule,
        due_on=date(year, 5, 1),
        last_on=date(year, 5, 31),
        done_on=done_on,
        is_excused=is_excused,
    )


@pytest.mark.parametrize(
    ("day", "known", "missed"),
    [
        (date(2026, 5, 31), [kept(2026)], None),  # still in time
        (date(2026, 6, 1), [kept(2026)], date(2026, 5, 1)),
        (date(2026, 6, 1), [kept(2026, date(2026, 5, 20))], None),
        (date(2026, 6, 1), [kept(2026, date(2026, 6, 2))], date(2026, 5, 1)),  # done after the fault
        (date(2026, 6, 2), [kept(2026, date(2026, 6, 2))], None),
        (date(2026, 6, 1), [kept(2026, is_excused=True)], None),
        (date(2027, 6, 1), [kept(2026), kept(2027, date(2027, 5, 2))], None),  # made up for
        (date(2027, 6, 1), [kept(2027, date(2027, 5, 2)), kept(2026)], None),  # in any order
        (date(2027, 5, 3), [kept(2026), kept(2027, date(2027, 5, 2))], None),
        (date(2027, 5, 1), [kept(2026), kept(2027)], date(2026, 5, 1)),
        (date(2026, 6, 1), [kept(2026), kept(2026, date(2026, 5, 2), "filter")], date(2026, 5, 1)),
        (date(2026, 6, 1), [], None),
    ],
)  # fmt: skip
def test_what_is_missing_on_a_day(day: date, known: list[Kept], missed: date | None) -> None:
    assert missed_maintenance_on(day, known) == missed


def test_last_day_is_not_before_the_day_on_which_it_is_due() -> None:
    with pytest.raises(ValueError, match="in time at least"):
        Kept(schedule="boiler", due_on=date(2026, 5, 1), last_on=date(2026, 4, 30))


@given(
    st.lists(st.builds(kept, st.integers(2010, 2040), st.none() | st.dates()), max_size=8),
    st.dates(date(2010, 1, 1), date(2041, 1, 1)),
)
def test_nothing_is_missed_before_its_last_day(known: list[Kept], day: date) -> None:
    missed = missed_maintenance_on(day, known)

    assert missed is None or any(each.due_on == missed and each.last_on < day for each in known)
