"""The folder of a graph: built once, known by what it was made of, refused when it cannot be read."""

import shutil
from pathlib import Path

import pytest

from aftersales.errors import NotReady, NotUnderstood
from aftersales.roads.graph import CARD, base_of, build, card_of, library_version
from aftersales.roads.osrm import OsrmEngine
from tests.aftersales.roads.conftest import EXTRACT


@pytest.fixture
def own(graph: Path, tmp_path: Path) -> Path:
    """A copy of the graph that may be broken."""
    return Path(shutil.copytree(graph, tmp_path / "own"))


def silent(_step: str, _line: str) -> None:
    """Hear nothing."""


def test_graph_is_built_step_by_step_and_only_once(library: None, tmp_path: Path) -> None:
    heard: list[str] = []

    card, is_new = build(EXTRACT, tmp_path, tell=lambda step, _line: heard.append(step))
    again, is_new_again = build(EXTRACT, tmp_path, tell=lambda step, _line: heard.append("again"))

    assert (is_new, is_new_again) == (True, False)
    assert again == card == card_of(tmp_path)
    assert card.library == library_version()
    assert sorted(set(heard)) == ["contract", "extract"]
    assert base_of(tmp_path, card).with_suffix(".osrm.hsgr").is_file()


def test_graph_of_another_version_is_refused_and_built_anew(own: Path) -> None:
    old = card_of(own).model_copy(update={"library": "1.0", "folder": "old"})
    (own / card_of(own).folder).rename(own / "old")
    (own / CARD).write_text(old.model_dump_json())
    with pytest.raises(NotReady, match=r"made by version 1.0 .* aftersales roads build"):
        OsrmEngine(own)

    card, is_new = build(EXTRACT, own, tell=silent)

    assert is_new
    assert card_of(own) == card
    assert not (own / "old").exists()


def test_graph_that_is_not_whole_is_refused_and_built_anew(own: Path) -> None:
    base_of(own, card_of(own)).with_suffix(".osrm.hsgr").unlink()
    with pytest.raises(NotReady, match="not whole"):
        card_of(own)

    assert build(EXTRACT, own, tell=silent)[1]


def test_folder_without_a_graph_and_a_card_that_is_none_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match=r"no road graph .* aftersales roads build FILE"):
        card_of(tmp_path)
    (tmp_path / CARD).write_text("{}")
    with pytest.raises(NotReady, match=r"cannot be read. Build it"):
        card_of(tmp_path)


def test_file_that_is_no_extract_is_refused_with_what_the_library_said(
    library: None, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(EXTRACT.read_bytes()[:100_000])

    with pytest.raises(NotReady, match=r"osrm extract ended with .* whole .osm.pbf"):
        build(broken, tmp_path / "roads", tell=silent)
    with pytest.raises(NotUnderstood, match="no file"):
        build(tmp_path / "nowhere.osm.pbf", tmp_path / "roads", tell=silent)
    with pytest.raises(NotUnderstood, match="no profile “boat”"):
        build(EXTRACT, tmp_path / "roads", profile="boat", tell=silent)

    with pytest.raises(NotReady, match="no road graph"):
        card_of(tmp_path / "roads")
