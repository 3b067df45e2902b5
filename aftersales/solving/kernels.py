"""Where the planner's compiled code is kept: in a folder for each state of its sources, so that none is ever stale."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from aftersales.errors import NotReady

COMPILERS: Final = ("numba", "llvmlite")


def folder_of_kernels(folder: Path) -> Path:
    """The folder inside `folder` that belongs to these very sources, this Python and this compiler.

    Raises:
        NotReady: `folder` begins with `~`, and nobody knows the home of this user.
    """
    try:
        home = folder.expanduser().absolute()
    except RuntimeError as error:
        raise NotReady(
            f"{folder} is in the home of a user who has none. "
            "Set AFTERSALES_KERNEL_FOLDER to a folder that can be written."
        ) from error
    digest = hashlib.sha256()
    for part in (sys.version, platform.machine(), *map(version, COMPILERS)):
        digest.update(part.encode())
    for name, text in _sources():
        digest.update(name.encode())
        digest.update(text)
    return home / digest.hexdigest()[:16]


def _sources() -> Iterator[tuple[str, bytes]]:
    """Name and text of every file from which machine code is made, in a fixed order."""
    package = files("scheduling")
    modules = [
        package / "compiled.py",
        package / "uncertainty" / "kernels.py",
        *sorted((package / "search").iterdir(), key=lambda each: each.name),
    ]
    for module in modules:
        if module.name.endswith(".py"):
            yield module.name, module.read_bytes()
