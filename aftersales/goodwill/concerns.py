"""What a grant is about: whose territory pays for it, who looks after it, and what it is called to the customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.queries.places import territory_of_customer, territory_of_unit
from aftersales.records import (
    Appointment,
    Case,
    Customer,
    GoodwillGrant,
    Location,
    ProductModel,
    Record,
    Territory,
    Unit,
    WorkOrder,
)
from aftersales.store import Session

Row = TypeVar("Row", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """The surroundings of a subject, whatever table it stands in.

    Attributes:
        territory: whose budget pays.
        case: that it stands under, if it does.
        name: what the customer calls it: a product, or what a case is about.
    """

    territory: Territory
    case: Case | None
    name: str

    @property
    def owner_name(self) -> str:
        """Who looks after it."""
        return self.territory.answers_name if self.case is None else self.case.owner_name


def concern_of(session: Session, person: Customer, subject: Record) -> Concern:
    """The surroundings of a claim, complaint, case, promise or visit.

    Raises:
        NotUnderstood: nobody knows in which territory it lies.
    """
    visit = _linked(session, subject, Appointment, "appointment_id")
    order = None if visit is None else session.get(WorkOrder, visit.work_order_id)
    case = _linked(session, subject, Case, "case_id")
    if case is None and order is not None:
        case = _linked(session, order, Case, "case_id")
    unit = next(
        (
            found
            for row in (subject, order, case)
            if row is not None
            for found in [_linked(session, row, Unit, "unit_id")]
            if found is not None
        ),
        None,
    )
    model = None if unit is None else session.get_one(ProductModel, unit.product_model_id)
    name = "" if case is None else case.subject
    return Concern(
        territory=_territory(session, person, visit, unit, case),
        case=case,
        name=name if model is None else f"{model.brand} {model.name}",
    )


def subject_of(session: Session, row: GoodwillGrant) -> Record:
    """The claim, case, promise or visit that a grant is about.

    Raises:
        NotThere: it is gone.
    """
    tables = {str(each.__tablename__): each for each in Record.__subclasses__()}
    found = session.get(tables[row.subject_kind], row.subject_id)
    if found is None:
        raise NotThere("What this was granted for is gone. Look at the customer instead.")
    return found


def _territory(
    session: Session,
    person: Customer,
    visit: Appointment | None,
    unit: Unit | None,
    case: Case | None,
) -> Territory:
    if visit is not None:
        return session.get_one(Territory, visit.territory_id)
    place = None if case is None or case.location_id is None else case.location_id
    if place is not None:
        return session.get_one(Territory, session.get_one(Location, place).territory_id)
    area = None if unit is None else territory_of_unit(session, unit)
    if area is not None:
        return area
    area = territory_of_customer(session, person.id)
    if area is not None:
        return area
    raise NotUnderstood(
        "It is not known where this customer lives, so no budget can pay. Add their place first.",
        [Problem("customer", "no place is known")],
    )


def _linked(session: Session, row: Record, kind: type[Row], column: str) -> Row | None:
    """The row itself if it is of that table, else the one that its column names."""
    if isinstance(row, kind):
        return row
    identifier = getattr(row, column, None)
    return None if identifier is None else session.get(kind, identifier)
