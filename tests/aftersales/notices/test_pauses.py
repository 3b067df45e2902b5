"""Pauses grow fourfold, are spread over a quarter more, and are the same for the same notice."""

from __future__ import annotations

from uuid import uuid4

import pytest

from aftersales.notices.pauses import FIRST_PAUSE, pause_after


@pytest.mark.parametrize("tries", [1, 2, 3, 4, 5])
def test_pauses_grow_and_are_spread(tries: int) -> None:
    usual = FIRST_PAUSE * 4 ** (tries - 1)
    ids = [uuid4() for _ in range(500)]
    pauses = [pause_after(tries, each) for each in ids]

    assert all(usual <= each <= usual * 1.25 for each in pauses)
    assert len({round((each / usual - 1) * 40) for each in pauses}) >= 10
    assert pauses == [pause_after(tries, each) for each in ids]
