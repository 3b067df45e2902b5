"""What a line about checklists says: one thing to check or to measure at a kind of work."""

from __future__ import annotations

from collections.abc import Iterator

from aftersales.imports.cells import Code, Text, Wrong
from aftersales.imports.rows import Row


class ChecklistRow(Row):
    """A point of the checklist of a kind of work, such as `dishwasher.install`; with a unit it asks for a reading."""

    work_type: Code
    point: Text
    unit: Code = ""

    def contradictions(self) -> Iterator[Wrong]:
        """There are none: each line stands for itself."""
        yield from ()
