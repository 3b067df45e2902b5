"""Decisions are kept with their reasons, told in the customer's language, and bounded by authority."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from aftersales.cases import advance_case, hand_over_case
from aftersales.claims import (
    ClaimNews,
    decide_claim,
    move_claim,
    rule_on_claim,
    tell_claim,
    who_may_approve,
)
from aftersales.customers import add_customer
from aftersales.errors import IllegalMove, NotAllowed, NotUnderstood
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.queries.access import users
from aftersales.records import Case, CaseState, Claim, Cover, Promise, PromiseState, Role, User
from aftersales.users import add_user
from aftersales.words import LANGUAGES, words_in
from tests.aftersales.claims.conftest import NEWS, Shop
from tests.conftest import MONDAY_MORNING
from warranty import ClaimState
from warranty.claims.adjudication import Decision, Outcome
from warranty.claims.inspections import Finding

WHY = "The pump blocked by itself."

IN_EIGHT_BUSINESS_HOURS = datetime(2026, 11, 23, 15, tzinfo=UTC)
"""16:00 in Vaduz: the office is there from 08:00."""


def ruled(shop: Shop, claim: Claim, role: Role, outcome: Outcome, why: str = WHY) -> Decision:
    with shop.village.doing() as deed:
        return rule_on_claim(deed, deed.session.get_one(Claim, claim.id), role, outcome, why)


def hire(shop: Shop, name: str, role: Role, phone: str = "", *, is_on_call: bool = False) -> None:
    with shop.village.doing() as deed:
        user = add_user(
            deed,
            email=f"{name.lower()}@shop.example",
            name=name,
            role=role,
            password="correct horse battery staple",
        )
        user.phone, user.is_on_call = phone, is_on_call
        deed.add(user)


def test_rules_approve_what_is_covered_and_the_customer_reads_why(shop: Shop) -> None:
    claim = shop.opened()

    decision = shop.decided(claim)

    kept = shop.claim(claim)
    assert decision.outcome is Outcome.APPROVE
    assert kept.state == ClaimState.APPROVED
    assert kept.decision["by"] == "rules"
    assert kept.decision["remedies"] == ["repair", "replace"]
    assert kept.decided_at == shop.village.clock.now()
    with shop.village.parts.store.reading() as session:
        assert kept.cover_id is not None
        assert session.get_one(Cover, kept.cover_id).kind == "legal_guarantee"
    (notice,) = shop.village.notices("claim_decided")
    message = worded(NoticeKind.CLAIM_DECIDED, words_in("en"), notice.facts, "")
    assert message.subject == f"Your claim is approved ({claim.reference})"
    assert (
        "Parts, labour and travel are covered by the legal guarantee until 1 October 2028."
        in message.paragraphs
    )


def test_decision_reads_whole_in_every_language(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, symptom=""))
    shop.decided(claim)
    (notice,) = shop.village.notices("claim_question")

    said = [
        worded(NoticeKind.CLAIM_QUESTION, words_in(language), notice.facts, "")
        for language in LANGUAGES
    ]

    assert len({message.subject for message in said}) == len(LANGUAGES)
    assert said[1].paragraphs[1] == "Lūdzu, pastāstiet, ko ierīce dara vai vairs nedara."


@pytest.mark.parametrize(
    ("news", "by"),
    [
        (NEWS, IN_EIGHT_BUSINESS_HOURS),
        (replace(NEWS, symptom=""), MONDAY_MORNING + timedelta(days=7)),
        (replace(NEWS, finding=Finding.WEAR), None),
    ],
    ids=["approved", "asked", "not approved"],
)
def test_promise_of_an_update_is_kept_by_the_decision_and_the_next_one_made(
    shop: Shop, news: ClaimNews, by: datetime | None
) -> None:
    claim = shop.opened(news)

    shop.decided(claim)

    first, *others = shop.village.all_of(Promise)
    assert first.state is PromiseState.KEPT
    assert [promise.to_at for promise in others] == ([by] if by else [])
    (case,) = shop.village.all_of(Case)
    assert case.next_update_at == by


def test_claim_above_the_limit_waits_for_a_person_who_is_promised_to_answer(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, estimate_cents=15_001))

    decision = shop.decided(claim)

    assert (decision.outcome, decision.recommended) == (Outcome.ROUTE, Outcome.APPROVE)
    assert shop.claim(claim).state == ClaimState.IN_REVIEW
    first, second = shop.village.all_of(Promise)
    assert (first.state, second.state) == (PromiseState.KEPT, PromiseState.MADE)
    assert second.to_at == IN_EIGHT_BUSINESS_HOURS
    (notice,) = shop.village.notices("claim_question")
    message = worded(NoticeKind.CLAIM_QUESTION, words_in("en"), notice.facts, "")
    assert message.subject == f"A person looks at your claim ({claim.reference})"
    assert not any("may be approved" in paragraph for paragraph in message.paragraphs)


def test_person_approves_within_their_authority(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, estimate_cents=30_000))
    shop.decided(claim)

    ruled(shop, claim, Role.SUPPORT, Outcome.APPROVE)

    kept = shop.claim(claim)
    assert kept.state == ClaimState.APPROVED
    assert (kept.decision["by"], kept.decision["why"]) == ("person", WHY)
    (notice,) = shop.village.notices("claim_decided")
    message = worded(NoticeKind.CLAIM_DECIDED, words_in("en"), notice.facts, "")
    assert WHY in message.paragraphs


def test_person_above_whose_authority_it_is_reads_who_can_and_nothing_is_kept(shop: Shop) -> None:
    hire(shop, "Zane", Role.MANAGER, "+371 1")
    hire(shop, "Anna", Role.ADMIN, "+371 2")
    hire(shop, "Mara", Role.MANAGER, "+371 3", is_on_call=True)
    hire(shop, "Ilze", Role.SUPPORT, "+371 4")
    claim = shop.opened(replace(NEWS, estimate_cents=30_001))
    shop.decided(claim)
    before = shop.claim(claim).model_dump()

    with pytest.raises(NotAllowed) as refused:
        ruled(shop, claim, Role.SUPPORT, Outcome.PARTLY)

    assert str(refused.value) == (
        "This is more than you may approve. Ask Mara (+371 3), Anna (+371 2), Zane (+371 1)."
    )
    assert shop.claim(claim).model_dump() == before


def test_nobody_may_approve_what_is_above_everybody(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, estimate_cents=300_001))
    shop.decided(claim)

    with pytest.raises(NotAllowed, match="more than anybody here may approve"):
        ruled(shop, claim, Role.ADMIN, Outcome.APPROVE)


def test_directory_leaves_out_whoever_is_gone(shop: Shop) -> None:
    hire(shop, "Zane", Role.MANAGER)
    with shop.village.doing() as deed:
        (user,) = [row for row in shop.village.all_of(User) if row.name == "Zane"]
        gone = deed.session.get_one(User, user.id)
        gone.is_active = False
        deed.add(gone)

    with shop.village.parts.store.reading() as session:
        assert who_may_approve(session, shop.village.parts.settings, 1) == []


def test_person_rejects_without_authority_but_never_without_a_word(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, estimate_cents=999_999))
    shop.decided(claim)

    with pytest.raises(NotUnderstood, match="Say why"):
        ruled(shop, claim, Role.SUPPORT, Outcome.REJECT, " ")
    ruled(shop, claim, Role.SUPPORT, Outcome.REJECT)

    kept = shop.claim(claim)
    assert (kept.state, kept.cover_id) == (ClaimState.REJECTED, None)
    assert kept.appeal_until_on == date(2026, 12, 23)
    (notice,) = shop.village.notices("claim_decided")
    message = worded(NoticeKind.CLAIM_DECIDED, words_in("en"), notice.facts, "")
    assert message.paragraphs[1:3] == (
        WHY,
        "If you see it differently, write to us until 23 December 2026; another person will look.",
    )


def test_person_must_know_what_it_costs_before_they_approve(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, estimate_cents=None))
    shop.decided(claim)

    with pytest.raises(NotUnderstood, match="Enter what making it good will cost"):
        ruled(shop, claim, Role.ADMIN, Outcome.APPROVE)


@pytest.mark.parametrize("outcome", [Outcome.NEEDS_INFO, Outcome.ROUTE])
def test_person_rules_only_by_approving_or_rejecting(shop: Shop, outcome: Outcome) -> None:
    claim = shop.opened()

    with pytest.raises(NotUnderstood, match="approves, approves in part, or rejects"):
        ruled(shop, claim, Role.ADMIN, outcome)


def test_decided_claim_is_not_decided_again(shop: Shop) -> None:
    claim = shop.opened()
    shop.decided(claim)

    with pytest.raises(IllegalMove), shop.village.doing() as deed:
        decide_claim(deed, deed.session.get_one(Claim, claim.id))


def test_serial_in_somebody_elses_claim_goes_to_a_person(shop: Shop) -> None:
    first = shop.opened(replace(NEWS, serial_read="AB9999"))
    with shop.village.doing() as deed:
        other = add_customer(deed, number="C-2", name="Otto", language="en")
        deed.session.flush()
        case = deed.session.get_one(Case, first.case_id)
        case.customer_id = other.id
        deed.add(case)
    second = shop.opened(replace(NEWS, serial_read="AB9999"))

    decision = shop.decided(second)

    assert (decision.outcome, decision.recommended) == (Outcome.ROUTE, None)


def test_unknown_law_goes_to_a_person_and_is_said(shop: Shop) -> None:
    unit = shop.sold("AB7777", country="LV")
    claim = shop.opened(unit=unit)

    decision = shop.decided(claim)

    assert decision.outcome is Outcome.ROUTE
    (notice,) = shop.village.notices("claim_question")
    message = worded(NoticeKind.CLAIM_QUESTION, words_in("en"), notice.facts, "")
    assert "We must first find out about travel; a person does that and writes to you." in (
        message.paragraphs
    )


def test_claim_that_is_reopened_after_everything_was_closed_wakes_its_case(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, finding=Finding.WEAR))
    shop.decided(claim)
    with shop.village.doing() as deed:
        case = deed.session.get_one(Case, claim.case_id)
        advance_case(deed, case, CaseState.RESOLVED)
        advance_case(deed, case, CaseState.CLOSED)
        row = deed.session.get_one(Claim, claim.id)
        move_claim(deed, row, ClaimState.REOPENED, why="She sent a repairer's report.")
        tell_claim(deed, row, ClaimNews(finding=Finding.CONFIRMED))

    decision = shop.decided(claim)

    assert decision.outcome is Outcome.APPROVE
    (case,) = shop.village.all_of(Case)
    assert (case.state, case.next_update_at) == (
        CaseState.REOPENED,
        IN_EIGHT_BUSINESS_HOURS,
    )


def test_customer_reads_the_number_of_whoever_looks_after_it(shop: Shop) -> None:
    hire(shop, "Vera", Role.SUPPORT, "+423 555 00 77")
    claim = shop.opened()
    with shop.village.doing() as deed:
        (vera,) = [each for each in users(deed.session) if each.name == "Vera"]
        hand_over_case(deed, deed.session.get_one(Case, claim.case_id), vera)

    shop.decided(claim)

    (notice,) = shop.village.notices("claim_decided")
    assert (notice.facts["owner_name"], notice.facts["owner_phone"]) == ("Vera", "+423 555 00 77")
