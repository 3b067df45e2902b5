"""Users: who may sign in, in which role, and with which password."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.email_addresses import email_to_keep
from aftersales.errors import Collision, NotAllowed, NotUnderstood, Problem
from aftersales.parts import Parts
from aftersales.passwords import check_password, is_right, password_hash
from aftersales.queries.access import active_admins, locked_user, user_by_email, user_by_id
from aftersales.records import Role, ServicePartner, SessionEnd, Technician, User
from aftersales.sessions import end_sessions
from aftersales.throttle import Allowance, attempt, forget
from aftersales.words import LANGUAGES

WRONG_PRESENT: Final = Allowance("present password", 5, timedelta(minutes=15))
"""Whoever sits down at a screen left open may not guess the password there either."""


def add_user(
    deed: Deed,
    *,
    email: str,
    name: str,
    role: Role,
    language: str = "en",
    password: str,
    technician_id: UUID | None = None,
    service_partner_id: UUID | None = None,
) -> User:
    """Let somebody sign in; hashing holds the transaction for a moment, which a rare deed may.

    Raises:
        NotUnderstood: something is missing or wrong; `problems` says what.
        Collision: somebody signs in with this e-mail address already.
    """
    address = email_to_keep(email)
    _check(deed, name, role, language, technician_id, service_partner_id)
    check_password(password, email=address, name=name)
    _check_free(deed, address)
    user = User(
        id=deed.new_id(),
        email=address,
        name=name.strip(),
        role=role,
        language=language,
        password_hash=password_hash(password),
        technician_id=technician_id,
        service_partner_id=service_partner_id,
        is_active=True,
        created_at=deed.now,
        password_changed_at=deed.now,
    )
    deed.add(user)
    deed.note("user_added", user, facts={"role": role.value})
    return user


def edit_user(
    deed: Deed,
    user: User,
    *,
    email: str,
    name: str,
    role: Role,
    language: str,
    technician_id: UUID | None = None,
    service_partner_id: UUID | None = None,
) -> User:
    """Change who somebody is to the house; a change of role or reach ends their sessions.

    Raises:
        NotUnderstood: something is missing or wrong; `problems` says what.
        Collision: somebody else signs in with this e-mail address.
        NotAllowed: nobody would be left who may let people in.
    """
    if role is not Role.ADMIN:
        _check_not_last_admin(deed, user)
    kept = locked_user(deed.session, user.id)
    address = email_to_keep(email)
    _check(deed, name, role, language, technician_id, service_partner_id)
    if address != kept.email:
        _check_free(deed, address)
    reach = (kept.role, kept.technician_id, kept.service_partner_id)
    kept.email, kept.name, kept.language = address, name.strip(), language
    kept.role, kept.technician_id, kept.service_partner_id = role, technician_id, service_partner_id
    if reach != (role, technician_id, service_partner_id):
        end_sessions(deed, kept.id, SessionEnd.REVOKED)
    deed.note("user_edited", kept, facts={"role": role.value})
    return kept


def change_password(
    deed: Deed, user: User, new_password: str, *, keep_session_id: UUID | None = None
) -> int:
    """Give a user a new password and end their other sessions; answers how many were live.

    Raises:
        NotUnderstood: the new password is easily guessed.
    """
    check_password(new_password, email=user.email, name=user.name)
    hashed = password_hash(new_password)
    kept = locked_user(deed.session, user.id)
    kept.password_hash = hashed
    kept.password_changed_at = deed.now
    deed.note("password_changed", kept)
    return end_sessions(deed, kept.id, SessionEnd.PASSWORD_CHANGED, keep_session_id=keep_session_id)


def be_reached(deed: Deed, user: User, *, phone: str | None, is_on_call: bool | None) -> None:
    """Say how colleagues reach a user and whether they are on call; None leaves it."""
    kept = locked_user(deed.session, user.id)
    if phone is not None:
        kept.phone = phone.strip()
    if is_on_call is not None:
        kept.is_on_call = is_on_call
    deed.add(kept)
    deed.note("user_reached", kept)


def set_active(deed: Deed, user: User, *, is_active: bool) -> int:
    """Let a user in or keep them out; answers how many of their live sessions ended.

    Raises:
        NotAllowed: nobody would be left who may let people in.
    """
    if not is_active:
        _check_not_last_admin(deed, user)
    kept = locked_user(deed.session, user.id)
    if kept.is_active == is_active:
        return 0
    kept.is_active = is_active
    deed.note("user_activated" if is_active else "user_deactivated", kept)
    return 0 if is_active else end_sessions(deed, kept.id, SessionEnd.REVOKED)


def is_password_of(parts: Parts, user_id: UUID, password: str) -> bool:
    """Whether this is a user's present password, asked before they may change it.

    Raises:
        TooOften: it was wrong too often.
    """
    attempt(parts, WRONG_PRESENT, str(user_id))
    with parts.store.reading() as session:
        stored = user_by_id(session, user_id).password_hash
    if not is_right(password, stored):
        return False
    forget(parts, WRONG_PRESENT, str(user_id))
    return True


def _check_not_last_admin(deed: Deed, user: User) -> None:
    """Make sure that another admin is left; two who take the role from each other come one after the other."""
    if {admin.id for admin in active_admins(deed.session)} == {user.id}:
        raise NotAllowed(
            "This is the last admin, and without one nobody could let people in. Make somebody else an admin first."
        )


def _check_free(deed: Deed, email: str) -> None:
    if user_by_email(deed.session, email) is not None:
        raise Collision(
            "Somebody signs in with this e-mail address already. Choose another one, or change that account."
        )


def _check(
    deed: Deed,
    name: str,
    role: Role,
    language: str,
    technician_id: UUID | None,
    service_partner_id: UUID | None,
) -> None:
    """Make sure that a user has a name, a language we speak, and leads where the role says."""
    problems = []
    if not name.strip():
        problems.append(Problem("name", "write the name that colleagues read"))
    if language not in LANGUAGES:
        problems.append(Problem("language", f"use one of {', '.join(LANGUAGES)}"))
    problems += _link_problems(
        deed, "technician", Technician, technician_id, is_due=role is Role.TECHNICIAN
    )
    problems += _link_problems(
        deed, "partner", ServicePartner, service_partner_id, is_due=role is Role.PARTNER
    )
    if problems:
        raise NotUnderstood("This user cannot be kept as they are. Correct it.", problems)


def _link_problems(
    deed: Deed,
    where: str,
    kind: type[Technician | ServicePartner],
    row_id: UUID | None,
    *,
    is_due: bool,
) -> list[Problem]:
    if is_due and row_id is None:
        return [Problem(where, f"a user in this role leads to a {where}; name the {where}")]
    if row_id is None:
        return []
    if not is_due:
        return [
            Problem(where, f"only a user in the role “{where}” leads to a {where}; leave it out")
        ]
    if deed.session.get(kind, row_id) is None:
        return [Problem(where, f"there is no such {where}; check it")]
    return []
