"""Long lists of identifiers in pieces that every database takes in one statement."""

from collections.abc import Collection, Sequence
from typing import Final, TypeVar
from uuid import UUID

LONGEST: Final = 500
"""SQLite takes 32,766 variables in a statement, older builds 999."""

Key = TypeVar("Key", UUID, str)


def chunks(ids: Collection[Key]) -> list[Sequence[Key]]:
    """The identifiers in order, in pieces of at most `LONGEST`."""
    ordered = sorted(ids)
    return [ordered[start : start + LONGEST] for start in range(0, len(ordered), LONGEST)]
