"""Roads: how long it takes from place to place, by whatever knows it best."""

from aftersales.roads.model import ModelRoads
from aftersales.roads.places import Place, Roads, Row
from aftersales.roads.remembered import RememberedRoads
from aftersales.roads.tables import SHIPPED_TABLES, RoadTable, road_table

__all__ = [
    "SHIPPED_TABLES",
    "ModelRoads",
    "Place",
    "RememberedRoads",
    "RoadTable",
    "Roads",
    "Row",
    "road_table",
]
