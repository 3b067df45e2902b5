"""What a replacement changes: a new serial, and the covers that go on."""

from dataclasses import replace
from datetime import date

import pytest

from warranty import (
    Cover,
    CoverKind,
    LifeEvent,
    Replacement,
    StartBasis,
    UnitFacts,
    covers_after_replacement,
    unit_after_replacement,
)

UNIT = UnitFacts(
    model="WM-100",
    serial="AB123456",
    country="PT",
    purchased_on=date(2025, 1, 10),
    delivered_on=date(2025, 1, 20),
    manufactured_on=date(2024, 11, 1),
)
MAKERS = Cover(
    kind=CoverKind.MAKERS_WARRANTY,
    provider="Acme",
    starts_on=date(2025, 1, 10),
    ends_on=date(2027, 1, 10),
    counted_from=StartBasis.PURCHASE,
    source="Booklet",
)
LEGAL = replace(MAKERS, kind=CoverKind.LEGAL_GUARANTEE, ends_on=date(2028, 1, 20))
REPAIRED = replace(MAKERS, kind=CoverKind.REPAIR_WARRANTY, counted_from=LifeEvent.REPAIR)
NEW = Replacement(model="WM-110", serial="CD654321", handed_over_on=date(2026, 12, 1))


def test_replacement_keeps_the_days_of_the_sale_and_takes_the_new_serial() -> None:
    assert unit_after_replacement(UNIT, NEW) == replace(
        UNIT, model="WM-110", serial="CD654321", manufactured_on=None
    )


def test_replacement_carries_over_what_runs_and_drops_the_warranty_on_the_old_repair() -> None:
    ended = replace(MAKERS, ends_on=date(2026, 11, 30))

    assert covers_after_replacement((LEGAL, MAKERS, REPAIRED, ended), NEW) == (LEGAL, MAKERS)


def test_replacement_keeps_a_cover_that_ends_on_the_day_of_the_exchange() -> None:
    last = replace(MAKERS, ends_on=NEW.handed_over_on)

    assert covers_after_replacement((last,), NEW) == (last,)


@pytest.mark.parametrize(
    ("months", "ends_on", "counted_from"),
    [
        (0, date(2027, 1, 10), StartBasis.PURCHASE),
        (1, date(2027, 1, 10), StartBasis.PURCHASE),
        (3, date(2027, 3, 1), LifeEvent.REPLACEMENT),
    ],
)
def test_replacement_lasts_at_least_as_long_as_the_maker_promises(
    months: int, ends_on: date, counted_from: StartBasis | LifeEvent
) -> None:
    promised = replace(NEW, least_months=months)

    after = covers_after_replacement((LEGAL, MAKERS), promised)

    assert after == (LEGAL, replace(MAKERS, ends_on=ends_on, counted_from=counted_from))


def test_replacement_is_refused_when_it_has_the_serial_of_the_old_unit() -> None:
    with pytest.raises(ValueError, match="serial of its own"):
        unit_after_replacement(UNIT, replace(NEW, serial="AB123456"))


def test_replacement_is_refused_when_it_comes_before_the_purchase() -> None:
    with pytest.raises(ValueError, match="after it was bought"):
        unit_after_replacement(UNIT, replace(NEW, handed_over_on=date(2025, 1, 9)))


def test_replacement_is_refused_when_its_promise_is_negative() -> None:
    with pytest.raises(ValueError, match="forwards only"):
        replace(NEW, least_months=-1)
