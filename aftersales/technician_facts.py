"""The facts of a technician that may change, and what must be true of them before they are kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from aftersales.email_addresses import email_to_keep
from aftersales.errors import NotUnderstood, Problem
from aftersales.records import Depot, Location, ServicePartner, StartsFrom, Technician
from aftersales.store import Session
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

    @property
    def columns(self) -> dict[str, Any]:
        """The facts as the columns of a technician."""
        return asdict(self)


def facts_of(worker: Technician) -> TechnicianFacts:
    """What is known of a technician, to be changed in part."""
    return TechnicianFacts(
        **{name: getattr(worker, name) for name in TechnicianFacts.__dataclass_fields__}
    )


def facts_to_keep(session: Session, territory_id: UUID, facts: TechnicianFacts) -> TechnicianFacts:
    """The facts as they are kept: they point to what is there, and the route begins somewhere.

    Raises:
        NotUnderstood: something is missing or wrong; `problems` says what.
    """
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
    if depot_id is not None and (depot is None or depot.territory_id != territory_id):
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
    return replace(facts, email=email_to_keep(facts.email))
