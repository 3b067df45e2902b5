"""Why nothing is offered, in full: two may be any two, more people are a crew."""

from datetime import date

import pytest

from aftersales.booking import NoSlot, WhyNot
from aftersales.words import words_in
from web.slot_reasons import why_not_staff


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (2, "2 people are needed at once, and not so many are on duty"),
        (3, "3 people are needed at once, and no crew of so many is on duty"),
    ],
)
def test_work_for_more_than_two_names_the_crew_that_it_needs(people: int, said: str) -> None:
    refused = NoSlot(date(2026, 11, 24), WhyNot.NO_CREW, {"people": people})

    assert why_not_staff(words_in("en"), refused) == said
