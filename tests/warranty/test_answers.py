"""The answer for one benefit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from warranty import Answer, AnswerState, Cover, CoverKind, StartBasis, entitlement_on

MAKERS = Cover(
    kind=CoverKind.MAKERS_WARRANTY,
    provider="Acme",
    starts_on=date(2024, 5, 3),
    ends_on=date(2026, 5, 3),
    counted_from=StartBasis.PURCHASE,
    source="Warranty booklet",
)
ANSWER = entitlement_on(date(2025, 1, 1), (MAKERS,), country="PT").parts


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda answer: replace(answer, percent=0), "share and a last day"),
        (lambda answer: replace(answer, until=None), "share and a last day"),
        (lambda answer: replace(answer, state=AnswerState.UNKNOWN), "share and a last day"),
        (lambda answer: replace(answer, cover=None), "names its cover"),
    ],
)
def test_answer_refuses_what_cannot_be(spoil: Callable[[Answer], Answer], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        spoil(ANSWER)


def test_answer_lists_what_still_answers_when_it_is_no() -> None:
    parts_only = replace(MAKERS, ends_on=date(2029, 5, 3), labour_percent=0, travel_percent=0)

    entitlement = entitlement_on(date(2027, 1, 1), (MAKERS, parts_only), country="PT")

    assert entitlement.labour.sentence == (
        "Labour is not covered: the maker's warranty for labour ended on 3 May 2026;"
        " the maker's warranty still answers for parts until 3 May 2029."
    )


def test_answer_lists_only_the_benefits_that_the_named_cover_still_answers_for() -> None:
    parts_only = replace(MAKERS, labour_percent=0, travel_percent=0)
    contract = replace(MAKERS, kind=CoverKind.EXTENDED_CONTRACT, parts_percent=0, travel_percent=0)

    entitlement = entitlement_on(date(2025, 1, 1), (parts_only, contract), country="PT")

    assert entitlement.travel.sentence == (
        "Travel is not part of the maker's warranty;"
        " the maker's warranty still answers for parts until 3 May 2026."
    )
