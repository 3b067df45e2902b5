"""What a buyer is told about a visit: the facts of its notices, written with their promises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.links import issue_link
from aftersales.moments import day_bounds, wall_of
from aftersales.notices.facts import VisitFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.places import one_line
from aftersales.pricing import price_of
from aftersales.promises import promise_update, promise_window
from aftersales.queries.visits import Visit
from aftersales.readiness import AT_ONCE, Ready
from aftersales.records import Appointment, LinkPurpose, Notice, WorkOrderState
from aftersales.words.sentences import first_name
from scheduling.forecast import Cause


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the cause of a delay began, if at another visit: planned when, what kind of work, how many visits between."""

    at: datetime
    work_kind: str
    between: int


def visit_facts(
    visit: Visit,
    link_id: UUID,
    *,
    was: tuple[datetime, datetime] | None = None,
    expected_at: datetime | None = None,
    next_update_at: datetime | None = None,
    cause: Cause | None = None,
    is_by_customer: bool = False,
) -> VisitFacts:
    """Everything that is said about a visit today, frozen for a notice."""
    appointment = visit.appointment
    return VisitFacts(
        appointment_id=appointment.id,
        reference=visit.work_order.reference,
        work_kind=visit.work_type.kind.value,
        product_type=visit.product_type,
        technician_name=first_name(visit.lead.name),
        place=one_line(visit.location),
        latitude=visit.location.latitude,
        longitude=visit.location.longitude,
        zone=appointment.zone,
        window_from_at=appointment.window_from_at,
        window_to_at=appointment.window_to_at,
        sequence=appointment.invitation_sequence,
        link_id=link_id,
        answers_name=visit.territory.answers_name,
        answers_phone=visit.territory.answers_phone,
        was_from_at=None if was is None else was[0],
        was_to_at=None if was is None else was[1],
        expected_at=expected_at,
        next_update_at=next_update_at,
        cause=None if cause is None else cause.kind,
        late_minutes=0 if cause is None else cause.minutes,
        is_by_customer=is_by_customer,
    )


def tell_booked(deed: Deed, visit: Visit) -> Notice:
    """Tell the buyer of a new visit, and remember the window as a promise."""
    facts = visit_facts(visit, visit_link(deed, visit))
    price = price_of(deed.session, visit.work_order, visit.work_type)
    if price is not None:
        facts = replace(
            facts,
            price_cents=price.cents,
            price_currency=price.currency,
            price_reason=price.reason.value,
        )
    notice = _tell(deed, visit, NoticeKind.BOOKED, facts)
    promise_window(deed, visit, notice)
    return notice


def tell_new_window(
    deed: Deed,
    visit: Visit,
    kind: NoticeKind,
    *,
    was: tuple[datetime, datetime],
    cause: Cause | None,
    expected_at: datetime | None = None,
    next_update_at: datetime | None = None,
    origin: Origin | None = None,
    is_by_customer: bool = False,
) -> Notice:
    """Tell the buyer of a changed window with its cause and the next update; promise both.

    Nobody is sorry towards those who changed it themselves.
    """
    if kind is NoticeKind.DELAYED and next_update_at is None:
        next_update_at = deed.now + timedelta(minutes=deed.settings.next_update_minutes)
    facts = visit_facts(
        visit,
        visit_link(deed, visit),
        was=was,
        expected_at=expected_at,
        next_update_at=next_update_at,
        cause=cause,
        is_by_customer=is_by_customer,
    )
    if origin is not None:
        facts = replace(
            facts,
            cause_at=origin.at,
            cause_work=origin.work_kind,
            cause_between=origin.between,
        )
    notice = _tell(deed, visit, kind, facts)
    is_narrowed = kind is NoticeKind.WINDOW_NARROWED
    promise_window(deed, visit, notice, reason="" if is_narrowed else kind.value)
    if next_update_at is not None:
        promise_update(deed, visit, notice, next_update_at, reason=kind.value)
    return notice


def tell_reminder(deed: Deed, visit: Visit, number: int) -> Notice:
    """Remind the buyer of a visit that stands as told; each reminder of a window is sent once."""
    return write_notice(
        deed,
        NoticeKind.REMINDER,
        customer(visit.customer),
        visit.appointment,
        revision=visit.appointment.invitation_sequence * 10 + number,
        zone=visit.appointment.zone,
        facts=visit_facts(visit, visit_link(deed, visit)),
    )


def tell_reply_received(
    deed: Deed,
    visit: Visit,
    *,
    number: int,
    next_update_at: datetime | None,
    wished: tuple[datetime, datetime] | None,
) -> Notice:
    """Answer a buyer whose calendar declined a visit, or proposed another time; `number` counts their answers."""
    facts = visit_facts(visit, visit_link(deed, visit), next_update_at=next_update_at)
    if wished is not None:
        facts = replace(facts, wished_from_at=wished[0], wished_to_at=wished[1])
    return _tell(deed, visit, NoticeKind.REPLY_RECEIVED, facts, revision=number)


def tell_on_the_way(deed: Deed, visit: Visit, arrives_at: datetime) -> Notice:
    """Tell the buyer that the technician has set out, and when they are there; this is news, and no promise."""
    expected_at = max(arrives_at, visit.appointment.window_from_at)
    facts = visit_facts(visit, visit_link(deed, visit), expected_at=expected_at)
    return _tell(deed, visit, NoticeKind.ON_THE_WAY, facts)


