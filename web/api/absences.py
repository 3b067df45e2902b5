"""Absences: when technicians cannot come. The reason may be about somebody's health, so few read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.absences import end_at, mending_key, report
from aftersales.deed import Deed
from aftersales.queries.jobs import newest_job_ids
from aftersales.queries.rosters import absences_page
from aftersales.queries.staff import technician_by_code, technician_codes
from aftersales.records import Absence, AbsenceKind
from aftersales.store import Session
from web.api.fields import Code, CodeAsked, Moment, MomentAsked, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/absences", tags=["absences"])


class AbsenceSent(Sent):
    """Somebody cannot come."""

    model_config = example(
        technician="T1",
        kind="training",
        from_at="2026-11-24T08:00:00+01:00",
        to_at="2026-11-24T17:00:00+01:00",
    )

    technician: Code = Field(examples=["T1"])
    kind: AbsenceKind = Field(examples=["training"])
    from_at: Moment
    to_at: Moment = Field(examples=["2026-11-24T17:00:00+01:00"])


class AbsenceEdited(Sent):
    """When somebody is there again."""

    model_config = example(to_at="2026-11-25T17:00:00+01:00")

    to_at: Moment = Field(examples=["2026-11-25T17:00:00+01:00"])


class AbsenceShown(Shown):
    """A span in which a technician cannot work.

    `mending_job_id` is the job that finds others for the visits in it; null if it has none.
    """

    id: UUID
    technician: str
    kind: AbsenceKind
    from_at: datetime
    to_at: datetime
    reported_at: datetime
    mending_job_id: UUID | None


@router.get("", summary="List absences")
def absences(
    parts: PartsIn,
    paged: PagedIn,
    technician: CodeAsked = None,
    from_at: MomentAsked = None,
    to_at: MomentAsked = None,
) -> Listed[AbsenceShown]:
    """Every absence, or those of a technician, or those that touch a span."""
    with parts.store.reading() as session:
        worker = None
        if technician is not None:
            worker = known(technician_by_code(session, technician), "technician", technician)
        page = absences_page(
            session,
            after=paged.after,
            limit=paged.limit,
            technician_id=None if worker is None else worker.id,
            from_at=from_at,
            to_at=to_at,
        )
        return paged.answer(_shown(session, page.rows), page.next)


@router.get("/{absence_id}", summary="One absence", response_model=AbsenceShown)
def absence(parts: PartsIn, held: HeldIn, absence_id: UUID) -> Response:
    """An absence and the job that mends the plan for it."""
    with parts.store.reading() as session:
        return held.answer(_one(session, found(session, Absence, absence_id, "absence")))


@router.post("", status_code=201, summary="Report an absence", response_model=AbsenceShown)
def add(once: OnceIn, sent: AbsenceSent) -> Response:
    """Write an absence down at once; a job finds others for its visits and tells whoever must be moved."""

    def act(deed: Deed) -> Acted:
        worker = known(
            technician_by_code(deed.session, sent.technician), "technician", sent.technician
        )
        row, _job = report(deed, worker, sent.kind, sent.from_at, sent.to_at)
        return _one(deed.session, row), f"/api/v1/absences/{row.id}"

    return once.answer(act)


@router.patch("/{absence_id}", summary="Change the end of an absence", response_model=AbsenceShown)
def edited(edit: EditIn, absence_id: UUID, sent: AbsenceEdited) -> Response:
    """Let it end earlier or later; what it now covers as well is planned again."""
    return edit.answer(
        lambda session: found(session, Absence, absence_id, "absence"),
        shown=_one,
        change=lambda deed, row: end_at(deed, row, sent.to_at),
    )


def _one(session: Session, row: Absence) -> AbsenceShown:
    return _shown(session, [row])[0]


def _shown(session: Session, rows: Sequence[Absence]) -> list[AbsenceShown]:
    codes = technician_codes(session)
    jobs = newest_job_ids(session, [mending_key(row) for row in rows])
    return [
        AbsenceShown(
            **row.model_dump(include=set(AbsenceShown.model_fields)),
            technician=codes[row.technician_id],
            mending_job_id=jobs.get(mending_key(row)),
        )
        for row in rows
    ]
