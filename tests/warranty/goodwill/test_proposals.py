"""Proposals of goodwill: worked cases, and laws over all of them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import Benefit, sentence
from warranty.goodwill.proposals import (
    GoodwillFacts,
    GoodwillPolicy,
    Ground,
    Proposal,
    proposal_for,
)

POLICY = GoodwillPolicy()
JUST_OVER = GoodwillFacts(days_past_expiry=10, cover_days=730, age_months=25)
law = settings(derandomize=True, deadline=None)
facts = st.builds(
    GoodwillFacts,
    days_past_expiry=st.one_of(st.none(), st.integers(0, 2_000)),
    cover_days=st.integers(0, 2_000),
    age_months=st.integers(0, 300),
    expected_life_months=st.integers(1, 200),
    is_known_issue=st.booleans(),
    broken_promises=st.integers(0, 5),
    tenure_years=st.integers(0, 40),
    value_minor=st.integers(0, 10**8),
    grants_before=st.integers(0, 4),
)


def test_proposal_shows_where_each_point_comes_from() -> None:
    proposal = proposal_for(
        replace(JUST_OVER, tenure_years=4, broken_promises=1, grants_before=1), POLICY
    )

    assert proposal == Proposal(
        60,
        (
            (Ground.JUST_EXPIRED, 37),
            (Ground.EARLY_IN_LIFE, 23),
            (Ground.BROKEN_PROMISES, 10),
            (Ground.TENURE, 8),
            (Ground.EARLIER_GRANTS, -15),
        ),
        (Benefit.PARTS, Benefit.LABOUR),
    )
    assert sentence(proposal.reason) == (
        "No cover answers any longer, but we pay 60% of parts and labour as goodwill."
    )


def test_proposal_is_nothing_when_the_points_are_too_few() -> None:
    proposal = proposal_for(
        GoodwillFacts(days_past_expiry=400, cover_days=730, age_months=110), POLICY
    )

    assert proposal.percent == 0
    assert sentence(proposal.reason) == (
        "No cover answers any longer, and we cannot offer goodwill in this case."
    )


def test_proposal_is_nothing_for_what_the_customer_caused() -> None:
    assert proposal_for(replace(JUST_OVER, is_customers_fault=True), POLICY).percent == 0


@law
@given(facts)
def test_proposal_is_a_whole_step_between_nothing_and_everything(one: GoodwillFacts) -> None:
    percent = proposal_for(one, POLICY).percent

    assert percent == 0 or POLICY.least <= percent <= 100
    assert percent % POLICY.step == 0


@law
@given(facts, st.integers(0, 40), st.integers(0, 10**8))
def test_loyalty_moves_a_proposal_by_no_more_than_its_bound(
    one: GoodwillFacts, tenure_years: int, value_minor: int
) -> None:
    def points(case: GoodwillFacts) -> int:
        return sum(count for _, count in proposal_for(case, POLICY).points)

    other = replace(one, tenure_years=tenure_years, value_minor=value_minor)

    assert abs(points(one) - points(other)) <= POLICY.most_for_loyalty


@law
@given(facts)
def test_proposal_never_falls_because_of_a_broken_promise_a_known_issue_or_a_younger_unit(
    one: GoodwillFacts,
) -> None:
    percent = proposal_for(one, POLICY).percent

    assert proposal_for(replace(one, is_known_issue=True), POLICY).percent >= percent
    more = replace(one, broken_promises=one.broken_promises + 1)
    assert proposal_for(more, POLICY).percent >= percent
    assert proposal_for(replace(one, age_months=one.age_months // 2), POLICY).percent >= percent
    assert (
        proposal_for(replace(one, grants_before=one.grants_before + 1), POLICY).percent <= percent
    )


@law
@given(facts, st.integers(0, 2_000))
def test_proposal_never_grows_with_the_days_since_the_cover_ended(
    one: GoodwillFacts, days: int
) -> None:
    if one.days_past_expiry is not None:
        later = replace(one, days_past_expiry=one.days_past_expiry + days)
        assert proposal_for(later, POLICY).percent <= proposal_for(one, POLICY).percent


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"days_past_expiry": -1}, "still runs needs no goodwill"),
        ({"age_months": -1}, "counted forwards"),
        ({"expected_life_months": 0}, "counted forwards"),
    ],
)
def test_facts_are_refused_when_they_make_no_sense(changes: dict[str, int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(JUST_OVER, **changes)  # type: ignore[arg-type]  # names of fields
