"""Two small houses without a plan: a quiet one that its staff asks, and one with customers that shops ask."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from aftersales.api_keys import add_api_key
from aftersales.clock import SetClock
from aftersales.deed import SYSTEM
from aftersales.parts import Parts
from aftersales.records import Customer, Role, Scope
from tests.web.conftest import World, add_area, customers_of, furnish
from tests.web.principals import People
from tests.web.remembered import Memory
from web.app import create_app


@dataclass(frozen=True)
class Shop:
    """What tests ask and look at."""

    parts: Parts
    app: FastAPI
    client: TestClient
    customers: tuple[Customer, ...]
    unit_id: UUID

    def another_client(self) -> TestClient:
        """Another shop system."""
        return keyed(self.parts, self.app, "Another shop")

    def customer_path(self, number: int) -> str:
        """The address of one of the customers."""
        return f"/api/v1/customers/{self.customers[number].id}"

    def location_path(self, number: int) -> str:
        """The address of the location of one of the customers."""
        [place] = self.client.get(self.customer_path(number)).json()["locations"]
        return f"{self.customer_path(number)}/locations/{place['id']}"

    def model_path(self) -> str:
        """The address of the one product model."""
        [model] = self.client.get("/api/v1/product-models").json()["items"]
        return f"/api/v1/product-models/{model['id']}"

    def edit(self, path: str, **changes: object) -> Response:
        """An edit of the present version."""
        answer: Response = self.client.patch(path, json=changes, headers={"If-Match": "*"})
        return answer


def keyed(parts: Parts, app: FastAPI, name: str) -> TestClient:
    with parts.doing(SYSTEM) as deed:
        _row, key = add_api_key(deed, name=name, scopes=set(Scope))
    return TestClient(app, headers={"authorization": f"Bearer {key}"})


@pytest.fixture
def shop(parts: Parts, clock: SetClock, memory: Memory) -> Shop:
    """Eight customers, each with a unit and a wish to be visited."""
    unit_id = memory.built("shop", parts, clock, lambda: furnish(parts))
    app = create_app(parts)
    return Shop(parts, app, keyed(parts, app, "Shop"), customers_of(parts), unit_id)


@pytest.fixture
def quiet(parts: Parts, clock: SetClock) -> World:
    """A territory with its depot and technicians; nobody has bought anything yet."""
    with parts.doing(SYSTEM) as deed:
        area = add_area(deed)
    return World(
        parts=parts,
        clock=clock,
        outbox=parts.settings.outbox,
        territory_id=area.id,
        customers=(),
        unit_id=area.id,
        feed_token="",
    )


@pytest.fixture
def staff(quiet: World) -> People:
    """Every kind of principal before the app of that quiet house."""
    return People(quiet, create_app(quiet.parts))


@pytest.fixture
def admin(staff: People) -> TestClient:
    """The admin who has signed in."""
    return staff.client(Role.ADMIN)
