"""What does not fit together is refused with a sentence, and arrays of any whole type are taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scheduling.slots import SlotPrices, offers
from tests.scheduling.slots.towns import HOUR, ask, routes


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"leg": [1800.5]}, "leg must be whole numbers; round seconds"),
        ({"leg": [1800, 60]}, r"leg must have the shape \(1\), not \(2,\)"),
        ({"technician": [[0, 1]]}, r"technician must have the shape \(2\), not \(1, 2\)"),
        ({"service": [-300]}, "service must not be negative"),
        ({"price": [1.0, np.nan]}, "price must be finite and not negative"),
        ({"first": [0, 2, 1]}, "first must ascend from 0 to the number of stops, 1"),
        ({"close": [HOUR, HOUR]}, "No route closes before it opens"),
        ({"latest": [0]}, "no stop is latest before it is earliest"),
        ({"pause_length": [0, 1800]}, "The pause of route 1 must start and end inside it"),
    ],
)
def test_routes_refuse_what_does_not_fit(columns: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(routes(), **{name: np.array(values) for name, values in columns.items()})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"windows": np.zeros(2, np.int64)}, r"windows must have the shape \(1, 2\), not \(2,\)"),
        ({"windows": np.array([[2, 1]])}, "A window must not end before it starts"),
        ({"windows": np.array([[-2, 1]])}, "windows must not be negative"),
        ({"allowed": np.array([1, 0])}, "allowed must be true or false for each route"),
        ({"to": np.zeros((2, 2), np.int64)}, r"to must have the shape \(any\)"),
        ({"back": np.zeros(3, np.int64)}, r"back must have the shape \(2\), not \(3,\)"),
        ({"people": 0}, "at least one person is needed"),
        ({"service": -1}, "must not be negative"),
    ],
)
def test_ask_refuses_what_does_not_fit(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(ask(minutes=20), **fields)


def test_offers_refuse_an_ask_for_other_routes() -> None:
    with pytest.raises(ValueError, match="each of 2 routes, not of 1"):
        offers(routes(), replace(ask(minutes=20), allowed=np.array([True])))
    short = np.zeros(1, np.int64)
    with pytest.raises(ValueError, match="rows know 1 places, the routes go to 2"):
        offers(routes(), replace(ask(minutes=20), to=short, back=short))


def test_offers_refuse_lengths_beside_the_grid() -> None:
    with pytest.raises(ValueError, match="multiples of 300 seconds"):
        offers(routes(), ask(minutes=20, service=301))
    with pytest.raises(ValueError, match="at least one second, not 0"):
        offers(routes(), ask(minutes=20), grid=0)


def test_prices_must_be_finite() -> None:
    with pytest.raises(ValueError, match="finite and not negative"):
        SlotPrices(late=float("inf"))


def test_arrays_of_any_whole_type_and_layout_answer_the_same() -> None:
    plain = ask(minutes=20)
    rows = np.stack((plain.to, plain.back), axis=1).astype(np.int32)
    rows.flags.writeable = False

    columns: dict[str, Any] = {"to": rows[:, 0], "back": rows[:, 1]}
    strided = replace(plain, **columns)

    assert offers(routes(), strided) == offers(routes(), plain)
    assert strided.to.flags.writeable
    assert strided.to.flags.c_contiguous
    assert strided.to.dtype == np.int64
