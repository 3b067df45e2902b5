"""`aftersales user` and `partner`: who may sign in, from the command line."""

import pytest
from typer.testing import CliRunner, Result

from aftersales.bootstrap import bootstrap
from aftersales.cli import app
from aftersales.errors import NotSignedIn
from aftersales.records import Event, ServicePartner, User, UserSession
from aftersales.sessions import sign_in
from aftersales.settings import read_settings
from tests.aftersales.cli.conftest import LIECHTENSTEIN, Typing
from tests.aftersales.cli.test_commands import open_city, rows

EVA = "eva@shop.example"
GOOD = "seven quiet herons"


@pytest.fixture
def answering(typing: Typing) -> Typing:
    """Types a command, and what is asked for."""
    typing("init", *LIECHTENSTEIN)

    def typed(*words: str, says: str = "") -> Result:
        return CliRunner().invoke(app, list(words), input=says)

    return typed


def add_eva(answering: Typing, *more: str) -> Result:
    return answering(
        "user",
        "add",
        EVA,
        "--name=Eva Office",
        "--role=support",
        "--password-stdin",
        *more,
        says=GOOD + "\n",
    )


def may_enter(password: str) -> bool:
    with bootstrap(read_settings()) as parts:
        try:
            sign_in(parts, EVA, password, "203.0.113.7")
        except NotSignedIn:
            return False
    return True


def test_added_user_may_sign_in_and_the_password_is_not_shown(answering: Typing) -> None:
    ended = answering(
        "user", "add", EVA, "--name=Eva Office", "--role=support", says=f"{GOOD}\n{GOOD}\n"
    )

    assert ended.exit_code == 0
    assert ended.stdout.splitlines()[-1] == "Eva Office signs in as eva@shop.example, support."
    assert GOOD not in ended.output
    assert may_enter(GOOD)
    assert not may_enter("wrong")


def test_password_comes_from_the_input_when_asked(answering: Typing) -> None:
    ended = add_eva(answering, "--language=lv")

    assert ended.stdout == "Eva Office signs in as eva@shop.example, support.\n"
    assert may_enter(GOOD)


def test_user_who_cannot_be_kept_is_explained(answering: Typing) -> None:
    weak = answering(
        "user", "add", EVA, "--name=E", "--role=admin", "--password-stdin", says="short\n"
    )
    silent = answering("user", "add", EVA, "--name=E", "--role=admin", "--password-stdin")
    unknown = add_eva(answering, "--technician=T9")
    partner = add_eva(answering, "--partner=P9")
    role = answering("user", "add", EVA, "--name=E", "--role=boss")
    on_the_line = answering("user", "add", EVA, "--name=E", "--role=admin", f"--password={GOOD}")

    assert "This password cannot be taken." in weak.stderr
    assert "password: write at least 12 characters" in weak.stderr
    assert "No password came on the input." in silent.stderr
    assert "There is no technician “T9”." in unknown.stderr
    assert "There is no service partner “P9”." in partner.stderr
    assert [weak, silent, unknown, partner] == [
        each for each in (weak, silent, unknown, partner) if each.exit_code == 1
    ]
    assert (role.exit_code, on_the_line.exit_code) == (2, 2)
    assert rows(User) == 0


def test_technician_and_partner_lead_to_theirs_and_stand_in_the_list(answering: Typing) -> None:
    open_city()
    partner = answering(
        "partner", "add", "rhine", "--name=Rhine [AG]", "--email=o@rhine.example", "--phone=+423 1"
    )
    first = answering(
        *("user", "add", "t1@shop.example", "--name=Tom", "--role=technician", "--technician=T1"),
        "--password-stdin",
        says=GOOD,
    )
    second = answering(
        *("user", "add", "o@rhine.example", "--name=Rhine", "--role=partner", "--partner=rhine"),
        "--password-stdin",
        says=GOOD,
    )

    listed = answering("user", "list").stdout

    assert partner.stdout == "Rhine [AG] is added as “rhine”.\n"
    assert (first.exit_code, second.exit_code) == (0, 0)
    lines = [line.split() for line in listed.splitlines() if "@" in line]
    assert lines == [
        ["o@rhine.example", "Rhine", "partner", "en", "rhine", "yes"],
        ["t1@shop.example", "Tom", "technician", "en", "T1", "yes"],
    ]
    assert "Rhine [AG]" in answering("partner", "list").stdout


