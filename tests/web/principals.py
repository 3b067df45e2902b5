"""Everybody who can come to the door, made when a test first asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from fastapi import FastAPI
from fastapi.testclient import TestClient

from aftersales import sessions
from aftersales.access import Nobody, Principal, ShopKey, SignedIn
from aftersales.api_keys import add_api_key, principal_of_key
from aftersales.deed import SYSTEM, Deed
from aftersales.identifiers import form_token
from aftersales.parts import Parts
from aftersales.passwords import password_hash
from aftersales.queries.access import user_by_email
from aftersales.queries.staff import technician_by_code
from aftersales.records import Role, Scope, User
from aftersales.service_partners import add_service_partner
from aftersales.sessions import presented
from web.cookies import PLAIN

if TYPE_CHECKING:
    from tests.web.conftest import World

PASSWORD = "a long enough sentence"
ADMIN = "ada@shop.example"


def as_admin(parts: Parts, client: TestClient) -> TestClient:
    """Sign a client in as the admin, who is added when first needed."""
    with parts.doing(SYSTEM) as deed:
        user = user_by_email(deed.session, ADMIN)
        if user is None:
            user = with_password(deed, email=ADMIN, name="Ada Admin", role=Role.ADMIN)
    return entered(parts, client, user)


def with_password(
    deed: Deed,
    *,
    email: str,
    name: str,
    role: Role,
    language: str = "en",
    technician_id: UUID | None = None,
    service_partner_id: UUID | None = None,
) -> User:
    """What `add_user` keeps for somebody with `PASSWORD`, which is hashed only once: that is slow on purpose."""
    user = User(
        id=deed.new_id(),
        email=email,
        name=name,
        role=role,
        language=language,
        password_hash=_hashed(),
        technician_id=technician_id,
        service_partner_id=service_partner_id,
        is_active=True,
        created_at=deed.now,
        password_changed_at=deed.now,
    )
    deed.add(user)
    deed.note("user_added", user, facts={"role": role.value})
    return user


@cache
def _hashed() -> str:
    return password_hash(PASSWORD)


def entered(parts: Parts, client: TestClient, user: User) -> TestClient:
    """A client as it is after the form of signing in, without the time that checking a password takes."""
    opened = sessions._open(parts, user, newer_hash=None)
    client.cookies.set(PLAIN, opened.token, domain="testserver.local", path="/")
    client.headers["x-csrf-token"] = form_token(parts.secret, opened.session_id)
    return client


@dataclass
class People:
    """Kinds of principals: “nobody”, a role, “every scope”, or the scopes of a key with blanks between."""

    world: World
    app: FastAPI
    clients: dict[str, TestClient] = field(default_factory=dict)
    technician_code: str = ""
    partner_technician_code: str = ""

    def client(self, kind: str, language: str = "en") -> TestClient:
        """A client that comes as this kind of principal."""
        if kind not in self.clients:
            client = TestClient(self.app, follow_redirects=False)
            if kind in set(Role):
                self._sign_in(client, Role(kind), language)
            elif kind != "nobody":
                client.headers["authorization"] = f"Bearer {self._key(kind)}"
            self.clients[kind] = client
        return self.clients[kind]

    def principal(self, kind: str) -> Principal:
        """Who that client is to the house."""
        client = self.client(kind)
        parts = self.world.parts
        with parts.store.reading() as session:
            if kind in set(Role):
                return presented(session, parts.clock.now(), client.cookies[PLAIN])
            if kind == "nobody":
                return Nobody()
            key = client.headers["authorization"].removeprefix("Bearer ")
            return principal_of_key(session, parts.clock.now(), key)

    def signed_in(self, role: Role) -> SignedIn:
        """The user of a role."""
        principal = self.principal(role)
        assert isinstance(principal, SignedIn)
        return principal

    def key(self, kind: str) -> ShopKey:
        """The shop system behind a key."""
        principal = self.principal(kind)
        assert isinstance(principal, ShopKey)
        return principal

    def email(self, role: Role) -> str:
        """Under which a user signs in."""
        return f"{role}@shop.example"

    def _sign_in(self, client: TestClient, role: Role, language: str) -> None:
        parts = self.world.parts
        codes = sorted({visit.lead.code for visit in self.world.visits()})
        with parts.doing(SYSTEM) as deed:
            technician_id = partner_id = None
            if role is Role.TECHNICIAN:
                self.technician_code = codes[0]
                worker = technician_by_code(deed.session, codes[0])
                assert worker is not None
                technician_id = worker.id
            if role is Role.PARTNER:
                self.partner_technician_code = codes[-1]
                partner = add_service_partner(
                    deed, code="P1", name="Hilfe AG", email="p1@example.org", phone="+423 555 03 04"
                )
                worker = technician_by_code(deed.session, codes[-1])
                assert worker is not None
                worker.service_partner_id = partner.id
                deed.add(worker)
                partner_id = partner.id
            user = with_password(
                deed,
                email=self.email(role),
                name=f"{role.title()} Muster",
                role=role,
                language=language,
                technician_id=technician_id,
                service_partner_id=partner_id,
            )
        entered(parts, client, user)

    def _key(self, kind: str) -> str:
        scopes = set(Scope) if kind == "every scope" else set(map(Scope, kind.split()))
        with self.world.parts.doing(SYSTEM) as deed:
            _row, key = add_api_key(
                deed, name=f"Shop {len(self.clients)} {kind}"[:64], scopes=scopes
            )
        return key
