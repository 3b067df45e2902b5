"""`aftersales simulate` plays days in a city of its own and says what came of them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from aftersales.cli import app
from aftersales.solving import cores

SMALL = ("--days", "2", "--technicians", "2", "--visits", "9", "--history", "0")


def simulate(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["simulate", "--out", str(folder), *SMALL, *words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all modes were compared."""
    return tmp_path_factory.mktemp("simulation")


@pytest.fixture(scope="module")
def compared(folder: Path) -> Result:
    return simulate(folder)


def test_modes_are_compared_side_by_side(folder: Path, compared: Result) -> None:
    lines = [line.split() for line in compared.stdout.splitlines()]
    figures = (folder / "figures.csv").read_text().splitlines()

    assert compared.exit_code == 0
    assert ["reactive", "notices", "replanning"] in lines
    assert ["Days", "2", "2", "2"] in lines
    assert "Re-planning keeps" in compared.stdout
    assert figures[0].startswith("mode,discipline,settings,days,visits,on_time,late,told")
    assert [line.split(",")[:4] for line in figures[1:]] == [
        [mode, "0.9000", "", "2"] for mode in ("reactive", "notices", "replanning")
    ]


def test_sweep_tries_values_and_draws_the_trade_off(folder: Path, compared: Result) -> None:
    swept = simulate(folder, "--sweep", "delay_window_minutes=30,120")

    assert (compared.exit_code, swept.exit_code) == (0, 0)
    lines = [line.split() for line in swept.stdout.splitlines()]
    assert lines[:2] == [["notices", "notices"], ["delay_window_minutes", "30", "120"]]
    picture = (folder / "trade-off.svg").read_bytes()
    simulate(folder, "--sweep", "delay_window_minutes=30,120")
    assert (folder / "trade-off.svg").read_bytes() == picture


def test_one_mode_is_played_alone(folder: Path, compared: Result) -> None:
    alone = simulate(folder, "--mode", "reactive", "--set", "next_update_minutes=30")

    assert (compared.exit_code, alone.exit_code) == (0, 0)
    assert "replanning" not in alone.stdout
    assert (folder / "reactive-90-next_update_minutes=30.jsonl").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "nothing=1"), "“nothing=1” sets nothing. Write name=value"),
        (("--set", "delay_window_minutes"), "sets nothing. Write name=value"),
        (("--sweep", "nothing=1,2"), "“nothing=1,2” sets nothing."),
        (("-n", str(cores() + 1)), "Play so many days at once with -n."),
        (("--set", "delay_window_minutes=much"), "Some settings are wrong."),
    ],
)
def test_what_cannot_be_simulated_is_said(
    folder: Path, compared: Result, words: tuple[str, ...], sentence: str
) -> None:
    refused = simulate(folder, *words)

    assert (compared.exit_code, refused.exit_code) == (0, 1)
    assert sentence in " ".join(refused.output.split())
