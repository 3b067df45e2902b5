"""Technicians: who they are, what they may do, when they work and when they cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.feeds import depots_changed
from aftersales.moments import utc_of
from aftersales.queries.catalogue import skills_by_code
from aftersales.queries.staff import technician_by_code
from aftersales.records import (
    Absence,
    AbsenceKind,
    Shift,
    Skill,
    StartsFrom,
    Technician,
    TechnicianSkill,
    Territory,
)
from aftersales.store import lock_rows
from aftersales.technician_facts import TechnicianFacts, facts_to_keep


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """A working day in wall time, with the span in which its pause may start and the pause's minutes."""

    from_time: time
    to_time: time
    break_from: time | None = None
    break_to: time | None = None
    break_minutes: int = 0


def add_technician(
    deed: Deed,
    territory: Territory,
    *,
    code: str,
    name: str,
    email: str,
    phone: str,
    language: str,
    skills: Mapping[str, date | None],
    cost_per_hour_cents: int,
    depot_id: UUID | None = None,
    home_location_id: UUID | None = None,
    service_partner_id: UUID | None = None,
) -> Technician:
    """Keep a technician with their skills; a skill's day is the last on which its certificate holds.

    Raises:
        NotUnderstood: a skill is not in the catalogue, there is neither a home nor a depot, or another
            fact is wrong; `problems` says which.
        Collision: there is a technician of this code.
    """
    known = known_skills(deed, skills)
    if technician_by_code(deed.session, code) is not None:
        raise Collision(f"There is a technician “{code}” already. Choose another code.")
    if depot_id is None and home_location_id is None:
        raise NotUnderstood(
            f"{name} has neither a home nor a depot. Name the place where the route begins.",
            [Problem("starts_from", "name a depot or a home address")],
        )
    deed.session.flush()  # a home that this deed adds is there when it is looked for
    facts = TechnicianFacts(
        name=name,
        email=email,
        phone=phone,
        language=language,
        service_partner_id=service_partner_id,
        starts_from=StartsFrom.DEPOT if home_location_id is None else StartsFrom.HOME,
        home_location_id=home_location_id,
        depot_id=depot_id,
        cost_per_hour_cents=cost_per_hour_cents,
    )
    worker = Technician(
        calendar_changed_at=deed.now,
        **facts_to_keep(deed.session, territory.id, facts).columns,
        id=deed.new_id(),
        code=code,
        territory_id=territory.id,
        created_at=deed.now,
    )
    deed.add(worker)
    for skill_code, valid_until_on in sorted(skills.items()):
        deed.add(
            TechnicianSkill(
                technician_id=worker.id,
                skill_id=known[skill_code].id,
                valid_until_on=valid_until_on,
            )
        )
    if depot_id is not None:
        depots_changed(deed, [depot_id])
    deed.note("technician_added", worker)
    return worker


def known_skills(deed: Deed, codes: Iterable[str]) -> dict[str, Skill]:
    """The skills of the catalogue by code.

    Raises:
        NotUnderstood: one of these codes is not among them.
    """
    known = skills_by_code(deed.session)
    unknown = sorted(set(codes) - set(known))
    if unknown:
        raise NotUnderstood(
            f"Unknown skills: {', '.join(unknown)}. Known are: {', '.join(sorted(known))}.",
            [Problem("skills", f"{code} is not known") for code in unknown],
        )
    return known


def add_shift(deed: Deed, worker: Technician, zone: str, on: date, plan: DayPlan) -> Shift:
    """Let a technician work on a day."""
    local_from, local_to = datetime.combine(on, plan.from_time), datetime.combine(on, plan.to_time)
    if local_to <= local_from:
        raise NotUnderstood(
            f"The shift of {worker.name} on {on} ends before it starts. Correct its times.",
            [Problem("shift", "it ends before it starts")],
        )
    shift = Shift(
        id=deed.new_id(),
        technician_id=worker.id,
        local_from=local_from,
        local_to=local_to,
        zone=zone,
        from_at=utc_of(local_from, zone),
        to_at=utc_of(local_to, zone),
        break_local_from=None if plan.break_from is None else datetime.combine(on, plan.break_from),
        break_local_to=None if plan.break_to is None else datetime.combine(on, plan.break_to),
        break_minutes=plan.break_minutes,
    )
    deed.add(shift)
    return shift


def lock_technician(deed: Deed, worker: Technician) -> None:
    """Let no plan of a technician be kept until the deed ends, and read anew what others changed."""
    deed.add(worker)
    deed.session.flush()  # reading anew would lose what this deed changed
    lock_rows(deed.session, "technician", [worker.id])
    deed.session.refresh(worker)


def add_absence(
    deed: Deed, worker: Technician, kind: AbsenceKind, from_at: datetime, to_at: datetime
) -> Absence:
    """A technician cannot work in a span; the reason stays with us."""
    lock_technician(deed, worker)
    if to_at <= from_at:
        raise NotUnderstood(
            "The absence ends before it starts. Correct its times.",
            [Problem("to", "it lies before the start")],
        )
    absence = Absence(
        id=deed.new_id(),
        technician_id=worker.id,
        kind=kind,
        from_at=from_at,
        to_at=to_at,
        reported_at=deed.now,
        note="",
    )
    deed.add(absence)
    deed.note("absence_reported", worker)
    return absence


def withdraw_absence(deed: Deed, absence: Absence) -> None:
    """Somebody is there after all: an absence that has begun ends now, one that lies ahead is taken back.

    Nothing that others took over moves back; the next plan counts with them again.
    """
    worker = deed.session.get_one(Technician, absence.technician_id)
    lock_technician(deed, worker)
    if absence.to_at <= deed.now:
        return
    if absence.from_at < deed.now:
        absence.to_at = deed.now
        deed.add(absence)
    else:
        deed.session.delete(absence)
    deed.note("absence_changed", worker)
