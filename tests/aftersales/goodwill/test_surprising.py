"""Whom a rule fits is surprised once, from the budget of surprises, and told only if they want to hear such news."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event

import pytest

from aftersales.cases import advance_case
from aftersales.complaints import Grievance, open_complaint
from aftersales.customers import record_consent
from aftersales.errors import NotAllowed
from aftersales.goodwill import budget_on, set_budget
from aftersales.goodwill.rounds import tend_goodwill
from aftersales.goodwill.surprises import hand_over, move_rule, surprise_customers
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.queries.goodwill import grants_to_customer
from aftersales.records import (
    Case,
    CaseState,
    Channel,
    ConsentPurpose,
    Contact,
    Customer,
    GoodwillBudget,
    GoodwillGrant,
    GoodwillState,
    Priority,
    Surprise,
    SurpriseRule,
    SurpriseRuleState,
    WorkOrder,
)
from aftersales.words import words_in
from tests.aftersales.conftest import Village
from tests.aftersales.goodwill.conftest import House
from tests.aftersales.goodwill.surprised import (
    SURPRISE,
    TODAY,
    agreed,
    bought,
    neighbours,
    ruled,
    surprised,
    surprises,
)
from tests.aftersales.questions import questions
from warranty.goodwill.surprises import SurpriseKind


def said(village: Village) -> tuple[str, ...]:
    """What the one notice of a surprise says."""
    (notice,) = village.notices("surprise")
    return worded(NoticeKind.SURPRISE, words_in("en"), notice.facts, "").paragraphs


def allow(village: Village, cents: int) -> None:
    with village.doing() as deed:
        set_budget(deed, village.territory, SURPRISE, TODAY, cents)


def spent(village: Village) -> int:
    with village.parts.store.reading() as session:
        settings = village.parts.settings
        return budget_on(session, settings, village.territory, SURPRISE, TODAY).spent.minor


def test_nobody_is_surprised_before_a_manager_has_made_a_rule(village: Village) -> None:
    bought(village)

    tend_goodwill(village.parts)

    assert (surprises(village), village.all_of(GoodwillGrant)) == ([], [])


def test_fifth_year_brings_a_voucher_once_and_is_told_warmly(village: Village) -> None:
    bought(village)
    agreed(village)
    rule = ruled(village)

    tend_goodwill(village.parts)
    tend_goodwill(village.parts)

    (row,), (grant,) = surprises(village), village.all_of(GoodwillGrant)
    assert (row.surprise_rule_id, row.customer_id, row.goodwill_grant_id) == (
        rule.id,
        village.customer.id,
        grant.id,
    )
    assert (row.occasion_on, row.ends_on) == (date(2026, 11, 22), date(2027, 5, 22))
    assert (grant.state, grant.purpose, grant.remedy) == (
        GoodwillState.GRANTED,
        SURPRISE,
        "voucher",
    )
    assert (grant.authority, grant.amount_cents, grant.subject_kind) == ("rules", 1_000, "customer")
    assert grant.proposal["rule"] == "five-years"
    assert spent(village) == 1_000
    assert row.told_at == village.clock.now()
    assert said(village) == (
        "You have been our customer for 5 years.",
        "Thank you. We have a small surprise for you: a voucher for 10.00 EUR.",
        f"Name {grant.reference} when you pay, until 22 May 2027.",
        "It costs you nothing, obliges you to nothing, and your rights stay as they are.",
        "Eva Office answers your questions: +423 000 00 00.",
        "You read this because you agreed to offers from us. Tell us if you want no more.",
    )


def test_surprise_does_not_count_against_the_customer_when_something_breaks(
    village: Village,
) -> None:
    bought(village)
    ruled(village)

    surprised(village)

    with village.parts.store.reading() as session:
        assert len(village.all_of(GoodwillGrant)) == 1
        assert grants_to_customer(session, village.customer.id, village.moment(1, 0)) == 0


def test_upgrade_says_what_it_is_and_how_to_take_it(village: Village) -> None:
    bought(village)
    agreed(village)
    ruled(village, kind=SurpriseKind.UPGRADE, gift="Delivery in the evening")

    surprised(village)

    (grant,) = village.all_of(GoodwillGrant)
    assert grant.remedy == "gift"
    assert said(village)[1:3] == (
        "Thank you. We have a small surprise for you: Delivery in the evening.",
        f"Name {grant.reference} with your next order or visit until 22 May 2027, and it is yours.",
    )


def test_earlier_visit_goes_ahead_of_others_and_whoever_plans_sees_why(village: Village) -> None:
    bought(village)
    agreed(village)
    ruled(village, kind=SurpriseKind.EARLIER_SLOT)
    without = surprised(village)
    with village.doing() as deed:
        order = village.order(deed, village.moment(24, 8), village.moment(24, 12))

    given = surprised(village)

    (grant,), (kept,) = village.all_of(GoodwillGrant), village.all_of(WorkOrder)
    assert (without, given) == (0, 1)
    assert (kept.priority, kept.revision) == (Priority.HIGH, order.revision + 1)
    assert kept.note == f"An earlier time was promised as a thank-you ({grant.reference})."
    assert surprises(village)[0].work_order_id == order.id
    assert said(village)[2].startswith(f"Your visit {order.reference} goes ahead of others")


def test_urgent_work_stays_urgent(village: Village) -> None:
    bought(village)
    ruled(village, kind=SurpriseKind.EARLIER_SLOT)
    with village.doing() as deed:
        order = village.order(deed, village.moment(24, 8), village.moment(24, 12))
        order.priority, order.note = Priority.EMERGENCY, "x" * 2_000

    assert surprised(village) == 1

    (kept,) = village.all_of(WorkOrder)
    assert (kept.priority, kept.note) == (Priority.EMERGENCY, "x" * 2_000)


@pytest.mark.parametrize("way", ["never asked", "took it back", "no messages at all", "no address"])
def test_whoever_wants_no_such_news_is_handed_it_in_person(village: Village, way: str) -> None:
    bought(village)
    ruled(village)
    if way != "never asked":
        agreed(village)
    if way == "took it back":
        agreed(village, is_given=False)
    with village.doing() as deed:
        if way == "no messages at all":
            record_consent(
                deed,
                village.customer.id,
                Channel.EMAIL,
                ConsentPurpose.VISIT_MESSAGES,
                is_given=False,
                source="by phone",
            )
        if way == "no address":
            deed.remove(
                [deed.session.get_one(Contact, each.id) for each in village.all_of(Contact)]
            )

    made = surprised(village)

    (row,) = surprises(village)
    assert (made, row.told_at, village.notices("surprise")) == (1, None, [])


def test_surprise_is_handed_over_once_and_only_to_whoever_was_not_told(village: Village) -> None:
    bought(village)
    ruled(village)
    surprised(village)
    (row,) = surprises(village)

    with village.doing() as deed:
        hand_over(deed, deed.session.get_one(Surprise, row.id))

    (handed,) = surprises(village)
    assert (handed.handed_at, handed.handed_by) == (village.clock.now(), "test")
    with pytest.raises(NotAllowed, match="already"), village.doing() as deed:
        hand_over(deed, deed.session.get_one(Surprise, row.id))


def test_nobody_is_surprised_in_the_middle_of_a_quarrel(village: Village) -> None:
    bought(village)
    ruled(village)
    with village.doing() as deed:
        open_complaint(
            deed,
            village.territory,
            village.customer,
            Grievance(subject="Late", happened="Nobody came.", wish="An answer"),
            channel="phone",
        )

    assert surprised(village) == 0


def test_whoever_waits_for_an_answer_is_surprised_after_it(house: House) -> None:
    village = house.village
    bought(village)
    ruled(village)
    case_id = house.case()

    before = surprised(village)
    with village.doing() as deed:
        for state in (CaseState.TRIAGED, CaseState.IN_PROGRESS, CaseState.RESOLVED):
            advance_case(deed, deed.session.get_one(Case, case_id), state)

    assert (before, surprised(village)) == (0, 1)


def test_claim_whose_answer_is_owed_stands_in_the_way(house: House) -> None:
    bought(house.village)
    ruled(house.village)
    house.refused()

    assert surprised(house.village) == 0


@pytest.mark.parametrize("state", [SurpriseRuleState.PAUSED, SurpriseRuleState.ENDED])
def test_rule_that_rests_gives_nothing(village: Village, state: SurpriseRuleState) -> None:
    bought(village)
    rule = ruled(village)
    with village.doing() as deed:
        move_rule(deed, deed.session.get_one(SurpriseRule, rule.id), state)

    assert surprised(village) == 0


def test_occasion_of_more_than_a_week_ago_is_let_go(village: Village) -> None:
    bought(village)
    ruled(village)
    village.clock.move_to(village.clock.now() + timedelta(days=6))

    late = surprised(village)

    assert late == 0


def test_two_rules_surprise_one_customer_once_in_their_months(village: Village) -> None:
    bought(village)
    ruled(village)
    ruled(village, "second", every_months=1)

    assert (surprised(village), surprised(village)) == (1, 0)


def test_whoever_was_forgotten_is_not_surprised(village: Village) -> None:
    gone, _kept = neighbours(village, 2)
    ruled(village)
    with village.doing() as deed:
        person = deed.session.get_one(Customer, gone.id)
        person.erased_at = deed.now
        deed.add(person)

    assert surprised(village) == 1


def test_rule_stops_at_its_limit_of_the_day_and_goes_on_tomorrow(village: Village) -> None:
    neighbours(village, 3)
    ruled(village, most_a_day=1, most=2)

    first, again = surprised(village), surprised(village)
    village.clock.move_to(village.clock.now() + timedelta(days=1))
    second = surprised(village)
    village.clock.move_to(village.clock.now() + timedelta(days=1))

    assert (first, again, second, surprised(village)) == (1, 0, 1, 0)


def test_rounds_at_the_same_moment_never_overspend_the_budget_or_the_rule(village: Village) -> None:
    neighbours(village, 6)
    allow(village, 3_500)
    ruled(village)
    start = Barrier(4)

    def one(_number: int) -> int:
        start.wait()
        return surprise_customers(village.parts)

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(one, range(4)))

    (budget,) = village.all_of(GoodwillBudget)
    assert (sum(made), budget.spent_cents) == (3, 3_000)
    assert len({row.customer_id for row in surprises(village)}) == 3
    assert len(village.all_of(GoodwillGrant)) == 3


def test_rounds_at_the_same_moment_keep_to_the_limit_of_the_day(village: Village) -> None:
    neighbours(village, 5)
    ruled(village, most_a_day=2)
    start = Barrier(4)

    def one(_number: int) -> int:
        start.wait()
        return surprise_customers(village.parts)

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(one, range(4)))

    assert (sum(made), len(surprises(village))) == (2, 2)


def test_beyond_the_budget_nobody_waits_for_approval(village: Village) -> None:
    bought(village)
    ruled(village)
    allow(village, 999)

    few = surprised(village)
    allow(village, 1_000)

    assert (few, surprised(village)) == (0, 1)
    assert [row.state for row in village.all_of(GoodwillGrant)] == [GoodwillState.GRANTED]


def test_round_that_is_stopped_goes_on_later(village: Village) -> None:
    bought(village)
    ruled(village)
    stopping = Event()
    stopping.set()

    assert surprise_customers(village.parts, stopping) == 0
    assert surprised(village) == 1


def test_many_customers_are_looked_at_with_as_many_questions_as_one(village: Village) -> None:
    bought(village)
    ruled(
        village, kind=SurpriseKind.EARLIER_SLOT
    )  # nobody waits for a visit: all are only looked at
    with questions(village.parts.store) as few:
        surprised(village)
    neighbours(village, 3)

    with questions(village.parts.store) as many:
        surprised(village)

    assert surprises(village) == []
    assert len(many) == len(few)


def test_nobody_is_looked_for_while_every_budget_is_spent(village: Village) -> None:
    bought(village)
    ruled(village)
    allow(village, 999)

    with questions(village.parts.store, "sales_order") as asked:
        surprised(village)

    assert asked == []
