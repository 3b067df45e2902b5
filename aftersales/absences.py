"""Absences as people report and correct them: written down at once, mended by a job beside the request."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from aftersales.day_watch.absences import plan_to_mend
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.jobs.plans import ask_for_plan
from aftersales.records import Absence, AbsenceKind, Job, Technician
from aftersales.technicians import add_absence, lock_technician

LONGEST_DAYS: Final = 400
"""A year and a little; who is away for longer comes no more, or the year is mistyped."""


def report(
    deed: Deed, worker: Technician, kind: AbsenceKind, from_at: datetime, to_at: datetime
) -> tuple[Absence, Job | None]:
    """Write an absence down; answers it and the job that finds others for its visits, if there are any.

    Raises:
        NotUnderstood: it ends before it starts, or is longer than a year and a little.
        NotAllowed: the technician comes no more.
    """
    lock_technician(deed, worker)
    if not worker.is_active:
        raise NotAllowed(f"{worker.code} comes no more, so nothing needs to be reported.")
    absence = add_absence(deed, worker, kind, from_at, to_at)
    _check_length(absence)
    return absence, _mend(deed, worker, absence)


def end_at(deed: Deed, absence: Absence, to_at: datetime) -> Job | None:
    """Let an absence end at another time; answers the job that finds others for visits it now covers, too.

    Whoever comes back earlier is free again for the next plan; nothing that others took over moves back.

    Raises:
        NotUnderstood: it would end before it starts, or be longer than a year and a little.
    """
    if to_at <= absence.from_at:
        raise NotUnderstood(
            "The absence would end before it starts. Correct its end.",
            [Problem("to_at", "it lies before the start")],
        )
    if to_at == absence.to_at:
        return None
    worker = deed.session.get_one(Technician, absence.technician_id)
    lock_technician(deed, worker)
    is_longer = to_at > absence.to_at
    absence.to_at = to_at
    _check_length(absence)
    deed.add(absence)
    deed.note("absence_changed", worker)
    return _mend(deed, worker, absence) if is_longer else None


def mending_key(absence: Absence) -> str:
    """The key of the job that finds others for the visits of an absence as long as it is now."""
    return f"absence:{absence.id}:{absence.to_at.astimezone(UTC).isoformat()}"


def _check_length(absence: Absence) -> None:
    if (absence.to_at - absence.from_at).days > LONGEST_DAYS:
        raise NotUnderstood(
            f"An absence lasts {LONGEST_DAYS} days at most. Correct its times.",
            [Problem("to_at", f"at most {LONGEST_DAYS} days after the start")],
        )


def _mend(deed: Deed, worker: Technician, absence: Absence) -> Job | None:
    """The job that plans the visits inside an absence again while everybody else keeps theirs.

    It has a key of its own: a plan that is under way has not seen this absence. Its horizon reaches a few
    days beyond the last of these visits, so that those whom nobody can take over find a new time.
    """
    request = plan_to_mend(deed.session, worker, absence, deed.now)
    return None if request is None else ask_for_plan(deed, request, key=mending_key(absence))
