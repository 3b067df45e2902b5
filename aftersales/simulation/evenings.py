"""Evenings before a day: a city with a history, and the plan of the next day told to everybody; made once, played often."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.identifiers import Identifiers
from aftersales.moments import utc_of
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.settings import read_settings
from aftersales.simulation.city import ZONE, found_city, prepare_day, working_days
from aftersales.simulation.days import Asked
from aftersales.simulation.playing import Mode, play
from scheduling.service_day import USUAL

FIRST: Final = date(2026, 11, 2)
"""The Monday on which the history of the simulated city begins."""

SECRET: Final = "s" * 43
"""Signs links in letters that nobody receives."""


def evenings_in(
    folder: Path,
    asked: Asked,
    count: int,
    told: Callable[[str, int, int], None] = lambda _title, _done, _of: None,
) -> list[Path]:
    """Databases as they stand on the evening before a day, made once: one history, and so many days planned after it."""
    folder.mkdir(parents=True, exist_ok=True)
    past, on = _history_in(folder, asked, told)
    evenings = [folder / f"evening-{number}.db" for number in range(count)]
    for number, evening in enumerate(evenings):
        told("Planning days", number, count)
        if not evening.exists():
            with (
                _draft(evening, past) as draft,
                _at_work(draft, asked, on, number) as (parts, clock),
            ):
                prepare_day(parts, clock, asked.size, on, asked.seed * 1000 + number)
    return evenings


def _history_in(
    folder: Path, asked: Asked, told: Callable[[str, int, int], None]
) -> tuple[Path, date]:
    """A city in which some weeks have passed with nothing done about delays, and the day that comes next."""
    *before, on = days = working_days(FIRST, asked.size.history + 1)
    past = folder / "history.db"
    if not past.exists():
        with _draft(past) as draft, _at_work(draft, asked, days[0], -1) as (parts, clock):
            found_city(parts, asked.size, working_days(FIRST, asked.size.history + 6))
            for number, each in enumerate(before):
                told("Making a history", number, len(before))
                prepare_day(parts, clock, asked.size, each, asked.seed)
                seed = asked.seed * 100_000 + 99_999 - number
                play(
                    parts,
                    clock,
                    each,
                    seed=seed,
                    chances=USUAL,
                    mode=Mode.REACTIVE,
                    look_every=timedelta(minutes=30),
                )
                send_due(parts)
    return past, on


@contextmanager
def _at_work(
    database: Path, asked: Asked, on: date, number: int
) -> Iterator[tuple[Parts, SetClock]]:
    """The city's parts some days before a day, without the settings that are tried out."""
    early = datetime.combine(on - timedelta(days=1), datetime.min.time())
    clock = SetClock(utc_of(early, ZONE))
    with city_parts(database, clock, 1 + number + asked.seed * 1000, {}) as parts:
        yield parts, clock


@contextmanager
def _draft(file: Path, model: Path | None = None) -> Iterator[Path]:
    """A database that takes its place only when it is whole."""
    with tempfile.TemporaryDirectory(prefix="aftersales-city-", dir=memory()) as place:
        draft = Path(place) / "aftersales.db"
        if model is not None:
            shutil.copyfile(model, draft)
        yield draft
        part = file.with_suffix(".part")
        shutil.copyfile(draft, part)
        part.rename(file)


@contextmanager
def city_parts(
    database: Path, clock: SetClock, seed: int, settings: Mapping[str, str]
) -> Iterator[Parts]:
    """The parts of the simulated city: a clock that is played, identifiers that repeat, an outbox beside its database."""
    given: dict[str, object] = {
        **settings,
        "database_url": f"sqlite:///{database}",
        "outbox": database.parent / "outbox",
        "uploads_folder": database.parent / "uploads",
        "secret_key": SECRET,
        "smtp_host": None,
    }
    asked = read_settings(**given)
    with bootstrap(asked, clock=clock, ids=Identifiers(seed)) as parts:
        yield parts


def memory() -> str | None:
    """A folder in memory, where there is one: nothing of a played day has to outlive it."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of our own is made inside
