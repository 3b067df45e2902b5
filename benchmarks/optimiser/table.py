"""The results as Markdown: ratios beside their goals, gaps, and every instance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean, mean, median
from typing import Final

from benchmarks.optimiser.goals import GOALS, OVERTAKING, SOLOMON_FLOOR, SOLOMON_GAP, Goal
from benchmarks.optimiser.results import Row

OURS: Final = "ours"
PEERS: Final = ("ortools-plain", "ortools-tuned", "vroom", "pyvrp")
BEGIN: Final = "<!-- measured: begin -->"
END: Final = "<!-- measured: end -->"
USUAL: Final = 10.0


@dataclass(frozen=True, slots=True)
class Ratio:
    """One instance at one time: the median of our costs ÷ the median of a peer's."""

    instance: str
    family: str
    visits: int
    value: float


@dataclass(frozen=True, slots=True)
class Board:
    """All rows that are to be compared."""

    rows: tuple[Row, ...]

    def costs(self, instance: str, solver: str, seconds: float) -> list[float]:
        """Costs of all seeds whose plan counts."""
        return [row.cost for row in self.of(instance, solver, seconds) if row.counts]

    def of(self, instance: str, solver: str, seconds: float) -> list[Row]:
        """The rows of one instance, solver and time."""
        wanted = (instance, solver, seconds)
        return [row for row in self.rows if (row.instance, row.solver, row.seconds) == wanted]

    def ratios(self, peer: str, seconds: float) -> list[Ratio]:
        """One ratio for each instance for which both have a plan that counts."""
        found = []
        for name, family, visits in self.instances():
            own, other = self.costs(name, OURS, seconds), self.costs(name, peer, seconds)
            if own and other and median(other) > 0:
                found.append(Ratio(name, family, visits, median(own) / median(other)))
        return found

    def broken(self, goal: Goal) -> int:
        """How many of our plans that the goal needs do not count."""
        return sum(
            row.family in goal.families and row.visits >= goal.smallest and not row.counts
            for row in self.rows
            if (row.solver, row.seconds) == (OURS, goal.seconds)
        )

    def instances(self) -> list[tuple[str, str, int]]:
        """Name, family and visits of every instance, in the order of the file."""
        return list(
            {row.instance: (row.instance, row.family, row.visits) for row in self.rows}.values()
        )

    def times(self) -> list[float]:
        """Every time limit that was run."""
        return sorted({row.seconds for row in self.rows})

    def solvers(self) -> list[str]:
        """Those that were run, ours first."""
        known = {row.solver for row in self.rows}
        return [name for name in (OURS, *PEERS) if name in known]


def report(rows: Iterable[Row]) -> str:
    """Every section, one after the other."""
    board = Board(tuple(rows))
    sections = (_goals, _families, _gaps, _vehicles, _instances, _effort, _doubts)
    texts = ("\n".join(section(board)) for section in sections)
    return "\n\n".join(text for text in texts if text) + "\n"


def write_into(path: Path, text: str) -> None:
    """Put the report between the two marks of a document."""
    page = path.read_text(encoding="utf-8")
    if BEGIN not in page or END not in page:
        raise SystemExit(f"{path} has no place for the figures: {BEGIN} … {END}.")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


def overtaking(board: Board) -> list[tuple[str, float, float]]:
    """For 250 visits: our least CPU seconds until a plan is better than VROOM's best one at any time.

    Whoever has little time says so, and the search cools faster: of the runs with each time limit the median
    over seeds counts, and of the limits the best, which comes last.
    """
    found = []
    for name, _, visits in board.instances():
        final = [
            row.cost
            for row in board.rows
            if (row.instance, row.solver) == (name, "vroom") and row.counts
        ]
        if visits != 250 or not final:  # noqa: PLR2004 - the size that the goal names
            continue
        times: dict[float, list[float]] = {}
        for row in board.rows:
            if (row.instance, row.solver) == (name, OURS) and row.counts:
                when = next((cpu for _, cpu, cost in row.trace if cost < min(final)), float("inf"))
                times.setdefault(row.seconds, []).append(when)
        if times:
            found.append((name, *min((median(of), limit) for limit, of in times.items())))
    return found


def _goals(board: Board) -> Iterator[str]:
    yield "### Goals\n"
    yield "| What | Against | s | Instances | Own ÷ peer | Best | Worst | Floor | Goal | Met |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for goal in GOALS:
        values = [
            ratio.value
            for ratio in board.ratios(goal.peer, goal.seconds)
            if ratio.family in goal.families and ratio.visits >= goal.smallest
        ]
        floor = "–" if goal.floor is None else f"{goal.floor:g}"
        start = f"| {goal.label} | {goal.peer} | {goal.seconds:g} | {len(values)} |"
        if not values:
            yield f"{start} – | – | – | {floor} | ≤ {goal.goal:g} | not measured |"
            continue
        reached = geometric_mean(values)
        broken = board.broken(goal)
        met = f"no: {broken} plans of ours broken" if broken else _met(reached <= goal.goal)
        yield (
            f"{start} **{reached:.3f}** | {min(values):.3f} | {max(values):.3f} | {floor} "
            f"| ≤ {goal.goal:g} | {met} |"
        )
    for _, _, gap in _solomon_gaps(board, OURS, (USUAL,)):
        yield (
            f"| Solomon: gap to the best known distance | literature | 10 | | **{gap:.2f} %** | | "
            f"| {SOLOMON_FLOOR} % | ≤ {SOLOMON_GAP} % | {_met(gap <= SOLOMON_GAP)} |"
        )
    for name, seconds, limit in overtaking(board):
        yield (
            f"| {name}: CPU s until better than VROOM's best plan | vroom | {limit:g} | 1 | **{seconds:.2f}** | | "
            f"| | ≤ {OVERTAKING} | {_met(seconds <= OVERTAKING)} |"
        )


