"""Cases: a request for help has an owner and a moment of the next update from its first second."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from aftersales.case_links import case_link
from aftersales.case_owners import owner_of_new_case, phone_of_owner, territory_of_case
from aftersales.case_states import ANSWERED, CASE_MOVES
from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.guarantee_notice import guarantee_page
from aftersales.notices.facts import CaseFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.promises import keep_update_promises
from aftersales.queries.promises import zone_of_case
from aftersales.records import (
    CASE_OVER,
    Case,
    CaseChannel,
    CaseKind,
    CaseState,
    Customer,
    Notice,
    Priority,
    Promise,
    PromiseKind,
    PromiseState,
    Territory,
    Unit,
    User,
    WorkOrder,
    WorkType,
)
from aftersales.sla import change_urgency, move_clock, require_to_come, start_clock
from aftersales.states import moved
from aftersales.words import words_in
from aftersales.words.sentences import work


def open_case(
    deed: Deed,
    territory: Territory,
    person: Customer,
    *,
    kind: CaseKind,
    channel: str,
    subject: str,
    description: str,
    next_update_at: datetime,
    unit_id: UUID | None = None,
    location_id: UUID | None = None,
    claim_reference: str | None = None,
    owner: User | None = None,
    is_recovery: bool = False,
    priority: Priority = Priority.NORMAL,
) -> Case:
    """Open a case, tell the customer who looks after it, and promise when they hear more.

    The customer of a claim is told the reference of the claim instead of the case's; whoever gave us a low
    score is told that we want to put it right, a recovery. Without an `owner`
    whoever answers for the territory looks after it.
    """
    account = owner or owner_of_new_case(deed.session, territory)
    case = Case(
        id=deed.new_id(),
        reference=deed.ids.reference("C"),
        kind=kind,
        state=CaseState.NEW,
        channel=CaseChannel(channel),
        customer_id=person.id,
        unit_id=unit_id,
        location_id=location_id,
        subject=subject,
        description=description,
        owner_name=territory.answers_name if owner is None else owner.name,
        owner_user_id=None if account is None else account.id,
        next_update_at=next_update_at,
        opened_at=deed.now,
        priority=priority,
    )
    start_clock(deed.settings, case, territory, deed.now)
    notice = write_notice(
        deed,
        _received(claim_reference, is_recovery=is_recovery),
        customer(person),
        case,
        revision=1,
        zone=territory.zone,
        facts=case_facts(deed, case, territory, next_update_at, claim_reference),
    )
    deed.add(case, update_promise(deed, case, territory.zone, notice, next_update_at))
    deed.note("case_opened", case, notice_id=notice.id)
    return case


def _received(claim_reference: str | None, *, is_recovery: bool) -> NoticeKind:
    if is_recovery:
        return NoticeKind.RECOVERY_OPENED
    return NoticeKind.CASE_RECEIVED if claim_reference is None else NoticeKind.CLAIM_RECEIVED


def advance_case(deed: Deed, case: Case, state: CaseState, *, why: str = "") -> None:
    """Move a case along its graph.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    case.state = moved(CASE_MOVES, case.state, state, "case")
    case.revision += 1
    move_clock(deed.settings, case, territory_of_case(deed, case), deed.now)
    if state in ANSWERED:
        heard(deed, case)
    if state is CaseState.RESOLVED:
        case.resolved_at = deed.now
        case.next_update_at = None
    elif state is CaseState.REOPENED:
        case.resolved_at = None
    deed.add(case)
    deed.note(f"case_{state}", case, why=why)


def heard(deed: Deed, case: Case) -> None:
    """The customer has just heard from us: what was promised is kept, and the first time counts as the answer."""
    keep_update_promises(deed, case.id)
    case.first_answered_at = case.first_answered_at or deed.now
    deed.add(case)


def set_priority(deed: Deed, case: Case, priority: Priority) -> None:
    """A case is more or less urgent from now on, and what is due in it moves with that."""
    if priority is case.priority:
        return
    before = case.priority
    change_urgency(deed.settings, case, territory_of_case(deed, case), deed.now, priority)
    case.revision += 1
    deed.add(case)
    deed.note(
        "case_priority_changed", case, facts={"was": before.value, "priority": priority.value}
    )


def hand_over_case(deed: Deed, case: Case, owner: User | str) -> None:
    """Somebody else looks after a case from now on: a user of the house, or somebody who is only named."""
    if isinstance(owner, User):
        case.owner_name, case.owner_user_id = owner.name, owner.id
    else:
        case.owner_name, case.owner_user_id = owner, None
    case.revision += 1
    deed.add(case)
    deed.note("case_handed_over", case)


