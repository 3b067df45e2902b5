"""What a customer answers: kept once, changed as they like until it closes; a low score opens a complaint by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aftersales.complaints import Grievance, open_complaint
from aftersales.customers import record_consent
from aftersales.deed import Deed
from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.links import subject_of
from aftersales.queries.surveys import agrees_to_surveys
from aftersales.records import (
    Case,
    CaseChannel,
    Channel,
    ConsentPurpose,
    Customer,
    LinkPurpose,
    Survey,
    Territory,
)
from aftersales.store import Session
from aftersales.words import words_in

SCORES: Final = range(1, 6)
"""From very bad to very good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a customer says: about us, about the visit if there was one, and in their words."""

    service_score: int
    visit_score: int | None = None
    text: str = ""


def survey_of_link(session: Session, now: datetime, token: str) -> tuple[Survey, Customer]:
    """The survey that a link leads to, and whose it is.

    Raises:
        NotThere: the link does not work (any more).
    """
    survey = session.get(Survey, subject_of(session, now, LinkPurpose.SURVEY, token))
    if survey is None:
        raise NotThere("This question is not there any more. Please call us.")
    return survey, session.get_one(Customer, survey.customer_id)


def answer_survey(deed: Deed, survey: Survey, answer: Answer) -> None:
    """Keep an answer, in place of the one before; a low score opens a complaint once.

    Raises:
        NotUnderstood: a score is not from 1 to 5, or speaks of a visit that was none.
    """
    scores = [answer.service_score, *([] if answer.visit_score is None else [answer.visit_score])]
    is_about_none = answer.visit_score is not None and survey.appointment_id is None
    if any(score not in SCORES for score in scores) or is_about_none:
        raise NotUnderstood(
            "Choose a figure from 1 to 5.", [Problem("service", "choose a figure from 1 to 5")]
        )
    survey.service_score = answer.service_score
    survey.visit_score = answer.visit_score
    survey.text = answer.text.strip()[:2000]
    survey.answered_at = survey.answered_at or deed.now
    survey.revision += 1
    deed.add(survey)
    deed.note("survey_answered", survey)
    if min(scores) <= deed.settings.survey_low_score:
        _recover(deed, survey, min(scores))


def stop_asking(deed: Deed, survey: Survey) -> None:
    """The customer wishes no more such questions; saying so twice changes nothing."""
    if agrees_to_surveys(deed.session, survey.customer_id):
        record_consent(
            deed,
            survey.customer_id,
            Channel.EMAIL,
            ConsentPurpose.SURVEYS,
            is_given=False,
            source="survey",
        )


def _recover(deed: Deed, survey: Survey, score: int) -> None:
    """Somebody with a name answers whoever is not content, before they have to complain."""
    person = deed.session.get_one(Customer, survey.customer_id)
    if survey.complaint_id is not None:
        return
    _ = words_in(person.language)
    case = None if survey.case_id is None else deed.session.get_one(Case, survey.case_id)
    complaint = open_complaint(
        deed,
        deed.session.get_one(Territory, survey.territory_id),
        person,
        Grievance(
            subject=_("Your answer about {reference}", reference=survey.reference),
            happened=survey.text or _("You gave us {score} of 5.", score=_.number(score)),
            appointment_id=survey.appointment_id,
            about_case_id=None if case is None else case.id,
            unit_id=None if case is None else case.unit_id,
        ),
        channel=CaseChannel.WEB_FORM.value,
        is_recovery=True,
    )
    survey.complaint_id = complaint.id
    deed.add(survey)
