"""Which rows lose what they said of somebody, and which go altogether; whatever the table is."""

from collections.abc import Mapping

from sqlmodel import Session

from aftersales.queries.belongings import Rows
from aftersales.records import Record

CHUNK = 500
"""Rows of one statement: older SQLite takes 999 variables."""


def overwrite(session: Session, name: str, rows: Rows, values: Mapping[str, object]) -> None:
    """Let these values stand in these rows of a table."""
    table = Record.metadata.tables[name]
    for start in range(0, len(rows), CHUNK):
        ids = [row["id"] for row in rows[start : start + CHUNK]]
        session.execute(table.update().where(table.c.id.in_(ids)).values(dict(values)))


def take_away(session: Session, name: str, rows: Rows) -> None:
    """Delete these rows of a table; what was sent to a contact no longer says where it went."""
    table = Record.metadata.tables[name]
    key = next(iter(table.primary_key.columns))
    for start in range(0, len(rows), CHUNK):
        values = [row[key.name] for row in rows[start : start + CHUNK]]
        if name == "contact":
            deliveries = Record.metadata.tables["notice_delivery"]
            sent_there = deliveries.c.contact_id.in_(values)
            session.execute(deliveries.update().where(sent_there).values(contact_id=None))
        session.execute(table.delete().where(key.in_(values)))
