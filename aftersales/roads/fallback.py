"""Roads that may be away, with others that never are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import structlog

from aftersales.roads.engine import EngineDown
from aftersales.roads.places import IntArray, Place, Reach, Roads, Row
from scheduling import Stopwatch, Travel

_LOG = structlog.get_logger()

REST_SECONDS: Final = 30.0
"""An engine that was away is left alone for so long: nobody waits for it with every page."""

Answer = TypeVar("Answer")


class FallbackRoads:
    """Roads that answer as long as they can, and others meanwhile."""

    def __init__(self, roads: Roads, behind: Roads, *, rest: float = REST_SECONDS) -> None:
        """Ask `roads`; after a failure `behind` for `rest` seconds."""
        self._roads = roads
        self._behind = behind
        self._rest = rest
        self._since: Stopwatch | None = None

    @property
    def version(self) -> str:
        """That of the roads asked first."""
        return self._roads.version

    def between(self, places: Sequence[Place], *, scale: float, table: str | None) -> Travel:
        """Driving between all pairs of places."""
        return self._asked(lambda roads: roads.between(places, scale=scale, table=table))

    def row(self, place: Place, places: Sequence[Place], *, scale: float, table: str | None) -> Row:
        """Driving to one place and back."""
        return self._asked(lambda roads: roads.row(place, places, scale=scale, table=table))

    def along(
        self, ways: Sequence[Sequence[Place]], *, scale: float, table: str | None
    ) -> list[IntArray]:
        """Driving along each way."""
        return self._asked(lambda roads: roads.along(ways, scale=scale, table=table))

    def reach(self, place: Place, depots: Sequence[Place]) -> Reach:
        """How well a place can be reached, as far as that is known."""
        return self._asked(lambda roads: roads.reach(place, depots))

    def _asked(self, ask: Callable[[Roads], Answer]) -> Answer:
        if self._since is not None and self._since.elapsed < self._rest:
            return ask(self._behind)
        try:
            answer = ask(self._roads)
        except EngineDown as error:
            self._since = Stopwatch()
            tell_away(error.__cause__ or error)
            return ask(self._behind)
        self._since = None
        return answer


def tell_away(error: BaseException) -> None:
    """Log that the travel model answers; the error's class only, since its words may hold an address."""
    _LOG.warning("roads_fell_back", error=type(error).__name__)
