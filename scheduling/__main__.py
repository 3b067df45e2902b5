"""The planner on the command line, for VROOM's JSON: `python -m scheduling solve|check|explain|draw FILE`.

Plans go to standard output, progress and refusals to standard error. The status is 0, or 1 if a solution
that was to be checked breaks a rule, or 2 if the question was not understood: then one sentence says why.
Ctrl-C ends the search and prints the best plan so far; once more, it ends the command with status 130.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any, Final, NoReturn

from scheduling.check import violations
from scheduling.draw import draw_plan
from scheduling.effort import Progress
from scheduling.plan import Plan
from scheduling.solver import solve
from scheduling.vroom import (
    MOST_BYTES,
    Case,
    Refused,
    answer_of,
    case_of,
    checked,
    explained,
    given_itineraries,
    itineraries,
    map_of,
    read_document,
    read_solution,
    roads_of,
    start_of,
    timeline_of,
)

INTERRUPTED: Final = 128 + signal.SIGINT
"""The status that shells give to a command that Ctrl-C ended."""

UNREAD: Final = 141
"""The status that shells give to a command whose reader went away: 128 and SIGPIPE's number."""


class _Parser(argparse.ArgumentParser):
    """Refuses in one sentence, as everything else here."""

    def error(self, message: str) -> NoReturn:
        raise Refused(f"{message[:1].upper()}{message[1:]}; --help tells more.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks and answer with its status."""
    try:
        options = _options(arguments)
        match options.command:
            case "solve":
                return _solve(options)
            case "check":
                return _check(options)
            case "explain":
                return _explain(options)
            case _:
                return _draw(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read has had enough: what is left must not be written at exit
        with suppress(BrokenPipeError):
            sys.stdout.close()
        return UNREAD
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="python -m scheduling", description="Plans routes in VROOM's JSON.")
    commands = parser.add_subparsers(dest="command", required=True)
    solving = _Parser(add_help=False)
    solving.add_argument("--seconds", type=seconds, default=10.0, help="to search; 10 by default")
    solving.add_argument("--seed", type=whole, default=0, help="another one searches otherwise")
    solving.add_argument("--threads", type=threads, default=1, help="to search with; 1 by default")
    for name, text in (
        ("solve", "plan and print the answer"),
        ("check", "check the steps of a problem, or a solution of it"),
        ("explain", "say why a solution is as it is; without one, plan first"),
        ("draw", "draw a solution; without one, the given steps, or plan first"),
    ):
        command = commands.add_parser(name, help=text, parents=[] if name == "check" else [solving])
        command.add_argument("file", help="the problem; - for standard input")
        if name != "solve":
            command.add_argument("solution", nargs="?", help="an answer to it")
        if name == "draw":
            command.add_argument("-o", "--output", required=True, help="an .svg or .png file")
    return parser.parse_args(arguments)


def seconds(text: str) -> float:
    """A time to search; argparse names this function when it is not understood."""
    number = float(text)
    if not 0 < number <= 10**6:
        raise ValueError(text)
    return number


def whole(text: str) -> int:
    """A whole number from 0."""
    number = int(text)
    if not 0 <= number < 2**31:
        raise ValueError(text)
    return number


def threads(text: str) -> int:
    """A number of threads, at least one."""
    number = whole(text)
    if number < 1:
        raise ValueError(text)
    return number


def _solve(options: argparse.Namespace) -> int:
    case = case_of(read_document(_read(options.file)))
    _write(answer_of(case, _planned(case, options)))
    return 0


def _check(options: argparse.Namespace) -> int:
    document = read_document(_read(options.file))
    if options.solution is None:
        _write(checked(document))
        return 0
    case = case_of(document)
    found = violations(case.problem, read_solution(case, _read(options.solution)))
    told = [
        {"rule": each.rule.value, "subject": each.subject, "sentence": each.sentence}
        for each in found
    ]
    _write({"violations": told})
    return 1 if found else 0


def _explain(options: argparse.Namespace) -> int:
    case = case_of(read_document(_read(options.file)))
    for line in explained(case, _plan_of(case, options)):
        sys.stdout.write(f"{line}\n")
    return 0


def _draw(options: argparse.Namespace) -> int:
    document = read_document(_read(options.file))
    if document.is_given and options.solution is None:
        routes = given_itineraries(document, roads_of(document))
    else:
        case = case_of(document)
        routes = itineraries(case, _plan_of(case, options))
    try:
        picture = map_of(document, routes)
        timeline = timeline_of(routes, by_id=picture is None)
        draw_plan(picture, timeline, Path(options.output))
    except (OSError, ValueError) as error:
        raise Refused(f"The picture cannot be written: {error}") from error
    return 0


def _plan_of(case: Case, options: argparse.Namespace) -> Plan:
    """The plan of the solution that is given, which must keep every rule, or one made now."""
    if options.solution is None:
        return _planned(case, options)
    plan = read_solution(case, _read(options.solution))
    found = violations(case.problem, plan)
    if found:
        subject, sentence = found[0].subject, found[0].sentence
        raise Refused(f"The solution breaks a rule, at {subject}: {sentence}")
    return plan


def _planned(case: Case, options: argparse.Namespace) -> Plan:
    """The best plan that the time allows."""

    def tell(progress: Progress) -> None:
        left = progress.seconds_left or 0.0
        sys.stderr.write(
            f"cost {progress.cost:.0f}, {progress.unserved} unassigned, {left:.1f} s left\n"
        )

    with _interrupted() as should_stop:
        return solve(
            case.problem,
            seed=options.seed,
            threads=options.threads,
            start=start_of(case),
            seconds=options.seconds,
            on_progress=tell,
            should_stop=should_stop,
        )


@contextmanager
def _interrupted() -> Iterator[Callable[[], bool]]:
    """Whether somebody pressed Ctrl-C; the second time ends everything as usual."""
    pressed = Event()

    def press(*_: object) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _read(name: str) -> bytes:
    """The bytes of a file or of standard input, one more than is read at most if there are more."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}.") from error


def _write(document: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(document, indent=2)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
