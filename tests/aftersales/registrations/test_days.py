"""Days are corrected by whoever has seen the proof; what answers follows at once, and both stay to be read."""

from datetime import date

import pytest

from aftersales.covers import entitlement_of
from aftersales.errors import NotUnderstood
from aftersales.notices.facts import RegistrationFacts, from_json
from aftersales.records import Cover, Customer, Event, Registration, Unit
from aftersales.registrations import (
    UnitDays,
    correct_registered,
    verify_registration,
)
from tests.aftersales.conftest import Village
from tests.aftersales.registrations.conftest import Registering

TYPED = UnitDays(purchased_on=date(2026, 11, 2), delivered_on=date(2026, 11, 5))


def confirmed(village: Village, row: Registration, days: UnitDays) -> None:
    with village.doing() as deed:
        verify_registration(deed, deed.session.get_one(Registration, row.id), days=days)


def answered_until(village: Village, on: date) -> list[date | None]:
    """Until when parts are paid on a day, for the one unit there is."""
    with village.parts.store.reading() as session:
        (unit,) = village.all_of(Unit)
        owner = session.get_one(Customer, unit.customer_id)
        return [each.until for each in entitlement_of(session, unit, owner, on).answers[:1]]


def test_days_of_the_proof_move_the_covers_and_stay_to_be_read(
    village: Village, registering: Registering
) -> None:
    row = registering(serial="")
    kept = [each.id for each in village.all_of(Cover)]
    before = answered_until(village, date(2026, 11, 20))

    confirmed(
        village,
        row,
        UnitDays(
            purchased_on=date(2026, 10, 2),
            delivered_on=date(2026, 10, 5),
            installed_on=date(2026, 10, 6),
        ),
    )

    (unit,) = village.all_of(Unit)
    covers = village.all_of(Cover)
    (event,) = [each for each in village.all_of(Event) if each.what == "unit_days_corrected"]
    (notice,) = village.notices("certificate")
    assert (before, answered_until(village, date(2026, 11, 20))) == (
        [date(2029, 11, 5)],
        [date(2029, 10, 5)],
    )
    assert [each.id for each in covers] == kept
    assert event.facts == {
        "purchased_on": ["2026-11-02", "2026-10-02"],
        "delivered_on": ["2026-11-05", "2026-10-05"],
        "installed_on": [None, "2026-10-06"],
    }
    assert (event.subject_id, event.actor) == (unit.id, "test")
    told = from_json(RegistrationFacts, notice.facts).covers
    assert [each.ends_on for each in told] == [each.ends_on for each in covers]


def test_days_that_are_right_already_change_nothing(
    village: Village, registering: Registering
) -> None:
    row = registering(serial="")

    confirmed(village, row, TYPED)

    assert "unit_days_corrected" not in {each.what for each in village.all_of(Event)}


@pytest.mark.parametrize(
    ("days", "where"),
    [
        (UnitDays(purchased_on=date(2026, 11, 24)), "purchased_on"),
        (
            UnitDays(purchased_on=date(2026, 11, 2), delivered_on=date(2026, 11, 1)),
            "delivered_on",
        ),
        (
            UnitDays(
                purchased_on=date(2026, 11, 2),
                delivered_on=date(2026, 11, 5),
                installed_on=date(2026, 11, 4),
            ),
            "installed_on",
        ),
        (
            UnitDays(purchased_on=date(2026, 11, 2), installed_on=date(2026, 11, 24)),
            "installed_on",
        ),
    ],
)
def test_days_that_cannot_be_are_refused_whole(
    village: Village, registering: Registering, days: UnitDays, where: str
) -> None:
    row = registering(serial="")

    with pytest.raises(NotUnderstood) as refused:
        confirmed(village, row, days)

    assert [each.where for each in refused.value.problems] == [where]
    with village.parts.store.reading() as session:
        assert session.get_one(Registration, row.id).model_dump() == row.model_dump()


def test_days_of_a_confirmed_registration_are_corrected_and_the_certificate_comes_anew(
    village: Village, registering: Registering
) -> None:
    row = registering()

    for days in (
        UnitDays(purchased_on=date(2026, 11, 1)),
        UnitDays(purchased_on=date(2026, 11, 1)),
    ):
        with village.doing() as deed:
            correct_registered(deed, deed.session.get_one(Registration, row.id), days)

    assert len(village.notices("certificate")) == 1
    assert {each.starts_on for each in village.all_of(Cover)} == {date(2026, 11, 1)}


def test_days_of_a_registration_that_waits_are_corrected_when_it_is_confirmed(
    village: Village, registering: Registering
) -> None:
    row = registering(serial="")

    with pytest.raises(NotUnderstood), village.doing() as deed:
        correct_registered(deed, deed.session.get_one(Registration, row.id), TYPED)
