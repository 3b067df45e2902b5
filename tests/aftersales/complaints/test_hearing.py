"""What the customer of a complaint writes goes to whoever looks after it, and never settles anything by itself."""

from dataclasses import replace

import pytest

from aftersales.complaints import accept_offer, escalate, investigate, resolve, settle
from aftersales.conversations import Author, Incoming, receive, reply
from aftersales.conversations.watching import watch_cases
from aftersales.errors import NotAllowed
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.records import (
    Case,
    CaseChannel,
    CaseState,
    Complaint,
    ComplaintState,
    Notice,
    OfferState,
    Promise,
    PromiseState,
    ThreadMessage,
)
from aftersales.words import words_in
from tests.aftersales.complaints.conftest import Office

SARA = Author("Sara")
MAIL = Incoming(
    channel=CaseChannel.EMAIL,
    address="anna@example.org",
    name="Anna Beck",
    subject="Re: What we offer you",
    text="Make it fifty, please.",
)


def writes(office: Office, complaint: Complaint, **changes: object) -> ThreadMessage:
    """The customer answers a letter about their complaint, as mail programs cite it."""
    incoming = replace(MAIL, reference=f"{complaint.id}@aftersales.example", **changes)  # type: ignore[arg-type] # as named
    with office.village.doing() as deed:
        return receive(deed, incoming)


def answered(office: Office, complaint: Complaint, **how: object) -> ThreadMessage:
    """Whoever looks after it answers in the thread."""
    with office.doing(complaint) as (deed, row):
        case = deed.session.get_one(Case, row.case_id)
        return reply(deed, case, "We look at it.", SARA, **how)  # type: ignore[arg-type] # as named


def told_owner(office: Office) -> list[Notice]:
    """What whoever looks after it was told of messages."""
    return office.village.notices(NoticeKind.COMPLAINT_ANSWERED)


def promised(office: Office) -> list[object]:
    """What is promised about it now."""
    return [
        each.to_at for each in office.village.all_of(Promise) if each.state is PromiseState.MADE
    ]


def test_answer_to_an_offer_goes_to_its_owner_and_settles_nothing(office: Office) -> None:
    complaint, _offer = office.offered()

    message = writes(office, complaint)

    kept = office.kept(complaint)
    (case,) = office.village.all_of(Case)
    assert message.case_id == case.id
    assert (kept.state, kept.wrote_at) == (
        ComplaintState.OFFER_MADE,
        office.village.clock.now(),
    )
    assert [each.state for each in office.offers(complaint)] == [OfferState.MADE]
    assert case.state is CaseState.IN_PROGRESS
    assert kept.due_at == case.next_update_at == office.village.moment(23, 16)
    assert promised(office) == [kept.due_at]
    (notice,) = told_owner(office)
    assert notice.recipient_id == office.people["Sara"]
    told = worded(NoticeKind.COMPLAINT_ANSWERED, words_in("en"), notice.facts, "https://x")
    assert told.subject == f"Anna Beck wrote about their complaint ({case.reference})"
    assert told.paragraphs[0] == "Make it fifty, please."


def test_offer_can_still_be_accepted_after_they_wrote(office: Office) -> None:
    complaint, offer = office.offered()
    writes(office, complaint)

    office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))

    kept = office.kept(complaint)
    assert (kept.state, kept.wrote_at) == (ComplaintState.ACCEPTED, None)


def test_message_that_nobody_answers_climbs_although_there_is_an_offer(office: Office) -> None:
    complaint, _offer = office.offered()
    writes(office, complaint)

    went_on = office.after(hours=8, minutes=31)

    kept = office.kept(complaint)
    assert (went_on, kept.state, kept.level) == (1, ComplaintState.ESCALATED, 1)
    assert kept.wrote_at is not None


