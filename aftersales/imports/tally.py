"""What an import has come to so far: lines added and unchanged, problems, notes, and progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aftersales.deed import Deed
from aftersales.errors import AftersalesError, NotUnderstood, Problem
from aftersales.imports.judging import AnyRow, Line
from aftersales.imports.report import LineProblem
from aftersales.queries.imports import kept_or_undone

Told = list[tuple[str, object, object]]
"""Columns, each with what the file says and with what is there."""


@dataclass(slots=True)
class Tally:
    """The counts of one import while it runs."""

    total: int
    on_line: Callable[[int, int], None]
    done: int = 0
    added: int = 0
    unchanged: int = 0
    problems: list[LineProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def passed(self, number: int = 1) -> None:
        """So many lines more are through, whatever came of them."""
        self.done += number
        self.on_line(self.done, self.total)

    def each(self, lines: Iterable[Line[AnyRow]]) -> Iterator[Line[AnyRow]]:
        """The lines one by one, telling the progress after each."""
        for line in lines:
            yield line
            self.passed()

    @contextmanager
    def judging(self, line: int) -> Iterator[None]:
        """Put down what the block refuses as a problem of this line."""
        try:
            yield
        except AftersalesError as error:
            places = error.problems if isinstance(error, NotUnderstood) else ()
            column = places[0].where if places else ""
            self.problems.append(LineProblem(line, column, str(error)))

    @contextmanager
    def keeping(self, deed: Deed, line: int) -> Iterator[None]:
        """Like `judging`, and nothing that a refused line has written stays in the way of the next."""
        with self.judging(line), kept_or_undone(deed.session):
            yield

    def unique(
        self,
        lines: Iterable[Line[AnyRow]],
        column: str,
        name: Callable[[AnyRow], str],
    ) -> tuple[Line[AnyRow], ...]:
        """The lines without those that repeat the name of an earlier one."""
        first: dict[str, int] = {}
        for line in lines:
            key = name(line.row)
            if first.setdefault(key, line.number) != line.number:
                self.problems.append(
                    LineProblem(
                        line.number,
                        column,
                        f"“{key}” stands in line {first[key]} already; keep one of the two lines.",
                    )
                )
                self.passed()
        return tuple(line for line in lines if first[name(line.row)] == line.number)


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
