"""Roads: how long it takes from place to place, by whatever knows it best."""

from aftersales.roads.choosing import engine_of, roads_of
from aftersales.roads.day_parts import DayFactors, slowed, slowed_row, slowed_ways
from aftersales.roads.engine import Block, Engine, EngineDown, EngineRoads
from aftersales.roads.fallback import FallbackRoads
from aftersales.roads.model import ModelRoads
from aftersales.roads.places import Columns, Place, Reach, Roads, Row
from aftersales.roads.reaching import require_reachable
from aftersales.roads.remembered import RememberedRoads
from aftersales.roads.tables import SHIPPED_TABLES, RoadTable, road_table

__all__ = [
    "SHIPPED_TABLES",
    "Block",
    "Columns",
    "DayFactors",
    "Engine",
    "EngineDown",
    "EngineRoads",
    "FallbackRoads",
    "ModelRoads",
    "Place",
    "Reach",
    "RememberedRoads",
    "RoadTable",
    "Roads",
    "Row",
    "engine_of",
    "require_reachable",
    "road_table",
    "roads_of",
    "slowed",
    "slowed_row",
    "slowed_ways",
]