def promise_next_update(
    deed: Deed, case: Case, by: datetime, notice: Notice | None = None
) -> Promise:
    """The customer was told when they hear more: what was promised before is kept, and this is promised.

    `notice` told them; without one somebody did in person.

    Raises:
        NotAllowed: the case is resolved, so nothing more is to come.
        NotUnderstood: the moment lies in the past.
    """
    if case.state in CASE_OVER:
        raise NotAllowed(
            f"This case is {case.state}, so there is no next update. Reopen it if there is more to do."
        )
    require_to_come(by, deed.now)
    zone = zone_of_case(deed.session, case.id)
    heard(deed, case)
    case.next_update_at = by
    case.revision += 1
    promise = update_promise(deed, case, zone, notice, by)
    deed.add(case, promise)
    deed.note("case_update_promised", case)
    return promise


def reassure(deed: Deed, case: Case, by: datetime) -> None:
    """Whoever wrote again reads that we have it, who looks after it, and when they hear more."""
    area = territory_of_case(deed, case)
    notice = write_notice(
        deed,
        NoticeKind.CASE_RECEIVED,
        customer(deed.session.get_one(Customer, case.customer_id)),
        case,
        revision=case.revision,
        zone=area.zone,
        facts=case_facts(deed, case, area, by),
    )
    keep_update_promises(deed, case.id)
    case.next_update_at = by
    deed.add(case, update_promise(deed, case, area.zone, notice, by))


def open_unplaced(deed: Deed, order: WorkOrder, next_update_at: datetime) -> None:
    """A visit found no time: its customer gets an owner and a moment of the next update, once."""
    case = case_of_order(deed, order)
    area = deed.session.get_one(Territory, order.territory_id)
    notice = write_notice(
        deed,
        NoticeKind.CASE_UPDATE,
        customer(deed.session.get_one(Customer, order.customer_id)),
        case,
        revision=order.revision,
        zone=area.zone,
        facts=case_facts(deed, case, area, next_update_at),
    )
    if notice.created_at == deed.now:
        case.next_update_at = next_update_at
        deed.add(case, update_promise(deed, case, area.zone, notice, next_update_at))
        deed.note("case_unplaced", case, notice_id=notice.id)


def case_of_order(deed: Deed, order: WorkOrder) -> Case:
    """The case under which a visit stands; one that has none gets one, with whoever answers for the territory."""
    if order.case_id is not None:
        return deed.session.get_one(Case, order.case_id)
    person = deed.session.get_one(Customer, order.customer_id)
    territory = deed.session.get_one(Territory, order.territory_id)
    work_type = deed.session.get_one(WorkType, order.work_type_id)
    case = Case(
        id=deed.new_id(),
        reference=deed.ids.reference("C"),
        kind=CaseKind.SUPPORT,
        state=CaseState.NEW,
        channel=CaseChannel.PLANNING,
        customer_id=person.id,
        unit_id=order.unit_id,
        location_id=order.location_id,
        subject=work(words_in(person.language), work_type.kind.value, work_type.product_type),
        description="",
        owner_name=territory.answers_name,
        opened_at=deed.now,
        priority=Priority.NORMAL,
    )
    start_clock(deed.settings, case, territory, deed.now)
    order.case_id = case.id
    deed.add(case, order)
    deed.note("case_opened", case)
    return case


def case_facts(
    deed: Deed,
    case: Case,
    territory: Territory,
    next_update_at: datetime,
    claim_reference: str | None = None,
) -> CaseFacts:
    """What is told of a case and of when its customer hears more; of a claim under the claim's reference."""
    return CaseFacts(
        reference=claim_reference or case.reference,
        subject=case.subject,
        owner_name=case.owner_name,
        owner_phone=phone_of_owner(deed.session, case, territory),
        zone=territory.zone,
        next_update_at=next_update_at,
        link_id=case_link(deed, case),
        guarantee_page="" if claim_reference is None else _guarantee_page(deed, case),
    )


def _guarantee_page(deed: Deed, case: Case) -> str:
    """Where whoever claims reads of the legal guarantee, if it applies to their unit."""
    if case.unit_id is None:
        return ""
    unit = deed.session.get_one(Unit, case.unit_id)
    return guarantee_page(deed.settings, unit, deed.session.get_one(Customer, case.customer_id))


def update_promise(
    deed: Deed, case: Case, zone: str, notice: Notice | None, by: datetime
) -> Promise:
    """The row of a promise that the customer of a case hears more by a moment."""
    return Promise(
        id=deed.new_id(),
        kind=PromiseKind.NEXT_UPDATE,
        state=PromiseState.MADE,
        customer_id=case.customer_id,
        case_id=case.id,
        notice_id=None if notice is None else notice.id,
        zone=zone,
        from_at=deed.now,
        to_at=by,
        made_at=deed.now,
        reason="",
    )