def tell_still_expected(deed: Deed, visit: Visit, expected_at: datetime) -> Notice:
    """Keep the promise of an update: the window told last stands, and when they are expected in it."""
    facts = visit_facts(visit, visit_link(deed, visit), expected_at=expected_at)
    return _tell(deed, visit, NoticeKind.STILL_EXPECTED, facts)


def tell_cancelled(
    deed: Deed, visit: Visit, *, is_by_customer: bool = False, cause: Cause | None = None
) -> Notice:
    """Tell the buyer that nobody comes, and take the entry out of their calendar; open work gets a new time."""
    link_id = visit_link(deed, visit)
    facts = replace(
        visit_facts(visit, link_id, is_by_customer=is_by_customer, cause=cause),
        may_choose=visit.work_order.state is WorkOrderState.OPEN,
    )
    return _tell(deed, visit, NoticeKind.CANCELLED, facts)


def tell_not_met(deed: Deed, visit: Visit, kind: NoticeKind, next_update_at: datetime) -> Notice:
    """Tell the buyer that nobody opened, or that nobody came, and that they choose a new time."""
    appointment = visit.appointment
    facts = replace(
        visit_facts(
            visit,
            visit_link(deed, visit),
            expected_at=appointment.arrived_at,
            next_update_at=next_update_at,
        ),
        may_choose=visit.work_order.state is WorkOrderState.OPEN,
    )
    return _tell(deed, visit, kind, facts)


def tell_earlier(deed: Deed, visit: Visit, hold: Appointment) -> Notice:
    """Tell a buyer who waits that an earlier time is kept for them; what was promised stays until they take it."""
    appointment = visit.appointment
    facts = replace(
        visit_facts(visit, visit_link(deed, visit)),
        window_from_at=hold.window_from_at,
        window_to_at=hold.window_to_at,
        was_from_at=appointment.window_from_at,
        was_to_at=appointment.window_to_at,
        answer_by_at=hold.held_until_at,
    )
    notice = write_notice(
        deed,
        NoticeKind.EARLIER_SLOT_OFFERED,
        customer(visit.customer),
        hold,
        revision=hold.revision,
        zone=appointment.zone,
        facts=facts,
    )
    deed.note("notice_earlier_slot_offered", appointment, notice_id=notice.id)
    return notice


def tell_part_delayed(deed: Deed, visit: Visit, ready: Ready, next_update_at: datetime) -> Notice:
    """Tell the buyer of a visit that was called off what its work waits for, and from when on they can choose anew."""
    facts = visit_facts(visit, _anew_link(deed, visit, ready), next_update_at=next_update_at)
    if ready.blocking is not None:
        facts = replace(
            facts,
            awaited=ready.blocking.kind.value,
            awaited_name=ready.blocking.name,
            ready_on=ready.first_on,
        )
    return _tell(deed, visit, NoticeKind.PART_DELAYED, facts)


def tell_part_arrived(deed: Deed, visit: Visit) -> Notice:
    """Tell the buyer of a visit that was called off that everything is here, and that they can choose a time."""
    facts = visit_facts(visit, _anew_link(deed, visit, AT_ONCE))
    return _tell(deed, visit, NoticeKind.PART_ARRIVED, facts)


def _anew_link(deed: Deed, visit: Visit, ready: Ready) -> UUID:
    """A link to the page of a visit that was called off, which works until its work can be chosen and some weeks on."""
    zone = visit.appointment.zone
    last_on = max(ready.first_on or date.min, wall_of(deed.now, zone).date())
    return visit_link(deed, visit, not_before_at=day_bounds(last_on, zone)[1])


def _tell(
    deed: Deed,
    visit: Visit,
    kind: NoticeKind,
    facts: VisitFacts,
    *,
    revision: int | None = None,
) -> Notice:
    notice = write_notice(
        deed,
        kind,
        customer(visit.customer),
        visit.appointment,
        revision=visit.appointment.invitation_sequence if revision is None else revision,
        zone=visit.appointment.zone,
        facts=facts,
    )
    deed.note(f"notice_{kind}", visit.appointment, notice_id=notice.id)
    return notice


def visit_link(deed: Deed, visit: Visit, *, not_before_at: datetime | None = None) -> UUID:
    """A link to the buyer's page of a visit, which works for some weeks after it, or after a later moment."""
    over_at = visit.appointment.window_to_at
    if not_before_at is not None:
        over_at = max(over_at, not_before_at)
    return issue_link(
        deed,
        LinkPurpose.VISIT,
        visit.appointment.id,
        expires_at=over_at + timedelta(days=deed.settings.link_days),
    )


def another_visit_link(deed: Deed, visit: Visit) -> UUID:
    """One more link to the buyer's page, for whoever lost the message; the former ones go on working.

    Raises:
        NotAllowed: the visit is long over, so a link to it would not open.
    """
    if visit.appointment.window_to_at + timedelta(days=deed.settings.link_days) <= deed.now:
        raise NotAllowed(
            f"The visit {visit.work_order.reference} was more than {deed.settings.link_days} days ago, so its page "
            "is closed. Tell the buyer what they want to know."
        )
    return visit_link(deed, visit)
