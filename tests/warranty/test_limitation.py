"""How long a claim can be brought: by country with a source, or unknown; never ended too early."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warranty import first_day_after_limitation, limitation_periods, limitation_years_of
from warranty.limitation import periods_in

HEAD = "country,years,note,source,verified\n"


@pytest.mark.parametrize(
    ("country", "years"),
    [
        ("DE", 3),  # BGB §§ 195, 199
        ("FR", 5),  # Code civil art. 2224
        ("GB", 6),  # Limitation Act 1980 s. 5
        ("LV", 10),  # Civil Law s. 1895
        ("BD", None),  # the row is not verified
        ("US", None),  # no row
        ("de", None),
    ],
)
def test_verified_countries_answer_and_the_others_do_not(country: str, years: int | None) -> None:
    assert limitation_years_of(country) == years


def test_every_row_names_its_source() -> None:
    assert [row.country for row in limitation_periods() if not row.source] == []


@pytest.mark.parametrize(
    "rows",
    ["DE,3,,BGB,perhaps", "DE,3,,,yes", "DE,,,BGB,yes", "DE,0,,BGB,no", "D,3,,BGB,no"],
)
def test_row_that_cannot_be_is_refused(rows: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        periods_in(HEAD + rows)


def test_country_stands_in_the_table_once() -> None:
    with pytest.raises(ValueError, match="only once"):
        periods_in(f"{HEAD}DE,3,,BGB,yes\nDE,4,,BGB,yes")


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(0, 30))
def test_nothing_goes_before_so_many_years_are_over(day: date, years: int) -> None:
    end = first_day_after_limitation(day, years)

    assert end.year - day.year > years
    assert (end.month, end.day) == (1, 1)
    assert (end - day).days <= (years + 1) * 366
