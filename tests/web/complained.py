"""Complaints in the small world, for whoever looks at their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import col, select

from aftersales.complaints import (
    Grievance,
    Terms,
    acknowledge,
    complaint_link,
    make_offer,
    open_complaint,
    resolve,
)
from aftersales.deed import SYSTEM, Deed
from aftersales.identifiers import link_token
from aftersales.queries.access import user_by_email
from aftersales.queries.visits import Visit
from aftersales.records import Complaint, Role, User
from tests.web.principals import with_password
from warranty.claims.remedies import RemedyKind

if TYPE_CHECKING:
    from tests.web.conftest import World

VOUCHER = Terms(
    remedy=RemedyKind.VOUCHER, amount_cents=3_000, said="A voucher, for the morning that you lost."
)
REFUND = Terms(remedy=RemedyKind.REFUND, amount_cents=90_000, said="Your money back.")
STATES = ("received", "waiting", "offered", "resolved")


def complaints_in(world: World) -> dict[str, UUID]:
    """A complaint in each of some states, opened when first looked for; by state."""
    with world.parts.store.reading() as session:
        there = session.exec(select(Complaint.id).order_by(col(Complaint.id))).all()
    if len(there) < len(STATES):
        there = [
            _opened(world, visit, state)
            for visit, state in zip(world.visits(), STATES, strict=False)
        ]
    return dict(zip(STATES, there, strict=False))


def own_page_of(world: World, complaint_id: UUID) -> str:
    """The address of the customer's page of a complaint."""
    with world.parts.doing(SYSTEM) as deed:
        link_id = complaint_link(deed, deed.session.get_one(Complaint, complaint_id))
    return f"/complaint/{link_token(world.parts.secret, link_id)}"


def _opened(world: World, visit: Visit, state: str) -> UUID:
    with world.parts.doing(SYSTEM) as deed:
        complaint = open_complaint(
            deed,
            visit.territory,
            visit.customer,
            Grievance(
                subject="The visit of Monday",
                happened="I waited all morning.\n\nNobody <b>called</b>.",
                wish="An apology, and my time back.",
                appointment_id=visit.appointment.id,
                unit_id=visit.work_order.unit_id,
            ),
            channel="visit_page",
        )
        if state != "received":
            owner = _colleague(deed)
            acknowledge(deed, complaint, owner, words="I am sorry. I look into it myself.")
            make_offer(deed, complaint, owner, REFUND if state == "waiting" else VOUCHER)
        if state == "resolved":
            resolve(deed, complaint, "The voucher was sent.")
        return complaint.id


def _colleague(deed: Deed) -> User:
    """Somebody of support who answers; and a manager who may approve more."""
    email = "sara@shop.example"
    found = user_by_email(deed.session, email)
    if found is not None:
        return found
    boss = with_password(deed, email="mia@shop.example", name="Mia Vogt", role=Role.MANAGER)
    boss.phone, boss.is_on_call = "+423 555 77 88", True
    user = with_password(deed, email=email, name="Sara Marxer", role=Role.SUPPORT)
    user.phone = "+423 555 77 99"
    deed.session.flush()
    return user
