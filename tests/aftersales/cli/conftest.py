"""Commands typed in a folder of their own, against SQLite and PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from aftersales.cli import app, terminal

Typing = Callable[..., Result]

LIECHTENSTEIN = (
    "--territory=li",
    "--name=Liechtenstein",
    "--country=li",
    "--depot=schaan",
    "--depot-at=47.165352,9.508729",
    "--answers=Maria Vogt,+423 555 00 00,dispatch@aftersales.example",
)


@pytest.fixture
def environment(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the settings of an installation in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", database_url)
    monkeypatch.setenv("AFTERSALES_SECRET_KEY", "k" * 43)
    for console in (terminal.out, terminal.err):
        monkeypatch.setattr(console, "width", 300)
    return tmp_path


@pytest.fixture
def typing(environment: Path) -> Typing:
    """Types a command and answers what it said and how it ended."""

    def typed(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return typed
