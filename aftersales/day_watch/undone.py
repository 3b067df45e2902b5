"""A visit ends without its work: the claim goes back to whoever looks after it, and its customer hears how it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from aftersales.appointments import advance
from aftersales.cases import advance_case, case_facts, case_of_order, heard, update_promise
from aftersales.claims import follow_undone
from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    CASE_OVER,
    Appointment,
    AppointmentState,
    CaseState,
    Customer,
    Territory,
    WorkOrder,
    WorkOrderState,
)
from aftersales.sla import next_update_by
from aftersales.visits import tell_not_met

UNDONE: Final = frozenset(
    {
        AppointmentState.INCOMPLETE,
        AppointmentState.CUSTOMER_NO_SHOW,
        AppointmentState.TECHNICIAN_NO_SHOW,
    }
)
"""How a visit ends whose work is still to be done."""

MISSED: Final = MappingProxyType(
    {
        AppointmentState.CUSTOMER_NO_SHOW: NoticeKind.NO_ACCESS,
        AppointmentState.TECHNICIAN_NO_SHOW: NoticeKind.NOBODY_CAME,
    }
)
"""What customers are told whom nobody has met: a new time is one tap away."""


def end_undone(deed: Deed, appointment: Appointment, state: AppointmentState, at: datetime) -> None:
    """Write down how it ended. The next plan looks for another time; a claim's visit is asked for anew instead.

    Raises:
        IllegalMove: the visit is not so far, or over.
        NotAllowed: nobody came, but the time in which somebody may come is not over.
    """
    if state is AppointmentState.TECHNICIAN_NO_SHOW and at < appointment.window_to_at:
        raise NotAllowed(
            "The arrival window is not over. Call the visit off if nobody will come, so that its customer knows."
        )
    advance(deed, appointment, state)
    order = deed.session.get_one(WorkOrder, appointment.work_order_id)
    is_asked_anew = order.claim_id is not None
    order.state = WorkOrderState.CANCELLED if is_asked_anew else WorkOrderState.OPEN
    order.revision += 1
    deed.add(order)
    follow_undone(deed, order)
    _tell(deed, appointment, order)


def _tell(deed: Deed, appointment: Appointment, order: WorkOrder) -> None:
    """The customer hears how it ended, who looks after it, and by when they hear more."""
    case = case_of_order(deed, order)
    if case.state in CASE_OVER:
        advance_case(deed, case, CaseState.REOPENED)
    elif case.state is CaseState.VISIT_NEEDED:
        advance_case(deed, case, CaseState.IN_PROGRESS)
    area = deed.session.get_one(Territory, order.territory_id)
    by = next_update_by(deed.settings, area, deed.now)
    if appointment.state in MISSED:
        deed.session.flush()
        visit = visits_by_id(deed.session, [appointment.id])[appointment.id]
        notice = tell_not_met(deed, visit, MISSED[appointment.state], by)
    else:
        notice = write_notice(
            deed,
            NoticeKind.CASE_UPDATE,
            customer(deed.session.get_one(Customer, case.customer_id)),
            appointment,
            revision=appointment.revision,
            zone=area.zone,
            facts=replace(case_facts(deed, case, area, by), ended=appointment.state.value),
        )
    heard(deed, case)
    case.next_update_at = by
    case.revision += 1
    deed.add(case, update_promise(deed, case, area.zone, notice, by))
    deed.note("case_update_promised", case)
