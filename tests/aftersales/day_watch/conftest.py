"""The small city whose day is watched."""

import pytest

from aftersales.clock import SetClock
from aftersales.parts import Parts
from tests.aftersales.small_city import City, found_city


@pytest.fixture
def city(parts: Parts, clock: SetClock) -> City:
    """A city with a depot and nobody in it yet."""
    return found_city(parts, clock)
