"""A buyer's own registration, reached by the links that they were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.links import issue_link, subject_of
from aftersales.parts import Parts
from aftersales.queries.ownership import is_buyer, open_transfer
from aftersales.queries.units import covers_of_unit
from aftersales.records import (
    Cover,
    Customer,
    LinkPurpose,
    ProductModel,
    Registration,
    Unit,
    UnitTransfer,
)
from aftersales.store import Session
from aftersales.throttle import Allowance, attempt

PROOF_OPEN: Final = timedelta(days=1)
"""How long proof can be added on the page that follows the form."""

BY_ORIGIN: Final = Allowance("register, by origin", 20, timedelta(hours=1))
"""A shop's whole counter may stand behind one address."""

BY_EMAIL: Final = Allowance("register, by e-mail", 5, timedelta(hours=1))
"""Nobody's mailbox is flooded by somebody else."""

OFFERS: Final = Allowance("pass on, by registration", 5, timedelta(days=1))
"""Nobody writes to strangers through us."""

PROOFS: Final = Allowance("send proof, by registration", 10, timedelta(hours=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A registration with everything that its page shows; covers are those of whoever the unit belongs to.

    `is_buyer` says that they bought it new, `offered` on which way it is to somebody else.
    """

    registration: Registration
    unit: Unit
    model: ProductModel
    owner: Customer
    covers: Sequence[Cover]
    is_buyer: bool
    offered: UnitTransfer | None

    @property
    def is_theirs(self) -> bool:
        """Whether the unit belongs to whoever registered it here."""
        return self.unit.customer_id == self.owner.id


def owned_by_link(session: Session, now: datetime, purpose: LinkPurpose, token: str) -> Owned:
    """The registration that a link leads to.

    Raises:
        NotThere: the link does not work (any more), or whoever it was made for is forgotten.
    """
    row = session.get(Registration, subject_of(session, now, purpose, token))
    if row is None:
        raise NotThere("This registration does not exist any more. Please call us.")
    unit = session.get_one(Unit, row.unit_id)
    owner = session.get_one(Customer, row.customer_id)
    if owner.erased_at is not None:
        raise NotThere("This registration does not exist any more. Please call us.")
    is_theirs = unit.customer_id == owner.id
    is_replaced = unit.superseded_by_unit_id is not None
    return Owned(
        registration=row,
        unit=unit,
        model=session.get_one(ProductModel, unit.product_model_id),
        owner=owner,
        covers=covers_of_unit(session, unit.id) if is_theirs and not is_replaced else (),
        is_buyer=is_buyer(session, unit.id, owner.id),
        offered=open_transfer(session, unit.id) if is_theirs else None,
    )


def proof_link(deed: Deed, row: Registration) -> UUID:
    """A link by which proof can be added for a day, and nothing be read."""
    return issue_link(deed, LinkPurpose.PROOF, row.id, expires_at=deed.now + PROOF_OPEN)


def count_registering(parts: Parts, origin: str, email: str) -> None:
    """Count one registration before it is made.

    Raises:
        TooOften: there were too many from this origin or for this address.
    """
    attempt(parts, BY_ORIGIN, origin)
    attempt(parts, BY_EMAIL, email)


def count_offer(parts: Parts, row: Registration) -> None:
    """Count one offer to a new owner before it is made.

    Raises:
        TooOften: there were too many.
    """
    attempt(parts, OFFERS, str(row.id))


def count_proof(parts: Parts, row: Registration) -> None:
    """Count files that are sent for a registration.

    Raises:
        TooOften: there were too many.
    """
    attempt(parts, PROOFS, str(row.id))
