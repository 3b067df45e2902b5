"""Who may grant how much, and from which budget."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import Money, sentence
from warranty.goodwill.authority import AuthorityLevel, Budget, Ladder, judge_grant

AGENT = AuthorityLevel("agent", Money("EUR", 5_000))
LEAD = AuthorityLevel("lead", Money("EUR", 20_000))
MANAGER = AuthorityLevel("manager", Money("EUR", 100_000))
LADDER = Ladder((AGENT, LEAD, MANAGER))
BUDGET = Budget(
    starts_on=date(2026, 4, 1),
    ends_on=date(2026, 6, 30),
    amount=Money("EUR", 80_000),
    spent=Money("EUR", 30_000),
)
law = settings(derandomize=True, deadline=None)


@pytest.mark.parametrize(
    ("minor", "level", "may", "needs", "said"),
    [
        (
            5_000,
            "agent",
            True,
            None,
            "50.00 EUR is within what agent may grant; 450.00 EUR of the budget stays.",
        ),
        (
            5_001,
            "agent",
            False,
            LEAD,
            "50.01 EUR is more than agent may grant (50.00 EUR); lead may.",
        ),
        (
            20_001,
            "lead",
            False,
            MANAGER,
            "200.01 EUR is more than lead may grant (200.00 EUR); manager may.",
        ),
        (
            50_001,
            "manager",
            False,
            None,
            (
                "500.01 EUR is more than is left of the budget until 30 June 2026 (500.00 EUR); "
                "whoever owns the budget decides."
            ),
        ),
        (
            100_001,
            "manager",
            False,
            None,
            "1,000.01 EUR is more than anybody here may grant (1,000.00 EUR).",
        ),
        (
            1,
            "visitor",
            False,
            AGENT,
            "0.01 EUR is more than visitor may grant (0.00 EUR); agent may.",
        ),
    ],
)
def test_grant_is_judged_by_level_and_budget_with_a_sentence(
    minor: int, level: str, needs: AuthorityLevel | None, said: str, *, may: bool
) -> None:
    verdict = judge_grant(Money("EUR", minor), level, LADDER, BUDGET)

    assert verdict.may_grant is may
    assert verdict.needs == needs
    assert sentence(verdict.reason) == said


@law
@given(st.integers(0, 120_000), st.sampled_from(["agent", "lead", "manager", "visitor"]))
def test_whoever_is_named_as_able_may_really_grant_it(minor: int, level: str) -> None:
    plenty = replace(BUDGET, amount=Money("EUR", 10**7))

    verdict = judge_grant(Money("EUR", minor), level, LADDER, plenty)

    if verdict.needs is not None:
        assert not verdict.may_grant
        assert judge_grant(Money("EUR", minor), verdict.needs.name, LADDER, plenty).may_grant


def test_budget_that_is_overspent_has_nothing_left() -> None:
    assert replace(BUDGET, spent=Money("EUR", 90_000)).left == Money("EUR", 0)


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((), "has a rung"),
        ((AGENT, AGENT), "on the ladder once"),
        ((LEAD, AGENT), "agent may grant more than lead"),
    ],
)
def test_ladder_is_refused_when_its_rungs_do_not_rise(
    levels: tuple[AuthorityLevel, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Ladder(levels)


def test_budget_is_refused_when_it_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="does not end before"):
        replace(BUDGET, ends_on=date(2026, 3, 31))
    with pytest.raises(ValueError, match="its own currency"):
        replace(BUDGET, spent=Money("USD", 0))
