"""Runs migrations over the connection that the store hands over."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection, DateTime, String
from sqlalchemy.types import TypeDecorator

from aftersales.records import Record

TARGET = Record.metadata


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave tables of other libraries in the same database alone."""
    return kind != "table" or name in TARGET.tables


def _plain(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types as the database's own, so that old migrations never change meaning."""
    plain = item.impl_instance if isinstance(item, TypeDecorator) else item
    if kind == "type" and isinstance(plain, DateTime):
        return f"sa.DateTime(timezone={plain.timezone})"
    if kind == "type" and isinstance(plain, String):
        return f"sa.String(length={plain.length})"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=TARGET,
        render_as_batch=True,
        compare_type=True,
        include_name=_ours,
        render_item=_plain,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
