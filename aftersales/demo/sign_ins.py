"""Who signs in to the demo: one user of each role and one shop system, with a password of this demo only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from aftersales.access import EVERYBODY
from aftersales.api_keys import add_api_key
from aftersales.deed import Actor, Deed
from aftersales.identifiers import spoken_password
from aftersales.parts import Parts
from aftersales.queries.staff import technicians_of
from aftersales.records import Role, Scope, Technician, Territory
from aftersales.service_partners import add_service_partner
from aftersales.users import add_user

DOMAIN: Final = "aftersales.example"

NAMES: Final = {
    Role.ADMIN: "Ada Öhri",
    Role.MANAGER: "Maria Vogt",
    Role.DISPATCHER: "Daniel Sele",
    Role.SUPPORT: "Selma Beck",
    Role.PARTNER: "Rheintal Hausdienst",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIns:
    """What somebody needs to look at the demo as each of its people."""

    emails: tuple[tuple[Role, str], ...]
    password: str
    api_key: str


def add_sign_ins(parts: Parts, actor: Actor, territory: Territory, busy: Technician) -> SignIns:
    """One user of each role; the technician is one who has visits, the partner employs another one."""
    password = spoken_password()
    with parts.doing(actor) as deed:
        emails = []
        for role in sorted(EVERYBODY):
            email = f"{role}@{DOMAIN}"
            add_user(
                deed,
                email=email,
                name=busy.name if role is Role.TECHNICIAN else NAMES[role],
                role=role,
                language=busy.language if role is Role.TECHNICIAN else "en",
                password=password,
                technician_id=busy.id if role is Role.TECHNICIAN else None,
                service_partner_id=_partner(deed, territory, busy)
                if role is Role.PARTNER
                else None,
            )
            emails.append((role, email))
        _row, api_key = add_api_key(deed, name="Demo shop", scopes=frozenset(Scope))
    return SignIns(emails=tuple(emails), password=password, api_key=api_key)


def _partner(deed: Deed, territory: Territory, busy: Technician) -> UUID:
    """A subcontractor with two of the technicians."""
    partner = add_service_partner(
        deed,
        code="rheintal",
        name=NAMES[Role.PARTNER],
        email=f"office@rheintal.{DOMAIN}",
        phone="+423 555 00 09",
    )
    others = [each for each in technicians_of(deed.session, territory.id) if each.id != busy.id]
    for worker in others[-2:]:
        worker.service_partner_id = partner.id
        deed.add(worker)
    return partner.id
