"""The bundle of the pages: made of the sources as they are, in every package, kept for long."""

import json
import re
import shutil
import tarfile
from pathlib import Path
from subprocess import CompletedProcess
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from aftersales.errors import NotReady
from aftersales.parts import Parts
from web import assets
from web.app import create_app
from web.assets import BUILT, asset, require_bundle
from web.frontend.build_hook import digest_of, is_fresh, is_installed, why_not

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "web" / "frontend"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the front-end sources to change, without the libraries."""
    copy = tmp_path / "web" / "frontend"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    return copy


def test_bundle_is_made_of_the_sources_as_they_are() -> None:
    assert is_fresh(SOURCES), "Run “pip install -e .” to build the bundle again."


@pytest.mark.parametrize("changed", ["styles/tokens.css", "scripts/lists.js", "package-lock.json"])
def test_digest_changes_with_every_source(sources: Path, changed: str) -> None:
    before = digest_of(sources)

    with (sources / changed).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert before == digest_of(SOURCES)
    assert digest_of(sources) != before


def test_libraries_are_fetched_anew_when_the_lock_changes(sources: Path) -> None:
    shutil.copytree(
        SOURCES / "node_modules",
        sources / "node_modules",
        ignore=shutil.ignore_patterns("[a-z@]*"),
    )
    was_installed = is_installed(sources, with_tests=True)

    (sources / "package-lock.json").write_text("{}", encoding="utf-8")

    assert was_installed
    assert not is_installed(sources, with_tests=False)
    shutil.rmtree(sources / "node_modules")
    assert not is_installed(sources, with_tests=False)


def test_lock_names_every_library_by_its_hash_and_no_host() -> None:
    lock = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))
    libraries = {path: facts for path, facts in lock["packages"].items() if path}

    assert len(libraries) > 20
    assert all(facts["integrity"].startswith("sha512-") for facts in libraries.values())
    assert not any("resolved" in facts for facts in libraries.values())


def test_registry_out_of_reach_is_said_with_what_to_do() -> None:
    cut_off = "npm error code ECONNREFUSED\nnpm error     at connect (node:net)\n"
    refused = "npm error code EINTEGRITY\nnpm error sha512-… was expected\n"

    no_network = why_not(CompletedProcess([], 1, stdout=cut_off))
    wrong_content = why_not(CompletedProcess([], 1, stdout=refused))

    assert "could not be reached" in no_network
    assert "run the same command again" in no_network
    assert "node:net" not in no_network
    assert "could not be reached" not in wrong_content
    assert "EINTEGRITY" in wrong_content


def test_wheel_holds_the_bundle_and_none_of_its_sources(tmp_path: Path) -> None:
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])

    names = ZipFile(wheel).namelist()

    assert f"web{asset('aftersales.css')}" in names
    assert f"web{asset('aftersales.js')}" in names
    assert "web/static/built/licences.txt" in names
    assert "web/templates/parts/forms.html" in names
    assert not [name for name in names if name.startswith("web/frontend")]


def test_sdist_holds_sources_and_bundle_and_no_libraries(tmp_path: Path) -> None:
    [sdist] = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])

    with tarfile.open(sdist) as archive:
        names = [name.split("/", 1)[1] for name in archive.getnames()]

    assert f"web{asset('aftersales.css')}" in names
    assert "web/frontend/package-lock.json" in names
    assert not [name for name in names if "node_modules" in name]


def test_missing_bundle_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_bundle()

    with pytest.raises(NotReady, match=r"holds no “aftersales\.exe”\. Run “pip install -e \."):
        asset("aftersales.exe")
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    with pytest.raises(NotReady, match=r"not built\. Run “pip install -e \."):
        asset("aftersales.css")
    with pytest.raises(NotReady, match="not built"):
        require_bundle()


def test_browsers_keep_what_changes_its_name_with_its_content(parts: Parts) -> None:
    client = TestClient(create_app(parts))

    style, icon = client.get(asset("aftersales.css")), client.get("/static/icon.svg")
    manifest = client.get("/static/built/manifest.json")
    missing = client.get("/static/built/aftersales-00000000.css")

    assert re.fullmatch(r"/static/built/aftersales-[A-Z0-9]{8}\.css", asset("aftersales.css"))
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert icon.headers["cache-control"] == "public, no-cache"
    assert manifest.headers["cache-control"] == "public, no-cache"
    assert missing.status_code == 404
    assert "immutable" not in missing.headers["cache-control"]


def test_licences_of_what_is_passed_on_are_passed_on_with_it() -> None:
    licences = (BUILT / "licences.txt").read_text(encoding="utf-8")

    assert re.match(r"htmx\.org \d+\.\d+\.\d+\n\nZero-Clause BSD", licences)
