"""A customer's own return, reached by the link of their message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aftersales.case_owners import phone_of_owner
from aftersales.claims import depot_line
from aftersales.errors import NotThere
from aftersales.links import subject_of
from aftersales.queries.places import territory_of_unit
from aftersales.queries.promises import zone_of_case
from aftersales.records import Case, Claim, Customer, GoodsReturn, LinkPurpose, ProductModel, Unit
from aftersales.store import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReturn:
    """A return with everything that its pages and its label show; `depot` is our address in one line, `phone` that of whoever looks after it."""

    row: GoodsReturn
    claim: Claim
    case: Case
    unit: Unit
    model: ProductModel
    owner: Customer
    depot: str
    phone: str
    zone: str


def own_return(session: Session, now: datetime, token: str) -> OwnReturn:
    """The return that a link leads to.

    Raises:
        NotThere: the link does not work (any more), or whoever it was made for is forgotten.
    """
    row = session.get(GoodsReturn, subject_of(session, now, LinkPurpose.RETURN, token))
    found = None if row is None else whole_return(session, row)
    if found is None or found.owner.erased_at is not None:
        raise NotThere("This return does not exist any more. Please call us.")
    return found


def whole_return(session: Session, row: GoodsReturn) -> OwnReturn:
    """A return with everything around it."""
    claim = session.get_one(Claim, row.claim_id)
    case = session.get_one(Case, claim.case_id)
    unit = session.get_one(Unit, claim.unit_id)
    area = territory_of_unit(session, unit)
    return OwnReturn(
        row=row,
        claim=claim,
        case=case,
        unit=unit,
        model=session.get_one(ProductModel, unit.product_model_id),
        owner=session.get_one(Customer, case.customer_id),
        depot=depot_line(session, row),
        phone="" if area is None else phone_of_owner(session, case, area),
        zone=zone_of_case(session, case.id),
    )
