"""Offers: within authority, approved above it, answered by the customer, and never answered twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aftersales.complaints import (
    Terms,
    accept_offer,
    approve_offer,
    decline_offer,
    make_offer,
    resolve,
    settle,
    withdraw_offer,
)
from aftersales.errors import IllegalMove, NotAllowed, NotThere, NotUnderstood
from aftersales.goodwill import grant
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.records import (
    Case,
    CaseState,
    Complaint,
    ComplaintOffer,
    ComplaintState,
    Event,
    GoodwillGrant,
    GoodwillState,
    OfferState,
    Promise,
    RecipientKind,
    Role,
)
from aftersales.words import words_in
from tests.aftersales.complaints.conftest import VOUCHER, Office
from warranty.claims.remedies import RemedyKind

REFUND = Terms(remedy=RemedyKind.REFUND, amount_cents=40_000, said="Your money back.")


def test_offer_within_authority_is_told_at_once(office: Office) -> None:
    complaint, offer = office.offered()

    village, now = office.village, office.village.clock.now()
    (kept,) = office.offers(complaint)
    assert (kept.state, kept.approved_by_id, kept.told_at) == (
        OfferState.MADE,
        office.people["Sara"],
        now,
    )
    assert kept.id == offer.id
    assert office.kept(complaint).state is ComplaintState.OFFER_MADE
    assert village.all_of(Case)[0].state is CaseState.WAITING_CUSTOMER
    (notice,) = village.notices("complaint_offer")
    message = worded(NoticeKind.COMPLAINT_OFFER, words_in("en"), notice.facts, "https://x/c")
    assert message.paragraphs[:2] == ("For the morning that you lost.", "Voucher: 30.00 EUR")
    assert [choice.url for choice in message.choices] == [
        "https://x/c#offer",
        "https://x/c#decline",
    ]
    assert village.all_of(Promise)[-1].to_at == now + timedelta(days=14)


def test_what_a_repair_costs_us_is_no_affair_of_the_customer(office: Office) -> None:
    office.offered(replace(VOUCHER, remedy=RemedyKind.REPAIR))

    (notice,) = office.village.notices("complaint_offer")
    message = worded(NoticeKind.COMPLAINT_OFFER, words_in("en"), notice.facts, "")
    assert message.paragraphs[1] == "Repair"


def test_offer_above_authority_waits_and_whoever_is_on_call_is_told(office: Office) -> None:
    complaint, offer = office.offered(REFUND)

    village = office.village
    assert office.offers(complaint)[0].state is OfferState.WAITING
    assert office.kept(complaint).state is ComplaintState.ACKNOWLEDGED
    assert village.notices("complaint_offer") == []
    (notice,) = village.notices("approval_needed")
    assert (notice.recipient_kind, notice.recipient_id) == (
        RecipientKind.USER,
        office.people["Mia"],
    )
    message = worded(NoticeKind.APPROVAL_NEEDED, words_in("en"), notice.facts, "https://x")
    assert message.paragraphs[0] == "Refund, 400.00 EUR, for Anna Beck."

    with pytest.raises(NotAllowed, match=r"Ask Mia \(\+423 555 3\), Ada"):
        office.acted(
            complaint,
            lambda deed, row: approve_offer(deed, row, offer.id, office.user(deed.session, "Sara")),
        )
    office.acted(
        complaint,
        lambda deed, row: approve_offer(deed, row, offer.id, office.user(deed.session, "Max")),
    )
    (kept,) = office.offers(complaint)
    assert (kept.state, kept.approved_by_id) == (OfferState.MADE, office.people["Max"])
    assert len(village.notices("complaint_offer")) == 1


def test_offer_above_everybody_is_refused_and_nothing_is_kept(office: Office) -> None:
    complaint = office.taken_on()

    with pytest.raises(NotAllowed, match="more than anybody here may approve"):
        office.acted(
            complaint,
            lambda deed, row: make_offer(
                deed,
                row,
                office.user(deed.session, "Sara"),
                replace(REFUND, amount_cents=300_001),
            ),
        )

    assert office.offers(complaint) == []


@pytest.mark.parametrize("terms", [replace(VOUCHER, amount_cents=0), replace(VOUCHER, said=" ")])
def test_offer_says_what_and_how_much(office: Office, terms: Terms) -> None:
    with pytest.raises(NotUnderstood):
        office.offered(terms)


def test_gift_needs_no_amount(office: Office) -> None:
    complaint, _ = office.offered(replace(VOUCHER, remedy=RemedyKind.GIFT, amount_cents=0))

    assert office.kept(complaint).state is ComplaintState.OFFER_MADE


def test_nothing_is_offered_before_somebody_took_it_on(office: Office) -> None:
    complaint = office.opened()

    with pytest.raises(IllegalMove):
        office.acted(
            complaint,
            lambda deed, row: make_offer(deed, row, office.user(deed.session, "Sara"), VOUCHER),
        )


def test_offer_that_waits_is_taken_back_and_one_that_was_told_is_not(office: Office) -> None:
    waiting, first = office.offered(REFUND)
    told, second = office.offered()

    office.acted(waiting, lambda deed, row: withdraw_offer(deed, row, first.id))
    with pytest.raises(NotAllowed):
        office.acted(told, lambda deed, row: withdraw_offer(deed, row, second.id))
    with pytest.raises(NotAllowed):
        office.acted(
            waiting,
            lambda deed, row: approve_offer(deed, row, first.id, office.user(deed.session, "Ada")),
        )

    assert office.offers(waiting)[0].state is OfferState.WITHDRAWN


def test_better_offer_takes_the_place_of_the_one_before(office: Office) -> None:
    complaint, first = office.offered()

    office.acted(
        complaint,
        lambda deed, row: make_offer(
            deed,
            row,
            office.user(deed.session, "Sara"),
            replace(VOUCHER, amount_cents=5_000),
        ),
    )

    assert [each.state for each in office.offers(complaint)] == [
        OfferState.WITHDRAWN,
        OfferState.MADE,
    ]
    with pytest.raises(NotAllowed):
        office.acted(complaint, lambda deed, row: accept_offer(deed, row, first.id))
    assert len(office.village.notices("complaint_offer")) == 2


def test_accepted_offer_is_to_be_carried_out_by_a_promised_moment(office: Office) -> None:
    complaint, offer = office.offered()

    office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))

    kept, now = office.kept(complaint), office.village.clock.now()
    by = office.village.moment(25, 14)
    assert (kept.state, kept.due_at) == (ComplaintState.ACCEPTED, by)
    (answered,) = office.offers(complaint)
    assert (answered.state, answered.answered_at) == (OfferState.ACCEPTED, now)
    assert office.village.all_of(Promise)[-1].to_at == kept.due_at
    with pytest.raises(NotAllowed):
        office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))


def test_declined_offer_goes_a_level_up_to_somebody_with_a_name(office: Office) -> None:
    complaint, offer = office.offered()

    office.acted(complaint, lambda deed, row: decline_offer(deed, row, offer.id, why="Not enough."))

    kept = office.kept(complaint)
    assert (kept.state, kept.level, kept.owner_id) == (
        ComplaintState.ESCALATED,
        1,
        office.people["Mia"],
    )
    assert [(each.state, each.answer) for each in office.offers(complaint)] == [
        (OfferState.DECLINED, "Not enough.")
    ]
    (told,) = office.village.notices("complaint_escalated")
    message = worded(NoticeKind.COMPLAINT_ESCALATED, words_in("en"), told.facts, "https://x")
    assert message.subject.startswith("Mia now looks after your complaint")
    assert {each.recipient_id for each in office.village.notices("assignment")} == {
        office.people["Mia"],
        office.people["Max"],
    }


def test_offer_of_another_complaint_is_not_there(office: Office) -> None:
    complaint, _ = office.offered()
    _, other = office.offered()

    with pytest.raises(NotThere):
        office.acted(complaint, lambda deed, row: accept_offer(deed, row, other.id))


def test_accepted_offer_becomes_a_grant_of_whoever_approved_it(office: Office) -> None:
    complaint, offer = office.offered(REFUND)
    office.acted(
        complaint,
        lambda deed, row: approve_offer(deed, row, offer.id, office.user(deed.session, "Max")),
    )

    office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))

    (grant,) = office.village.all_of(GoodwillGrant)
    assert (grant.state, grant.subject_id, grant.amount_cents, grant.remedy) == (
        GoodwillState.GRANTED,
        complaint.id,
        40_000,
        "refund",
    )
    assert (grant.granted_by, grant.authority) == (str(office.people["Max"]), "manager")
    assert grant.budget_id is not None
    assert office.village.notices("compensation") == []


def test_offer_that_no_budget_holds_is_kept_all_the_same_and_the_trail_says_so(
    office: Office,
) -> None:
    spent = replace(REFUND, amount_cents=100_000)
    complaints = [office.offered(spent, "Max") for _ in range(3)]

    for complaint, offer in complaints:
        with office.doing(complaint) as (deed, row):
            accept_offer(deed, row, offer.id)

    assert {office.kept(each).state for each, _ in complaints} == {ComplaintState.ACCEPTED}
    assert len(office.village.all_of(GoodwillGrant)) == 2
    said = [each.what for each in office.village.all_of(Event)]
    assert said.count("complaint_not_granted") == 1
    assert said.count("goodwill_granted") == 2


def test_repair_goes_the_way_of_a_claim_and_is_no_grant(office: Office) -> None:
    complaint, offer = office.offered(
        Terms(remedy=RemedyKind.REPAIR, amount_cents=25_000, said="We come again.")
    )

    office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))

    assert office.village.all_of(GoodwillGrant) == []


def settled_badly(office: Office, terms: Terms, by: str) -> Complaint:
    """A complaint whose accepted offer did not settle it; a manager looks after it now."""
    complaint, offer = office.offered(terms, by)
    office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))
    office.acted(complaint, lambda deed, row: resolve(deed, row, "It was paid."))
    office.acted(complaint, lambda deed, row: settle(deed, row, is_settled=False))
    return complaint


def offered_again(office: Office, complaint: Complaint, terms: Terms, by: str) -> ComplaintOffer:
    with office.doing(complaint) as (deed, row):
        return make_offer(deed, row, office.user(deed.session, by), terms)


def test_what_did_not_settle_it_is_followed_by_a_second_offer_and_a_second_grant(
    office: Office,
) -> None:
    complaint = settled_badly(office, VOUCHER, "Sara")

    second = offered_again(office, complaint, replace(VOUCHER, amount_cents=5_000), "Sara")
    office.acted(complaint, lambda deed, row: accept_offer(deed, row, second.id))

    assert [(each.state, each.amount_cents) for each in office.village.all_of(GoodwillGrant)] == [
        (GoodwillState.GRANTED, 3_000),
        (GoodwillState.GRANTED, 5_000),
    ]
    said = [each.what for each in office.village.all_of(Event)]
    assert "complaint_not_granted" not in said


def test_authority_is_for_all_that_one_complaint_gets(office: Office) -> None:
    complaint = settled_badly(office, replace(VOUCHER, amount_cents=6_000), "Sara")

    second = offered_again(office, complaint, replace(VOUCHER, amount_cents=5_000), "Sara")

    assert second.state is OfferState.WAITING
    with pytest.raises(NotAllowed, match="Ask Mia"):
        office.acted(
            complaint,
            lambda deed, row: approve_offer(
                deed, row, second.id, office.user(deed.session, "Sara")
            ),
        )
    office.acted(
        complaint,
        lambda deed, row: approve_offer(deed, row, second.id, office.user(deed.session, "Mia")),
    )
    assert office.offers(complaint)[1].state is OfferState.MADE


def test_second_grant_by_hand_counts_the_first_towards_authority(office: Office) -> None:
    complaint = settled_badly(office, replace(VOUCHER, amount_cents=6_000), "Sara")

    with pytest.raises(NotAllowed, match="With what was granted before"):
        office.acted(
            complaint,
            lambda deed, row: grant(
                deed,
                Role.SUPPORT,
                customer=office.village.customer,
                subject=row,
                remedy=RemedyKind.VOUCHER,
                amount_cents=5_000,
                reason="It was not enough.",
            ),
        )

    assert len(office.village.all_of(GoodwillGrant)) == 1
