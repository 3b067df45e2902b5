"""Jobs: the work beside the requests, how far it is, and how it ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response

from aftersales.deed import Deed
from aftersales.jobs.asking import stop
from aftersales.queries.pages import page_of
from aftersales.records import Job, JobKind, JobState
from web.api.fields import Shown
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/jobs", tags=["jobs"])


class JobShown(Shown):
    """One piece of work: `sentence` says how it ended or what went wrong, `result` what came of it."""

    id: UUID
    kind: JobKind
    key: str
    state: JobState
    arguments: dict[str, object]
    progress: dict[str, object]
    result: dict[str, object]
    sentence: str
    asked_by: str
    attempts: int
    is_stop_wanted: bool
    created_at: datetime
    not_before_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@router.get("", summary="List jobs")
def jobs(
    parts: PartsIn, paged: PagedIn, kind: JobKind | None = None, state: JobState | None = None
) -> Listed[JobShown]:
    """Every job that is followed, the first asked for first, or those of a kind or in a state."""
    with parts.store.reading() as session:
        page = page_of(session, Job, after=paged.after, limit=paged.limit, kind=kind, state=state)
        return paged.listed(page, JobShown.model_validate)


@router.get("/{job_id}", summary="One job", response_model=JobShown)
def job(parts: PartsIn, held: HeldIn, job_id: UUID) -> Response:
    """How far a job is; ask again while it waits or runs, with its ETag so that little is sent."""
    with parts.store.reading() as session:
        return held.answer(JobShown.model_validate(found(session, Job, job_id, "job")))


@router.post("/{job_id}/stop", summary="Stop a job", response_model=JobShown)
def stop_(once: OnceIn, job_id: UUID) -> Response:
    """Ask for an early end: one that waits ends at once, one under way keeps the best it has found."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, Job, job_id, "job")
        stop(deed, row)
        deed.session.flush()
        return JobShown.model_validate(row), None

    return once.answer(act, status=200)
