"""A claim begins with an owner and a next update, and takes whatever is told later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aftersales.claims import ClaimNews, open_claim, tell_claim
from aftersales.errors import NotUnderstood, Problem
from aftersales.records import Case, Claim, Promise, PromiseState
from aftersales.webhooks.content import data_of
from tests.aftersales.claims.conftest import FAULT, NEWS, Shop
from warranty import ClaimState
from warranty.claims.inspections import Finding


def test_claim_opens_a_case_with_an_owner_and_tells_the_customer_once(shop: Shop) -> None:
    claim = shop.opened()

    village = shop.village
    (case,) = village.all_of(Case)
    (promise,) = village.all_of(Promise)
    (notice,) = village.notices()
    assert (claim.state, claim.case_id, claim.fault_on) == ("submitted", case.id, FAULT)
    assert (claim.component, claim.symptom, claim.estimate_cents) == (
        "pump",
        "It does not drain.",
        9_000,
    )
    assert (case.owner_name, case.unit_id, case.subject) == (
        "Eva Office",
        shop.unit.id,
        "Alpina Wave 7",
    )
    assert (promise.state, promise.case_id) == (PromiseState.MADE, case.id)
    assert (notice.kind, notice.facts["owner_name"]) == ("claim_received", "Eva Office")
    assert notice.facts["reference"] == claim.reference


def test_claim_under_a_case_that_is_there_opens_no_second_one(shop: Shop) -> None:
    first = shop.opened()

    with shop.village.doing() as deed:
        case = deed.session.get_one(Case, first.case_id)
        second = open_claim(
            deed,
            shop.unit,
            shop.village.territory,
            channel="phone",
            fault_on=FAULT,
            news=NEWS,
            next_update_at=deed.now + timedelta(hours=2),
            case=case,
        )

    assert second.case_id == first.case_id
    assert len(shop.village.all_of(Case)) == 1
    assert len(shop.village.notices()) == 1


@pytest.mark.parametrize(
    ("fault_on", "sentence"),
    [
        (date(2026, 12, 31), "it lies in the future"),
        (date(2025, 9, 30), "it lies before the purchase"),
    ],
)
def test_claim_is_refused_when_its_fault_cannot_be(
    shop: Shop, fault_on: date, sentence: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        shop.opened(fault_on=fault_on)

    assert refused.value.problems == (Problem("fault_on", sentence),)
    assert shop.village.all_of(Claim) == []
    assert shop.village.all_of(Case) == []


def test_claim_takes_what_is_told_later_and_leaves_the_rest(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, has_proof_of_purchase=None, estimate_cents=None))

    with shop.village.doing() as deed:
        tell_claim(
            deed,
            deed.session.get_one(Claim, claim.id),
            ClaimNews(
                serial_read=" ab-12 34",
                evidence=2,
                is_dangerous=False,
                finding=Finding.CONFIRMED,
                has_proof_of_purchase=True,
            ),
        )

    kept = shop.claim(claim)
    assert (kept.serial_read, kept.evidence, kept.finding) == ("AB1234", 2, "confirmed")
    assert (kept.symptom, kept.component, kept.estimate_cents) == (
        "It does not drain.",
        "pump",
        None,
    )
    assert (kept.state, kept.has_proof_of_purchase, kept.revision) == ("submitted", True, 2)


def test_claim_that_waited_for_an_answer_is_in_review_again(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, symptom=""))
    shop.decided(claim)
    assert shop.claim(claim).state == ClaimState.NEEDS_INFO

    with shop.village.doing() as deed:
        tell_claim(deed, deed.session.get_one(Claim, claim.id), ClaimNews(symptom="It leaks."))

    assert shop.claim(claim).state == ClaimState.IN_REVIEW


def test_shop_systems_are_told_what_became_of_a_claim_and_nothing_that_was_typed(
    shop: Shop,
) -> None:
    claim = shop.claim(shop.opened())

    told = data_of(claim, "https://shop.example")

    assert told == {
        "id": str(claim.id),
        "reference": claim.reference,
        "state": "submitted",
        "case_id": str(claim.case_id),
        "unit_id": str(shop.unit.id),
        "replacement_unit_id": None,
        "remedy": None,
        "revision": 1,
        "url": f"https://shop.example/api/v1/claims/{claim.id}",
    }