def test_lists_without_anybody_say_how_to_begin(answering: Typing) -> None:
    assert answering("user", "list").stdout == (
        "Nobody may sign in yet; add somebody with user add.\n"
    )
    assert answering("partner", "list").stdout == (
        "There are none yet; add one with partner add.\n"
    )


def test_new_password_ends_the_sessions_and_the_former_one(answering: Typing) -> None:
    add_eva(answering)
    assert may_enter(GOOD)

    ended = answering("user", "password", "EVA@shop.example", "--password-stdin", says="x" * 12)
    changed = answering("user", "password", EVA, "--password-stdin", says="eight loud magpies\r\n")

    assert ended.exit_code == 1
    assert changed.stdout == "The password is changed. 1 session ended.\n"
    assert may_enter("eight loud magpies")
    assert not may_enter(GOOD)


def test_deactivated_user_is_out_until_activated(answering: Typing) -> None:
    add_eva(answering)
    assert may_enter(GOOD)

    out = answering("user", "deactivate", EVA)
    kept_out = may_enter(GOOD)
    back = answering("user", "activate", EVA)

    assert out.stdout == "eva@shop.example may not sign in any more. 1 session ended.\n"
    assert kept_out is False
    assert back.stdout == "eva@shop.example may sign in.\n"
    assert may_enter(GOOD)


def test_signed_out_user_may_sign_in_again(answering: Typing) -> None:
    add_eva(answering)
    assert [may_enter(GOOD), may_enter(GOOD)] == [True, True]

    ended = answering("user", "sign-out", EVA)
    again = answering("user", "sign-out", EVA)

    assert (ended.stdout, again.stdout) == ("2 sessions ended.\n", "0 sessions ended.\n")
    assert rows(UserSession) == 2
    assert may_enter(GOOD)


@pytest.mark.parametrize("verb", ["password", "deactivate", "activate", "sign-out"])
def test_user_who_is_not_there_is_named(answering: Typing, verb: str) -> None:
    ended = answering("user", verb, "max@shop.example")

    assert ended.exit_code == 1
    assert "Nobody signs in as “max@shop.example”." in ended.stderr


def test_partner_of_a_taken_code_is_refused(answering: Typing) -> None:
    words = ("partner", "add", "rhine", "--name=R", "--email=o@rhine.example", "--phone=1")

    first, second = answering(*words), answering(*words)

    assert (first.exit_code, second.exit_code) == (0, 1)
    assert "There is a service partner “rhine” already." in second.stderr
    assert (rows(ServicePartner), rows(Event)) == (1, 2)  # the other is the territory's


def row_of(code: str, listed: str) -> list[str]:
    """The cells of a partner in the list."""
    return next(line.split() for line in listed.splitlines() if line.split()[:1] == [code])


def test_partner_gets_hours_to_answer_and_loses_them(answering: Typing) -> None:
    answering(
        "partner", "add", "rhine", "--name=Rhine", "--email=o@rhine.example", "--phone=+423 1"
    )
    asked = answering("partner", "edit", "rhine", "--answer-hours=4")
    with_hours = answering("partner", "list")
    nothing = answering("partner", "edit", "rhine", "--answer-hours=0", "--phone=+423 2")
    without = answering("partner", "list")
    wrong = answering("partner", "edit", "rhine", "--answer-hours=100")
    unknown = answering("partner", "edit", "rhein", "--answer-hours=4")

    assert asked.stdout == nothing.stdout == "Rhine is changed.\n"
    assert row_of("rhine", with_hours.stdout)[-3:] == ["+423", "1", "4"]
    assert row_of("rhine", without.stdout)[-3:] == ["+423", "2", "–"]
    assert (wrong.exit_code, unknown.exit_code) == (1, 1)
    assert "answer_hours: 1 to 72, or none" in wrong.stderr
    assert "There is no service partner “rhein”." in unknown.stderr
