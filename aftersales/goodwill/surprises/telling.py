"""Who is told of a surprise: only whoever agreed to news like this by e-mail; to the others somebody hands it over."""

from __future__ import annotations

from uuid import UUID

from aftersales.deed import Deed
from aftersales.notices.goodwill_facts import SurpriseFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.notices.writing import customer, write_notice
from aftersales.queries.customers import agrees_to
from aftersales.queries.issues import refusers_of
from aftersales.queries.notices import contacts_of
from aftersales.records import (
    ConsentPurpose,
    Customer,
    GoodwillGrant,
    Surprise,
    SurpriseRule,
    Territory,
    WorkOrder,
)
from aftersales.store import Session


def may_be_told(session: Session, customer_id: UUID) -> bool:
    """Whether a customer agreed to offers by e-mail, has not refused our messages, and can be reached."""
    is_reached = contact_for(contacts_of(session, customer_id)) is not None
    is_wanted = agrees_to(session, customer_id, ConsentPurpose.MARKETING)
    return is_reached and is_wanted and not refusers_of(session, [customer_id])


def tell_surprise(
    deed: Deed,
    row: Surprise,
    rule: SurpriseRule,
    grant: GoodwillGrant,
    person: Customer,
    area: Territory,
    order: WorkOrder | None,
) -> None:
    """Write to the customer what they get, what for, and how to take it."""
    notice = write_notice(
        deed,
        NoticeKind.SURPRISE,
        customer(person),
        row,
        revision=1,
        zone=area.zone,
        facts=SurpriseFacts(
            reference=grant.reference,
            kind=rule.kind,
            gift=rule.gift,
            amount_cents=grant.amount_cents,
            currency=grant.currency,
            occasion=rule.occasion,
            number=rule.number,
            ends_on=row.ends_on,
            work_reference="" if order is None else order.reference,
            answers_name=area.answers_name,
            answers_phone=area.answers_phone,
        ),
    )
    row.told_at = deed.now
    deed.add(row)
    deed.note(f"notice_{NoticeKind.SURPRISE}", row, notice_id=notice.id)
