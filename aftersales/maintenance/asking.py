"""An owner is asked: the work order is there in the same step, and the message leads to a page that answers it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from aftersales.bookings import keep_work
from aftersales.deed import Deed
from aftersales.links import issue_link
from aftersales.maintenance.asked import Asked, asked_by_id, covers_that_ask
from aftersales.maintenance.states import step, take_turn, touch
from aftersales.moments import wall_of
from aftersales.notices.facts import CoverFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.maintenance_facts import MaintenanceFacts
from aftersales.notices.policy import contact_for
from aftersales.notices.writing import customer, write_notice
from aftersales.queries.campaigns import open_recalls_of
from aftersales.queries.issues import refusers_of
from aftersales.queries.notices import contacts_of
from aftersales.records import LinkPurpose, Maintenance, MaintenanceState
from aftersales.store import Session
from warranty.recalls.campaigns import Severity

LINK_OPEN: Final = timedelta(days=400)
"""For so long an owner can answer by the link of a message; by then the next one has come."""

RECALL_WAIT: Final = timedelta(days=7)
"""While a safety recall is open nobody is asked to have the unit maintained; we look again after this."""

MOST_ASKED: Final = 2
"""An owner is asked once ahead and once on the day, and again only where they put it off."""


def ask_owner(deed: Deed, maintenance_id: UUID) -> bool:
    """Ask about one maintenance if that is due where the unit stands; answers whether it was.

    Repeating it asks nobody twice: the row says when its owner is asked next.
    """
    row = deed.session.get_one(Maintenance, maintenance_id)
    take_turn(deed, row)
    asked = asked_by_id(deed.session, row.id, deed.now)
    is_theirs = row.state in (MaintenanceState.PLANNED, MaintenanceState.DUE)
    if row.asks_on is None or row.asks_on > asked.today or not is_theirs:
        return False
    if _is_dangerous(deed.session, asked):
        row.asks_on = asked.today + RECALL_WAIT
        deed.add(row)
        return False
    if row.state is MaintenanceState.PLANNED:
        step(deed, row, MaintenanceState.DUE)
    _keep_work(deed, asked)
    row.customer_id = asked.about.owner.id
    row.asked += 1
    is_again = row.asked < MOST_ASKED and row.due_on > asked.today
    row.asks_on = row.due_on if is_again else None
    touch(deed, row)
    _tell(deed, asked)
    return True


def may_be_told(session: Session, asked: Asked) -> bool:
    """Whether the owner can be written to about what they bought, and wants that."""
    owner_id = asked.about.owner.id
    is_reached = contact_for(contacts_of(session, owner_id)) is not None
    return is_reached and not refusers_of(session, [owner_id])


def _keep_work(deed: Deed, asked: Asked) -> None:
    """What must be done has its work order, once; without a place or a kind of work a person has to find out first."""
    row, about = asked.row, asked.about
    if row.work_order_id is not None or about.place is None or asked.work_type is None:
        return
    order = keep_work(
        deed,
        about.owner,
        about.place,
        asked.work_type,
        unit_id=about.unit.id,
        note=about.schedule.task,
    )
    row.work_order_id = order.id


def _tell(deed: Deed, asked: Asked) -> None:
    """Write to the owner if that may be; otherwise the row says that nobody was told, and the office calls."""
    row, schedule = asked.row, asked.about.schedule
    if not may_be_told(deed.session, asked):
        deed.note("maintenance_untold", row)
        return
    area = asked.area
    notice = write_notice(
        deed,
        NoticeKind.MAINTENANCE_DUE,
        customer(asked.about.owner),
        row,
        revision=row.revision,
        zone=asked.zone,
        facts=MaintenanceFacts(
            product=asked.product,
            task=schedule.task,
            due_on=row.due_on,
            last_on=row.last_on,
            needs_visit=schedule.needs_visit,
            price_cents=schedule.price_cents,
            currency=schedule.currency,
            covers=tuple(
                CoverFacts(kind=each.kind, provider=each.provider, ends_on=each.ends_on)
                for each in covers_that_ask(deed.session, asked)
            ),
            is_reminder=row.told_at is not None,
            zone=asked.zone,
            answers_name="" if area is None else area.answers_name,
            answers_phone="" if area is None else area.answers_phone,
            link_id=issue_link(
                deed, LinkPurpose.MAINTENANCE, row.id, expires_at=deed.now + LINK_OPEN
            ),
        ),
    )
    row.told_at = deed.now
    deed.note(
        "maintenance_told",
        row,
        notice_id=notice.id,
        facts={"on": wall_of(deed.now, asked.zone).date().isoformat()},
    )


def _is_dangerous(session: Session, asked: Asked) -> bool:
    unit_id = asked.about.unit.id
    recalls = open_recalls_of(session, [unit_id]).get(unit_id, [])
    return any(campaign.severity != Severity.SERVICE for campaign, _response in recalls)
