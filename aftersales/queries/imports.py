"""What of an imported file is there already, asked for many lines at once?"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from aftersales.errors import Collision
from aftersales.records import (
    Contact,
    CoverTerm,
    Customer,
    Depot,
    Location,
    MaintenanceSchedule,
    Order,
    OrderLine,
    ProductModel,
    ServiceContract,
    ServicePartner,
    Shift,
    Technician,
    Unit,
)

CHUNK: Final = 500
"""Values in one statement: older SQLite takes 999 variables."""

CLOSE_NUMBERS: Final = 500
"""Customer numbers that are searched for the one that was meant."""

IMPORT_LOCK: Final = 0x494D504F5254
"""Names the PostgreSQL advisory lock of imports: “IMPORT” in ASCII."""

AnyRecord = TypeVar("AnyRecord", bound=SQLModel)
AnyKey = TypeVar("AnyKey", str, UUID)


def wait_for_other_imports(session: Session) -> None:
    """Let one import run at a time, so that two with the same lines cannot collide half-way.

    SQLite needs none: BEGIN IMMEDIATE lets only one write run at a time.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})


@contextmanager
def kept_or_undone(session: Session) -> Iterator[None]:
    """A savepoint: what the block wrote is there when it ends well, else nothing of it.

    Raises:
        Collision: somebody else wrote the same at the same moment.
    """
    try:
        with session.begin_nested():
            yield
    except IntegrityError as error:
        raise Collision(
            "Somebody entered the same at this moment. Import the file once more."
        ) from error


def customers_by_number(session: Session, numbers: Collection[str]) -> dict[str, Customer]:
    """The customers with these numbers; a number of somebody who was merged leads to who they are now."""
    rows = _having(session, Customer, Customer.number, numbers)
    into = [row.merged_into_id for row in rows if row.merged_into_id is not None]
    survivors = {row.id: row for row in _having(session, Customer, Customer.id, into)}
    return {
        row.number: row if row.merged_into_id is None else survivors[row.merged_into_id]
        for row in rows
    }


def customer_numbers_like(session: Session, number: str) -> Sequence[str]:
    """Customer numbers that begin like this one."""
    start = number[: max(1, len(number) - 2)]
    return session.exec(
        select(Customer.number)
        .where(col(Customer.number).startswith(start, autoescape=True))
        .order_by(col(Customer.number))
        .limit(CLOSE_NUMBERS)
    ).all()


def contacts_of_customers(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Contact]]:
    """The contacts of each of these customers."""
    return _grouped(
        _having(session, Contact, Contact.customer_id, ids), lambda row: row.customer_id
    )


def locations_of_customers(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Location]]:
    """The places of each of these customers, the first known first."""
    return _grouped(
        _having(session, Location, Location.customer_id, ids), lambda row: row.customer_id
    )


def locations_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Location]:
    """These places."""
    return {row.id: row for row in _having(session, Location, Location.id, ids)}


def products_by_sku(session: Session) -> dict[str, ProductModel]:
    """The whole catalogue by SKU."""
    return {row.sku: row for row in session.exec(select(ProductModel)).all()}


def terms_of_products(session: Session, ids: Collection[UUID]) -> dict[UUID, list[CoverTerm]]:
    """What is promised with each of these product models, in the order it was entered."""
    return _grouped(
        _having(session, CoverTerm, CoverTerm.product_model_id, ids),
        lambda row: row.product_model_id,
    )


def orders_by_number(session: Session, numbers: Collection[str]) -> dict[str, Order]:
    """The orders with these numbers."""
    return {row.number: row for row in _having(session, Order, Order.number, numbers)}


def lines_of_orders(session: Session, ids: Collection[UUID]) -> dict[UUID, list[OrderLine]]:
    """The lines of each of these orders, in their order."""
    lines = _having(session, OrderLine, OrderLine.order_id, ids)
    return _grouped(sorted(lines, key=lambda row: row.line_number), lambda row: row.order_id)


def units_of_lines(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Unit]]:
    """The units that each of these order lines brought."""
    return _grouped(_having(session, Unit, Unit.order_line_id, ids), lambda row: row.order_line_id)


def units_with_serials(session: Session, serials: Collection[str]) -> dict[tuple[UUID, str], Unit]:
    """The units with these normalised serials, by product model and serial."""
    rows = _having(session, Unit, Unit.serial, serials)
    return {(row.product_model_id, row.serial): row for row in rows if row.serial is not None}


def units_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Unit]:
    """These units."""
    return {row.id: row for row in _having(session, Unit, Unit.id, ids)}


def schedules_by_code(session: Session, codes: Collection[str]) -> dict[str, MaintenanceSchedule]:
    """The maintenance schedules with these codes; that of a contract has its number."""
    rows = _having(session, MaintenanceSchedule, MaintenanceSchedule.code, codes)
    return {row.code: row for row in rows}


def contracts_by_number(session: Session, numbers: Collection[str]) -> dict[str, ServiceContract]:
    """The service contracts with these numbers."""
    rows = _having(session, ServiceContract, ServiceContract.number, numbers)
    return {row.number: row for row in rows}


def depots_by_code(session: Session) -> dict[str, tuple[Depot, Location]]:
    """Every depot with its place."""
    rows = session.exec(select(Depot, Location).where(Location.id == Depot.location_id)).all()
    return {depot.code: (depot, place) for depot, place in rows}


def partners_by_code(session: Session) -> dict[str, ServicePartner]:
    """Every service partner."""
    return {row.code: row for row in session.exec(select(ServicePartner)).all()}


def technicians_by_code(session: Session, codes: Collection[str]) -> dict[str, Technician]:
    """The technicians with these codes."""
    return {row.code: row for row in _having(session, Technician, Technician.code, codes)}


def shifts_by_day(
    session: Session, technician_id: UUID, from_on: date, until_on: date
) -> dict[date, Shift]:
    """The shifts of a technician by the day on which they begin on the wall clock."""
    rows = session.exec(
        select(Shift).where(
            Shift.technician_id == technician_id,
            Shift.local_from >= datetime.combine(from_on, time()),
            Shift.local_from < datetime.combine(until_on + timedelta(days=1), time()),
        )
    ).all()
    return {row.local_from.date(): row for row in rows}


def _having(
    session: Session, table: type[AnyRecord], column: Any, values: Collection[AnyKey]
) -> list[AnyRecord]:
    """The rows of a table whose column has one of these values, by identifier."""
    listed = sorted(set(values))
    rows: list[AnyRecord] = []
    for start in range(0, len(listed), CHUNK):
        wanted = select(table).where(col(column).in_(listed[start : start + CHUNK]))
        rows += session.exec(wanted).all()
    return sorted(rows, key=lambda row: row.id)  # type: ignore[attr-defined] # every noun has one


def _grouped(
    rows: Sequence[AnyRecord], owner: Callable[[AnyRecord], UUID | None]
) -> dict[UUID, list[AnyRecord]]:
    groups: dict[UUID, list[AnyRecord]] = defaultdict(list)
    for row in rows:
        key = owner(row)
        if key is not None:
            groups[key].append(row)
    return groups
