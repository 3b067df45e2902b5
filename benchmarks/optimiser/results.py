"""The file of results: one line of JSON a cell, only ever appended, so that a run can be broken off and resumed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from benchmarks.optimiser.instance import Instance
from benchmarks.optimiser.judge import verdict
from benchmarks.optimiser.peers import Solver
from benchmarks.optimiser.worker import Ran


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One cell as measured; costs are in units of the source (`Instance.scale`).

    Attributes:
        fingerprint: of the cell: instance, solver with its version, time and seed.
        instance: name.
        digest: of the instance.
        family: of the instance.
        visits: how many jobs it has.
        solver: name.
        version: of the solver.
        seconds: the time limit.
        seed: of the cell.
        cost: travel plus prizes, by the judge.
        travel: of all tours.
        left_out: jobs without a tour.
        tours: vehicles in use.
        faults: what is wrong with the plan, by the judge; none if it holds.
        claimed: cost by the solver's own account.
        best_known: in the literature.
        wall: seconds of the slowest process.
        cpu: seconds of all processes.
        memory: bytes at most, of all processes.
        before: bytes when they were let go.
        crowd: share of the cores that others took meanwhile; from a tenth on the row should be measured again.
        trace: (wall, cpu, cost) of better and better plans, of the better process.
        error: why there is no answer; everything measured is 0 then.
    """

    fingerprint: str
    instance: str
    digest: str
    family: str
    visits: int
    solver: str
    version: str
    seconds: float
    seed: int
    cost: float = 0.0
    travel: float = 0.0
    left_out: int = 0
    tours: int = 0
    faults: tuple[str, ...] = ()
    claimed: float | None = None
    best_known: float | None = None
    wall: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    before: int = 0
    crowd: float = 0.0
    trace: tuple[tuple[float, float, float], ...] = ()
    error: str | None = None

    @property
    def counts(self) -> bool:
        """Whether there is a plan, it holds, and it is not empty."""
        return self.error is None and not self.faults and self.tours > 0


def fingerprint(instance: Instance, solver: Solver, seconds: float, seed: int) -> str:
    """Sixteen hexadecimal digits that change whenever the cell must be measured again."""
    said = json.dumps(
        [instance.name, instance.digest, solver.name, solver.version(), seconds, seed]
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def cell_row(instance: Instance, solver: Solver, seconds: float, seed: int) -> Row:
    """The cell without anything measured."""
    return Row(
        fingerprint=fingerprint(instance, solver, seconds, seed),
        instance=instance.name,
        digest=instance.digest,
        family=instance.family,
        visits=len(instance.jobs),
        solver=solver.name,
        version=solver.version(),
        seconds=seconds,
        seed=seed,
        best_known=instance.best_known,
    )


def measured(row: Row, instance: Instance, found: list[Ran], crowd: float) -> Row:
    """The cell with the best of its processes, as the judge sees them."""
    judged = [(verdict(instance, ran.answer), ran) for ran in found]
    best, by = min(judged, key=lambda pair: (not pair[0].holds, pair[0].cost))
    scale = instance.scale
    claimed = by.answer.claimed
    return Row(
        **{field.name: getattr(row, field.name) for field in fields(row)}
        | {
            "cost": best.cost / scale,
            "travel": best.travel / scale,
            "left_out": best.left_out,
            "tours": best.tours,
            "faults": best.faults[:5],
            "claimed": None if claimed is None else claimed / scale,
            "wall": round(max(ran.wall for ran in found), 4),
            "cpu": round(sum(ran.cpu for ran in found), 4),
            "memory": sum(ran.memory for ran in found),
            "before": sum(ran.before for ran in found),
            "crowd": round(crowd, 3),
            "trace": tuple(
                (round(moment.wall, 4), round(moment.cpu, 4), moment.cost / scale)
                for moment in by.trace
            ),
        }
    )


def rows_in(path: Path) -> list[Row]:
    """Every line of the file; none if it is not there yet. A line cut off in the middle of writing is skipped."""
    if not path.exists():
        return []
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            told = json.loads(line)
        except json.JSONDecodeError:
            continue
        told["faults"] = tuple(told["faults"])
        told["trace"] = tuple((point[0], point[1], point[2]) for point in told["trace"])
        rows.append(Row(**told))
    return rows


def append(path: Path, row: Row) -> None:
    """Add one line, on a line of its own even if the one before was cut off."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_cut = path.exists() and path.read_bytes()[-1:] not in (b"", b"\n")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" * is_cut + json.dumps(asdict(row), ensure_ascii=False) + "\n")


def current(rows: Iterable[Row], *, any_version: bool = False) -> list[Row]:
    """For each cell its last row, of the newest version of each solver and the newest form of each instance.

    Args:
        rows: as they stand in the file.
        any_version: take rows of older versions of a solver too, where there is no newer one.
    """
    told = list(rows)
    versions = {row.solver: row.version for row in told}
    digests = {row.instance: row.digest for row in told}
    cells = {
        (row.instance, row.solver, row.seconds, row.seed): row
        for row in told
        if (any_version or row.version == versions[row.solver])
        and row.digest == digests[row.instance]
    }
    return list(cells.values())
