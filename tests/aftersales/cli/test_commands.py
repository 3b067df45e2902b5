"""The commands: what they print, how they end, and what they leave behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from aftersales import __version__
from aftersales.bootstrap import bootstrap
from aftersales.cli import app
from aftersales.cli.terminal import is_terminal
from aftersales.clock import SetClock
from aftersales.day_watch.narrowing import narrow_windows
from aftersales.records import (
    Appointment,
    Customer,
    Notice,
    NoticeState,
    PlanRun,
    Record,
    Skill,
    Technician,
    Territory,
)
from aftersales.settings import read_settings
from tests.aftersales.cli.conftest import LIECHTENSTEIN, Typing
from tests.aftersales.small_city import MORNING, TUESDAY, City
from tests.conftest import MONDAY_MORNING, STAFF

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
HELPS = {
    (): ("demo", "init", "import", "plan", "narrow", "watch", "notices", "serve"),
    ("demo",): ("--seed", "--fresh", "--no-serve", "under a minute"),
    ("init",): ("--depot-at", "Safe to repeat"),
    ("import",): ("customers", "technicians", "All of it", "--json"),
    ("plan",): ("--effort", "quick", "--threads", "--json"),
    ("narrow",): ("--on", "shorter arrival windows"),
    ("watch",): ("--territory", "tell whoever it lets down"),
    ("notices",): ("send",),
    ("notices", "send"): ("outbox", "--json"),
    ("simulate",): ("--discipline", "--sweep", "goes on where it stopped"),
    ("serve",): ("--host", "--port"),
    ("warmup",): ("once after an update", "needs no database"),
}


def rows(kind: type[Record]) -> int:
    """How many rows of a table the installation of the environment has."""
    with bootstrap(read_settings()) as parts, parts.store.reading() as session:
        return len(session.exec(select(kind)).all())


@pytest.mark.parametrize("words", HELPS)
def test_help_says_what_a_command_is_for(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200"})

    assert shown.exit_code == 0
    text = " ".join(shown.output.replace("│", " ").split())
    assert "Usage:" in text
    for word in HELPS[words]:
        assert word.lower() in text.lower()


def test_version_is_shown() -> None:
    shown = CliRunner().invoke(app, ["--version"])

    assert (shown.exit_code, shown.output) == (0, f"{__version__}\n")


def test_nothing_typed_shows_the_help() -> None:
    shown = CliRunner().invoke(app, [])

    assert "Usage:" in shown.output


def test_init_makes_the_database_and_says_so(typing: Typing) -> None:
    first = typing("init")
    second = typing("init")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.splitlines() == [
        "The database is up to date, 23 work types added.",
        "Territories: none yet; add one with --territory.",
    ]
    assert second.output.splitlines() == [
        "The database is up to date.",
        "Territories: none yet; add one with --territory.",
    ]


def test_init_with_a_territory_may_be_repeated(typing: Typing) -> None:
    first = typing("init", *LIECHTENSTEIN)
    second = typing("init", *LIECHTENSTEIN)

    assert first.output.splitlines()[-1] == "Territories: li."
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Territory li is already there; it was left as it is." in second.output.splitlines()
    assert rows(Territory) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ("--depot-at=9.5,-30.0", "9.5, -30.0 lies in the sea."),
        ("--depot-at=95.0,9.5", "95.0, 9.5 are no coordinates"),
        ("--depot-at=Schaan", "A territory needs its depot's place. Write --depot-at 47.165,9.509"),
        ("--depot-at=1,2,3", "A territory needs its depot's place."),
        ("--country=LIE", "A territory needs its country. Write --country LI (two letters)."),
        ("--country=1!", "A territory needs its country."),
        ("--answers=Maria Vogt,,x@y.example", "Buyers are told a person. Write --answers"),
        ("--answers=", "Buyers are told a person."),
    ],
)
def test_init_that_makes_no_sense_says_why_and_adds_nothing(
    typing: Typing, changed: str, sentence: str
) -> None:
    ended = typing("init", *LIECHTENSTEIN, changed)

    assert ended.exit_code == 1
    assert f"Error: {sentence}" in ended.stderr
    assert "Traceback" not in ended.output
    assert (rows(Territory), rows(Skill)) == (0, 0)


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "--territory=li", "--from=2026-11-23"),
        ("narrow", "--territory=li", "--on=2026-11-23"),
        ("watch", "--territory=li"),
        ("notices", "send"),
        ("serve",),
    ],
)
def test_command_without_a_database_says_what_to_run(
    typing: Typing, words: tuple[str, ...]
) -> None:
    ended = typing(*words)

    assert ended.exit_code == 1
    assert "Run “aftersales init”" in ended.stderr
    assert ended.stdout == ""


def test_wrong_setting_is_said_in_a_sentence(
    typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_WINDOW_HOURS", "9")

    ended = typing("init")

    assert ended.exit_code == 1
    assert "Error: Some settings are wrong." in ended.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("plan", "--territory=li", "--from=23.11.2026"),
            "“23.11.2026” is not a day. Write it as YYYY-MM-DD, for example 2026-11-23.",
        ),
        (("plan", "--territory=li", "--from=2026-02-30"), "“2026-02-30” is not a day."),
        (("plan", "--territory=at", "--from=2026-11-23"), "There is no territory “at”."),
        (
            ("plan", "--territory=li", "--from=2026-11-23", "--days=0"),
            "A plan spans 1 to 60 days, not 0. Choose fewer days.",
        ),
        (("narrow", "--territory=at", "--on=2026-11-23"), "There is no territory “at”."),
        (("narrow", "--territory=li", "--on=tomorrow"), "“tomorrow” is not a day."),
        (("watch", "--territory=at"), "There is no territory “at”."),
    ],
)
def test_command_that_makes_no_sense_says_why(
    typing: Typing, words: tuple[str, ...], sentence: str
) -> None:
    typing("init", *LIECHTENSTEIN)

    ended = typing(*words)

    assert ended.exit_code == 1
    assert f"Error: {sentence}" in ended.stderr
    assert ended.stdout == ""


def test_problems_are_listed_place_by_place(typing: Typing) -> None:
    typing("init", *LIECHTENSTEIN)

    ended = typing("plan", "--territory=li", "--from=2026-11-23", "--days=0")

    assert ended.stderr.splitlines()[-1] == "  days: 1 to 60"


def test_import_is_whole_or_nothing(typing: Typing, environment: Path) -> None:
    typing("init", *LIECHTENSTEIN)
    wrong = environment / "customers.csv"
    lines = (EXAMPLES / "customers.csv").read_text(encoding="utf-8").splitlines()
    wrong.write_text("\n".join([*lines, ",".join("?" for _ in lines[0].split(","))]) + "\n")

    refused = typing("import", "customers", str(wrong))
    none = rows(Customer)
    refused_json = typing("import", "customers", str(wrong), "--json")
    kept = typing("import", "customers", str(EXAMPLES / "customers.csv"))
    again = typing("import", "customers", str(EXAMPLES / "customers.csv"), "--json")

    assert (refused.exit_code, none) == (1, 0)
    assert "Nothing was imported:" in refused.stderr
    assert f"line {len(lines) + 1}," in refused.stderr
    assert refused_json.exit_code == 1
    assert json.loads(refused_json.stdout)["problems"]
    assert kept.exit_code == 0
    count = rows(Customer)
    assert f"{count} added, 0 unchanged." in kept.stdout
    report = json.loads(again.stdout)
    assert (report["added"], report["unchanged"]) == (0, count)


def open_city() -> None:
    """Fill the installation of the environment: a technician, one visit that can be planned, one that cannot."""
    with bootstrap(read_settings(), clock=SetClock(MONDAY_MORNING)) as parts:
        assert isinstance(parts.clock, SetClock)
        city = City(parts, parts.clock)
        city.hire("T1", TUESDAY, skills=("plumbing",))
        city.asks((TUESDAY, MORNING))
        city.asks((TUESDAY, MORNING), product="cooker_or_oven")


def test_plan_prints_what_it_did_and_what_it_left_out(typing: Typing) -> None:
    typing("init", *LIECHTENSTEIN)
    open_city()

    planned = typing("plan", "--territory=li", "--from=2026-11-23", "--days=3", "--effort=quick")

    assert planned.exit_code == 0
    first, second = planned.stdout.splitlines()
    assert first.startswith("1 of 2 visits planned, 1 of them new; driving ")
    assert second.endswith("Nobody has the skills electrical and gas together.")


def test_plan_as_json_prints_json_only_and_narrow_and_send_follow(
    typing: Typing, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_REHEARSAL_ON", "2026-11-20")  # whatever day it is outside
    typing("init", *LIECHTENSTEIN)
    open_city()

    planned = typing(
        "plan", "--territory=li", "--from=2026-11-23", "--days=3", "--effort=quick", "--json"
    )
    narrowed = typing("narrow", "--territory=li", "--on=2026-11-24")
    watched = typing("watch", "--territory=li")

    outcome = json.loads(planned.stdout)
    assert planned.stderr == ""
    assert (outcome["visits"], outcome["planned"], outcome["booked"], outcome["rewindowed"]) == (
        2,
        1,
        1,
        0,
    )
    assert 0 < outcome["driving_share"] < 1
    assert [(left["reason"], left["sentence"]) for left in outcome["unplanned"]] == [
        ("no_skill", "Nobody has the skills electrical and gas together.")
    ]
    with bootstrap(read_settings()) as parts, parts.store.reading() as session:
        (run,) = session.exec(select(PlanRun)).all()
        assert str(run.id) == outcome["run"]
    assert narrowed.stdout == "1 shorter windows told.\n"
    assert watched.stdout.startswith("0 visits ahead, 0 delays told, ")
    with bootstrap(read_settings(), clock=SetClock(MONDAY_MORNING)) as parts:
        assert narrow_windows(parts, STAFF, "li", TUESDAY) == 0
        assert parts.settings.outbox == Path("outbox")
    with bootstrap(read_settings()) as parts, parts.doing(STAFF) as deed:
        for notice in deed.session.exec(select(Notice)).all():
            notice.not_before_at = MONDAY_MORNING.replace(year=2020)
    sent = typing("notices", "send", "--json")
    again = typing("notices", "send")
    assert json.loads(sent.stdout) == {"sent": 3, "failed": 0, "unreachable": 0}
    assert again.stdout == "0 sent, 0 to be tried again, 0 without an address.\n"
    assert len(list((environment / "outbox").glob("*.eml"))) == 3
    with bootstrap(read_settings()) as parts, parts.store.reading() as session:
        states = {notice.state for notice in session.exec(select(Notice)).all()}
        assert states == {NoticeState.SENT}
        assert len(session.exec(select(Appointment)).all()) == 1
        assert len(session.exec(select(Technician)).all()) == 1


def test_serve_refuses_other_machines(typing: Typing) -> None:
    typing("init", *LIECHTENSTEIN)

    ended = typing("serve", "--host=0.0.0.0")

    assert ended.exit_code == 1
    assert "Without HTTPS the web is served on this machine only" in ended.stderr


def test_port_out_of_range_is_refused(typing: Typing) -> None:
    assert typing("serve", "--port=0").exit_code == 2


def test_real_command_says_errors_in_one_sentence(environment: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "aftersales", "plan", "--territory=li", "--from=2026-11-23"],
        cwd=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Run “aftersales init”" in " ".join(ended.stderr.split())
    assert "Traceback" not in ended.stderr


def test_tests_do_not_run_in_a_terminal() -> None:
    assert is_terminal() is False
