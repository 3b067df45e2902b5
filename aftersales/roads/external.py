"""Routing engines on other machines: OSRM, Valhalla, openrouteservice and GraphHopper, through routingpy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Literal

import numpy as np

from aftersales.errors import NotReady
from aftersales.roads.answers import nothing, points, whole
from aftersales.roads.engine import Block, EngineDown
from aftersales.roads.places import Columns, FloatArray

EngineKind = Literal["osrm", "valhalla", "ors", "graphhopper"]

PROFILES: Final[Mapping[EngineKind, str]] = {
    "osrm": "driving",
    "valhalla": "auto",
    "ors": "driving-car",
    "graphhopper": "car",
}
"""What each engine calls a car."""

EXTRAS: Final[Mapping[EngineKind, Mapping[str, object]]] = {
    "osrm": {"annotations": ("duration", "distance")},
    "valhalla": {"units": "km"},
    "ors": {"metrics": ["duration", "distance"]},
    "graphhopper": {"out_array": ["times", "distances"], "fail_fast": "false"},
}
"""What each must be asked so that it answers with seconds and metres, and with a gap where no way is."""

SNAPS: Final[Mapping[EngineKind, str]] = {"osrm": "distance", "ors": "snapped_distance"}
"""Under which name an engine tells how far it moved a place to its road; the others do not tell."""

KEYED: Final = frozenset({"ors", "graphhopper"})
"""Engines that take a key."""


class ExternalEngine:
    """One engine at an address; an answer that is late or odd is none."""

    tile: Final = 50
    """What engines take unless told otherwise: 100 points at OSRM, 2,500 pairs at Valhalla, 3,500 at openrouteservice."""

    nearest: Final = 100
    """Two requests there and two back."""

    def __init__(
        self, kind: EngineKind, url: str, *, key: str | None = None, timeout: float
    ) -> None:
        """Ask the engine of this kind at an address, and wait so many seconds for each answer.

        Raises:
            NotReady: the library is not installed.
        """
        if find_spec("routingpy") is None:
            raise NotReady(
                "Routing engines need the library routingpy, which is not installed. "
                "Install it with the extra: pip install 'aftersales[roads]'."
            )
        self._kind: EngineKind = kind
        self._url = url.rstrip("/")
        self._key = key
        self._timeout = timeout
        self.version = f"{kind} {self._url}"

    @cached_property
    def _router(self) -> Any:
        from aftersales.roads.asking import Client  # noqa: PLC0415 - only this extra has its library

        router = import_module("routingpy").get_router_by_name(self._kind)
        key = {"api_key": self._key} if self._kind in KEYED else {}
        return router(base_url=self._url, timeout=self._timeout, client=Client, **key)

    def block(self, sources: Columns, destinations: Columns) -> Block:
        """All pairs, in one request.

        Raises:
            EngineDown: no answer in time, a refusal, or one that makes no sense.
        """
        rows, columns = len(sources.rows), len(destinations.rows)
        if not rows or not columns:
            return nothing(rows, columns)
        from aftersales.roads.asking import FAILURES  # noqa: PLC0415 - only this extra has its library

        try:
            answer = self._router.matrix(
                locations=points(sources, destinations),
                profile=PROFILES[self._kind],
                sources=list(range(rows)),
                destinations=list(range(rows, rows + columns)),
                **EXTRAS[self._kind],
            )
            block = Block(
                whole(answer.durations),
                whole(answer.distances),
                self._snaps(answer.raw, "sources", rows),
                self._snaps(answer.raw, "destinations", columns),
            )
        except FAILURES as error:
            raise EngineDown from error
        if not block.seconds.shape == block.metres.shape == (rows, columns):
            raise EngineDown
        return block

    def _snaps(self, answer: dict[str, Any], side: str, count: int) -> FloatArray:
        """Metres from each place to its road, if they are told; no road at all is infinitely far."""
        if self._kind not in SNAPS:
            return np.full(count, np.nan)
        name = SNAPS[self._kind]
        return np.array(
            [np.inf if each is None else each[name] for each in answer[side]], float
        ).reshape(count)