@pytest.mark.parametrize("is_settled", [False, True])
def test_message_about_a_resolved_complaint_wakes_it_and_says_nothing_for_them(
    office: Office, *, is_settled: bool
) -> None:
    complaint, offer = office.offered()
    office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))
    office.acted(complaint, lambda deed, row: resolve(deed, row, "The voucher was sent."))
    if is_settled:
        office.acted(complaint, lambda deed, row: settle(deed, row, is_settled=True))
    before = office.kept(complaint).state

    writes(office, complaint, text="It has not come.")

    kept = office.kept(complaint)
    (case,) = office.village.all_of(Case)
    assert (kept.state, case.state) == (before, CaseState.REOPENED)
    assert promised(office) == [kept.due_at]
    assert len(told_owner(office)) == 1
    assert office.after(hours=9) == 1
    assert office.kept(complaint).state is ComplaintState.ESCALATED


def test_message_while_somebody_looks_into_it_keeps_what_was_promised(office: Office) -> None:
    complaint = office.taken_on()
    office.acted(complaint, investigate)
    due_at = office.kept(complaint).due_at

    writes(office, complaint)

    assert office.kept(complaint).due_at == due_at
    assert len(told_owner(office)) == 1


def test_message_before_anybody_took_it_on_is_told_to_those_of_its_level(office: Office) -> None:
    complaint = office.opened()

    writes(office, complaint)

    assert [each.recipient_id for each in told_owner(office)] == [office.people["Sara"]]


def test_answer_in_the_thread_makes_the_next_promise_of_the_complaint(office: Office) -> None:
    complaint, _offer = office.offered()
    writes(office, complaint)

    answered(office, complaint, state=CaseState.WAITING_CUSTOMER)

    kept = office.kept(complaint)
    (case,) = office.village.all_of(Case)
    assert (kept.wrote_at, kept.due_at) == (None, case.next_update_at)
    assert promised(office) == [kept.due_at]
    assert case.state is CaseState.WAITING_CUSTOMER
    office.after(days=7)
    assert len(office.village.notices("complaint_offer")) == 2


def test_answer_does_not_put_off_that_somebody_takes_it_on(office: Office) -> None:
    complaint = office.opened()

    answered(office, complaint, next_update_at=office.village.moment(27, 12))

    assert office.kept(complaint).due_at == complaint.acknowledge_by_at


@pytest.mark.parametrize("state", [CaseState.RESOLVED, CaseState.CLOSED])
def test_thread_does_not_settle_a_complaint(office: Office, state: CaseState) -> None:
    complaint = office.taken_on()

    with pytest.raises(NotAllowed, match="A complaint stands under this case"):
        answered(office, complaint, state=state)

    assert office.kept(complaint).state is ComplaintState.ACKNOWLEDGED


def test_thanks_for_a_settled_complaint_are_answered_and_closed_again(office: Office) -> None:
    complaint = office.taken_on()
    office.acted(complaint, lambda deed, row: resolve(deed, row, "We called."))
    office.acted(complaint, lambda deed, row: settle(deed, row, is_settled=True))
    writes(office, complaint, text="Thank you all.")

    answered(office, complaint, state=CaseState.IN_PROGRESS)
    answered(office, complaint, state=CaseState.RESOLVED)

    kept = office.kept(complaint)
    assert (kept.state, kept.wrote_at, kept.due_at) == (ComplaintState.FOLLOWED_UP, None, None)
    assert promised(office) == []


def test_offer_without_an_answer_is_asked_about_once_and_not_by_two_rounds(office: Office) -> None:
    office.offered()

    office.village.clock.move_to(office.village.moment(7, 7, month=12))
    watch_cases(office.village.parts)

    assert office.village.notices("next_update_slipped") == []


def test_handed_up_it_goes_to_whoever_has_it_then(office: Office) -> None:
    complaint = office.taken_on()
    office.acted(complaint, escalate)

    writes(office, complaint)

    assert [each.recipient_id for each in told_owner(office)] == [office.people["Mia"]]
