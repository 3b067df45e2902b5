"""Service partners: subcontractors whose technicians work to the same promises as our own."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.email_addresses import email_to_keep
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.queries.access import partner_by_code
from aftersales.records import ServicePartner
from aftersales.records.columns import SHORT


def add_service_partner(
    deed: Deed, *, code: str, name: str, email: str, phone: str
) -> ServicePartner:
    """Keep a partner; technicians are theirs by its code, and their office signs in as a user of it.

    Raises:
        NotUnderstood: something is missing or wrong; `problems` says what.
        Collision: there is a partner of this code.
    """
    code, name, phone = code.strip(), name.strip(), phone.strip()
    _check(code, name, phone)
    address = email_to_keep(email)
    if partner_by_code(deed.session, code) is not None:
        raise Collision(f"There is a service partner “{code}” already. Choose another code.")
    partner = ServicePartner(id=deed.new_id(), code=code, name=name, email=address, phone=phone)
    deed.add(partner)
    deed.note("service_partner_added", partner)
    return partner


def edit_service_partner(
    deed: Deed,
    partner: ServicePartner,
    *,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> None:
    """Change what is given: what a partner is called, and how their office is reached.

    Raises:
        NotUnderstood: something is missing or wrong; `problems` says what.
    """
    given = {
        "name": partner.name if name is None else name.strip(),
        "email": partner.email if email is None else email_to_keep(email),
        "phone": partner.phone if phone is None else phone.strip(),
    }
    _check(partner.code, given["name"], given["phone"])
    changed = [column for column, value in given.items() if getattr(partner, column) != value]
    for column in changed:
        setattr(partner, column, given[column])
    if changed:
        deed.add(partner)
        deed.note("service_partner_edited", partner, facts={"changed": changed})


def _check(code: str, name: str, phone: str) -> None:
    problems = [
        Problem(where, f"write 1 to {SHORT} characters")
        for where, text in (("code", code), ("phone", phone))
        if not 0 < len(text) <= SHORT
    ]
    if not name:
        problems.append(Problem("name", "write the name of the company"))
    if problems:
        raise NotUnderstood("This partner cannot be kept as it is. Correct it.", problems)
