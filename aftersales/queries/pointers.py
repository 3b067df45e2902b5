"""Which columns of which tables lead to a customer? Answered by the tables themselves, so that none is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, and_, exists, func, literal, select
from sqlmodel import Session

from aftersales.records import Record
from aftersales.store import lock_rows

HISTORY: Final = frozenset({("customer_merge", "survivor_id"), ("customer_merge", "loser_id")})
"""Columns that say who a customer once was: they are never moved."""

SINGLE: Final = frozenset({"contact", "household_member"})
"""Tables in which two customers may have what one can have only once: these are joined row by row."""

BY_KIND: Final[Mapping[tuple[str, str], tuple[str, str]]] = MappingProxyType(
    {
        ("notice", "recipient_id"): ("recipient_kind", "customer"),
        ("link", "subject_id"): ("purpose", "buyer"),
    }
)
"""Columns without a foreign key that lead to a customer if another column says so."""

RIVALS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"campaign_response": ("campaign_id", "unit_id")}
)
"""Tables whose rows are unique for a customer together with other columns: where both have one, the other's stays."""

ELSEWHERE: Final = frozenset(
    {
        ("campaign", "walked_to_id"),
        ("event", "subject_id"),
        ("improvement", "source_id"),
        ("known_issue", "told_to_id"),
        ("notice", "subject_id"),
        ("shared_feed", "subject_id"),
    }
)
"""Columns without a foreign key that lead to other rows, or to a customer as they were then: they stay."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """One column that leads to a customer, and on which condition."""

    table: Table
    column: Column[UUID]
    condition: ColumnElement[bool] | None = None

    @property
    def name(self) -> str:
        """As `table.column`."""
        return f"{self.table.name}.{self.column.name}"

    def leads_to(self, customer_id: UUID) -> ColumnElement[bool]:
        """The condition that a row leads to this customer."""
        here = self.column == customer_id
        return here if self.condition is None else and_(here, self.condition)


def pointers() -> list[Pointer]:
    """Every column that leads to a customer and moves when two become one, by table."""
    found = []
    for table in Record.metadata.sorted_tables:
        for column in table.columns:
            name = (table.name, column.name)
            if any(key.column.table.name == "customer" for key in column.foreign_keys):
                if name not in HISTORY:
                    found.append(Pointer(table, column))
            elif name in BY_KIND:
                other, value = BY_KIND[name]
                found.append(Pointer(table, column, table.c[other] == value))
            elif (
                column.name == "subject_id" and "subject_kind" in table.c and name not in ELSEWHERE
            ):
                found.append(Pointer(table, column, table.c.subject_kind == literal("customer")))
    return found


def rows_of(
    session: Session, pointer: Pointer, customer_id: UUID, into: UUID | None = None
) -> list[UUID]:
    """The identifiers of the rows that lead to a customer; with `into`, those that can lead there instead."""
    chosen = select(pointer.table.c.id).where(pointer.leads_to(customer_id))
    besides = RIVALS.get(pointer.table.name)
    if besides is not None and into is not None:
        rival = pointer.table.alias()
        chosen = chosen.where(
            ~exists().where(
                rival.c[pointer.column.name] == into,
                *(rival.c[name] == pointer.table.c[name] for name in besides),
            )
        )
    return sorted(session.execute(chosen.order_by(pointer.table.c.id)).scalars())


def numbers_of(session: Session, customer_id: UUID) -> dict[str, int]:
    """How many rows of each table lead to a customer; tables without any are left out."""
    numbers: dict[str, int] = {}
    for pointer in pointers():
        asked = select(func.count()).select_from(pointer.table).where(pointer.leads_to(customer_id))
        number = session.execute(asked).scalar_one()
        if number:
            numbers[pointer.table.name] = numbers.get(pointer.table.name, 0) + number
    return numbers


def lead_elsewhere(
    session: Session, pointer: Pointer, ids: list[UUID], from_id: UUID, to_id: UUID
) -> int:
    """Let these rows lead to another customer, if they still lead to the first; answers how many did."""
    moved = 0
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        result = session.execute(
            pointer.table.update()
            .where(pointer.table.c.id.in_(chunk), pointer.leads_to(from_id))
            .values({pointer.column.name: to_id})
        )
        moved += result.rowcount  # type: ignore[attr-defined] # an update has one
    return moved


def lock_customers(session: Session, *ids: UUID) -> None:
    """Let nobody else change these customers, or write anything for them, until this transaction ends."""
    lock_rows(session, "customer", sorted(set(ids)))
