"""Everybody who can come to the door, made when a test first asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.testclient import TestClient

from aftersales.access import Nobody, Principal, ShopKey, SignedIn
from aftersales.api_keys import add_api_key, principal_of_key
from aftersales.deed import SYSTEM
from aftersales.parts import Parts
from aftersales.queries.access import user_by_email
from aftersales.queries.staff import technician_by_code
from aftersales.records import Role, Scope
from aftersales.service_partners import add_service_partner
from aftersales.sessions import form_token, presented, sign_in
from aftersales.users import add_user
from web.cookies import PLAIN

if TYPE_CHECKING:
    from tests.web.conftest import World

PASSWORD = "a long enough sentence"
ADMIN = "ada@shop.example"


def as_admin(parts: Parts, client: TestClient) -> TestClient:
    """Sign a client in as the admin, who is added when first needed."""
    with parts.doing(SYSTEM) as deed:
        if user_by_email(deed.session, ADMIN) is None:
            add_user(deed, email=ADMIN, name="Ada Admin", role=Role.ADMIN, password=PASSWORD)
    opened = sign_in(parts, ADMIN, PASSWORD, "testclient")
    client.cookies.set(PLAIN, opened.token)
    client.headers["x-csrf-token"] = form_token(parts.secret, opened.session_id)
    return client


@dataclass
class People:
    """Kinds of principals: “nobody”, a role, “every scope”, or the single scope of a key."""

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
            add_user(
                deed,
                email=self.email(role),
                name=f"{role.title()} Muster",
                role=role,
                language=language,
                password=PASSWORD,
                technician_id=technician_id,
                service_partner_id=partner_id,
            )
        answer = client.post("/sign-in", data={"email": self.email(role), "password": PASSWORD})
        assert answer.status_code == 303
        with parts.store.reading() as session:
            me = presented(session, parts.clock.now(), client.cookies[PLAIN])
        client.headers["x-csrf-token"] = form_token(parts.secret, me.session_id)

    def _key(self, kind: str) -> str:
        scopes = set(Scope) if kind == "every scope" else {Scope(kind)}
        with self.world.parts.doing(SYSTEM) as deed:
            _row, key = add_api_key(deed, name=f"Shop {kind}", scopes=scopes)
        return key
