"""The column types all tables share, and the base class that names their constraints."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, MetaData, String, Uuid
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SHORT: Final = 64
"""Longest code, SKU, reference or state name."""
LINE: Final = 320
"""Longest single line: a name, a street, an e-mail address (64 + 1 + 255, RFC 5321)."""


class Record(SQLModel):
    """The base of every table: one metadata with predictable names for constraints.

    Predictable names let a migration find a constraint again on both databases.
    """

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcMoment(TypeDecorator[datetime]):
    """What happened: refuses naive datetimes and gives back aware UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC; SQLite keeps no offset, so it is dropped there after the conversion."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A moment must carry its zone: {value}.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give back aware UTC whatever the driver returned."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WallTime(TypeDecorator[datetime]):
    """What was agreed: the clock on the wall, without a zone; the zone stands in its own column."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a value that carries a zone: it is a moment, not wall time."""
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"Wall time carries no zone: {value}.")
        return value


class _Choice(TypeDecorator[StrEnum]):
    """A fixed choice stored as its word, so that a new one needs no change of the table."""

    impl = String(SHORT)
    cache_ok = True
    words: ClassVar[type[StrEnum]]

    def process_bind_param(self, value: StrEnum | str | None, _dialect: Dialect) -> str | None:
        """Store the word, and only a word of the list."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        """Give back the member."""
        return None if value is None else self.words(value)


def choice(words: type[StrEnum]) -> type[Any]:
    """The column type for one fixed choice."""
    return type(f"{words.__name__}Choice", (_Choice,), {"words": words, "cache_ok": True})


def key() -> Any:
    """A primary key that the house hands out itself."""
    return Field(primary_key=True, sa_type=Uuid)


def link(target: str, *, nullable: bool = False, index: bool = True) -> Any:
    """A foreign key to `table.column`, checked at commit, so rows of one transaction may come in any order."""
    reference = ForeignKey(target, deferrable=True, initially="DEFERRED")
    if nullable:
        return Field(
            default=None, nullable=True, index=index, sa_type=Uuid, sa_column_args=[reference]
        )
    return Field(nullable=False, index=index, sa_type=Uuid, sa_column_args=[reference])


def paired(target: str, *, index: bool = False) -> Any:
    """A foreign key that is part of the primary key."""
    reference = ForeignKey(target, deferrable=True, initially="DEFERRED")
    return Field(primary_key=True, index=index, sa_type=Uuid, sa_column_args=[reference])


def words(length: int = LINE, *, unique: bool = False, index: bool = False) -> Any:
    """A text of at most `length` characters."""
    return Field(max_length=length, unique=unique, index=index)


def moment(*, nullable: bool = False, index: bool = False) -> Any:
    """A column for what happened: aware UTC."""
    if nullable:
        return Field(default=None, sa_type=UtcMoment, nullable=True, index=index)
    return Field(sa_type=UtcMoment, nullable=False, index=index)


def wall(*, nullable: bool = False) -> Any:
    """A column for what was agreed: naive wall time."""
    if nullable:
        return Field(default=None, sa_type=WallTime, nullable=True)
    return Field(sa_type=WallTime, nullable=False)


def chosen(kinds: type[StrEnum], *, index: bool = False) -> Any:
    """A column for one fixed choice."""
    return Field(sa_type=choice(kinds), nullable=False, index=index)


def facts() -> Any:
    """A column for a small JSON object."""
    return Field(default_factory=dict, sa_type=JSON, nullable=False)


__all__ = [
    "LINE",
    "SHORT",
    "UUID",
    "Field",
    "Record",
    "UtcMoment",
    "WallTime",
    "choice",
    "chosen",
    "facts",
    "key",
    "link",
    "moment",
    "paired",
    "wall",
    "words",
]
