"""What a customer is told about something that is to come back, with a promise of when they hear more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from aftersales.case_owners import phone_of_owner, territory_of_case
from aftersales.cases import advance_case, heard, promise_next_update
from aftersales.deed import Deed
from aftersales.links import issue_link
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.return_facts import ReturnFacts
from aftersales.notices.writing import customer, write_notice
from aftersales.places import one_line
from aftersales.queries.promises import zone_of_case
from aftersales.queries.returns import address_of_depot
from aftersales.records import (
    Case,
    CaseState,
    Claim,
    Customer,
    GoodsReturn,
    LinkPurpose,
    Notice,
    ProductModel,
    Unit,
)
from aftersales.store import Session

LINK_OPEN: Final = timedelta(days=180)
"""How long the page with a label can be opened."""


def tell_return(
    deed: Deed,
    kind: NoticeKind,
    row: GoodsReturn,
    next_update_at: datetime | None = None,
    *,
    is_news: bool = True,
    carrier: str = "",
    tracking: str = "",
) -> Notice:
    """Tell the customer how a return stands, with a new link to its page, and promise when they hear more.

    A reminder is no news: what was promised before stays as it is. `carrier` and `tracking` follow what we send.
    """
    claim = deed.session.get_one(Claim, row.claim_id)
    case = deed.session.get_one(Case, claim.case_id)
    unit = deed.session.get_one(Unit, claim.unit_id)
    model = deed.session.get_one(ProductModel, unit.product_model_id)
    area = territory_of_case(deed, case)
    is_over = case.state in (CaseState.RESOLVED, CaseState.CLOSED)
    if is_over and next_update_at is not None:
        advance_case(deed, case, CaseState.REOPENED)
    notice = write_notice(
        deed,
        kind,
        customer(deed.session.get_one(Customer, case.customer_id)),
        row,
        revision=row.revision,
        zone=zone_of_case(deed.session, case.id),
        facts=ReturnFacts(
            reference=row.reference,
            product=f"{model.brand} {model.name}",
            thing=row.thing.value,
            exchange=row.exchange,
            depot=depot_line(deed.session, row),
            due_on=row.due_on,
            finding=row.finding or "",
            remedy=claim.remedy or "",
            owner_name=case.owner_name,
            owner_phone=phone_of_owner(deed.session, case, area),
            zone=zone_of_case(deed.session, case.id),
            next_update_at=next_update_at,
            carrier=carrier,
            tracking=tracking,
            link_id=issue_link(deed, LinkPurpose.RETURN, row.id, expires_at=deed.now + LINK_OPEN),
        ),
    )
    if next_update_at is not None:
        promise_next_update(deed, case, next_update_at, notice)
    elif is_news and not is_over:
        heard(deed, case)
    return notice


def depot_line(session: Session, row: GoodsReturn) -> str:
    """The address to send to, in one line; empty where there is none."""
    if row.depot_id is None:
        return ""
    depot, place = address_of_depot(session, row.depot_id)
    return f"{depot.name}, {one_line(place)}"
