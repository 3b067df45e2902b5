"""Service partners: subcontractors whose technicians work to the same promises as our own."""

from __future__ import annotations

from typing import Final

from aftersales.deed import Deed
from aftersales.email_addresses import email_to_keep
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.queries.access import partner_by_code
from aftersales.records import ServicePartner
from aftersales.records.columns import SHORT

LONGEST_ANSWER: Final = 72
"""Hours that a partner has to answer an offer of work at most."""


def add_service_partner(
    deed: Deed, *, code: str, name: str, email: str, phone: str, answer_hours: int | None = None
) -> ServicePartner:
    """Keep a partner; technicians are theirs by its code, and their office signs in as a user of it.

    With `answer_hours` they are asked whether they take a visit; without, what is planned is theirs at once.

    Raises:
        NotUnderstood: something is missing or wrong; `problems` says what.
        Collision: there is a partner of this code.
    """
    code, name, phone = code.strip(), name.strip(), phone.strip()
    _check(code, name, phone, answer_hours)
    address = email_to_keep(email)
    if partner_by_code(deed.session, code) is not None:
        raise Collision(f"There is a service partner “{code}” already. Choose another code.")
    partner = ServicePartner(
        id=deed.new_id(),
        code=code,
        name=name,
        email=address,
        phone=phone,
        answer_hours=answer_hours,
    )
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
    answer_hours: int | None = None,
) -> None:
    """Change what is given: what a partner is called, how their office is reached, and how long it has to answer.

    Hours of 0 ask them nothing any more.

    Raises:
        NotUnderstood: something is missing or wrong; `problems` says what.
    """
    given: dict[str, str | int | None] = {
        "name": partner.name if name is None else name.strip(),
        "email": partner.email if email is None else email_to_keep(email),
        "phone": partner.phone if phone is None else phone.strip(),
        "answer_hours": partner.answer_hours if answer_hours is None else answer_hours or None,
    }
    _check(partner.code, str(given["name"]), str(given["phone"]), answer_hours or None)
    changed = [column for column, value in given.items() if getattr(partner, column) != value]
    for column in changed:
        setattr(partner, column, given[column])
    if changed:
        deed.add(partner)
        deed.note("service_partner_edited", partner, facts={"changed": changed})


def _check(code: str, name: str, phone: str, answer_hours: int | None) -> None:
    problems = [
        Problem(where, f"write 1 to {SHORT} characters")
        for where, text in (("code", code), ("phone", phone))
        if not 0 < len(text) <= SHORT
    ]
    if not name:
        problems.append(Problem("name", "write the name of the company"))
    if answer_hours is not None and not 1 <= answer_hours <= LONGEST_ANSWER:
        problems.append(Problem("answer_hours", f"1 to {LONGEST_ANSWER}, or none"))
    if problems:
        raise NotUnderstood("This partner cannot be kept as it is. Correct it.", problems)
