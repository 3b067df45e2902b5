"""Styles and scripts by their logical names: the build gives each file a name that changes with it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from aftersales.errors import NotReady

BUILT: Final = Path(__file__).parent / "static" / "built"
"""Where the build hook leaves the bundle and its manifest (web/frontend/build_hook.py)."""

ADDRESS: Final = "/static/built/"
"""Under which a browser asks for it; what lies there never changes under its name."""


def asset(name: str) -> str:
    """The address of a built file, such as “aftersales.css”.

    Raises:
        NotReady: the bundle is not built, or holds no such file.
    """
    return _address_in(BUILT, name)


def asset_file(name: str) -> Path:
    """The built file itself, for what is served under a name that never changes.

    Raises:
        NotReady: the bundle is not built, or holds no such file.
    """
    return BUILT / asset(name).removeprefix(ADDRESS)


def require_bundle() -> None:
    """See that pages would find their styles and scripts, before anybody is served.

    Raises:
        NotReady: the bundle is not built.
    """
    _files_in(BUILT)


def _address_in(built: Path, name: str) -> str:
    files = _files_in(built)
    if name not in files:
        raise NotReady(
            f"The pages' bundle holds no “{name}”. Run “pip install -e .” to build it again."
        )
    return ADDRESS + files[name]


@lru_cache(maxsize=4)
def _files_in(built: Path) -> dict[str, str]:
    """What the manifest lists, read once a process."""
    try:
        manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotReady(
            "The pages' styles and scripts are not built. Run “pip install -e .” in the checkout, or "
            "install the package from a wheel."
        ) from error
    files: dict[str, str] = manifest["files"]
    return files
