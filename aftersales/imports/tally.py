"""What an import has come to so far: lines added and unchanged, problems, notes, and progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import AftersalesError, NotUnderstood, Problem
from aftersales.imports.judging import AnyRow, Line
from aftersales.imports.report import LineProblem
from aftersales.queries.imports import kept_or_undone

BATCH: Final = 200
"""Groups of lines that are written at once: many rows in one statement instead of one each."""

Told = list[tuple[str, object, object]]
"""Columns, each with what the file says and with what is there."""


@dataclass(slots=True)
class Tally:
    """The counts of one import while it runs; `placed` has the line and the identifier of each new place."""

    total: int
    on_line: Callable[[int, int], None]
    done: int = 0
    added: int = 0
    unchanged: int = 0
    problems: list[LineProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    placed: list[tuple[int, UUID]] = field(default_factory=list)

    def passed(self, number: int = 1) -> None:
        """So many lines more are through, whatever came of them."""
        self.done += number
        self.on_line(self.done, self.total)

    def go_through(
        self,
        deed: Deed,
        groups: Sequence[Sequence[Line[AnyRow]]],
        judge: Callable[[Sequence[Line[AnyRow]]], None],
    ) -> None:
        """Judge lines that belong together, group by group, and write them in batches.

        What `judge` refuses is a problem of the group's first line, and the next group follows: since
        one problem undoes the whole file, what a refused group has written already does no harm.
        """
        for start in range(0, len(groups), BATCH):
            batch = groups[start : start + BATCH]
            with (
                self.judging(batch[0][0].number),
                kept_or_undone(deed.session),
                deed.session.no_autoflush,
            ):
                for group in batch:
                    with self.judging(group[0].number):
                        judge(group)
                    self.passed(len(group))

    @contextmanager
    def judging(self, line: int) -> Iterator[None]:
        """Put down what the block refuses as a problem of this line."""
        try:
            yield
        except AftersalesError as error:
            places = error.problems if isinstance(error, NotUnderstood) else ()
            column = places[0].where if places else ""
            self.problems.append(LineProblem(line, column, str(error)))

    def unique(self, lines: Iterable[Line[AnyRow]], column: str) -> list[tuple[Line[AnyRow]]]:
        """The lines, each by itself, without those that repeat the name in a column of an earlier one."""
        first: dict[str, int] = {}
        kept: list[tuple[Line[AnyRow]]] = []
        for line in lines:
            name = str(getattr(line.row, column))
            if first.setdefault(name, line.number) == line.number:
                kept.append((line,))
                continue
            sentence = f"“{name}” stands in line {first[name]} already; keep one of the two lines."
            self.problems.append(LineProblem(line.number, column, sentence))
            self.passed()
        return kept


def check_same(what: str, told: Told) -> None:
    """Make sure that a line says nothing else than what is there already.

    Args:
        what: what is there, such as “Customer C-1”.
        told: what the line says beside what is there.

    Raises:
        NotUnderstood: it does; the message names every difference.
    """
    differing = [each for each in told if each[1] != each[2]]
    if differing:
        said = "; ".join(
            f"{column} is {_shown(here)}, not {_shown(there)}" for column, there, here in differing
        )
        raise NotUnderstood(
            f"{what} is there already, but {said}. "
            "An import never overwrites: correct the line or take it out.",
            [Problem(column, "differs") for column, _, _ in differing],
        )


def _shown(value: object) -> str:
    if value is None or value in ("", (), []):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{', '.join(map(str, value)) if isinstance(value, list | tuple) else value}”"
