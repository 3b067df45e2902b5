"""A proposal counts what is known of the case and the customer, and not the way they came."""

from datetime import date, timedelta

import pytest

from aftersales.catalogue import edit_product_model
from aftersales.goodwill import proposal_for
from aftersales.goodwill.proposing import ClaimProposal, expected_life, months_between
from aftersales.orders import SoldItem, add_order
from aftersales.prevention.issues import Article, add_issue, move_issue
from aftersales.records import (
    Case,
    CaseChannel,
    Claim,
    KnownIssueState,
    ProductModel,
    Promise,
    PromiseState,
)
from tests.aftersales.goodwill.conftest import House
from warranty.claims.inspections import Finding
from warranty.goodwill.precedents import Precedents
from warranty.goodwill.proposals import Ground


def proposed(house: House, claim: Claim) -> ClaimProposal:
    with house.village.parts.store.reading() as session:
        return proposal_for(
            session,
            house.village.parts.settings,
            session.get_one(Claim, claim.id),
            house.village.clock.now(),
        )


def test_points_come_from_the_end_of_the_cover_the_age_and_the_tenure(house: House) -> None:
    made = proposed(house, house.refused())

    assert made.facts.days_past_expiry == 50
    assert (made.facts.cover_days, made.facts.age_months) == (1_096, 37)
    assert made.proposal.points == (
        (Ground.JUST_EXPIRED, 32),
        (Ground.EARLY_IN_LIFE, 20),
        (Ground.TENURE, 6),
    )
    assert made.proposal.percent == 50
    assert made.amount is not None
    assert made.amount.minor == 4_500


def test_loyalty_moves_a_proposal_by_twenty_points_at_most(house: House) -> None:
    claim = house.refused()
    with house.village.doing() as deed:
        add_order(
            deed,
            number="O-1",
            customer_id=house.village.customer.id,
            location_id=None,
            channel="shop",
            ordered_on=date(1996, 1, 1),
            items=[
                SoldItem(
                    product_model_id=house.shop.model.id,
                    quantity=1,
                    unit_price_cents=900_000_00,
                    currency="EUR",
                )
            ],
        )

    made = proposed(house, claim)

    points = dict(made.proposal.points)
    assert (made.standing.years, made.standing.value.minor) == (30, 900_000_00)
    assert points[Ground.TENURE] + points.get(Ground.CUSTOMER_VALUE, 0) == 20


def test_channel_is_not_among_the_facts(house: House) -> None:
    claim = house.refused()
    before = proposed(house, claim)
    with house.village.doing() as deed:
        case = deed.session.get_one(Case, claim.case_id)
        case.channel = CaseChannel.X
        deed.add(case)

    assert proposed(house, claim) == before


def test_broken_promise_about_the_case_counts(house: House) -> None:
    claim = house.refused()
    with house.village.doing() as deed:
        promise = next(row for row in house.village.all_of(Promise) if row.case_id == claim.case_id)
        row = deed.session.get_one(Promise, promise.id)
        row.state = PromiseState.BROKEN_UNTOLD
        deed.add(row)

    assert (Ground.BROKEN_PROMISES, 10) in proposed(house, claim).proposal.points


def test_nothing_is_proposed_for_misuse(house: House) -> None:
    claim = house.refused(finding=Finding.CUSTOMER_CAUSED)

    assert proposed(house, claim).proposal.percent == 0


def test_cover_that_still_runs_is_no_reason_for_leniency_about_time(house: House) -> None:
    claim = house.shop.opened()

    assert proposed(house, claim).facts.days_past_expiry is None


def test_similar_cases_are_counted_with_what_was_granted(house: House) -> None:
    first, second = house.refused("AB0001"), house.refused("AB0002")
    house.refused("AB0003", component="door")
    house.grant(first)
    claim = house.refused("AB0004")

    made = proposed(house, claim)

    assert made.precedents == Precedents(2, 1, 50)
    assert [(row.id, percent) for row, percent in made.similar] == [(second.id, 0), (first.id, 50)]


def test_earlier_grant_takes_points_for_two_years(house: House) -> None:
    house.grant(house.refused("AB0001"))
    claim = house.refused("AB0002")
    before = dict(proposed(house, claim).proposal.points)
    house.village.clock.move_to(house.village.clock.now() + timedelta(days=731))

    after = dict(proposed(house, claim).proposal.points)

    assert before[Ground.EARLIER_GRANTS] == -15
    assert Ground.EARLIER_GRANTS not in after


def test_months_are_counted_whole_and_never_backwards() -> None:
    assert months_between(date(2024, 2, 29), date(2025, 2, 28)) == 11
    assert months_between(date(2024, 1, 31), date(2024, 2, 29)) == 0
    assert months_between(date(2024, 1, 31), date(2024, 3, 31)) == 2
    assert months_between(date(2024, 1, 31), date(2023, 1, 31)) == 0


def _written(house: House, *, state: KnownIssueState = KnownIssueState.PUBLISHED) -> None:
    """An article about pumps that do not drain, kept or published."""
    with house.village.doing() as deed:
        row = add_issue(
            deed,
            Article(
                slug="filter-clogs",
                product_type=house.shop.model.product_type,
                component="pump",
                symptoms=("does not drain",),
                texts={"en": {"title": "It does not drain", "summary": "The filter clogs."}},
            ),
        )
        if state is not KnownIssueState.DRAFT:
            move_issue(deed, row, state)


@pytest.mark.parametrize(
    ("told", "is_known"),
    [
        ({"component": "pump", "symptom": "E21"}, True),
        ({"component": "", "symptom": "It does not drain any more"}, True),
        ({"component": "door", "symptom": "It does not drain"}, False),
        ({"component": "door", "symptom": "It does not close"}, False),
    ],
)
def test_known_issue_counts_where_it_meets_the_part_or_the_symptom(
    house: House, *, told: dict[str, str], is_known: bool
) -> None:
    _written(house)

    made = proposed(house, house.refused(**told))

    assert made.facts.is_known_issue is is_known
    assert ((Ground.KNOWN_ISSUE, 30) in made.proposal.points) is is_known


def test_known_issue_that_nobody_published_counts_for_nothing(house: House) -> None:
    _written(house, state=KnownIssueState.DRAFT)

    assert proposed(house, house.refused(component="pump")).facts.is_known_issue is False


def test_known_issue_explains_no_fault_of_which_nothing_is_told(house: House) -> None:
    _written(house)

    assert proposed(house, house.refused(component="", symptom=" ")).facts.is_known_issue is False


def test_expected_life_is_that_of_the_model_then_of_its_type_then_of_any(house: House) -> None:
    settings = house.village.parts.settings
    washer = ProductModel(product_type="washing_machine", expected_life_months=200)

    found = [
        expected_life(settings, washer),
        expected_life(settings, ProductModel(product_type="dishwasher")),
        expected_life(settings, ProductModel(product_type="sauna")),
    ]

    assert found == [200, 132, 120]


def test_longer_life_of_a_model_makes_the_same_age_earlier(house: House) -> None:
    claim = house.refused()
    with house.village.doing() as deed:
        edit_product_model(
            deed,
            deed.session.get_one(ProductModel, house.shop.model.id),
            expected_life_months=370,
        )

    made = proposed(house, claim)

    assert made.facts.expected_life_months == 370
    assert (Ground.EARLY_IN_LIFE, 27) in made.proposal.points
