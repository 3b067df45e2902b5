"""How a parts request moves: asked for, ordered, here and set aside, fitted; or not needed any more."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aftersales.records import SpareState

SPARE_MOVES: Final = MappingProxyType(
    {
        SpareState.REQUESTED: frozenset(
            {SpareState.ORDERED, SpareState.ARRIVED, SpareState.CANCELLED}
        ),
        SpareState.ORDERED: frozenset({SpareState.ARRIVED, SpareState.CANCELLED}),
        # What was set aside can turn out to be broken, or gone: then it is asked for or ordered again.
        SpareState.ARRIVED: frozenset(
            {
                SpareState.FITTED,
                SpareState.CANCELLED,
                SpareState.REQUESTED,
                SpareState.ORDERED,
            }
        ),
        SpareState.FITTED: frozenset[SpareState](),
        SpareState.CANCELLED: frozenset[SpareState](),
    }
)
