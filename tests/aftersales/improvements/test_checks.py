"""The closing check: pure figures, silent where there are too few."""

from hypothesis import given
from hypothesis import strategies as st

from aftersales.improvements.checks import (
    EXPECTED,
    SCOPES,
    Measured,
    judged_failures,
    judged_rate,
    judged_score,
    judged_speed,
)
from aftersales.records import ImprovementScope, Measure, Verdict

LEAST = 5


@given(scores=st.lists(st.integers(1, 5), max_size=20), threshold=st.floats(1, 5))
def test_score_holds_when_the_mean_reaches_it_and_enough_have_answered(
    scores: list[int], threshold: float
) -> None:
    found = judged_score(scores, threshold, LEAST)

    assert found.count == len(scores)
    assert (found.verdict is Verdict.TOO_FEW) == (len(scores) < LEAST) == (found.value is None)
    if found.value is not None:
        assert (found.verdict is Verdict.HOLDS) == (sum(scores) / len(scores) >= threshold)


@given(complaints=st.integers(0, 50), base=st.integers(0, 500), threshold=st.floats(0, 100))
def test_rate_holds_when_it_is_borne_and_enough_were_there(
    complaints: int, base: int, threshold: float
) -> None:
    found = judged_rate(complaints, base, threshold, LEAST)

    assert (found.verdict is Verdict.TOO_FEW) == (base < LEAST)
    if found.value is not None:
        assert (found.verdict is Verdict.HOLDS) == (100 * complaints / base <= threshold)


def test_silence_proves_nothing_before_the_old_rate_would_have_been_heard() -> None:
    rate = 0.01

    early = judged_failures(0, (EXPECTED - 0.1) / rate, rate, is_alarming=False)
    late = judged_failures(0, EXPECTED / rate, rate, is_alarming=False)
    loud = judged_failures(4, 10.0, rate, is_alarming=True)

    assert early == Measured(value=None, count=290, verdict=Verdict.TOO_FEW)
    assert late == Measured(value=0.0, count=300, verdict=Verdict.HOLDS)
    assert loud == Measured(value=4.0, count=10, verdict=Verdict.FAILS)


def test_channel_is_judged_by_the_test_that_compares_them() -> None:
    found = [
        judged_speed(90.0, answered, LEAST, is_behind=is_behind).verdict
        for answered, is_behind in ((4, False), (5, True), (5, False))
    ]

    assert found == [Verdict.TOO_FEW, Verdict.FAILS, Verdict.HOLDS]


def test_every_measure_can_be_taken_of_something_and_every_scope_is_measured() -> None:
    assert set(SCOPES) == set(Measure)
    assert set().union(*SCOPES.values()) == set(ImprovementScope)
