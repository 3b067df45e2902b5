"""Plans: ask for one, watch it being made, stop it and keep the best, and see what became of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final, assert_never
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.errors import NotThere
from aftersales.jobs.asking import stop
from aftersales.jobs.plans import ask_for_plan
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.planning import EffortName, PlanRequest
from aftersales.planning.run import LONGEST_HORIZON
from aftersales.queries.jobs import newest_jobs
from aftersales.queries.places import territories, territory_by_code
from aftersales.queries.planning import unplanned_in
from aftersales.records import Job, JobKind, JobState, Territory
from aftersales.store import Session
from aftersales.words import Words, words_in
from web.api.fields import FIRST, LAST
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/plans")

MOST: Final = 50
"""Plans that are listed; older ones stand in the API."""

Field = Annotated[str, Form(max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanJob:
    """A plan as people follow it."""

    job: Job
    territory: str
    from_on: date
    sentence: str
    span: str
    done: int
    total: int
    is_live: bool
    asked_at: str


@router.get("")
def plans(request: Request, parts: PartsIn, me: Me) -> Response:
    """The plans that were asked for, and the way to ask for another."""
    return _list(request, parts, me)


@router.post("")
def asked(
    request: Request,
    parts: PartsIn,
    me: Me,
    territory: Field = "",
    from_on: Field = "",
    days: Field = "",
    effort: Field = EffortName.NORMAL.value,
) -> Response:
    """Ask for a plan; the same asked twice is one plan."""
    _ = words_in(me.language)
    typed = {"territory": territory, "from_on": from_on, "days": days, "effort": effort}
    with parts.store.reading() as session:
        area = territory_by_code(session, territory)
    on, span = _day(from_on), _days(days)
    problems = []
    if area is None:
        problems.append(("territory", _("Choose a territory.")))
    if on is None:
        problems.append(
            (
                "from_on",
                _("Write a day of the years 2000 to 2100 as year, month, day, such as 2026-11-23."),
            )
        )
    if span is None:
        problems.append(
            ("days", _("Write a number of days from 1 to {most}.", most=_.number(LONGEST_HORIZON)))
        )
    if area is None or on is None or span is None:
        return _list(request, parts, me, typed=typed, problems=problems)
    with parts.doing(actor_of(me)) as deed:
        job = ask_for_plan(
            deed,
            PlanRequest(
                territory=area.code,
                from_on=on,
                days=span,
                effort=EffortName(effort) if effort in set(EffortName) else EffortName.NORMAL,
                trigger="page",
            ),
        )
    return RedirectResponse(f"/plans/{job.id}", status_code=303)


@router.get("/{job_id}")
def plan(request: Request, parts: PartsIn, me: Me, job_id: UUID) -> Response:
    """One plan while it is made, and what became of it."""
    return _one(request, parts, me, job_id, "plan.html")


@router.get("/{job_id}/progress")
def progress(request: Request, parts: PartsIn, me: Me, job_id: UUID) -> Response:
    """The part of that page that changes."""
    return _one(request, parts, me, job_id, "plan_progress.html")


@router.post("/{job_id}/stop")
def stopped(parts: PartsIn, me: Me, job_id: UUID) -> Response:
    """End the search early and keep the best plan that it has found."""
    with parts.doing(actor_of(me)) as deed:
        stop(deed, _job(deed.session, job_id))
    return RedirectResponse(f"/plans/{job_id}", status_code=303)


def _list(
    request: Request,
    parts: Parts,
    me: SignedIn,
    *,
    typed: dict[str, str] | None = None,
    problems: Sequence[tuple[str, str]] = (),
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        areas = territories(session)
        jobs = [_shown(_, job, areas) for job in newest_jobs(session, JobKind.PLAN, MOST)]
    return page(
        request,
        "plans.html",
        _,
        status_code=422 if problems else 200,
        jobs=jobs,
        areas=areas,
        area_options=[(area.code, area.name) for area in areas],
        efforts=efforts(_),
        typed=typed or _suggested(parts, areas),
        problems=list(problems),
    )


def _one(request: Request, parts: Parts, me: SignedIn, job_id: UUID, template: str) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        job = _job(session, job_id)
        run = job.result.get("run")
        return page(
            request,
            template,
            _,
            plan=_shown(_, job, territories(session)),
            left_out=[] if run is None else unplanned_in(session, UUID(str(run))),
        )


def _job(session: Session, job_id: UUID) -> Job:
    job = session.get(Job, job_id)
    if job is None or job.kind is not JobKind.PLAN:
        raise NotThere("There is no such plan. Choose one from the list of plans.")
    return job


def _shown(_: Words, job: Job, areas: Sequence[Territory]) -> PlanJob:
    code = str(job.arguments["territory"])
    area = next((each for each in areas if each.code == code), None)
    zone = "UTC" if area is None else area.zone
    from_on = date.fromisoformat(str(job.arguments["from_on"]))
    return PlanJob(
        job=job,
        territory=code if area is None else area.name,
        from_on=from_on,
        sentence=sentence_of(_, job),
        span=_.many(
            "{number} day from {day}",
            "{number} days from {day}",
            _whole(job.arguments["days"]),
            day=_.day(from_on),
        ),
        done=_whole(job.progress.get("done", 0)),
        total=_whole(job.progress.get("total", 0)),
        is_live=job.live_key is not None,
        asked_at=f"{_.day_at(job.created_at, zone)}, {_.time_at(job.created_at, zone)}",
    )


def sentence_of(_: Words, job: Job) -> str:
    """How far a plan has come, in figures."""
    match job.state:
        case JobState.WAITING:
            return _("Waiting for its turn.")
        case JobState.RUNNING if "is_getting_ready" in job.progress:
            return _(
                "Getting the planner ready; this happens once after an update and takes about a minute."
            )
        case JobState.RUNNING if "done" in job.progress:
            return _(
                "Searched {done} %: cost {cost} points, {unserved} not placed yet.",
                done=_.number(_whole(job.progress["done"])),
                cost=_.number(_whole(job.progress["cost"])),
                unserved=_.number(_whole(job.progress["unserved"])),
            )
        case JobState.RUNNING:
            return _("It has begun: what is known is being gathered.")
        case JobState.DONE:
            return _(
                "{planned} of {visits} visits are planned, {booked} of them are new.",
                planned=_.number(_whole(job.result["planned"])),
                visits=_.number(_whole(job.result["visits"])),
                booked=_.number(_whole(job.result["booked"])),
            )
        case JobState.STOPPED:
            return _("It was stopped before anything was planned. Nothing changed.")
        case JobState.FAILED:
            return job.sentence
        case _never:
            assert_never(_never)


def efforts(_: Words) -> list[tuple[str, str]]:
    """How hard to search, in words."""
    return [
        (EffortName.QUICK.value, _("Quick: a good plan in seconds")),
        (EffortName.NORMAL.value, _("Normal: a better plan in a minute")),
        (EffortName.THOROUGH.value, _("Thorough: some minutes for the best plan")),
    ]


def _suggested(parts: Parts, areas: Sequence[Territory]) -> dict[str, str]:
    """Tomorrow and the two weeks from it, in the first territory."""
    zone = areas[0].zone if areas else "UTC"
    tomorrow = wall_of(parts.clock.now(), zone).date() + timedelta(days=1)
    return {
        "territory": areas[0].code if areas else "",
        "from_on": tomorrow.isoformat(),
        "days": "14",
        "effort": EffortName.NORMAL.value,
    }


def _day(text: str) -> date | None:
    try:
        on = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return on if FIRST <= on <= LAST else None


def _days(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdecimal() and 1 <= int(text) <= LONGEST_HORIZON else None


def _whole(value: object) -> int:
    return round(float(str(value)))
