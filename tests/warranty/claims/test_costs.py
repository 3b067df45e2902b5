"""What a claim costs, who pays it, and what comes back from the maker."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import Cover, CoverKind, Money, Payer, Question, StartBasis, entitlement_on
from warranty.claims.costs import CostKind, CostLine, claim_cost, recoverable

DAY = date(2025, 6, 1)
MAKERS = Cover(
    kind=CoverKind.MAKERS_WARRANTY,
    provider="Acme",
    starts_on=date(2024, 5, 3),
    ends_on=date(2026, 5, 3),
    counted_from=StartBasis.PURCHASE,
    source="Booklet",
    labour_percent=50,
    travel_percent=0,
)
LEGAL = replace(
    MAKERS,
    kind=CoverKind.LEGAL_GUARANTEE,
    provider="seller",
    labour_percent=100,
    travel_percent=100,
    is_transferable=None,
)
QUESTION = Question(day=DAY, country="PT")
law = settings(derandomize=True, deadline=None)
lines = st.lists(
    st.builds(
        CostLine,
        st.sampled_from(CostKind),
        st.integers(0, 10**6).map(lambda minor: Money("EUR", minor)),
    ),
    max_size=6,
)


def euros(amount: float) -> Money:
    """So many euros."""
    return Money("EUR", round(100 * amount))


def test_cost_is_divided_by_what_each_cover_pays_and_the_customer_pays_the_rest() -> None:
    spent = [
        CostLine(CostKind.PARTS, euros(80)),
        CostLine(CostKind.LABOUR, euros(45.01)),
        CostLine(CostKind.TRAVEL, euros(30)),
        CostLine(CostKind.MONEY, euros(10)),
        CostLine(CostKind.PARTS, euros(20)),
    ]

    cost = claim_cost(spent, entitlement_on(DAY, (MAKERS,), country="PT"), "EUR")

    assert cost.total == euros(185.01)
    assert dict(cost.by_kind) == {
        CostKind.PARTS: euros(100),
        CostKind.LABOUR: euros(45.01),
        CostKind.TRAVEL: euros(30),
        CostKind.MONEY: euros(10),
    }
    assert dict(cost.by_payer) == {
        Payer.MAKER: euros(122.51),
        Payer.CUSTOMER: euros(52.50),
        Payer.SELLER: euros(10),
    }


def test_rest_is_goodwill_where_a_person_approved_what_no_cover_pays() -> None:
    spent = [CostLine(CostKind.PARTS, euros(80)), CostLine(CostKind.LABOUR, euros(40))]

    cost = claim_cost(
        spent, entitlement_on(DAY, (MAKERS,), country="PT"), "EUR", rest=Payer.GOODWILL
    )

    assert dict(cost.by_payer) == {Payer.MAKER: euros(100), Payer.GOODWILL: euros(20)}


def test_goodwill_takes_over_what_was_granted_of_the_rest_and_the_customer_pays_what_is_left() -> (
    None
):
    spent = [CostLine(CostKind.LABOUR, euros(40.01))]
    entitlement = entitlement_on(DAY, (MAKERS,), country="PT")

    cost = claim_cost(spent, entitlement, "EUR", granted=50)

    assert dict(cost.by_payer) == {
        Payer.MAKER: euros(20.01),
        Payer.GOODWILL: euros(10),
        Payer.CUSTOMER: euros(10),
    }


def test_customer_pays_nothing_where_all_of_the_rest_was_granted() -> None:
    spent = [CostLine(CostKind.PARTS, euros(80)), CostLine(CostKind.LABOUR, euros(40))]
    entitlement = entitlement_on(DAY, (MAKERS,), country="PT")

    cost = claim_cost(spent, entitlement, "EUR", granted=100)

    assert dict(cost.by_payer) == {Payer.MAKER: euros(100), Payer.GOODWILL: euros(20)}


def test_cost_is_the_sellers_while_the_law_is_not_known() -> None:
    entitlement = entitlement_on(DAY, (), country="US")

    cost = claim_cost([CostLine(CostKind.LABOUR, euros(30))], entitlement, "EUR")

    assert dict(cost.by_payer) == {Payer.SELLER: euros(30)}


@law
@given(lines, st.sampled_from([(), (MAKERS,), (LEGAL,), (LEGAL, MAKERS)]))
def test_shares_of_all_payers_add_up_to_the_total_to_the_last_cent(
    spent: list[CostLine], covers: tuple[Cover, ...]
) -> None:
    cost = claim_cost(spent, entitlement_on(DAY, covers, country="PT"), "EUR")

    assert sum(money.minor for money in cost.by_payer.values()) == cost.total.minor
    assert sum(money.minor for money in cost.by_kind.values()) == cost.total.minor


def test_maker_owes_what_its_own_terms_answer_for_although_the_law_served_the_customer() -> None:
    spent = [
        CostLine(CostKind.PARTS, euros(80)),
        CostLine(CostKind.LABOUR, euros(40)),
        CostLine(CostKind.TRAVEL, euros(30)),
        CostLine(CostKind.MONEY, euros(99)),
    ]

    assert recoverable(spent, (LEGAL, MAKERS), QUESTION, "EUR") == euros(100)
    assert recoverable(spent, (LEGAL,), QUESTION, "EUR") == euros(0)


def test_maker_owes_nothing_once_its_warranty_has_ended() -> None:
    late = replace(QUESTION, day=date(2026, 5, 4))

    spent = [CostLine(CostKind.PARTS, euros(80))]

    assert recoverable(spent, (MAKERS,), late, "EUR") == euros(0)


@law
@given(lines)
def test_maker_never_owes_more_than_was_spent(spent: list[CostLine]) -> None:
    total = sum(line.amount.minor for line in spent)

    assert recoverable(spent, (LEGAL, MAKERS), QUESTION, "EUR").minor <= total
