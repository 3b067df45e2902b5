"""What the API keeps is what the command of the same name keeps: one use case behind both."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from aftersales.cli import app
from aftersales.records import ApiKey, Event, ServicePartner, User
from tests.aftersales.conftest import all_of
from tests.web.conftest import World

PASSWORD = "three walls and a blue door"

OF_EACH = {"id", "created_at", "password_changed_at", "password_hash", "key_hash", "hint"}


@pytest.fixture
def command(quiet: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Types a command to the installation of the quiet world."""
    settings = quiet.parts.settings
    url = quiet.parts.store.url.render_as_string(hide_password=False)
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    monkeypatch.setenv("AFTERSALES_SECRET_KEY", quiet.parts.secret)
    monkeypatch.setenv("AFTERSALES_OUTBOX", str(settings.outbox))

    def typed(*words: str, given: str = "") -> None:
        result = CliRunner().invoke(app, list(words), input=given)
        assert result.exit_code == 0, result.output

    return typed


def facts(row: Any, *own: str) -> dict[str, object]:
    """What two rows made from the same words have in common."""
    shared: dict[str, object] = row.model_dump(exclude=OF_EACH | set(own))
    return shared


def test_a_user_of_the_command_and_one_of_the_api_are_the_same(
    admin: TestClient, quiet: World, command: Any
) -> None:
    sent = {
        "email": "api@shop.example",
        "name": "Eva Office",
        "role": "technician",
        "language": "lv",
        "technician": "T1",
        "password": PASSWORD,
    }

    assert admin.post("/api/v1/users", json=sent).status_code == 201
    words = ("--name=Eva Office", "--role=technician", "--language=lv", "--technician=T1")
    command("user", "add", "cli@shop.example", *words, "--password-stdin", given=f"{PASSWORD}\n")

    users = {user.email: user for user in all_of(quiet.parts, User)}
    by_api, by_command = users["api@shop.example"], users["cli@shop.example"]
    assert facts(by_api, "email") == facts(by_command, "email")
    assert by_api.password_hash.split("$")[:4] == by_command.password_hash.split("$")[:4]


def test_a_partner_of_the_command_and_one_of_the_api_are_the_same(
    admin: TestClient, quiet: World, command: Any
) -> None:
    sent = {"code": "P1", "name": "Hilfe AG", "email": "P@hilfe.example", "phone": "+423 1"}

    assert admin.post("/api/v1/service-partners", json=sent).status_code == 201
    command("partner", "add", "P2", "--name=Hilfe AG", "--email=P@hilfe.example", "--phone=+423 1")

    by_api, by_command = all_of(quiet.parts, ServicePartner)
    assert facts(by_api, "code") == facts(by_command, "code")


def test_a_key_of_the_command_and_one_of_the_api_are_the_same(
    admin: TestClient, quiet: World, command: Any
) -> None:
    sent = {"name": "By API", "scopes": ["sales:read", "customers:read"]}

    assert admin.post("/api/v1/api-keys", json=sent).status_code == 201
    command("key", "add", "By command", "--scope=sales:read", "--scope=customers:read")

    by_api, by_command = all_of(quiet.parts, ApiKey)
    assert facts(by_api, "name") == facts(by_command, "name")
    added = [each for each in all_of(quiet.parts, Event) if each.what == "api_key_added"]
    assert added[0].facts == added[1].facts
