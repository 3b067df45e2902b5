"""Routing engines over HTTP: four dialects, one answer; and whatever goes wrong ends in the travel model."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from aftersales.errors import NotReady
from aftersales.roads import EngineDown, EngineRoads, ModelRoads, Place, Reach, engine_of, roads_of
from aftersales.roads.engine import UNREACHABLE_SECONDS
from aftersales.roads.external import EngineKind, ExternalEngine
from aftersales.roads.places import columns_of
from aftersales.settings import Settings
from tests.aftersales.roads.conftest import Grid
from tests.aftersales.roads.server import EngineServer, serving

HERE, EAST, ISLAND = Place(47.0, 9.5), Place(47.1, 9.6), Place(45.0, 9.55)


@pytest.fixture
def server() -> Iterator[EngineServer]:
    with serving() as running:
        yield running


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("osrm", "/table/v1/driving/9.5,47;9.6,47.1;9.55,45;9.5,47;9.6,47.1;9.55,45"),
        ("valhalla", "/sources_to_targets"),
        ("ors", "/v2/matrix/driving-car/json"),
        ("graphhopper", "/matrix"),
    ],
)
def test_every_engine_is_asked_in_its_own_words(
    server: EngineServer, kind: EngineKind, path: str
) -> None:
    engine = ExternalEngine(kind, server.url + "/", key="k7", timeout=5)

    travel = EngineRoads(engine, ModelRoads()).between([HERE, EAST, ISLAND], scale=1.0, table=None)

    assert travel.seconds.tolist() == [
        [0, 100, UNREACHABLE_SECONDS],
        [200, 0, UNREACHABLE_SECONDS],
        [UNREACHABLE_SECONDS, UNREACHABLE_SECONDS, 0],
    ]
    assert travel.metres[:2, :2].tolist() == [[0, 1000], [2000, 0]]
    assert server.paths == [path]
    assert [key for key in server.keys if key] == (["k7"] if kind in ("ors", "graphhopper") else [])


@pytest.mark.parametrize("kind", ["osrm", "valhalla", "ors", "graphhopper"])
def test_engines_take_many_places_in_tiles(server: EngineServer, kind: EngineKind) -> None:
    places = [Place(47.0, 9.0 + step / 100) for step in range(60)]
    engine = ExternalEngine(kind, server.url, timeout=5)

    travel = EngineRoads(engine, ModelRoads()).between(places, scale=1.0, table=None)

    assert travel == EngineRoads(Grid(tile=99), ModelRoads()).between(places, scale=1.0, table=None)
    assert len(server.paths) == 4


@pytest.mark.parametrize(
    "trouble", ["slow", "nonsense", "another shape", "301", "400", "403", "429", "500", "503"]
)
@pytest.mark.parametrize("kind", ["osrm", "graphhopper"])
def test_engine_in_trouble_gives_no_answer_and_is_asked_once(
    server: EngineServer, kind: EngineKind, trouble: str
) -> None:
    server.trouble = trouble
    engine = ExternalEngine(kind, server.url, timeout=0.3)

    with pytest.raises(EngineDown):
        EngineRoads(engine, ModelRoads()).row(HERE, [EAST, ISLAND], scale=1.0, table=None)

    assert len(server.paths) == 1


def test_engine_that_is_not_there_gives_no_answer() -> None:
    with serving() as gone:
        pass

    with pytest.raises(EngineDown):
        ExternalEngine("osrm", gone.url, timeout=1).block(columns_of((HERE,)), columns_of((EAST,)))


def test_installation_goes_on_with_the_model_and_logs_no_place(server: EngineServer) -> None:
    server.trouble = "500"
    roads = roads_of(Settings(roads_engine="osrm", roads_url=server.url))

    with capture_logs() as logs:
        row = roads.row(HERE, (EAST,), scale=1.4, table=None)

    model = ModelRoads().row(HERE, (EAST,), scale=1.4, table=None)
    assert row.to.tolist() == model.to.tolist()
    assert [(each["event"], each["log_level"]) for each in logs] == [("roads_fell_back", "warning")]
    assert logs[0]["error"] == "RouterServerError"
    assert "9.5" not in str(logs)
    assert "47" not in str(logs)


def test_rows_of_an_engine_are_remembered_and_those_of_the_model_meanwhile_are_not(
    server: EngineServer,
) -> None:
    roads = roads_of(Settings(roads_engine="valhalla", roads_url=server.url))
    places = (EAST, ISLAND)

    first = roads.row(HERE, places, scale=1.0, table=None)
    again = roads.row(HERE, places, scale=1.0, table=None)

    assert again is first
    assert first.to.tolist() == [200, UNREACHABLE_SECONDS]
    assert len(server.paths) == 2


@pytest.mark.parametrize(
    "half", [Settings(roads_engine="ors"), Settings(roads_url="https://roads.example")]
)
def test_half_an_engine_is_refused_and_works_as_none(half: Settings) -> None:
    with pytest.raises(NotReady, match="Set both AFTERSALES_ROADS_ENGINE and AFTERSALES_ROADS_URL"):
        engine_of(half)
    assert roads_of(half).version == ModelRoads.version


@pytest.mark.parametrize("kind", ["osrm", "ors"])
def test_long_snaps_are_known_of_engines_that_tell_them(
    server: EngineServer, kind: EngineKind
) -> None:
    far = Place(48.5, 9.55)
    roads = EngineRoads(ExternalEngine(kind, server.url, timeout=5), ModelRoads())

    assert roads.reach(far, [HERE]) == Reach(metres_to_road=400.0)
    assert roads.between([HERE, far], scale=1.0, table=None) == ModelRoads().between(
        [HERE, far], scale=1.0, table=None
    )
