"""Somebody who may sign in, for tests of the door."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from aftersales.access import SignedIn
from aftersales.errors import NotSignedIn
from aftersales.parts import Parts
from aftersales.passwords import Cost, password_hash
from aftersales.records import Role, User
from aftersales.sessions import Opened, presented, sign_in

PASSWORD = "seven quiet herons"
EMAIL = "eva@shop.example"
ORIGIN = "203.0.113.7"
CHEAP = Cost(passes=1, kibibytes=64, lanes=1)


@cache
def hash_of(password: str) -> str:
    """What is kept of a password, made once and cheaply."""
    return password_hash(password, cost=CHEAP)


def somebody(
    parts: Parts,
    *,
    email: str = EMAIL,
    role: Role = Role.SUPPORT,
    stored: str | None = None,
    technician_id: UUID | None = None,
    service_partner_id: UUID | None = None,
) -> User:
    """A user as they are kept, without the time that hashing takes."""
    now = parts.clock.now()
    user = User(
        id=parts.ids.new(now),
        email=email,
        name="Eva Office",
        role=role,
        language="lv",
        password_hash=stored or hash_of(PASSWORD),
        technician_id=technician_id,
        service_partner_id=service_partner_id,
        created_at=now,
        password_changed_at=now,
    )
    with parts.store.writing() as session:
        session.add(user)
    return user


def opened(parts: Parts, email: str = EMAIL, origin: str = ORIGIN) -> Opened:
    """A sign-in with the right password, in an installation where hashing is cheap."""
    return sign_in(parts, email, PASSWORD, origin, cost=CHEAP)


def shown(parts: Parts, token: str) -> SignedIn | str:
    """Who shows a token, or the sentence with which they are refused."""
    with parts.store.reading() as session:
        try:
            return presented(session, parts.clock.now(), token)
        except NotSignedIn as refusal:
            return str(refusal)
