"""After a visit: its customer is told what was done, once the technician has had time to write it down."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from aftersales.appointments import take_turn
from aftersales.deed import SYSTEM, Deed
from aftersales.notices.done_facts import DoneFacts, PartFitted
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.parts import Parts
from aftersales.places import one_line
from aftersales.pricing import price_of
from aftersales.queries.places import territory_by_code
from aftersales.queries.spares import requests_of
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.queries.visits_done import done_untold
from aftersales.records import Claim, SpareState
from aftersales.service_reports import ServiceReport, reports_of
from aftersales.visits import visit_link
from aftersales.words.sentences import first_name

AFTER: Final = timedelta(minutes=15)
"""What is still written down, or waits on a phone for signal, comes within this."""

WITHIN: Final = timedelta(hours=12)
"""A visit that is said to be done later than this is no news any more."""


def sum_up(parts: Parts, territory_code: str) -> int:
    """Tell everybody whose work is done what was done; answers how many. Repeating it tells nobody twice."""
    if not parts.settings.tell_done:
        return 0
    now = parts.clock.now()
    with parts.store.reading() as session:
        territory = territory_by_code(session, territory_code)
        if territory is None:
            return 0
        due = done_untold(session, territory.id, now - WITHIN, now - AFTER)
    if not due:
        return 0
    with parts.doing(SYSTEM) as deed:
        take_turn(deed, territory.id)
        due = done_untold(deed.session, territory.id, now - WITHIN, now - AFTER)
        visits = list(visits_by_id(deed.session, due).values())
        reports = reports_of(deed.session, visits)
        for visit in visits:
            _tell(deed, visit, reports[visit.appointment.id])
    return len(due)


def _tell(deed: Deed, visit: Visit, report: ServiceReport) -> None:
    notice = write_notice(
        deed,
        NoticeKind.DONE_SUMMARY,
        customer(visit.customer),
        visit.appointment,
        revision=0,
        zone=visit.appointment.zone,
        facts=_facts(deed, visit, report),
    )
    deed.note("notice_done_summary", visit.appointment, notice_id=notice.id)


def _facts(deed: Deed, visit: Visit, report: ServiceReport) -> DoneFacts:
    appointment, order = visit.appointment, visit.work_order
    price = price_of(deed.session, order, visit.work_type)
    claim = None if order.claim_id is None else deed.session.get(Claim, order.claim_id)
    return DoneFacts(
        reference=order.reference,
        work_kind=visit.work_type.kind.value,
        product_type=visit.product_type,
        technician_name=first_name(visit.lead.name),
        place=one_line(visit.location),
        zone=appointment.zone,
        began_at=appointment.arrived_at,
        ended_at=appointment.done_at or deed.now,
        text=report.note,
        trial="" if report.result is None else report.result.value,
        serial=report.serial,
        parts=_fitted(deed, visit, report),
        checked=len(report.answers) - report.open_points,
        signed_by=report.signed_by,
        claim_reference="" if claim is None else claim.reference,
        price_cents=None if price is None else price.cents,
        price_currency="" if price is None else price.currency,
        price_reason="" if price is None else price.reason.value,
        answers_name=visit.territory.answers_name,
        answers_phone=visit.territory.answers_phone,
        link_id=visit_link(deed, visit),
    )


def _fitted(deed: Deed, visit: Visit, report: ServiceReport) -> tuple[PartFitted, ...]:
    """What was brought along and fitted, and what came out of the van besides."""
    pieces: dict[str, int] = {}
    for request, part in requests_of(deed.session, visit.work_order.id):
        if request.state is SpareState.FITTED:
            pieces[part.name] = pieces.get(part.name, 0) + request.quantity
    for used in report.used:
        pieces[used.part.name] = max(pieces.get(used.part.name, 0), used.quantity)
    return tuple(PartFitted(part=part, quantity=quantity) for part, quantity in pieces.items())
