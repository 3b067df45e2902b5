"""Changes of who works for us: facts, certificates, and whether somebody still comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from aftersales.deed import Deed
from aftersales.email_addresses import email_to_keep
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.links import revoke_links
from aftersales.moments import wall_of
from aftersales.queries.access import users_of_technician
from aftersales.queries.rosters import certificates_of, standing_visits
from aftersales.records import (
    Depot,
    LinkPurpose,
    Location,
    ServicePartner,
    StartsFrom,
    Technician,
    TechnicianSkill,
    Territory,
)
from aftersales.technicians import known_skills, lock_technician
from aftersales.users import set_active
from aftersales.words import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianFacts:
    """What may change about a technician; see the columns of the same names."""

    name: str
    email: str
    phone: str
    language: str
    service_partner_id: UUID | None
    starts_from: StartsFrom
    home_location_id: UUID | None
    depot_id: UUID | None
    cost_per_hour_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """On which days a skill holds; a border that is missing is open."""

    number: str | None = None
    valid_from_on: date | None = None
    valid_until_on: date | None = None


def facts_of(worker: Technician) -> TechnicianFacts:
    """What is known of a technician, to be changed in part."""
    return TechnicianFacts(
        **{name: getattr(worker, name) for name in TechnicianFacts.__dataclass_fields__}
    )


def edit_technician(deed: Deed, worker: Technician, facts: TechnicianFacts) -> None:
    """Let other facts hold of a technician; the audit trail says which ones, not what they were.

    Raises:
        NotUnderstood: something is missing or wrong; `problems` says what.
    """
    _check(deed, worker, facts)
    wanted = asdict(facts) | {"email": email_to_keep(facts.email)}
    changed = [name for name, value in wanted.items() if getattr(worker, name) != value]
    for name in changed:
        setattr(worker, name, wanted[name])
    if {"name", "language"} & set(changed):  # the title and the words of their calendar
        worker.calendar_revision += 1
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


def _check(deed: Deed, worker: Technician, facts: TechnicianFacts) -> None:
    """Make sure that the facts point to what is there, and that the route begins somewhere."""
    session = deed.session
    problems = []
    if facts.language not in LANGUAGES:
        problems.append(Problem("language", f"use one of {', '.join(LANGUAGES)}"))
    partner_id, home_id, depot_id = (
        facts.service_partner_id,
        facts.home_location_id,
        facts.depot_id,
    )
    if partner_id is not None and session.get(ServicePartner, partner_id) is None:
        problems.append(Problem("partner", "there is no such partner; check it"))
    depot = None if depot_id is None else session.get(Depot, depot_id)
    if depot_id is not None and (depot is None or depot.territory_id != worker.territory_id):
        problems.append(
            Problem("depot", "their territory has no such depot; choose one of its own")
        )
    if home_id is not None and session.get(Location, home_id) is None:
        problems.append(Problem("home", "there is no such place; write the address"))
    if facts.starts_from is StartsFrom.HOME and home_id is None:
        problems.append(Problem("home", "their route begins at home; write the address"))
    if facts.starts_from is StartsFrom.DEPOT and depot_id is None:
        problems.append(Problem("depot", "their route begins at a depot; name it"))
    if problems:
        raise NotUnderstood("This technician cannot be kept as they are. Correct it.", problems)
