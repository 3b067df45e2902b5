"""Many simulated days, each from its evening on: a line in a file for each day that is over.

A run that was broken off goes on where it stopped: days whose line is there are not played again, and the same
seed gives the same line whoever plays it.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from aftersales.clock import SetClock
from aftersales.errors import NotUnderstood
from aftersales.logs import configure_logs
from aftersales.moments import day_bounds
from aftersales.promise_report import promised_windows
from aftersales.simulation.city import ZONE, the_territory, working_days
from aftersales.simulation.days import Asked, DayLine
from aftersales.simulation.evenings import FIRST, city_parts, evenings_in, memory
from aftersales.simulation.playing import Mode, play
from scheduling import Stopwatch


def simulate(
    asked: Asked,
    days: int,
    folder: Path,
    *,
    processes: int = 1,
    told: Callable[[str, int, int], None] = lambda _title, _done, _of: None,
) -> list[DayLine]:
    """Play so many days and keep them in `folder`; those kept there already are read.

    Raises:
        NotUnderstood: the folder holds days that were asked for otherwise.
    """
    world = evenings_in(folder, asked, min(days, asked.evenings), told)
    file = _file_of(folder, asked)
    done = _lines_in(file)
    missing = [day for day in range(days) if day not in done]
    told(f"Playing {asked.mode}", days - len(missing), days)
    with file.open("a", encoding="utf-8") as lines:
        for line in _played(asked, missing, world, processes):
            done[line.day] = line
            lines.write(line.as_json() + "\n")
            lines.flush()
            told(f"Playing {asked.mode}", sum(day < days for day in done), days)
    return [done[day] for day in range(days)]


def _file_of(folder: Path, asked: Asked) -> Path:
    """The file of the days asked for like this; a note beside it says what its name cannot."""
    discipline = round(100 * asked.chances.discipline)
    settings = "".join(f"-{name}={value}" for name, value in sorted(asked.settings.items()))
    file = folder / f"{asked.mode}-{discipline}{settings}.jsonl"
    note = json.dumps(asdict(asked), default=str, sort_keys=True)
    kept = file.with_suffix(".asked")
    if kept.exists() and kept.read_text(encoding="utf-8") != note:
        raise NotUnderstood(
            f"{file} holds days that were asked for otherwise. Name another folder with --out, or remove it."
        )
    kept.write_text(note, encoding="utf-8")
    return file


def _lines_in(file: Path) -> dict[int, DayLine]:
    """The days that are over; a line broken off by a crash is dropped and played again."""
    if not file.exists():
        return {}
    text = file.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        file.write_text(whole, encoding="utf-8")
    days = map(DayLine.from_json, whole.splitlines())
    return {each.day: each for each in days}


def _played(asked: Asked, days: list[int], world: list[Path], processes: int) -> Iterator[DayLine]:
    """The days as they end, in this process or in several."""
    if processes == 1:
        for day in days:
            yield played_day(asked, day, world[day % len(world)])
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), configure_logs) as pool:
        running = [pool.submit(played_day, asked, day, world[day % len(world)]) for day in days]
        for each in as_completed(running):
            yield each.result()


def played_day(asked: Asked, day: int, evening: Path) -> DayLine:
    """One day, from the evening before to its end, in a folder that is thrown away."""
    watch = Stopwatch()
    on = working_days(FIRST, asked.size.history + 1)[-1]
    with tempfile.TemporaryDirectory(prefix="aftersales-day-", dir=memory()) as place:
        database = Path(place) / "aftersales.db"
        shutil.copyfile(evening, database)
        start, end = day_bounds(on, ZONE)
        clock = SetClock(start)
        settings = {"delay_mending": str(asked.mode is Mode.REPLANNING)} | dict(asked.settings)
        with city_parts(database, clock, asked.seed * 100_000 + day, settings) as parts:
            truth = play(
                parts,
                clock,
                on,
                seed=asked.seed * 100_000 + day,
                chances=asked.chances,
                mode=asked.mode,
                look_every=asked.look_every,
            )
            with parts.store.reading() as session:
                windows = promised_windows(
                    session, start, end, the_territory(session).id, starts=truth.starts
                )
    return DayLine(
        day=day,
        outcomes=tuple(window.outcome for window in windows),
        served=len(truth.starts),
        driving=sum(truth.drives[order] for order in truth.starts),
        seconds=watch.elapsed,
    )
