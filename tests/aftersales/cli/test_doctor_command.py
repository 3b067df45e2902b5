"""`aftersales doctor` says what is wrong, how to mend it, and ends with 1 when something is."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.aftersales.cli.conftest import LIECHTENSTEIN, Typing


def findings(typing: Typing) -> dict[str, dict[str, Any]]:
    return {each["what"]: each for each in json.loads(typing("doctor", "--json").stdout)}


@pytest.fixture
def fit(typing: Typing, monkeypatch: pytest.MonkeyPatch) -> Typing:
    """An installation with nothing wrong but that its workers, on PostgreSQL, are not there."""
    monkeypatch.setenv("AFTERSALES_CALENDAR_DOMAIN", "shop.test")
    monkeypatch.setenv("AFTERSALES_SENDER_EMAIL", "visits@shop.test")
    typing("init", *LIECHTENSTEIN)
    return typing


def test_doctor_shows_a_table_of_what_stands_well(fit: Typing, database_url: str) -> None:
    shown = fit("doctor")

    assert "How it stands, and how to mend it" in shown.stdout
    assert "→ Add an admin: aftersales user add" in shown.stdout
    if database_url.startswith("sqlite"):
        assert shown.exit_code == 0
        assert shown.stdout.rstrip().endswith("0 wrong.")
    else:
        assert shown.exit_code == 1
        assert "→ Start one and keep it running: aftersales worker" in shown.stdout
        assert shown.stdout.rstrip().endswith("1 wrong.")


def test_doctor_lists_every_finding_as_json(fit: Typing) -> None:
    found = findings(fit)

    assert {
        "settings",
        "secret key",
        "public URL",
        "calendar domain",
        "mail",
        "database",
        "writing",
        "jobs",
        "notices",
        "roads",
        "users",
        "clock",
    } <= set(found)
    assert all(each["mend"] for each in found.values() if each["verdict"] != "ok")


def test_doctor_of_a_new_folder_asks_for_init(typing: Typing, environment: Path) -> None:
    ended = typing("doctor", "--json")

    found = {each["what"]: each for each in json.loads(ended.stdout)}
    assert ended.exit_code == 1
    assert found["database"]["verdict"] == "wrong"
    assert "aftersales init" in found["database"]["sentence"] + found["database"]["mend"]
    assert "writing" not in found
    assert not (environment / "outbox").exists()


def test_doctor_says_which_settings_are_wrong(
    typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_WINDOW_HOURS", "40")

    ended = typing("doctor")

    assert ended.exit_code == 1
    assert "window_hours" in ended.stdout
    assert "Traceback" not in ended.output


def test_doctor_asks_the_packages_above(
    fit: Typing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop_checks.py").write_text(
        "from aftersales.errors import NotReady\n"
        "def lacking():\n    raise NotReady('The till is not connected. Plug it in.')\n"
        "def crashing():\n    raise KeyError('till')\n"
        "def fine():\n    pass\n"
    )
    facts = tmp_path / "shop_checks-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: shop-checks\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(
        "[aftersales.checks]\n"
        "till = shop_checks:lacking\nscale = shop_checks:crashing\nlamp = shop_checks:fine\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    found = findings(fit)
    sys.modules.pop("shop_checks", None)

    assert found["till"]["sentence"] == "The till is not connected."
    assert found["till"]["mend"] == "Plug it in."
    assert found["scale"]["verdict"] == "wrong"
    assert "KeyError" in found["scale"]["sentence"]
    assert found["lamp"]["verdict"] == "ok"
