"""A runner's hold on one followed job: kept alive by a beat, lost when another has taken the job up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import structlog

from aftersales.deed import SYSTEM, Deed
from aftersales.jobs.ending import end
from aftersales.jobs.terms import Terms
from aftersales.parts import Parts
from aftersales.queries.jobs import job_for_change, renew_lease
from aftersales.records import Job, JobState

_LOG = structlog.get_logger()


class HoldLost(Exception):
    """Somebody else works on the job by now; whatever was done for it must not be kept."""


class GivenBack(Exception):
    """The runner is stopping and cut the work short; the job goes back to the others."""


class Hold:
    """One attempt at one job, which `take_up` made.

    Attributes:
        job: the row as it was taken up; its `attempts` is the number of this attempt.
    """

    def __init__(self, parts: Parts, job: Job, terms: Terms, stopping: Event) -> None:
        """Hold `job` until its work ends; `stopping` is set when the runner is to stop."""
        self.job = job
        self._parts = parts
        self._terms = terms
        self._stopping = stopping
        self._is_stop_wanted = job.is_stop_wanted
        self._is_lost = False
        self._was_cut_short = False
        self._progress = dict(job.progress)
        self._over = Event()

    @property
    def was_stopped(self) -> bool:
        """Whether the work ended early; when only the runner stops, `finish` keeps nothing of it."""
        return self._is_stop_wanted or self._was_cut_short

    def should_stop(self) -> bool:
        """Whether the work should end early: people want it, the runner stops, or the job is lost."""
        if self._stopping.is_set():
            self._was_cut_short = True
        return self._is_stop_wanted or self._is_lost or self._was_cut_short

    def tell(self, progress: dict[str, object]) -> None:
        """Say how far the work is; the next beat writes it down, so it costs nothing to say it often."""
        self._progress = progress

    def finish(self, deed: Deed, result: dict[str, object], sentence: str) -> None:
        """End the job as done in the deed that keeps what it did, so that both are kept or neither.

        Raises:
            GivenBack: the work was cut short because the runner stops, and nobody wanted it to end.
            HoldLost: the job is not this attempt's any more.
        """
        job = self.held_row(deed)
        if self._was_cut_short and not job.is_stop_wanted:
            raise GivenBack
        job.progress = self._progress
        job.result = result
        end(job, JobState.DONE, deed.now, sentence)

    def held_row(self, deed: Deed) -> Job:
        """The job's row for a last change.

        Raises:
            HoldLost: the job is not this attempt's any more.
        """
        job = job_for_change(deed.session, self.job.id)
        if job is None or job.state is not JobState.RUNNING or job.attempts != self.job.attempts:
            raise HoldLost
        return job

    @contextmanager
    def kept_alive(self) -> Iterator[None]:
        """Give a sign of life at every beat until the block ends."""
        thread = Thread(target=self._beats, name=f"beat of {self.job.key}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _beats(self) -> None:
        while not self._over.wait(self._terms.beat):
            try:
                self._beat()
            except Exception as error:  # noqa: BLE001 - a missed beat is made up for by the next
                _LOG.warning("job_beat_missed", key=self.job.key, error=type(error).__name__)

    def _beat(self) -> None:
        with self._parts.doing(SYSTEM) as deed:
            is_stop_wanted = renew_lease(
                deed.session,
                self.job.id,
                self.job.attempts,
                deed.now + self._terms.lease,
                self._progress,
            )
        if is_stop_wanted is None:
            self._is_lost = True
        elif is_stop_wanted:
            self._is_stop_wanted = True
