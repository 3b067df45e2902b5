"""Which roads an installation has: what its settings name, and the travel model behind all of it."""

from __future__ import annotations

from aftersales.errors import NotReady
from aftersales.roads.engine import Engine, EngineRoads
from aftersales.roads.external import ExternalEngine
from aftersales.roads.fallback import FallbackRoads, tell_away
from aftersales.roads.model import ModelRoads
from aftersales.roads.osrm import OsrmEngine
from aftersales.roads.places import Roads
from aftersales.roads.remembered import RememberedRoads
from aftersales.settings import Settings


def engine_of(settings: Settings) -> Engine | None:
    """The engine that the settings name, if they name one.

    Raises:
        NotReady: its library is missing, its graph cannot be used, or one of two settings is.
    """
    if settings.roads_graph is not None:
        return OsrmEngine(settings.roads_graph.expanduser())
    if settings.roads_engine is None and settings.roads_url is None:
        return None
    if settings.roads_engine is None or settings.roads_url is None:
        raise NotReady(
            "A routing engine needs its kind and its address. "
            "Set both AFTERSALES_ROADS_ENGINE and AFTERSALES_ROADS_URL, or neither."
        )
    key = settings.roads_key
    return ExternalEngine(
        settings.roads_engine,
        settings.roads_url,
        key=None if key is None else key.get_secret_value(),
        timeout=settings.roads_timeout_seconds,
    )


def roads_of(settings: Settings) -> Roads:
    """The roads of an installation; an engine that cannot be used stops nobody from working."""
    model = RememberedRoads(ModelRoads())
    try:
        engine = engine_of(settings)
    except NotReady as error:
        tell_away(error)
        return model
    if engine is None:
        return model
    return FallbackRoads(RememberedRoads(EngineRoads(engine, model)), model)