def _met(is_met: bool) -> str:  # noqa: FBT001 - one word for one truth
    return "yes" if is_met else "no"


def _families(board: Board) -> Iterator[str]:
    yield "### Own ÷ peer by kind\n"
    yield "Geometric means over instances of the ratio of medians over seeds; the number of instances in brackets.\n"
    peers = [name for name in board.solvers() if name != OURS]
    yield "| Kind | s | " + " | ".join(peers) + " |"
    yield "|---|---" * 1 + "|---" * len(peers) + "|"
    families = list(dict.fromkeys(family for _, family, _ in board.instances()))
    for family in families:
        for seconds in board.times():
            cells = [
                _mean([r.value for r in board.ratios(peer, seconds) if r.family == family])
                for peer in peers
            ]
            if any(cell != "–" for cell in cells):
                yield f"| {family} | {seconds:g} | " + " | ".join(cells) + " |"


def _mean(values: Sequence[float]) -> str:
    return f"{geometric_mean(values):.3f} ({len(values)})" if values else "–"


def _solomon_gaps(
    board: Board, solver: str, times: Sequence[float]
) -> Iterator[tuple[float, int, float]]:
    """Time, instances and mean gap in per cent."""
    for seconds in times:
        gaps = []
        for name, family, _ in board.instances():
            rows = [row for row in board.of(name, solver, seconds) if row.counts and row.best_known]
            if family == "solomon" and rows:
                best = rows[0].best_known or 1.0
                gaps.append(100 * (median(row.cost for row in rows) / best - 1))
        if gaps:
            yield seconds, len(gaps), mean(gaps)


def _gaps(board: Board) -> Iterator[str]:
    yield "### Solomon: gap to the best known distance\n"
    yield "| Solver | s | Instances | Mean gap |"
    yield "|---|---|---|---|"
    for solver in board.solvers():
        for seconds, count, gap in _solomon_gaps(board, solver, board.times()):
            yield f"| {solver} | {seconds:g} | {count} | {gap:.2f} % |"


def _vehicles(board: Board) -> Iterator[str]:
    if not any(family.startswith("homberger") for _, family, _ in board.instances()):
        return
    yield "### Homberger: distance and vehicles\n"
    yield (
        "The objective is distance with any number of vehicles; the literature's figures for these files "
        "minimise vehicles first and cannot be compared.\n"
    )
    yield "| Instance | s | " + " | ".join(board.solvers()) + " |"
    yield "|---|---" + "|---" * len(board.solvers()) + "|"
    for name, family, _ in board.instances():
        for seconds in board.times():
            if family.startswith("homberger"):
                yield from _line(
                    board, name, seconds, lambda rows: f"{median(row.tours for row in rows):g}"
                )


def _instances(board: Board) -> Iterator[str]:
    yield "### Every instance\n"
    yield "Median cost over seeds, and the visits left out.\n"
    yield "| Instance | s | " + " | ".join(board.solvers()) + " |"
    yield "|---|---" + "|---" * len(board.solvers()) + "|"
    for name, _, _ in board.instances():
        for seconds in board.times():
            yield from _line(
                board, name, seconds, lambda rows: f"{median(row.left_out for row in rows):g} out"
            )


def _line(
    board: Board, name: str, seconds: float, beside: Callable[[list[Row]], str]
) -> Iterator[str]:
    cells = []
    for solver in board.solvers():
        rows = [row for row in board.of(name, solver, seconds) if row.counts]
        cells.append(f"{median(row.cost for row in rows):,.0f} ({beside(rows)})" if rows else "–")
    if any(cell != "–" for cell in cells):
        yield f"| {name} | {seconds:g} | " + " | ".join(cells) + " |"


def _effort(board: Board) -> Iterator[str]:
    yield "### CPU seconds spent\n"
    yield "Medians; the limit is on wall time with two cores. A solver that is done earlier stops earlier.\n"
    yield "| Solver | Version | s | CPU s | Wall s | MB | Cores taken by others |"
    yield "|---|---|---|---|---|---|---|"
    for solver in board.solvers():
        for seconds in board.times():
            rows = [
                row
                for row in board.rows
                if (row.solver, row.seconds) == (solver, seconds) and row.counts
            ]
            if rows:
                yield (
                    f"| {solver} | {rows[-1].version} | {seconds:g} | {median(row.cpu for row in rows):.1f} "
                    f"| {median(row.wall for row in rows):.1f} | {median(row.memory for row in rows) / 1e6:.0f} "
                    f"| {median(row.crowd for row in rows):.0%} |"
                )


def _doubts(board: Board) -> Iterator[str]:
    """What must not be overlooked: no plans, broken plans, claims that the judge does not share."""
    yield "### No plan, broken plans, wrong claims\n"
    found = False
    for row in board.rows:
        says = None
        if row.error is not None:
            says = f"failed: {row.error}"
        elif row.faults:
            says = f"breaks a rule: {row.faults[0].rstrip('.')}"
        elif row.tours == 0:
            says = "no plan in time; it counts in no mean"
        elif row.claimed is not None and abs(row.claimed - row.cost) > 1e-6 * row.cost + 1e-3:
            says = f"claims a cost of {row.claimed:,.1f}, the judge finds {row.cost:,.1f}"
        if says is not None:
            found = True
            yield f"- {row.instance}, {row.solver}, {row.seconds:g} s, seed {row.seed}: {says}."
    if not found:
        yield "None."
