"""What a broken promise is worth."""

from dataclasses import replace

import pytest

from warranty import Money, sentence
from warranty.claims.remedies import RemedyKind
from warranty.goodwill.compensation import (
    BrokenPromise,
    CompensationRule,
    compensation_for,
)

LATE = CompensationRule(
    name="an hour late and not told",
    kinds=frozenset({"arrival_window"}),
    least_minutes=60,
    is_for_told=False,
    remedy=RemedyKind.CREDIT,
    amount=Money("EUR", 1_000),
)
NOBODY_CAME = replace(
    LATE,
    name="nobody came",
    least_minutes=24 * 60,
    is_for_told=True,
    amount=Money("EUR", 3_000),
)
RULES = (LATE, NOBODY_CAME)


@pytest.mark.parametrize(
    ("promise", "rule"),
    [
        (BrokenPromise(kind="arrival_window", minutes_late=59, was_told=False), None),
        (BrokenPromise(kind="arrival_window", minutes_late=60, was_told=False), LATE),
        (BrokenPromise(kind="arrival_window", minutes_late=300, was_told=True), None),
        (BrokenPromise(kind="arrival_window", minutes_late=None, was_told=True), NOBODY_CAME),
        (BrokenPromise(kind="arrival_window", minutes_late=None, was_told=False), NOBODY_CAME),
        (BrokenPromise(kind="next_update", minutes_late=None, was_told=False), None),
    ],
)
def test_broken_promise_is_worth_the_best_rule_that_is_about_it(
    promise: BrokenPromise, rule: CompensationRule | None
) -> None:
    compensation = compensation_for(promise, RULES)

    assert (None if compensation is None else compensation.rule) == rule


def test_compensation_says_that_nobody_need_ask() -> None:
    promise = BrokenPromise(kind="arrival_window", minutes_late=90, was_told=False)

    compensation = compensation_for(promise, RULES)

    assert compensation is not None
    assert sentence(compensation.reason) == (
        "We broke our promise; you get 10.00 EUR for it, and need not ask."
    )


def test_rule_is_refused_when_its_remedy_is_no_gesture() -> None:
    with pytest.raises(ValueError, match="a credit, a voucher or a gift"):
        replace(LATE, remedy=RemedyKind.REPAIR)
