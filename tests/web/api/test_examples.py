"""The examples of the reference are sent as they stand, and are taken."""

from typing import Any

from fastapi.testclient import TestClient
from pydantic import BaseModel

from tests.web.api.asking import edit
from web.api.absences import AbsenceEdited, AbsenceSent
from web.api.api_keys import KeySent
from web.api.places import DepotSent, TerritoryEdited, TerritorySent
from web.api.service_partners import PartnerEdited, PartnerSent
from web.api.shifts import ShiftSent
from web.api.technicians import TechnicianEdited, TechnicianSent
from web.api.users import UserEdited, UserSent

MADE: list[tuple[str, type[BaseModel], type[BaseModel] | None]] = [
    ("technicians", TechnicianSent, TechnicianEdited),
    ("shifts", ShiftSent, None),
    ("absences", AbsenceSent, AbsenceEdited),
    ("territories", TerritorySent, TerritoryEdited),
    ("territories/li/depots", DepotSent, None),
    ("service-partners", PartnerSent, PartnerEdited),
    ("users", UserSent, UserEdited),
    ("api-keys", KeySent, None),
]


def example_of(model: type[BaseModel]) -> dict[str, Any]:
    """The whole example of a request."""
    (whole,) = model.model_json_schema()["examples"]
    assert isinstance(whole, dict)
    return whole


def test_every_example_is_taken_as_it_stands(admin: TestClient) -> None:
    for path, sent, edited in MADE:
        body = example_of(sent)

        made = admin.post(f"/api/v1/{path}", json=body)

        assert made.status_code == 201, (path, made.text)
        if edited is not None:
            where = made.headers["location"].removeprefix("/api/v1/")
            assert edit(admin, where, **example_of(edited)).status_code == 200, path
