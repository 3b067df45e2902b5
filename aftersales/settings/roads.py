"""Who knows the roads: a graph in this process, or an engine on another machine."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr


class RoadSettings(BaseModel):
    """Who knows the roads; without any of it the travel model answers."""

    roads_graph: Path | None = Field(
        default=None,
        description="Folder of a road graph that `aftersales roads build` made; drives are then reckoned on real roads, inside the server.",
    )
    roads_engine: Literal["osrm", "valhalla", "ors", "graphhopper"] | None = Field(
        default=None,
        description="Kind of a routing engine on another machine that knows the roads; a graph goes before it.",
    )
    roads_url: str | None = Field(
        default=None,
        pattern="^https?://",
        description="Where that engine is, without the path of its table or matrix.",
    )
    roads_key: SecretStr | None = Field(
        default=None, description="Key for that engine, if it wants one."
    )
    roads_timeout_seconds: float = Field(
        default=5,
        gt=0,
        le=60,
        description="How long that engine may take for an answer; later the travel model answers.",
    )
