"""The folder of a road graph: made once from an extract of OpenStreetMap, known by what it was made of.

A graph can be read only by the version of the library that made it, so that stands beside it. Each graph
lies in a folder of its own, and one file says which is the present one: whoever reads the old one goes on.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from aftersales.errors import NotReady, NotUnderstood

LIBRARY: Final = "osrm-bindings"
INSTALL: Final = (
    "Install it with the extra: pip install 'aftersales[roads]', with Python 3.12 or newer."
)
CARD: Final = "graph.json"
"""Says which graph is the present one and what it was made of."""

STEPS: Final = ("extract", "contract")
"""Contraction takes longer to build than cells do, and answers many pairs two to three times as fast."""

BUILD_AGAIN: Final = "Build it with aftersales roads build FILE."
LINES_SHOWN: Final = 12


class Card(BaseModel):
    """What a graph was made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    library: str
    profile: str
    source: Path
    digest: str
    folder: str

    @property
    def key(self) -> str:
        """Tells this graph from every other."""
        return f"osrm {self.library} {self.profile} {self.digest[:16]}"


def library_version() -> str:
    """The version of the library that is installed.

    Raises:
        NotReady: it is not installed.
    """
    try:
        return version(LIBRARY)
    except PackageNotFoundError:
        raise NotReady(
            f"The roads need the library {LIBRARY}, which is not installed. {INSTALL}"
        ) from None


def card_of(folder: Path) -> Card:
    """What the present graph of a folder was made of.

    Raises:
        NotReady: there is none, it cannot be read, or another version of the library made it.
    """
    try:
        card = Card.model_validate_json((folder / CARD).read_text())
    except FileNotFoundError:
        raise NotReady(f"There is no road graph in {folder}. {BUILD_AGAIN}") from None
    except (OSError, ValidationError):
        raise NotReady(f"{folder / CARD} cannot be read. {BUILD_AGAIN}") from None
    present = library_version()
    if card.library != present:
        raise NotReady(
            f"The road graph in {folder} was made by version {card.library} of {LIBRARY}, and {present} cannot "
            f"read it. Build it again with aftersales roads build {card.source}."
        )
    if not base_of(folder, card).with_suffix(".osrm.hsgr").is_file():
        raise NotReady(f"The road graph in {folder} is not whole. {BUILD_AGAIN}")
    return card


def base_of(folder: Path, card: Card) -> Path:
    """What the files of a graph begin with, without the library's suffixes."""
    return folder / card.folder / "roads"


def build(
    source: Path, folder: Path, *, profile: str = "car", tell: Callable[[str, str], None]
) -> tuple[Card, bool]:
    """Make the graph of an extract, unless it is there; answers with whether it had to be made.

    `tell` hears which step is under way, and each line that the library says.

    Raises:
        NotReady: the library is not installed, or it could not make the graph.
        NotUnderstood: there is no such file or profile.
    """
    present = library_version()
    if not source.is_file():
        raise NotUnderstood(
            f"There is no file {source}. Download an extract (.osm.pbf) of your area, for example from Geofabrik."
        )
    lua = _profiles() / f"{profile}.lua"
    if not lua.is_file():
        raise NotUnderstood(
            f"There is no profile “{profile}”. Take car, or another file of {lua.parent}."
        )
    with source.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    card = Card(
        library=present,
        profile=profile,
        source=source.resolve(),
        digest=digest,
        folder=f"{present}-{profile}-{digest[:16]}",
    )
    if _is_present(folder, card):
        return card, False
    fresh = folder / card.folder
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    base = str(fresh / "roads.osrm")
    _run(("extract", "-p", str(lua), "-o", base, str(source)), tell)
    for step in STEPS[1:]:
        _run((step, base), tell)
    _show(folder, card)
    return card, True


def _is_present(folder: Path, card: Card) -> bool:
    try:
        there = card_of(folder)
    except NotReady:
        return False
    return there.key == card.key


def _show(folder: Path, card: Card) -> None:
    """Make a graph the present one, and take away those before it."""
    new = folder / f"{CARD}.new"
    new.write_text(card.model_dump_json(indent=2) + "\n")
    new.replace(folder / CARD)
    for old in folder.iterdir():
        if old.is_dir() and old.name != card.folder and (old / "roads.osrm.properties").is_file():
            shutil.rmtree(old)


def _profiles() -> Path:
    spec = find_spec("osrm")
    if spec is None or spec.origin is None:
        raise NotReady(f"The roads need the library {LIBRARY}, which is not installed. {INSTALL}")
    return Path(spec.origin).parent / "share" / "profiles"


def _run(arguments: tuple[str, ...], tell: Callable[[str, str], None]) -> None:
    """One of the library's tools, heard line by line."""
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, "-m", "osrm", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as tool:
        if tool.stdout is not None:
            for line in tool.stdout:
                words = line.rpartition("] ")[2].strip()
                said.append(words)
                tell(arguments[0], words)
    if tool.returncode:
        raise NotReady(
            f"The roads could not be built: osrm {arguments[0]} ended with {tool.returncode} after "
            f"“{' / '.join(said[-LINES_SHOWN:])}”. See whether the file is a whole .osm.pbf and memory and disc suffice."
        )
