"""The watch over cases: colleagues hear before something runs out, customers before a promise does; nobody twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aftersales.case_links import case_link
from aftersales.case_owners import phone_of_owner, territory_of_case
from aftersales.cases import update_promise
from aftersales.conversations.next_due import Due
from aftersales.conversations.replying import ASK_AGAIN_WITHIN
from aftersales.conversations.talking import mail_what_was_not_seen
from aftersales.deed import SYSTEM, Deed
from aftersales.notices.facts import SlaFacts, SlipFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import Recipient, colleague, customer, territory, write_notice
from aftersales.parts import Parts
from aftersales.promises import keep_update_promises, slip_update
from aftersales.queries.conversations import cases_running_out, updates_running_out
from aftersales.records import Case, CaseState, Customer, Promise, Territory, User
from aftersales.sla import update_after_slip

MARGIN: Final = timedelta(minutes=5)
"""A promise that will not be kept is told so much before it runs out, so that the news is there in time."""

BATCH: Final = 100
"""Cases looked at in one transaction; the rest comes with the next look, a minute later."""


@dataclass(frozen=True, slots=True)
class CasesWatched:
    """What one look at the cases did."""

    warned: int
    slipped: int


def watch_cases(parts: Parts) -> CasesWatched:
    """Look at every open case once: warn whoever owns it, and tell its customer if news comes later than promised."""
    with parts.doing(SYSTEM) as deed:
        slipping = updates_running_out(deed.session, deed.now + MARGIN, BATCH)
        for promise, case in slipping:
            _slip(deed, promise, case)
        deed.session.flush()
        until = deed.now + timedelta(minutes=deed.settings.sla_warn_minutes)
        cases = cases_running_out(deed.session, until, BATCH)
        warned = sum(_warn(deed, case, until) for case in cases)
        mail_what_was_not_seen(deed, BATCH)
    return CasesWatched(warned=warned, slipped=len(slipping))


def _slip(deed: Deed, promise: Promise, case: Case) -> None:
    """Tell the customer that it takes longer, and until when; one who was asked something is asked again, as promised."""
    area = territory_of_case(deed, case)
    waits = case.state is CaseState.WAITING_CUSTOMER
    by = deed.now + ASK_AGAIN_WITHIN if waits else update_after_slip(deed.settings, area, deed.now)
    case.revision += 1
    notice = write_notice(
        deed,
        NoticeKind.NEXT_UPDATE_SLIPPED,
        customer(deed.session.get_one(Customer, case.customer_id)),
        case,
        revision=case.revision,
        zone=area.zone,
        facts=SlipFacts(
            reference=case.reference,
            subject=case.subject,
            state=case.state.value,
            owner_name=case.owner_name,
            owner_phone=phone_of_owner(deed.session, case, area),
            zone=area.zone,
            was_at=promise.to_at,
            next_update_at=by,
            link_id=case_link(deed, case),
        ),
    )
    newer = update_promise(deed, case, area.zone, notice, by)
    if waits:
        keep_update_promises(deed, case.id)
    else:
        slip_update(deed, promise, newer)
    case.next_update_at = by
    deed.add(case, newer)
    deed.note("case_update_slipped", case, notice_id=notice.id)


def _warn(deed: Deed, case: Case, until: datetime) -> int:
    """One warning for each thing that runs out, to the owner or, without an account, to whoever answers for the territory."""
    area = territory_of_case(deed, case)
    told = 0
    for what, due_at in _running_out(case, until):
        write_notice(
            deed,
            NoticeKind.SLA_WARNING,
            _owner(deed, case, area),
            case,
            revision=int(due_at.timestamp()) * len(Due) + list(Due).index(what),
            zone=area.zone,
            facts=SlaFacts(
                reference=case.reference,
                subject=case.subject,
                what=what.value,
                call_name=deed.session.get_one(Customer, case.customer_id).name,
                zone=area.zone,
                due_at=due_at,
            ),
        )
        told += 1
    deed.add(case)
    return told


def _running_out(case: Case, until: datetime) -> Iterator[tuple[Due, datetime]]:
    """What is due by then and was not warned of; it is marked as warned of."""
    due = case.first_answer_due_at
    if due and due <= until and not case.first_answered_at and case.first_answer_warned_of != due:
        case.first_answer_warned_of = due
        yield Due.FIRST_ANSWER, due
    if case.paused_at is not None:
        return
    due = case.resolve_due_at
    if due and due <= until and case.resolve_warned_of != due:
        case.resolve_warned_of = due
        yield Due.RESOLUTION, due
    due = case.next_update_at
    if due and due <= until and case.update_warned_of != due:
        case.update_warned_of = due
        yield Due.NEXT_UPDATE, due


def _owner(deed: Deed, case: Case, area: Territory) -> Recipient:
    account = None if case.owner_user_id is None else deed.session.get(User, case.owner_user_id)
    return territory(area) if account is None or not account.is_active else colleague(account)
