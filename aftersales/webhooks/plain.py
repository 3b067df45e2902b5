"""How identifiers and moments are written in messages to shop systems."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

Data = dict[str, object]


def id_text(identifier: UUID | None) -> str | None:
    """An identifier as text."""
    return None if identifier is None else str(identifier)


def moment_text(moment: datetime | None) -> str | None:
    """A moment in UTC, such as “2026-11-23T09:00:00Z”."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
