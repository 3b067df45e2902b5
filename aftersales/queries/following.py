"""Rows for a customer who turned out to be another one land with that one, however late they are written.

Somebody may have looked a customer up, or be half-way through, while a colleague makes two of them one. So whoever
writes a row that leads to a customer holds on to that customer until the end of the transaction, as a foreign key
that is checked at once would; a merge or an erasure waits for them, and they for it.
"""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, event, inspect, text
from sqlmodel import Session, col, select

from aftersales.errors import NotAllowed
from aftersales.queries.chunks import chunks
from aftersales.queries.pointers import BY_KIND, ELSEWHERE, HISTORY
from aftersales.records import Customer, Record

HELD: Final = "customers_held"
"""Where a session remembers whom it holds on to already."""

ERASED: Final = "customers_erased"
"""Where it remembers which of them were erased."""

PERSONAL: Final = frozenset(
    {"contact", "household_member", "location", "registration", "service_case"}
)
"""What people type about a customer: none of it may reach somebody whose data were erased."""

_HOLD: Final = text(
    "SELECT id FROM customer WHERE id IN :ids ORDER BY id FOR KEY SHARE"
).bindparams(bindparam("ids", expanding=True))


def follow_merges(session: Session) -> None:
    """Let every row that this session writes from now on follow its customer."""
    event.listen(session, "before_flush", _follow)


def let_go(session: Session) -> None:
    """Look again at everybody, as before two customers are made one in this very session."""
    session.info.pop(HELD, None)


def _follow(session: Session, _context: object, _instances: object) -> None:
    held: dict[UUID, UUID] = session.info.setdefault(HELD, {})
    held |= {row.id: row.id for row in session.new if isinstance(row, Customer)}
    attached = [(row, name, getattr(row, name)) for row, name in _attached(session)]
    fresh = {whose for _row, _name, whose in attached} - held.keys()
    erased: set[UUID] = session.info.setdefault(ERASED, set())
    for chunk in chunks(fresh):
        if session.get_bind().dialect.name == "postgresql":
            session.execute(_HOLD, {"ids": list(chunk)})
        found = select(Customer.id, Customer.merged_into_id, Customer.erased_at)
        for known, into, erased_at in session.exec(found.where(col(Customer.id).in_(chunk))):
            held[known] = into or known
            if erased_at is not None:
                erased.add(known)
    for row, name, whose in attached:
        if whose in erased and row.__tablename__ in PERSONAL:
            raise NotAllowed(
                "The data of this customer were erased at their request. Add them as a new customer."
            )
        if held.get(whose, whose) != whose:
            setattr(row, name, held[whose])


def _attached(session: Session) -> Iterator[tuple[Any, str]]:
    """Every row that comes to lead to a customer with this flush, and by which column."""
    for row in session.new:
        yield from ((row, name) for name in _columns(row) if getattr(row, name) is not None)
    for row in session.dirty:
        for name in _columns(row):
            if inspect(row).attrs[name].history.added and getattr(row, name) is not None:
                yield row, name


def _columns(row: Record) -> Iterator[str]:
    """The columns by which a row leads to a customer: by a foreign key, or because another column says so."""
    table = row.__table__  # type: ignore[attr-defined] # every record has one
    if table.name == "customer":
        return
    for column in table.columns:
        place = (table.name, column.name)
        if any(key.column.table.name == "customer" for key in column.foreign_keys):
            if place not in HISTORY:
                yield column.name
        elif place in BY_KIND:
            other, value = BY_KIND[place]
            if str(getattr(row, other)) == value:
                yield column.name
        elif (
            column.name == "subject_id"
            and "subject_kind" in table.c
            and place not in ELSEWHERE
            and row.subject_kind == "customer"  # type: ignore[attr-defined] # it has that column
        ):
            yield column.name
