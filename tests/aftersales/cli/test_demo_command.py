"""`aftersales demo`: the product's main job as it is typed."""

import hashlib
import json
import socket
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from aftersales.bootstrap import bootstrap
from aftersales.cli import app
from aftersales.cli.demo_command import _first_day, _run, _say_what_is_there, _settings, _throw_away
from aftersales.clock import SystemClock
from aftersales.demo.run import DemoSize
from aftersales.errors import NotAllowed, NotUnderstood
from tests.aftersales.small_city import assert_nothing_is_double_booked

FIRST = date(2026, 11, 23)
SMALL = DemoSize(customers=60, working_days=3, visits_a_day=10)
WRITTEN = ("aftersales.db", "aftersales.secret", "map-2026-11-23.png", "map-2026-11-23.svg")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without settings, and wide lines."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder with its SHA-256."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def demo(*words: str) -> Result:
    return CliRunner().invoke(app, ["demo", *words])


def test_run_writes_a_demo_that_opens_and_prints_its_summary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "city"
    settings = _settings(folder, 8123)

    _run(settings, folder, FIRST, 1, as_json=False, size=SMALL)

    printed = capsys.readouterr().out
    assert {file.name for file in folder.iterdir()} == {*WRITTEN, "feeds", "outbox"}
    for title in ("Asked for", "Planned", "Unplanned", "Driving", "Played", "Promises", "Notices"):
        assert f"{title} " in printed
    assert "A buyer's page       http://127.0.0.1:8123/visit/" in printed
    with bootstrap(settings) as parts:
        parts.store.require_current()
        assert_nothing_is_double_booked(parts)


def test_run_as_json_prints_json_only_and_needs_no_secret_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_SECRET_KEY", "k" * 43)
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "aftersales.db.part").write_text("left by a run that was stopped")

    _run(_settings(folder, 8000), folder, FIRST, 1, as_json=True, size=SMALL)

    captured = capsys.readouterr()
    summary = json.loads(captured.out)
    assert captured.err == ""
    assert (summary["first_day"], summary["out"]) == ("2026-11-23", str(folder))
    assert not (folder / "aftersales.db.part").exists()
    assert not (folder / "aftersales.secret").exists()


WHAT_IS_THERE = {True: "It is opened now.", False: "Use --serve to look at it."}


def test_demo_that_is_there_says_what_happens_instead(capsys: pytest.CaptureFixture[str]) -> None:
    for wants_web, then in WHAT_IS_THERE.items():
        _say_what_is_there(Path("city"), wants_web=wants_web)

        assert " ".join(capsys.readouterr().err.split()) == (
            f"There is already a demo in city; it was left as it is. {then} "
            "Use --fresh to run it anew, or --out to put another one elsewhere."
        )


def test_demo_that_is_there_is_left_untouched(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "aftersales.db").write_bytes(b"somebody's database")
    (folder / "notes.txt").write_text("mine")
    before = hashes(folder)

    ended = demo("--out", str(folder), "--no-serve")

    assert ended.exit_code == 0
    assert "There is already a demo in" in ended.stderr
    assert hashes(folder) == before


def test_fresh_throws_away_what_a_demo_wrote_and_only_that(tmp_path: Path) -> None:
    for name in (*WRITTEN, "aftersales.db-wal", "feeds/T1.ics", "outbox/1.eml", "uploads/1/a.jpg"):
        file = tmp_path / "city" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("old")
    for name in ("notes.txt", "feeds/readme.txt", "outbox/readme.txt"):
        (tmp_path / "city" / name).write_text("mine")

    _throw_away(tmp_path / "city")

    assert set(hashes(tmp_path / "city")) == {"notes.txt", "feeds/readme.txt", "outbox/readme.txt"}


def test_first_day_is_the_next_working_day_or_the_one_that_was_typed() -> None:
    today = SystemClock().now().date()

    assert today < _first_day(None) <= today + timedelta(days=6)
    assert _first_day(None).weekday() < 5
    assert _first_day("2026-11-23") == FIRST


@pytest.mark.parametrize("typed", ["2026-11-22", "2026-12-25"])
def test_first_day_must_be_a_working_day(typed: str) -> None:
    with pytest.raises(NotAllowed, match=f"{typed} is a weekend or a public holiday"):
        _first_day(typed)


def test_first_day_that_is_none_is_not_understood() -> None:
    with pytest.raises(NotUnderstood, match="“soon” is not a day"):
        _first_day("soon")


@pytest.mark.parametrize("typed", ["2026-11-22", "soon"])
def test_wrong_first_day_runs_nothing(tmp_path: Path, typed: str) -> None:
    ended = demo("--out", str(tmp_path / "city"), "--from", typed, "--no-serve")

    assert ended.exit_code == 1
    assert ended.stderr.startswith("Error: ")
    assert not (tmp_path / "city").exists()


def test_fresh_with_a_wrong_first_day_throws_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "aftersales.db").write_text("old")

    ended = demo("--out", str(tmp_path), "--from", "soon", "--no-serve", "--fresh")

    assert ended.exit_code == 1
    assert (tmp_path / "aftersales.db").read_text() == "old"


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "city").write_text("a file")

    ended = demo("--out", str(tmp_path / "city"), "--no-serve")

    assert ended.exit_code == 2
    assert (tmp_path / "city").read_text() == "a file"


def test_demo_that_is_there_is_opened_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    folder.mkdir()
    with bootstrap(_settings(folder, 8000)) as parts:
        parts.store.migrate()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = demo("--out", str(folder), "--serve", "--port", str(port))

    assert ended.exit_code == 1
    assert "It is opened now." in ended.stderr
    assert f"Port {port} is already in use." in ended.stderr
