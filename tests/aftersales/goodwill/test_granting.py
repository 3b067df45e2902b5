"""A grant is bounded by authority and budget, told once, honoured by a cover, and taken back while nobody relies on it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aftersales.cases import hand_over_case
from aftersales.claims import bill_of_claim, choose_remedy, fulfil_claim, move_claim
from aftersales.claims.spending import add_claim_cost
from aftersales.errors import AftersalesError, IllegalMove, NotAllowed, NotUnderstood
from aftersales.goodwill import (
    approve_grant,
    decline_grant,
    lapse_untaken,
    revoke_grant,
    set_budget,
)
from aftersales.notices.delivery import send_due
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.records import (
    Case,
    Claim,
    Cover,
    Event,
    GoodwillBudget,
    GoodwillGrant,
    GoodwillPurpose,
    GoodwillState,
    Promise,
    PromiseState,
    Role,
)
from aftersales.words import words_in
from tests.aftersales.claims.conftest import NEWS
from tests.aftersales.goodwill.conftest import WHY, House
from warranty import ClaimState, Payer
from warranty.claims.costs import CostKind
from warranty.claims.inspections import Finding
from warranty.claims.remedies import RemedyKind


def move(house: House, claim: Claim, state: ClaimState) -> None:
    with house.village.doing() as deed:
        move_claim(deed, deed.session.get_one(Claim, claim.id), state)


def goodwill_covers(house: House) -> list[Cover]:
    return [row for row in house.village.all_of(Cover) if row.kind == "goodwill"]


def test_grant_moves_the_claim_and_keeps_what_the_rules_proposed(house: House) -> None:
    claim = house.refused()

    row = house.granted(house.grant(claim))

    kept = house.shop.claim(claim)
    assert kept.state == ClaimState.GOODWILL_OFFERED
    assert kept.decision["remedies"] == ["repair"]
    assert (row.state, row.percent, row.amount_cents) == (GoodwillState.GRANTED, 50, 4_500)
    assert (row.authority, row.reason, row.granted_at) == (
        "support",
        WHY,
        house.village.clock.now(),
    )
    assert row.proposal["percent"] == 50
    assert row.proposal["points"] == {"just_expired": 32, "early_in_life": 20, "tenure": 6}
    assert [event.what for event in house.village.all_of(Event) if event.subject_id == row.id] == [
        "goodwill_granted"
    ]


def test_customer_reads_what_is_offered_and_when_they_hear_again(house: House) -> None:
    claim = house.refused()

    house.grant(claim)

    (notice,) = house.village.notices("remedy_offer")
    message = worded(NoticeKind.REMEDY_OFFER, words_in("en"), notice.facts, "")
    assert message.subject == f"An offer for your claim ({claim.reference})"
    assert message.paragraphs == (
        "Alpina Wave 7",
        "No cover answers, and we do not want to leave it at that.",
        "As goodwill we offer you a repair of which we pay 50%.",
        "Your rights stay as they are, whether you take it or not.",
        "Tell us whether you take it. You need not decide at once.",
        "Eva Office looks after it: +423 000 00 00.",
        "You hear from us by 07:00 on Monday, 30 November.",
    )
    waiting = [row for row in house.village.all_of(Promise) if row.state is PromiseState.MADE]
    assert [row.to_at for row in waiting] == [house.village.clock.now() + timedelta(days=7)]


def test_repair_is_honoured_by_a_cover_that_ends_with_it(house: House) -> None:
    claim = house.refused()
    house.grant(claim)
    (cover,) = goodwill_covers(house)
    before = (cover.starts_on, cover.ends_on, cover.parts_percent, cover.components)

    with house.village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        choose_remedy(deed, row, RemedyKind.REPAIR)
        fulfil_claim(deed, row, done_on=date(2026, 11, 23))

    assert before == (date(2026, 11, 23), date(2027, 2, 21), 50, ["pump"])
    (cover,) = goodwill_covers(house)
    assert cover.ends_on == date(2026, 11, 23)
    assert {row.kind for row in house.village.all_of(Cover)} >= {"repair_warranty", "goodwill"}


def test_bill_says_what_goodwill_pays_and_what_the_customer(house: House) -> None:
    claim = house.refused()
    house.grant(claim)

    with house.village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        add_claim_cost(deed, row, CostKind.PARTS, 5_001)
        deed.session.flush()
        bill = bill_of_claim(deed.session, row)

    assert {payer: amount.minor for payer, amount in bill.cost.by_payer.items()} == {
        Payer.GOODWILL: 2_501,
        Payer.CUSTOMER: 2_500,
    }


def test_money_needs_no_cover_and_no_estimate(house: House) -> None:
    claim = house.refused(estimate_cents=None)

    row = house.grant(claim, 2_000, remedy=RemedyKind.VOUCHER)

    assert (row.percent, goodwill_covers(house)) == (None, [])
    (notice,) = house.village.notices("remedy_offer")
    message = worded(NoticeKind.REMEDY_OFFER, words_in("en"), notice.facts, "")
    assert "As goodwill we offer you a voucher for 20.00 EUR." in message.paragraphs


def test_grant_above_ones_authority_names_who_may_and_keeps_nothing(house: House) -> None:
    house.hire("Zane", Role.MANAGER, "+371 1")
    house.hire("Mara", Role.MANAGER, "+371 3", is_on_call=True)
    claim = house.refused(estimate_cents=15_000)

    with pytest.raises(NotAllowed) as refused:
        house.grant(claim, 10_001)

    assert str(refused.value) == (
        "This is more than you may grant. Ask Mara (+371 3), Zane (+371 1)."
    )
    assert house.village.all_of(GoodwillGrant) == []
    assert house.village.all_of(GoodwillBudget) == []
    assert house.shop.claim(claim).state == ClaimState.REJECTED


def test_nobody_may_grant_what_is_above_everybody(house: House) -> None:
    claim = house.refused(estimate_cents=200_000)

    with pytest.raises(NotAllowed, match="more than anybody here may grant"):
        house.grant(claim, 100_001, role=Role.ADMIN)
    with pytest.raises(NotAllowed, match="more than anybody here may grant"):
        house.grant(claim, 100_001, is_asked=True)


def test_technician_grants_nothing(house: House) -> None:
    with pytest.raises(NotAllowed, match="more than"):
        house.grant(house.refused(), 1, role=Role.TECHNICIAN)


def test_grant_above_the_budget_says_what_is_left(house: House) -> None:
    claim = house.refused()
    with house.village.doing() as deed:
        set_budget(
            deed,
            house.village.territory,
            GoodwillPurpose.GOODWILL,
            date(2026, 11, 23),
            4_499,
        )

    with pytest.raises(NotAllowed) as refused:
        house.grant(claim)

    assert str(refused.value) == (
        "45.00 EUR is more than is left of the budget until 30 November 2026 (44.99 EUR); "
        "whoever owns the budget decides."
    )


@pytest.mark.parametrize(
    ("cents", "reason", "remedy", "said"),
    [
        (0, WHY, RemedyKind.REPAIR, "Enter what it will cost us"),
        (4_500, " ", RemedyKind.REPAIR, "Say why"),
        (9_001, WHY, RemedyKind.REPAIR, "more than making it good will cost"),
    ],
)
def test_grant_that_makes_no_sense_is_refused(
    house: House, cents: int, reason: str, remedy: RemedyKind, said: str
) -> None:
    claim = house.refused()

    with pytest.raises(NotUnderstood, match=said):
        house.grant(claim, cents, reason=reason, remedy=remedy)


def test_share_of_an_unknown_cost_is_refused(house: House) -> None:
    claim = house.refused(estimate_cents=None)

    with pytest.raises(NotUnderstood, match="Enter what making it good will cost"):
        house.grant(claim)


def test_goodwill_is_granted_once_and_never_beside_a_cover(house: House) -> None:
    claim = house.refused()
    house.grant(claim)
    covered = house.shop.opened()
    house.shop.decided(covered)

    with pytest.raises(NotAllowed, match="granted for this already"):
        house.grant(claim)
    with pytest.raises(IllegalMove):
        house.grant(covered)


def test_colleague_with_authority_is_asked_and_approves_in_one_step(house: House) -> None:
    house.hire("Zane", Role.MANAGER)
    house.hire("Mara", Role.MANAGER, is_on_call=True)
    claim = house.refused(estimate_cents=15_000)

    asked = house.grant(claim, 15_000, is_asked=True)
    waiting = (house.shop.claim(claim).state, house.budget().spent.minor)
    with house.village.doing() as deed:
        approve_grant(deed, Role.MANAGER, deed.session.get_one(GoodwillGrant, asked.id))

    assert waiting == (ClaimState.REJECTED, 0)
    assert house.shop.claim(claim).state == ClaimState.GOODWILL_OFFERED
    assert (house.granted(asked).authority, house.budget().spent.minor) == ("manager", 15_000)
    send_due(house.village.parts)
    to = [mail["To"].addresses[0].addr_spec for mail in house.village.mail()]
    assert to.count("mara@shop.example") == 1
    assert "zane@shop.example" not in to


def test_everybody_who_may_is_asked_while_nobody_is_on_call(house: House) -> None:
    house.hire("Zane", Role.MANAGER)
    house.hire("Anna", Role.ADMIN)
    house.hire("Ilze", Role.SUPPORT)
    claim = house.refused(estimate_cents=15_000)

    house.grant(claim, 15_000, is_asked=True)

    assert len(house.village.notices("approval_needed")) == 2


def test_what_is_asked_for_is_not_approved_by_whoever_may_not(house: House) -> None:
    house.hire("Zane", Role.MANAGER, "+371 1")
    claim = house.refused(estimate_cents=15_000)
    asked = house.grant(claim, 15_000, is_asked=True)

    with pytest.raises(NotAllowed, match="Ask Zane"), house.village.doing() as deed:
        approve_grant(deed, Role.SUPPORT, deed.session.get_one(GoodwillGrant, asked.id))
    with pytest.raises(NotAllowed, match="not yours to decide"), house.village.doing() as deed:
        decline_grant(deed, Role.SUPPORT, deed.session.get_one(GoodwillGrant, asked.id), "No.")
    with pytest.raises(NotAllowed, match="waits for approval already"):
        house.grant(claim)

    assert house.granted(asked).state is GoodwillState.ASKED


def test_declined_is_over_and_can_be_asked_for_again(house: House) -> None:
    house.hire("Zane", Role.MANAGER)
    claim = house.refused(estimate_cents=15_000)
    asked = house.grant(claim, 15_000, is_asked=True)

    with pytest.raises(NotUnderstood), house.village.doing() as deed:
        decline_grant(deed, Role.MANAGER, deed.session.get_one(GoodwillGrant, asked.id), " ")
    with house.village.doing() as deed:
        decline_grant(deed, Role.MANAGER, deed.session.get_one(GoodwillGrant, asked.id), "Half.")
    house.grant(claim, 7_500)

    kept = house.granted(asked)
    assert (kept.state, kept.end_reason) == (GoodwillState.DECLINED, "Half.")
    assert house.budget().spent.minor == 7_500
    assert len(house.village.notices("remedy_offer")) == 1


def test_mistake_is_taken_back_told_and_given_back_to_the_budget(house: House) -> None:
    claim = house.refused()
    granted = house.grant(claim)

    with house.village.doing() as deed:
        revoke_grant(deed, Role.SUPPORT, deed.session.get_one(GoodwillGrant, granted.id), "Twice.")

    assert house.granted(granted).state is GoodwillState.REVOKED
    assert (house.budget().spent.minor, goodwill_covers(house)) == (0, [])
    kept = house.shop.claim(claim)
    assert (kept.state, kept.cover_id, kept.decision["remedies"]) == (
        ClaimState.REOPENED,
        None,
        [],
    )
    assert "goodwill_percent" not in kept.decision
    _offer, back = house.village.notices("remedy_offer")
    message = worded(NoticeKind.REMEDY_OFFER, words_in("en"), back.facts, "")
    assert message.subject == f"We take back our offer ({claim.reference})"


def test_what_the_customer_has_taken_is_not_taken_back(house: House) -> None:
    claim = house.refused()
    granted = house.grant(claim)
    with house.village.doing() as deed:
        choose_remedy(deed, deed.session.get_one(Claim, claim.id), RemedyKind.REPAIR)

    with pytest.raises(NotAllowed, match="relies on it"), house.village.doing() as deed:
        revoke_grant(deed, Role.ADMIN, deed.session.get_one(GoodwillGrant, granted.id), "Twice.")

    assert house.granted(granted).state is GoodwillState.GRANTED
    assert house.budget().spent.minor == 4_500


@pytest.mark.parametrize("end", [ClaimState.CLOSED, ClaimState.WITHDRAWN])
def test_offer_that_nobody_takes_lapses_once_and_frees_the_budget(
    house: House, end: ClaimState
) -> None:
    claim = house.refused()
    granted = house.grant(claim)
    move(house, claim, end)

    with house.village.doing() as deed:
        first = lapse_untaken(deed)
    with house.village.doing() as deed:
        second = lapse_untaken(deed)

    assert (first, second) == (1, 0)
    assert house.granted(granted).state is GoodwillState.LAPSED
    assert (house.budget().spent.minor, goodwill_covers(house)) == (0, [])


def test_offer_lapses_when_an_appeal_finds_a_cover_and_the_new_decision_stays(
    house: House,
) -> None:
    claim = house.refused()
    granted = house.grant(claim)
    move(house, claim, ClaimState.REOPENED)
    house.shop.decided(claim)
    before = house.shop.claim(claim)

    with house.village.doing() as deed:
        lapsed = lapse_untaken(deed)

    assert lapsed == 1
    assert house.granted(granted).state is GoodwillState.LAPSED
    assert house.shop.claim(claim).decision == before.decision


def test_offer_that_stands_does_not_lapse(house: House) -> None:
    house.grant(house.refused())

    with house.village.doing() as deed:
        assert lapse_untaken(deed) == 0


def test_trouble_is_made_up_for_without_a_claim(house: House) -> None:
    case_id = house.case()

    row = house.grant_on_case(case_id, 2_500)

    assert (row.subject_kind, row.subject_id, row.percent) == ("service_case", case_id, None)
    (notice,) = house.village.notices("compensation")
    message = worded(NoticeKind.COMPENSATION, words_in("en"), notice.facts, "")
    assert message.paragraphs[:4] == (
        "We are sorry.",
        "Nobody called back",
        "You get a credit of 25.00 EUR. You need not ask for it.",
        "Your rights stay as they are.",
    )


def test_trouble_is_not_made_up_for_by_a_repair(house: House) -> None:
    with pytest.raises(NotUnderstood, match="needs a claim"):
        house.grant_on_case(house.case(), 2_500, RemedyKind.REPAIR)


def test_what_was_told_to_be_the_customers_is_not_taken_back(house: House) -> None:
    row = house.grant_on_case(house.case(), 2_500)

    with pytest.raises(NotAllowed, match="may rely on it"), house.village.doing() as deed:
        revoke_grant(deed, Role.ADMIN, deed.session.get_one(GoodwillGrant, row.id), "Twice.")


def test_step_to_an_offer_needs_a_grant(house: House) -> None:
    claim = house.refused()

    with pytest.raises(AftersalesError, match="Grant goodwill"):
        move(house, claim, ClaimState.GOODWILL_OFFERED)


def test_misuse_is_granted_only_with_a_word_and_proposed_nothing(house: House) -> None:
    claim = house.shop.opened(replace(NEWS, finding=Finding.CUSTOMER_CAUSED))
    house.shop.decided(claim)

    row = house.grant(claim, 900)

    assert (row.proposal["percent"], row.percent) == (0, 10)


def test_customer_reads_the_number_of_whoever_looks_after_it(house: House) -> None:
    vera = house.hire("Vera", Role.SUPPORT, "+423 555 00 77")
    case_id = house.case()
    with house.village.doing() as deed:
        hand_over_case(deed, deed.session.get_one(Case, case_id), vera)

    house.grant_on_case(case_id, 2_000)

    (notice,) = house.village.notices("compensation")
    assert (notice.facts["owner_name"], notice.facts["owner_phone"]) == ("Vera", "+423 555 00 77")
