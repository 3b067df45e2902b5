"""Who is asked how it went: once about each finished visit and closed case, seldom, and only whoever agreed to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Final
from uuid import UUID

from aftersales.deed import SYSTEM, Deed
from aftersales.links import issue_link
from aftersales.notices.facts import SurveyFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.parts import Parts
from aftersales.queries.places import territory_of_customer
from aftersales.queries.surveys import (
    FROM_VISIT,
    EndedLately,
    agrees_to_surveys,
    cases_to_ask_about,
    visits_to_ask_about,
    was_asked_since,
)
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import (
    Case,
    Customer,
    LinkPurpose,
    OrderLine,
    Survey,
    Territory,
    Unit,
    WorkOrder,
)
from aftersales.store import Session, lock_rows
from aftersales.words import words_in
from aftersales.words.sentences import first_name, work

AFTER: Final = timedelta(hours=2)
"""So long after a visit its customer has seen whether it works."""

WITHIN: Final = timedelta(days=3)
"""Later than this nobody remembers, so nobody is asked."""

BATCH: Final = 200
"""Visits, or cases, that are looked for at once."""


def ask_due(parts: Parts, stopping: Event | None = None, *, batch: int = BATCH) -> int:
    """Ask about everything that ended lately; answers how many were asked. Repeating it asks nobody twice.

    It goes on behind the last one of each batch, since whoever may not be asked is found again every time.
    """
    asked = 0
    for ended, ask in ((visits_to_ask_about, _of_visit), (cases_to_ask_about, _of_case)):
        for identifier in _all_of(parts, ended, batch):
            if stopping is not None and stopping.is_set():
                return asked
            with parts.doing(SYSTEM) as deed:
                asked += ask(deed, identifier) is not None
    return asked


def may_be_asked(deed: Deed, person: Customer) -> bool:
    """Whether a customer agreed to be asked, still has a name, and was not asked lately."""
    if person.erased_at is not None or not agrees_to_surveys(deed.session, person.id):
        return False
    lately = deed.now - timedelta(days=deed.settings.survey_every_days)
    return not was_asked_since(deed.session, person.id, lately)


def _all_of(parts: Parts, ended: EndedLately, batch: int) -> Iterator[UUID]:
    now, after = parts.clock.now(), None
    while True:
        with parts.store.reading() as session:
            found = ended(session, now - WITHIN, now - AFTER, after, batch)
        yield from (identifier for _at, identifier in found)
        if len(found) < batch:
            return
        after = found[-1]


def _of_visit(deed: Deed, appointment_id: UUID) -> Survey | None:
    visit = visits_by_id(deed.session, [appointment_id])[appointment_id]
    lock_rows(deed.session, "customer", [visit.customer.id])
    if not may_be_asked(deed, visit.customer):
        return None
    case = None
    if visit.work_order.case_id is not None:
        case = deed.session.get(Case, visit.work_order.case_id)
    survey = Survey(
        id=deed.new_id(),
        customer_id=visit.customer.id,
        appointment_id=appointment_id,
        territory_id=visit.territory.id,
        technician_id=visit.lead.id if visit.crew else None,
        service_partner_id=visit.lead.service_partner_id if visit.crew else None,
        product_model_id=_model_of_visit(deed.session, visit.work_order),
        channel=FROM_VISIT if case is None else case.channel.value,
        reference=visit.work_order.reference,
        asked_at=deed.now,
        expires_at=deed.now + timedelta(days=deed.settings.survey_open_days),
        text="",
    )
    words = words_in(visit.customer.language)
    subject = work(words, visit.work_type.kind.value, visit.product_type)
    return _asked(deed, survey, visit.customer, visit.territory, subject, visit)


def _of_case(deed: Deed, case_id: UUID) -> Survey | None:
    case = deed.session.get_one(Case, case_id)
    lock_rows(deed.session, "customer", [case.customer_id])
    person = deed.session.get_one(Customer, case.customer_id)
    area = territory_of_customer(deed.session, person.id)
    if area is None or not may_be_asked(deed, person):
        return None
    survey = Survey(
        id=deed.new_id(),
        customer_id=person.id,
        case_id=case.id,
        territory_id=area.id,
        product_model_id=_model_of(deed.session, case.unit_id),
        channel=case.channel.value,
        reference=case.reference,
        asked_at=deed.now,
        expires_at=deed.now + timedelta(days=deed.settings.survey_open_days),
        text="",
    )
    return _asked(deed, survey, person, area, case.subject, None)


def _asked(
    deed: Deed,
    survey: Survey,
    person: Customer,
    area: Territory,
    subject: str,
    visit: Visit | None,
) -> Survey:
    """Keep it, and send the question with its link."""
    link_id = issue_link(deed, LinkPurpose.SURVEY, survey.id, expires_at=survey.expires_at)
    notice = write_notice(
        deed,
        NoticeKind.SURVEY,
        customer(person),
        survey,
        revision=1,
        zone=area.zone,
        facts=SurveyFacts(
            reference=survey.reference,
            subject=subject,
            technician_name="" if visit is None else first_name(visit.lead.name),
            zone=area.zone,
            until_at=survey.expires_at,
            link_id=link_id,
        ),
    )
    deed.add(survey)
    deed.note("survey_asked", survey, notice_id=notice.id)
    return survey


def _model_of_visit(session: Session, order: WorkOrder) -> UUID | None:
    """The model of the unit, or of what was sold where the unit is known only once it is installed."""
    if order.unit_id is None and order.order_line_id is not None:
        return session.get_one(OrderLine, order.order_line_id).product_model_id
    return _model_of(session, order.unit_id)


def _model_of(session: Session, unit_id: UUID | None) -> UUID | None:
    return None if unit_id is None else session.get_one(Unit, unit_id).product_model_id
