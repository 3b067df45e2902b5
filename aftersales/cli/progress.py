"""Progress in the terminal: one bar a stage, with what is going on beside it."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)


class Stages:
    """Bars for the stages of a long command, each finished when the next begins."""

    def __init__(self, console: Console, *, is_shown: bool) -> None:
        """Draw on `console`, or nowhere."""
        self._progress = Progress(
            TextColumn("{task.description:<46}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=console,
            disable=not is_shown,
        )
        self._present: TaskID | None = None

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the last bar and stop drawing."""
        if kind is None:
            self._finish()
        self._progress.stop()

    def begin(self, title: str, steps: int) -> None:
        """A stage begins; with 0 steps its length is not known."""
        self._finish()
        self._present = self._progress.add_task(title, total=steps or None, note="")

    def step(self, note: str = "") -> None:
        """One step of the present stage is done."""
        if self._present is not None:
            self._progress.update(self._present, advance=1, note=note)

    def reach(self, step: int, note: str = "") -> None:
        """The present stage has come to this step."""
        if self._present is not None:
            self._progress.update(self._present, completed=step, note=note)

    def _finish(self) -> None:
        if self._present is not None:
            task = next(each for each in self._progress.tasks if each.id == self._present)
            self._progress.update(self._present, total=task.completed, completed=task.completed)
            self._progress.stop_task(self._present)
