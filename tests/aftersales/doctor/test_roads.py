"""Whether whoever is to know the roads answers: nobody named, half named, away, in another country, well."""

from pathlib import Path

import pytest

from aftersales.doctor.finding import ok
from aftersales.doctor.patient import Patient
from aftersales.doctor.roads import engine
from tests.aftersales.doctor.conftest import Change, verdicts
from tests.aftersales.roads.conftest import graph, library
from tests.aftersales.roads.server import serving

__all__ = ["graph", "library"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_house_with_the_travel_model_is_not_asked_for_more(patient: Patient) -> None:
    assert list(engine(patient)) == []


def test_half_an_engine_is_wrong(changed: Change) -> None:
    found = list(engine(changed(roads_engine="osrm")))

    assert verdicts(found) == [("roads", "wrong")]
    assert "AFTERSALES_ROADS_URL" in found[0].mend


def test_an_engine_that_answers_is_well_and_one_that_does_not_says_what_to_check(
    changed: Change,
) -> None:
    with serving() as server:
        named = changed(roads_engine="valhalla", roads_url=server.url)
        well = list(engine(named))
        server.trouble = "500"
        ill = list(engine(named))

    assert well == [ok("roads", "The routing engine answers, and its map holds every depot.")]
    assert verdicts(ill) == [("roads", "warning")]
    assert "(RouterServerError)" in ill[0].sentence
    assert "AFTERSALES_ROADS_URL" in ill[0].mend


def test_a_graph_that_is_not_there_is_to_be_built(
    library: None, changed: Change, tmp_path: Path
) -> None:
    found = list(engine(changed(roads_graph=tmp_path)))

    assert verdicts(found) == [("roads", "wrong")]
    assert found[0].mend == "Build it with aftersales roads build FILE."


def test_a_graph_that_holds_the_depots_is_well(graph: Path, changed: Change) -> None:
    assert list(engine(changed(roads_graph=graph))) == [
        ok("roads", "The routing engine answers, and its map holds every depot.")
    ]
