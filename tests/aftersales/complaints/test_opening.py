"""A complaint begins under a case, is taken on by somebody with a name, and its customer knows by when they hear more."""

from datetime import timedelta
from uuid import UUID

import pytest

from aftersales.cases import open_case
from aftersales.complaints import (
    Grievance,
    acknowledge,
    investigate,
    open_complaint,
    people_of_level,
)
from aftersales.errors import IllegalMove, NotUnderstood
from aftersales.identifiers import link_token
from aftersales.links import subject_of
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.records import (
    Case,
    CaseKind,
    CaseState,
    Complaint,
    ComplaintState,
    LinkPurpose,
    Promise,
    PromiseState,
)
from aftersales.words import LANGUAGES, words_in
from tests.aftersales.complaints.conftest import Office


def test_complaint_opens_a_case_with_an_owner_and_a_promise(office: Office) -> None:
    complaint = office.opened(wish="An apology.")

    village = office.village
    (case,) = village.all_of(Case)
    assert (case.kind, case.state, case.description) == (
        CaseKind.COMPLAINT,
        CaseState.NEW,
        "I waited all morning.",
    )
    assert complaint.state is ComplaintState.RECEIVED
    assert complaint.wish == "An apology."
    noon = village.moment(23, 12)
    assert complaint.due_at == complaint.acknowledge_by_at == case.first_answer_due_at == noon
    assert complaint.answer_by_at == case.resolve_due_at == village.moment(25, 14)
    (promise,) = village.all_of(Promise)
    assert (promise.case_id, promise.to_at) == (case.id, complaint.due_at)
    assert [notice.kind for notice in village.notices()] == ["case_received"]


def test_who_complains_again_of_the_same_visit_tells_more_of_the_same_complaint(
    office: Office,
) -> None:
    visit = office.village.book(office.village.moment(23, 9))
    first = office.opened(appointment_id=visit)

    second = office.opened(appointment_id=visit, happened="And nobody called.")
    again = office.opened(appointment_id=visit, happened="And nobody called.")

    assert first.id == second.id == again.id
    (case,) = office.village.all_of(Case)
    assert case.description == "I waited all morning.\n\nAnd nobody called."


def test_two_complaints_about_nothing_in_particular_are_two(office: Office) -> None:
    office.opened()
    office.opened()

    assert len(office.village.all_of(Complaint)) == 2


def test_complaint_without_a_word_is_refused_and_nothing_is_kept(office: Office) -> None:
    with pytest.raises(NotUnderstood):
        office.opened(happened="  ")

    assert office.village.all_of(Case) == []


def test_request_becomes_a_complaint_and_keeps_its_reference(office: Office) -> None:
    village = office.village
    with village.doing() as deed:
        case = open_case(
            deed,
            village.territory,
            village.customer,
            kind=CaseKind.SUPPORT,
            channel="phone",
            subject="It leaks",
            description="",
            next_update_at=deed.now + timedelta(hours=2),
        )
        deed.session.flush()
        grievance = Grievance(subject="-", happened="Nobody called back.")
        complaint = open_complaint(
            deed, village.territory, village.customer, grievance, channel="phone", case=case
        )
        with pytest.raises(NotUnderstood):
            open_complaint(
                deed, village.territory, village.customer, grievance, channel="phone", case=case
            )

    (kept,) = village.all_of(Case)
    assert (kept.kind, kept.id) == (CaseKind.COMPLAINT, complaint.case_id)
    first, second = village.all_of(Promise)
    assert (first.state, second.to_at) == (PromiseState.KEPT, complaint.due_at)


def test_acknowledged_complaint_names_its_owner_and_the_answer_is_promised(office: Office) -> None:
    complaint = office.taken_on()

    village, kept = office.village, office.kept(complaint)
    now = village.clock.now()
    assert (kept.state, kept.owner_id) == (ComplaintState.ACKNOWLEDGED, office.people["Sara"])
    assert (kept.acknowledged_at, kept.due_at) == (now, village.moment(25, 14))
    (case,) = village.all_of(Case)
    assert (case.owner_name, case.state, case.next_update_at) == (
        "Sara",
        CaseState.TRIAGED,
        kept.due_at,
    )
    first, second = village.all_of(Promise)
    assert (first.state, second.state, second.to_at) == (
        PromiseState.KEPT,
        PromiseState.MADE,
        kept.due_at,
    )
    (notice,) = village.notices("complaint_acknowledged")
    assert second.notice_id == notice.id
    message = worded(NoticeKind.COMPLAINT_ACKNOWLEDGED, words_in("en"), notice.facts, "https://x")
    assert message.subject == f"Sara looks after your complaint ({case.reference})"
    assert "Sara looks after it: +423 555 4." in message.paragraphs
    assert "You hear from us by 14:00 on Wednesday, 25 November." in message.paragraphs


def test_message_brings_a_link_to_the_page_of_the_complaint(office: Office) -> None:
    complaint = office.taken_on()

    (notice,) = office.village.notices("complaint_acknowledged")
    parts = office.village.parts
    token = link_token(parts.secret, UUID(str(notice.facts["link_id"])))
    with parts.store.reading() as session:
        found = subject_of(session, parts.clock.now(), LinkPurpose.COMPLAINT, token)
    assert found == complaint.id


@pytest.mark.parametrize("kind", [NoticeKind.COMPLAINT_ACKNOWLEDGED])
def test_message_is_said_in_every_language(office: Office, kind: NoticeKind) -> None:
    office.taken_on()
    (notice,) = office.village.notices(kind.value)

    said = [worded(kind, words_in(each), notice.facts, "https://x") for each in LANGUAGES]

    assert len({message.paragraphs for message in said}) == len(LANGUAGES)


def test_complaint_is_acknowledged_once_and_by_the_office_only(office: Office) -> None:
    complaint = office.opened()

    with pytest.raises(NotUnderstood):
        office.acted(
            complaint, lambda deed, row: acknowledge(deed, row, office.user(deed.session, "Tom"))
        )
    taken = office.taken_on()
    with pytest.raises(IllegalMove):
        office.acted(
            taken, lambda deed, row: acknowledge(deed, row, office.user(deed.session, "Sara"))
        )

    assert office.kept(complaint).state is ComplaintState.RECEIVED


def test_complaint_is_looked_into_only_after_somebody_took_it_on(office: Office) -> None:
    with pytest.raises(IllegalMove):
        office.acted(office.opened(), investigate)
    complaint = office.taken_on()

    office.acted(complaint, investigate)

    assert office.kept(complaint).state is ComplaintState.INVESTIGATING
    assert office.village.all_of(Case)[-1].state is CaseState.IN_PROGRESS


def test_whoever_is_on_call_stands_first_on_a_level(office: Office) -> None:
    with office.village.doing() as deed:
        names = [[each.name for each in people_of_level(deed, level)] for level in range(3)]

    assert names == [["Sara"], ["Mia", "Max"], ["Ada"]]
