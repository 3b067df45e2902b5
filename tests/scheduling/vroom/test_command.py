"""The command: plans on standard output, progress on standard error, refusals in one sentence and status 2."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, Popen
from typing import NoReturn

import pytest

from scheduling.__main__ import main
from scheduling.mending import mended
from scheduling.vroom import case_of, explained, itineraries, map_of, read_document, timeline_of
from tests.scheduling.vroom.documents import EXAMPLES, Json, example, one_job, published, written

ONE, TWO, THREE = (str(EXAMPLES / f"example_{number}.json") for number in (1, 2, 3))
SOLUTION = str(EXAMPLES / "example_2_sol.json")
BRIEFLY = ("--seconds", "0.3")
Captured = pytest.CaptureFixture[str]


def kept(document: Json, path: Path) -> str:
    path.write_bytes(written(document))
    return str(path)


def test_solve_prints_the_plan_and_tells_how_far_it_is(capsys: Captured) -> None:
    status = main(["solve", TWO, *BRIEFLY, "--seed", "3", "--threads", "2"])

    out, err = capsys.readouterr()
    assert (status, json.loads(out)) == (0, published(2))
    assert err.splitlines()[-1].startswith("cost 5461, 0 unassigned, ")


def test_ctrl_c_ends_the_search_with_the_best_plan_so_far() -> None:
    command = [sys.executable, "-m", "scheduling", "solve", TWO, "--seconds", "600"]
    with Popen(command, stdout=PIPE, stderr=PIPE, text=True) as solving:
        assert solving.stderr is not None
        assert any(line.startswith("cost 5461") for line in solving.stderr)
        solving.send_signal(signal.SIGINT)
        out, err = solving.communicate(timeout=60)

    assert (solving.returncode, json.loads(out)) == (0, published(2))
    assert "Traceback" not in err


def test_ctrl_c_pressed_twice_ends_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def solve(*_: object, should_stop: Callable[[], bool], **__: object) -> NoReturn:
        assert not should_stop()
        signal.raise_signal(signal.SIGINT)
        assert should_stop()
        signal.raise_signal(signal.SIGINT)
        pytest.fail("the second one must end it")

    monkeypatch.setattr("scheduling.__main__.solve", solve)
    before = signal.getsignal(signal.SIGINT)

    assert main(["solve", TWO]) == 130
    assert signal.getsignal(signal.SIGINT) is before


def test_a_reader_who_went_away_is_told_by_the_status_alone() -> None:
    command = [sys.executable, "-m", "scheduling", "check", THREE]
    with Popen(command, stdout=PIPE, stderr=PIPE) as checking:
        assert checking.stdout is not None
        checking.stdout.close()
        assert checking.stderr is not None
        err = checking.stderr.read()

    assert (checking.returncode, err) == (141, b"")


def test_a_plan_is_not_said_to_be_printed_if_nobody_hears_of_its_progress() -> None:
    command = [sys.executable, "-m", "scheduling", "solve", TWO, *BRIEFLY]
    with Popen(command, stdout=PIPE, stderr=PIPE) as solving:
        assert solving.stderr is not None
        solving.stderr.close()
        assert solving.stdout is not None
        out = solving.stdout.read()

    assert (solving.returncode, out) == (141, b"")


def test_the_command_reads_standard_input() -> None:
    command = [sys.executable, "-m", "scheduling", "check", "-"]

    done = subprocess.run(command, input=written(example(3)), capture_output=True, check=True)

    told = json.loads(done.stdout)
    assert [each["cause"] for each in told["summary"]["violations"]] == [
        "lead_time",
        "delay",
        "load",
    ]
    assert done.stderr == b""


def test_check_of_a_solution_names_broken_rules(capsys: Captured, tmp_path: Path) -> None:
    good = main(["check", TWO, SOLUTION])
    assert (good, json.loads(capsys.readouterr().out)) == (0, {"violations": []})

    wrong = published(2)
    wrong["routes"][0]["steps"][1]["arrival"] = 2000
    bad = main(["check", TWO, kept(wrong, tmp_path / "wrong.json")])

    assert bad == 1
    assert json.loads(capsys.readouterr().out) == {
        "violations": [
            {
                "rule": "travel_time",
                "subject": "vehicle 0",
                "sentence": "A drive of 2104 seconds has only 2000.",
            }
        ]
    }


def test_explain_says_what_a_solution_costs_and_why(capsys: Captured) -> None:
    status = main(["explain", TWO, SOLUTION])

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert lines[:2] == [
        "1 of 1 vehicles do 2 of 2 tasks at a cost of 5461.",
        "Vehicle 0: cost 5461 (travel 5461).",
    ]
    assert [line.split(":")[0] for line in lines[2:]] == ["  job 1414", "  job 1515"]


def test_explain_tells_all_terms_and_what_is_left_out() -> None:
    document = one_job(
        jobs=[{"id": 1, "location_index": 1}, {"id": 2, "location_index": 1, "skills": [9], "priority": 7}],
        vehicle={"costs": {"fixed": 11, "per_km": 2}},
    )  # fmt: skip
    case = case_of(read_document(written(document)))

    lines = list(explained(case, mended(case.problem, {})))

    assert lines[:2] == [
        "1 of 1 vehicles do 1 of 2 tasks at a cost of 215.",
        "Vehicle 1: cost 215 (travel 200, fixed 11, kilometres 4).",
    ]
    assert lines[-2:] == ["Left out:", "  job 2 (priority 7): Nobody has the skill 9."]


def test_explain_refuses_a_solution_that_breaks_a_rule(capsys: Captured, tmp_path: Path) -> None:
    wrong = published(2)
    wrong["summary"]["cost"] = 9999

    status = main(["explain", TWO, kept(wrong, tmp_path / "wrong.json")])

    assert (status, *capsys.readouterr()) == (
        2,
        "",
        "The solution breaks a rule, at plan: Its cost is 5461.0, not 9999.0.\n",
    )


def test_draw_draws_a_map_and_a_chart_the_same_way_twice(tmp_path: Path) -> None:
    first, second = tmp_path / "first.svg", tmp_path / "second.svg"

    assert main(["draw", THREE, "-o", str(first)]) == 0
    assert main(["draw", THREE, "-o", str(second)]) == 0

    assert first.read_bytes() == second.read_bytes()


def test_draw_plans_first_where_nothing_is_given(tmp_path: Path) -> None:
    picture = tmp_path / "two.png"

    assert main(["draw", TWO, *BRIEFLY, "--output", str(picture)]) == 0

    assert picture.read_bytes().startswith(b"\x89PNG")


def test_pictures_show_everything_that_is_planned() -> None:
    document = example(1)
    del document["vehicles"][1]["start"]
    document["vehicles"][0].pop("end")
    document["vehicles"][0]["description"] = "Anna"
    document["jobs"][0]["skills"] = [99]
    case = case_of(read_document(written(document)))
    routes = itineraries(case, mended(case.problem, {}))
    picture = map_of(case.document, routes)
    charts = [timeline_of(routes, by_id=by_id) for by_id in (True, False)]

    assert picture is not None
    assert (picture.title, picture.subtitle) == ("2 routes", "5 tasks, 1 left out")
    assert picture.left_out == ((48.701, 1.98935),)
    assert picture.depots == ((48.71764, 2.35044),)
    assert [route.label for route in picture.routes] == ["Anna", "Vehicle 2"]
    texts = [[bar.text for row in chart.rows for bar in row.bars if bar.text] for chart in charts]
    assert sorted(texts[0]) == ["2", "3", "4", "5", "6"]
    assert texts[1] == [str(at) for row in charts[0].rows for at, _ in enumerate([bar for bar in row.bars if bar.text], 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "The following arguments are required: command; --help tells more."),
        (["solve"], "The following arguments are required: file; --help tells more."),
        (
            ["solve", TWO, "--seconds", "nan"],
            "Argument --seconds: invalid seconds value: 'nan'; --help tells more.",
        ),
        (
            ["solve", TWO, "--seed", "-1"],
            "Argument --seed: invalid whole value: '-1'; --help tells more.",
        ),
        (
            ["solve", TWO, "--threads", "0"],
            "Argument --threads: invalid threads value: '0'; --help tells more.",
        ),
        (["solve", "nowhere.json"], "nowhere.json cannot be read: No such file or directory."),
        (
            ["check", TWO],
            "No vehicle has steps, so there is no plan to check; give a solution too.",
        ),
        (
            ["draw", THREE, "-o", "plan.gif"],
            "The picture cannot be written: A picture is written as .png or .svg, not as plan.gif.",
        ),
    ],
)
def test_whatever_cannot_be_done_is_one_sentence(
    arguments: list[str], sentence: str, capsys: Captured
) -> None:
    status = main(arguments)

    assert (status, *capsys.readouterr()) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize("command", ["solve", "check", "explain", "draw"])
def test_hostile_documents_end_in_one_sentence(
    command: str, capsys: Captured, tmp_path: Path
) -> None:
    file = kept(one_job(job={"service": -1}), tmp_path / "hostile.json")
    more = ["-o", str(tmp_path / "plan.svg")] if command == "draw" else []

    status = main([command, file, *more])

    assert (status, *capsys.readouterr()) == (
        2,
        "",
        "jobs[0].service must be a whole number from 0 to 1073741823, not -1.\n",
    )
