"""Changes of who works for us: facts, certificates, and whether somebody still comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.feeds import depots_changed
from aftersales.links import revoke_links
from aftersales.moments import wall_of
from aftersales.queries.access import users_of_technician
from aftersales.queries.rosters import certificates_of, standing_visits
from aftersales.records import LinkPurpose, Technician, TechnicianSkill, Territory
from aftersales.technician_facts import TechnicianFacts, facts_to_keep
from aftersales.technicians import known_skills, lock_technician
from aftersales.users import set_active


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """On which days a skill holds; a border that is missing is open."""

    number: str | None = None
    valid_from_on: date | None = None
    valid_until_on: date | None = None


def edit_technician(deed: Deed, worker: Technician, facts: TechnicianFacts) -> None:
    """Let other facts hold of a technician; the audit trail says which ones, not what they were.

    Raises:
        NotUnderstood: something is missing or wrong; `problems` says what.
    """
    wanted = facts_to_keep(deed.session, worker.territory_id, facts).columns
    changed = [name for name, value in wanted.items() if getattr(worker, name) != value]
    if "depot_id" in changed:
        depots_changed(deed, filter(None, (worker.depot_id, wanted["depot_id"])))
    for name in changed:
        setattr(worker, name, wanted[name])
    if {"name", "language"} & set(changed):  # the title and the words of their calendar
        worker.calendar_revision += 1
        worker.calendar_changed_at = deed.now
    if changed:
        deed.add(worker)
        deed.note("technician_edited", worker, facts={"changed": changed})


def certify(deed: Deed, worker: Technician, skills: Mapping[str, Certificate]) -> None:
    """Let a technician have exactly these skills; visits they may no longer do move with the next plan.

    Raises:
        NotUnderstood: a skill is not in the catalogue, or its certificate ends before it begins.
    """
    lock_technician(deed, worker)
    known = known_skills(deed, skills)
    problems = [
        Problem(f"skills.{code}", "the certificate ends before it begins; correct its days")
        for code, held in skills.items()
        if held.valid_from_on and held.valid_until_on and held.valid_until_on < held.valid_from_on
    ]
    if problems:
        raise NotUnderstood("A certificate cannot be kept as it is. Correct it.", problems)
    before = dict(certificates_of(deed.session, [worker.id]).get(worker.id, ()))
    for code in sorted(set(skills) | set(before)):
        row = before.get(code)
        if code not in skills:
            deed.session.delete(row)
            continue
        if row is None:
            row = TechnicianSkill(technician_id=worker.id, skill_id=known[code].id)
        row.certificate_number = skills[code].number
        row.valid_from_on = skills[code].valid_from_on
        row.valid_until_on = skills[code].valid_until_on
        deed.add(row)
    deed.session.flush()
    deed.note("technician_certified", worker, facts={"skills": sorted(skills)})


def dismiss(deed: Deed, worker: Technician) -> None:
    """Somebody comes no more: their calendar address and their sign-in stop working.

    Raises:
        NotAllowed: visits are still promised with them; somebody must decide who comes instead.
    """
    lock_technician(deed, worker)
    if not worker.is_active:
        return
    ahead = standing_visits(deed.session, worker.id, deed.now)
    if ahead:
        zone = deed.session.get_one(Territory, worker.territory_id).zone
        first_on = wall_of(ahead[0].planned_start_at, zone).date()
        raise NotAllowed(
            f"{worker.code} still has {len(ahead)} visits to come, the first on {first_on}. Report an "
            "absence from then on, plan those days again so that others take them over, and repeat this."
        )
    worker.is_active = False
    deed.add(worker)
    revoke_links(deed, LinkPurpose.FEED, worker.id)
    for user in users_of_technician(deed.session, worker.id):
        set_active(deed, user, is_active=False)
    deed.note("technician_dismissed", worker)


def reinstate(deed: Deed, worker: Technician) -> None:
    """Somebody comes again; an admin lets them sign in, and they ask for a new calendar address."""
    if worker.is_active:
        return
    worker.is_active = True
    deed.add(worker)
    deed.note("technician_reinstated", worker)
