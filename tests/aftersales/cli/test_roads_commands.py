"""A road graph is built with one command, into the folder that the settings name."""

from pathlib import Path

import pytest

from aftersales.roads.graph import card_of
from tests.aftersales.cli.conftest import Typing
from tests.aftersales.roads.conftest import EXTRACT, library

__all__ = ["library"]


def test_graph_is_built_into_the_folder_of_the_settings_once(
    typing: Typing, library: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "roads"
    monkeypatch.setenv("AFTERSALES_ROADS_GRAPH", str(folder))

    built = typing("roads", "build", str(EXTRACT))
    again = typing("roads", "build", str(EXTRACT))

    version = card_of(folder).library
    assert built.exit_code == again.exit_code == 0
    assert built.stdout.startswith("The roads are ready: built in ")
    assert f"for version {version} of the library, in {folder}." in built.stdout
    assert again.stdout.startswith("The roads are ready: there already, made of this very file")


def test_build_without_a_folder_says_where_to_name_one(
    typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AFTERSALES_ROADS_GRAPH", raising=False)

    built = typing("roads", "build", str(EXTRACT))

    assert built.exit_code == 1
    assert "Set AFTERSALES_ROADS_GRAPH to a folder, or give --folder" in built.stderr
