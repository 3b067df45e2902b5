"""Who is asked, what an answer keeps, and what a low score begins."""

from datetime import timedelta
from uuid import UUID

import pytest

from aftersales.cases import advance_case, open_case
from aftersales.customers import add_customer, record_consent
from aftersales.errors import NotThere, NotUnderstood
from aftersales.identifiers import link_token
from aftersales.notices.delivery import send_due
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.queries.surveys import visits_to_ask_about
from aftersales.records import (
    Case,
    CaseKind,
    CaseState,
    Channel,
    Complaint,
    ComplaintState,
    Consent,
    ConsentPurpose,
    Promise,
    PromiseState,
    Survey,
    WorkOrder,
)
from aftersales.surveys import Answer, ask_due, stop_asking, survey_of_link
from aftersales.surveys.asking import AFTER, WITHIN
from aftersales.words import words_in
from tests.aftersales.surveys.conftest import Asked

GOOD = Answer(service_score=5, visit_score=4, text="Quick and kind.")
BAD = Answer(service_score=4, visit_score=1, text="He never took his shoes off.")


def test_customer_who_agreed_is_asked_two_hours_after_the_visit_and_once(asked: Asked) -> None:
    asked.agree()
    visit = asked.visited()

    counts = [asked.after(hours=1), asked.after(hours=1), asked.after(hours=1)]

    assert counts == [0, 1, 0]
    (survey,) = asked.surveys()
    village = asked.village
    assert (survey.appointment_id, survey.technician_id, survey.channel) == (
        visit,
        village.technicians[0].id,
        "visit",
    )
    assert survey.expires_at == survey.asked_at + timedelta(days=14)
    (notice,) = village.notices("survey")
    message = worded(NoticeKind.SURVEY, words_in("en"), notice.facts, "https://x/s")
    assert [choice.url for choice in message.choices] == [
        *(f"https://x/s?score={score}" for score in (5, 4, 3, 2, 1)),
        "https://x/s/unsubscribe",
    ]


@pytest.mark.parametrize("said", [(), (False,), (True, False)])
def test_customer_who_did_not_agree_or_no_longer_is_not_asked(
    asked: Asked, said: tuple[bool, ...]
) -> None:
    for is_given in said:
        asked.agree(is_given=is_given)
    asked.visited()

    assert asked.after(hours=2) == 0


def test_whoever_never_agreed_holds_up_nobody(asked: Asked) -> None:
    village = asked.village
    for hour in (9, 11, 13):
        asked.visited(hour)
    with village.doing() as deed:
        other = add_customer(
            deed, number="C-2", name="Bea Roth", language="en", email="b@example.org"
        )
        record_consent(
            deed, other.id, Channel.EMAIL, ConsentPurpose.SURVEYS, is_given=True, source="test"
        )
        *_, last = village.all_of(WorkOrder)
        deed.session.get_one(WorkOrder, last.id).customer_id = other.id
    with village.parts.store.reading() as session:
        now = village.clock.now()
        ended = visits_to_ask_about(session, now - WITHIN, now, None, 10)

    village.clock.move_to(now + AFTER)
    found = ask_due(village.parts, batch=1)

    assert len(ended) == 3
    assert found == 1
    assert [each.customer_id for each in asked.surveys()] == [other.id]


def test_nobody_is_asked_again_within_the_month_or_of_what_is_long_ago(asked: Asked) -> None:
    asked.asked()
    asked.visited(hour=14)

    soon = asked.after(hours=3)
    later = asked.after(days=31)

    assert (soon, later) == (0, 0)
    assert len(asked.surveys()) == 1


def test_customer_is_asked_about_a_closed_request_and_never_about_a_complaint(
    asked: Asked,
) -> None:
    asked.agree()
    village = asked.village
    for kind in (CaseKind.COMPLAINT, CaseKind.SUPPORT):
        with village.doing() as deed:
            case = open_case(
                deed,
                village.territory,
                village.customer,
                kind=kind,
                channel="email",
                subject="It hums",
                description="",
                next_update_at=deed.now + timedelta(hours=2),
            )
            deed.session.flush()
            advance_case(deed, case, CaseState.RESOLVED)
            advance_case(deed, case, CaseState.CLOSED)

    assert asked.after(hours=2) == 1

    (survey,) = asked.surveys()
    assert (survey.case_id, survey.channel) == (village.all_of(Case)[-1].id, "email")


def test_letter_lets_mail_programs_unsubscribe_with_one_click(asked: Asked) -> None:
    asked.asked()

    send_due(asked.village.parts)

    (mail,) = [each for each in asked.village.mail() if "How did it go?" in each["Subject"]]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/survey/")
    assert mail["List-Unsubscribe"].endswith("/unsubscribe>")


def test_answer_is_kept_and_a_new_one_takes_its_place(asked: Asked) -> None:
    survey = asked.asked()

    first = asked.answered(survey, GOOD)
    second = asked.answered(survey, Answer(service_score=3))

    assert (first.service_score, first.visit_score, first.text) == (5, 4, "Quick and kind.")
    assert (second.service_score, second.visit_score, second.text) == (3, None, "")
    assert second.answered_at == first.answered_at
    assert asked.village.all_of(Complaint) == []


@pytest.mark.parametrize(
    "answer",
    [Answer(service_score=0), Answer(service_score=6), Answer(service_score=3, visit_score=9)],
)
def test_score_outside_the_scale_is_refused(asked: Asked, answer: Answer) -> None:
    survey = asked.asked()

    with pytest.raises(NotUnderstood):
        asked.answered(survey, answer)

    assert asked.surveys()[0].answered_at is None


def test_low_score_opens_a_complaint_once_with_an_owner_and_a_promise(asked: Asked) -> None:
    survey = asked.asked()

    kept = asked.answered(survey, BAD)
    asked.answered(survey, BAD)

    village = asked.village
    (complaint,) = village.all_of(Complaint)
    assert (kept.complaint_id, complaint.state) == (complaint.id, ComplaintState.RECEIVED)
    assert complaint.appointment_id == survey.appointment_id
    (case,) = village.all_of(Case)
    assert (case.kind, case.description) == (CaseKind.COMPLAINT, BAD.text)
    (notice,) = village.notices("recovery_opened")
    message = worded(NoticeKind.RECOVERY_OPENED, words_in("en"), notice.facts, "")
    assert message.subject == f"We want to put it right ({case.reference})"
    assert "Eva Office looks after it: +423 000 00 00." in message.paragraphs
    promises = [each for each in village.all_of(Promise) if each.case_id == case.id]
    assert [(each.state, each.to_at) for each in promises] == [
        (PromiseState.MADE, complaint.due_at)
    ]


def test_who_wishes_no_more_questions_is_believed_at_once(asked: Asked) -> None:
    survey = asked.asked()

    for _again in range(2):
        with asked.village.doing() as deed:
            stop_asking(deed, deed.session.get_one(Survey, survey.id))

    assert [each.is_given for each in asked.village.all_of(Consent)] == [True, False]


def test_link_opens_the_survey_until_it_closes(asked: Asked) -> None:
    survey = asked.asked()
    (notice,) = asked.village.notices("survey")
    parts = asked.village.parts
    token = link_token(parts.secret, UUID(str(notice.facts["link_id"])))

    with parts.store.reading() as session:
        found, person = survey_of_link(session, parts.clock.now(), token)
        with pytest.raises(NotThere):
            survey_of_link(session, survey.expires_at, token)
    assert (found.id, person.id) == (survey.id, asked.village.customer.id)
