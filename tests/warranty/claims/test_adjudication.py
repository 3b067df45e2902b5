"""Decisions about claims: each rule once, and laws over all facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import (
    CLAIM_MOVES,
    Benefit,
    ClaimState,
    Cover,
    CoverKind,
    ExchangeType,
    Money,
    Question,
    ReasonCode,
    SerialOutcome,
    StartBasis,
)
from warranty.claims.adjudication import STATES, Decision, Outcome, adjudicate
from warranty.claims.facts import ClaimFacts, ClaimPolicy
from warranty.claims.inspections import Finding
from warranty.claims.remedies import REMEDIES, RemedyKind

TODAY = date(2026, 6, 9)
MAKERS = Cover(
    kind=CoverKind.MAKERS_WARRANTY,
    provider="Acme",
    starts_on=date(2025, 5, 3),
    ends_on=date(2027, 5, 3),
    counted_from=StartBasis.PURCHASE,
    source="Booklet",
)
LEGAL = replace(
    MAKERS,
    kind=CoverKind.LEGAL_GUARANTEE,
    provider="seller",
    ends_on=date(2028, 5, 3),
    is_transferable=None,
    burden_of_proof_turns_on=date(2026, 5, 4),
)
FACTS = ClaimFacts(
    covers=(MAKERS,),
    question=Question(day=date(2026, 6, 1), country="PT"),
    symptom="It does not drain.",
    has_proof_of_purchase=True,
    estimate=Money("EUR", 9_000),
    price=Money("EUR", 60_000),
    delivered_on=date(2025, 5, 3),
)
POLICY = ClaimPolicy(most_approved=Money("EUR", 15_000))
law = settings(derandomize=True, deadline=None)


def decided(**changes: object) -> Decision:
    """The decision about the usual claim with some facts changed."""
    return adjudicate(replace(FACTS, **changes), POLICY, today=TODAY)  # type: ignore[arg-type]  # names of fields


def codes(decision: Decision) -> list[ReasonCode]:
    """Codes of its reasons, in order."""
    return [reason.code for reason in decision.reasons]


def test_claim_is_approved_when_everything_is_covered_and_the_estimate_is_small() -> None:
    decision = decided()

    assert decision.outcome is Outcome.APPROVE
    assert decision.covered == (Benefit.PARTS, Benefit.LABOUR, Benefit.TRAVEL)
    assert decision.remedies == (RemedyKind.REPAIR, RemedyKind.REPLACE)
    assert decision.still_applies == (MAKERS,)
    assert decision.appeal_until is None
    assert decision.state is ClaimState.APPROVED
    assert decision.sentences[0] == (
        "Parts, labour and travel are covered by the maker's warranty until 3 May 2027."
    )


def test_claim_is_approved_in_part_with_a_way_to_appeal_when_travel_is_not_paid() -> None:
    decision = decided(covers=(replace(MAKERS, travel_percent=0),))

    assert decision.outcome is Outcome.PARTLY
    assert decision.covered == (Benefit.PARTS, Benefit.LABOUR)
    assert decision.appeal_until == date(2026, 7, 9)
    assert decision.sentences[-1] == (
        "If you see it differently, write to us until 9 July 2026; another person will look."
    )


def test_claim_is_rejected_with_what_still_applies_when_no_cover_pays_for_a_repair() -> None:
    ended = replace(MAKERS, ends_on=date(2026, 5, 31))
    loaner = replace(MAKERS, parts_percent=0, labour_percent=0, travel_percent=0, has_loaner=True)

    decision = decided(covers=(ended, loaner))

    assert decision.outcome is Outcome.REJECT
    assert decision.remedies == ()
    assert decision.still_applies == (loaner,)
    assert decision.appeal_until == date(2026, 7, 9)
    assert decision.sentences == (
        (
            "Parts, labour and travel are not covered: "
            "the maker's warranty for parts, labour and travel ended on 31 May 2026."
        ),
        "A loaner is covered by the maker's warranty until 3 May 2027.",
        "If you see it differently, write to us until 9 July 2026; another person will look.",
    )


def test_customer_is_asked_for_everything_that_is_missing_at_once() -> None:
    policy = replace(POLICY, evidence_wanted=3)
    facts = replace(FACTS, symptom=" ", has_proof_of_purchase=False, evidence=1)

    decision = adjudicate(facts, policy, today=TODAY)

    assert decision.outcome is Outcome.NEEDS_INFO
    assert codes(decision) == [
        ReasonCode.SYMPTOM_MISSING,
        ReasonCode.PROOF_MISSING,
        ReasonCode.EVIDENCE_MISSING,
    ]
    assert decision.sentences[2] == "Please send us 2 photographs or short films of the fault."


def test_serial_that_fits_is_as_good_as_proof_of_purchase() -> None:
    assert decided(has_proof_of_purchase=False, serial=SerialOutcome.OK).outcome is Outcome.APPROVE


@pytest.mark.parametrize("serial", [None, SerialOutcome.UNKNOWN_PATTERN])
def test_serial_that_fails_asks_for_proof_of_purchase_and_never_rejects(
    serial: SerialOutcome | None,
) -> None:
    decision = decided(has_proof_of_purchase=False, serial=serial)

    assert codes(decision) == [ReasonCode.PROOF_MISSING]


def test_customer_shows_the_fault_when_the_law_alone_answers_and_the_burden_has_turned() -> None:
    decision = decided(covers=(LEGAL,))

    assert decision.outcome is Outcome.NEEDS_INFO
    assert decision.sentences[0].startswith(
        "Since 4 May 2026 the law lets us ask you to show the fault; please send us a photograph"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": 1},
        {"finding": Finding.CONFIRMED},
        {"covers": (LEGAL, MAKERS)},
        {"question": Question(day=date(2026, 5, 3), country="PT")},
    ],
    ids=["evidence", "inspected", "maker answers too", "last day of the presumption"],
)
def test_customer_need_not_show_the_fault_otherwise(changes: dict[str, object]) -> None:
    decision = decided(**{"covers": (LEGAL,), **changes})

    assert decision.outcome is Outcome.APPROVE


def test_danger_goes_to_a_person_at_once_whatever_is_missing() -> None:
    decision = decided(is_dangerous=True, symptom="", has_proof_of_purchase=False)

    assert decision.outcome is Outcome.ROUTE
    assert decision.recommended is Outcome.APPROVE
    assert codes(decision)[0] is ReasonCode.SAFETY_FIRST
    assert decision.state is ClaimState.IN_REVIEW


def test_serial_in_another_claim_goes_to_a_person_without_a_recommendation() -> None:
    decision = decided(is_serial_claimed_elsewhere=True)

    assert decision.outcome is Outcome.ROUTE
    assert decision.recommended is None
    assert codes(decision) == [ReasonCode.SERIAL_CLAIMED_ELSEWHERE]


def test_another_unit_in_the_parcel_goes_to_a_person_whatever_was_found() -> None:
    decision = decided(is_another_unit=True, finding=Finding.CUSTOMER_CAUSED)

    assert decision.outcome is Outcome.ROUTE
    assert decision.recommended is None
    assert codes(decision) == [ReasonCode.SERIAL_OF_ANOTHER_UNIT]


def test_claim_goes_to_a_person_and_is_never_rejected_when_the_law_is_not_known() -> None:
    decision = decided(covers=(), question=Question(day=date(2026, 6, 1), country="US"))

    assert decision.outcome is Outcome.ROUTE
    assert decision.recommended is None
    assert decision.sentences[0] == (
        "We must first find out about parts, labour and travel; "
        "a person does that and writes to you."
    )


def test_claim_waits_for_a_diagnosis_when_the_cover_depends_on_the_component() -> None:
    sealed = replace(MAKERS, components=frozenset({"compressor"}))

    decision = decided(covers=(sealed,))

    assert decision.outcome is Outcome.ROUTE
    assert codes(decision)[0] is ReasonCode.DIAGNOSIS_NEEDED


def test_claim_goes_to_a_person_when_it_costs_more_than_may_be_approved_without_one() -> None:
    decision = decided(estimate=Money("EUR", 15_001))

    assert decision.outcome is Outcome.ROUTE
    assert decision.recommended is Outcome.APPROVE
    assert decision.remedies == (RemedyKind.REPAIR, RemedyKind.REPLACE)
    assert decision.sentences[0] == (
        "150.01 EUR is more than may be approved without a person (150.00 EUR)."
    )


def test_claim_goes_to_a_person_when_nobody_knows_what_it_will_cost() -> None:
    assert codes(decided(estimate=None))[0] is ReasonCode.ESTIMATE_MISSING


def test_claim_needs_no_estimate_when_the_shop_sets_no_limit() -> None:
    decision = adjudicate(replace(FACTS, estimate=None), ClaimPolicy(), today=TODAY)

    assert decision.outcome is Outcome.APPROVE


@pytest.mark.parametrize("finding", [Finding.CUSTOMER_CAUSED, Finding.WEAR])
def test_claim_is_rejected_when_the_inspection_finds_no_defect(finding: Finding) -> None:
    decision = decided(finding=finding)

    assert decision.outcome is Outcome.REJECT
    assert ReasonCode.NOT_A_DEFECT in codes(decision)


def test_claim_is_approved_when_the_installation_was_wrong() -> None:
    assert decided(finding=Finding.INSTALLATION).outcome is Outcome.APPROVE


def test_customer_pays_nothing_and_may_appeal_when_no_fault_is_found() -> None:
    decision = decided(finding=Finding.NO_FAULT_FOUND)

    assert decision.outcome is Outcome.REJECT
    assert codes(decision) == [ReasonCode.NO_FAULT_FOUND, ReasonCode.APPEAL_UNTIL]
    assert decision.still_applies == (MAKERS,)


def test_person_looks_when_no_fault_is_found_a_second_time() -> None:
    decision = decided(finding=Finding.NO_FAULT_FOUND, unfound_before=1)

    assert decision.outcome is Outcome.ROUTE
    assert decision.sentences[0] == (
        "The fault has not shown itself in 2 inspections; a person decides with you what to do."
    )


def test_recall_is_said_first() -> None:
    assert codes(decided(is_recalled=True))[0] is ReasonCode.RECALLED


@pytest.mark.parametrize(
    ("changes", "remedies", "code"),
    [
        (
            {"same_fault_repairs": 1},
            (
                RemedyKind.REPLACE,
                RemedyKind.REFUND,
                RemedyKind.PRICE_REDUCTION,
                RemedyKind.REPAIR,
            ),
            ReasonCode.REPAIR_HAS_FAILED,
        ),
        (
            {"delivered_on": date(2026, 5, 18)},
            (RemedyKind.REPLACE, RemedyKind.REPAIR),
            ReasonCode.DEAD_ON_ARRIVAL,
        ),
        (
            {"price": Money("EUR", 12_857)},
            (RemedyKind.REPLACE, RemedyKind.REPAIR),
            ReasonCode.REPAIR_UNECONOMIC,
        ),
    ],
)
def test_remedies_are_offered_in_another_order_when_a_repair_is_not_the_best(
    changes: dict[str, object], remedies: tuple[RemedyKind, ...], code: ReasonCode
) -> None:
    decision = decided(**changes)

    assert decision.outcome is Outcome.APPROVE
    assert decision.remedies == remedies
    assert codes(decision)[0] is code


@pytest.mark.parametrize(
    "changes",
    [
        {"delivered_on": date(2026, 5, 17)},
        {"delivered_on": None},
        {"price": Money("EUR", 12_858)},
        {"price": Money("USD", 1)},
        {"price": Money("EUR", 0)},
        {"price": None},
    ],
)
def test_repair_is_offered_first_otherwise(changes: dict[str, object]) -> None:
    assert decided(**changes).remedies == (RemedyKind.REPAIR, RemedyKind.REPLACE)


def test_new_unit_is_offered_first_when_the_maker_sends_it_in_advance() -> None:
    advance = replace(MAKERS, exchange=ExchangeType.ADVANCE)

    assert decided(covers=(advance,)).remedies == (RemedyKind.REPLACE, RemedyKind.REPAIR)


facts = st.builds(
    replace,
    st.just(FACTS),
    covers=st.sampled_from([(), (MAKERS,), (LEGAL,), (LEGAL, MAKERS)]),
    question=st.builds(
        Question,
        day=st.dates(date(2025, 1, 1), date(2029, 1, 1)),
        country=st.sampled_from(["PT", "LV", "US"]),
        component=st.sampled_from([None, "pump"]),
        is_consumer=st.booleans(),
        is_first_owner=st.booleans(),
    ),
    symptom=st.sampled_from(["", "It leaks."]),
    has_proof_of_purchase=st.booleans(),
    serial=st.sampled_from([None, *SerialOutcome]),
    is_serial_claimed_elsewhere=st.booleans(),
    evidence=st.integers(0, 2),
    finding=st.sampled_from([None, *Finding]),
    is_dangerous=st.booleans(),
    is_recalled=st.booleans(),
    same_fault_repairs=st.integers(0, 2),
    unfound_before=st.integers(0, 2),
    estimate=st.sampled_from([None, Money("EUR", 1), Money("EUR", 99_999)]),
)


@law
@given(facts)
def test_every_decision_has_a_sentence_and_leads_along_the_graph(one: ClaimFacts) -> None:
    decision = adjudicate(one, POLICY, today=TODAY)

    assert all(decision.sentences)
    assert decision.state is ClaimState.IN_REVIEW or (
        decision.state in CLAIM_MOVES[ClaimState.IN_REVIEW]
    )
    assert all(REMEDIES[kind].is_for_claims for kind in decision.remedies)


@law
@given(facts)
def test_every_rejection_can_be_appealed_and_says_so(one: ClaimFacts) -> None:
    decision = adjudicate(one, POLICY, today=TODAY)

    if decision.outcome in {Outcome.REJECT, Outcome.PARTLY}:
        assert decision.appeal_until == TODAY + timedelta(30)
        assert ReasonCode.APPEAL_UNTIL in codes(decision)


@law
@given(facts)
def test_nothing_unknown_is_ever_rejected_or_approved_by_itself(one: ClaimFacts) -> None:
    decision = adjudicate(one, POLICY, today=TODAY)

    is_open = any(answer.state.value == "unknown" for answer in one.entitlement.answers[:3])
    if is_open and one.finding is not Finding.NO_FAULT_FOUND:
        assert decision.outcome in {Outcome.ROUTE, Outcome.NEEDS_INFO}


@law
@given(facts)
def test_danger_always_reaches_a_person(one: ClaimFacts) -> None:
    if one.is_dangerous:
        assert adjudicate(one, POLICY, today=TODAY).outcome is Outcome.ROUTE


def test_outcomes_all_have_a_state() -> None:
    assert set(STATES) == set(Outcome)


def test_decision_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="carries its reasons"):
        Decision(outcome=Outcome.REJECT, recommended=None, reasons=())


@pytest.mark.parametrize("changes", [{"most_repairs": 0}, {"most_unfound": 0}, {"appeal_days": -1}])
def test_policy_is_refused_when_it_makes_no_sense(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="counts forwards"):
        ClaimPolicy(**changes)  # type: ignore[arg-type]  # names of fields
