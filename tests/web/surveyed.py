"""Surveys in the small world, for whoever looks at their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from aftersales.customers import record_consent
from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.records import Channel, ConsentPurpose, LinkPurpose, Survey
from aftersales.surveys import Answer, answer_survey

if TYPE_CHECKING:
    from tests.web.conftest import World

SAID = ((5, 5, "Quick and kind."), (4, 5, ""), (5, 4, ""), (3, 2, "He came with muddy shoes."))


def surveys_in(world: World) -> list[Survey]:
    """A survey about every visit of the Monday, asked when first looked for; some are answered."""
    with world.parts.store.reading() as session:
        there = list(session.exec(select(Survey).order_by(col(Survey.id))).all())
    return there or [_asked(world, number) for number in range(len(world.visits()))]


def own_survey_of(world: World, survey: Survey) -> str:
    """The address of the customer's page of a survey."""
    with world.parts.doing(SYSTEM) as deed:
        link_id = issue_link(
            deed, LinkPurpose.SURVEY, survey.id, expires_at=deed.now + timedelta(days=14)
        )
    return f"/survey/{link_token(world.parts.secret, link_id)}"


def _asked(world: World, number: int) -> Survey:
    visit = world.visits()[number]
    with world.parts.doing(SYSTEM) as deed:
        record_consent(
            deed,
            visit.customer.id,
            Channel.EMAIL,
            ConsentPurpose.SURVEYS,
            is_given=True,
            source="test",
        )
        survey = Survey(
            id=deed.new_id(),
            customer_id=visit.customer.id,
            appointment_id=visit.appointment.id,
            territory_id=visit.territory.id,
            technician_id=visit.lead.id,
            service_partner_id=visit.lead.service_partner_id,
            channel="visit",
            reference=visit.work_order.reference,
            asked_at=deed.now,
            expires_at=deed.now + timedelta(days=14),
            text="",
        )
        deed.add(survey)
        deed.session.flush()
        if number:
            service, came, text = SAID[number % len(SAID)]
            answer = Answer(service_score=service, visit_score=came, text=text)
            answer_survey(deed, survey, answer)
    return survey
