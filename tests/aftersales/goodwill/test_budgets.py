"""A budget is never overspent, whoever grants at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest

from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.goodwill import set_budget
from aftersales.records import GoodwillBudget, GoodwillGrant, GoodwillPurpose
from tests.aftersales.goodwill.conftest import House

TODAY = date(2026, 11, 23)
AT_ONCE = 8


def allow(house: House, cents: int) -> None:
    with house.village.doing() as deed:
        set_budget(deed, house.village.territory, GoodwillPurpose.GOODWILL, TODAY, cents)


@pytest.mark.parametrize("is_there", [True, False], ids=["set before", "made by the first"])
def test_grants_at_the_same_moment_never_overspend(house: House, *, is_there: bool) -> None:
    cents = 3_000 if is_there else 60_000  # of 10,000 set for the month, or of 200,000 by default
    if is_there:
        allow(house, 10_000)
    cases = [house.case() for _ in range(AT_ONCE)]
    start = Barrier(AT_ONCE)

    def one(case_id: UUID) -> bool:
        start.wait()
        try:
            house.grant_on_case(case_id, cents)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        granted = list(threads.map(one, cases))

    assert sum(granted) == 3
    assert house.budget().spent.minor == 3 * cents
    assert len(house.village.all_of(GoodwillGrant)) == 3
    assert len(house.village.all_of(GoodwillBudget)) == 1


def test_budget_begins_anew_each_month_and_is_the_usual_one_until_it_is_set(house: House) -> None:
    budget = house.budget()

    assert (budget.starts_on, budget.ends_on) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (budget.amount.minor, budget.spent.minor) == (200_000, 0)
    assert house.village.all_of(GoodwillBudget) == []


def test_budget_is_not_set_below_what_is_spent(house: House) -> None:
    house.grant_on_case(house.case(), 5_000)

    with pytest.raises(NotUnderstood, match="at least what is spent"):
        allow(house, 4_999)
    allow(house, 5_000)

    assert (house.budget().amount.minor, house.budget().left.minor) == (5_000, 0)
