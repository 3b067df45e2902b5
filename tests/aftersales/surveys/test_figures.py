"""Figures of surveys: right, sure of themselves as far as they are, and silent where few have spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.surveys import Figure, Scored, figures_of, wilson
from aftersales.surveys.figures import LEAST


@pytest.mark.parametrize(
    ("low", "count", "expected"),
    [
        (0, 10, (0.0, 0.2775)),
        (1, 10, (0.0179, 0.4042)),
        (5, 10, (0.2366, 0.7634)),
        (81, 263, (0.2553, 0.3662)),
    ],
)
def test_interval_is_that_of_wilson(low: int, count: int, expected: tuple[float, float]) -> None:
    """The last is the worked example of Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    assert wilson(low, count) == pytest.approx(expected, abs=5e-5)


@given(count=st.integers(1, 500), share=st.floats(0, 1))
def test_interval_holds_the_share_and_narrows_with_more_answers(count: int, share: float) -> None:
    low = round(count * share)

    from_, to = wilson(low, count)
    further = wilson(10 * low, 10 * count)

    assert 0.0 <= from_ <= low / count <= to <= 1.0
    assert further[1] - further[0] < to - from_


def test_interval_of_no_share_is_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


def answers(name: str, *scores: int) -> list[Scored]:
    return [Scored(key=name, name=name, score=score) for score in scores]


def test_figures_count_and_the_surest_gap_comes_first() -> None:
    few = answers("Few", 1, 1, 1, 1)
    good = answers("Good", 5, 5, 4, 5, 4)
    bad = answers("Bad", 1, 2, 1, 5, 1)

    figures = figures_of([*few, *good, *bad], 2)

    assert [each.name for each in figures] == ["Bad", "Good", "Few"]
    assert figures[0].count == 5
    assert (figures[0].mean, figures[0].low) == (2.0, 0.8)
    assert (figures[1].mean, figures[1].low) == (4.6, 0.0)


def test_few_answers_say_nothing_about_anybody() -> None:
    figures = figures_of(answers("Few", *[1] * (LEAST - 1)), 2)

    assert figures == [Figure(key="Few", name="Few", count=LEAST - 1)]
