"""Day-part factors are learned once a day from how long drives took, and plans reckon with their mean."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from aftersales.clock import SetClock
from aftersales.day_factors import HISTORY, factors_of, learn_day_factors
from aftersales.parts import Parts
from aftersales.places import add_location
from aftersales.planning.gather import snapshot_of
from aftersales.planning.translate import translated
from aftersales.queries.places import territory_by_code
from aftersales.records import Appointment, Location, Territory
from aftersales.roads import ModelRoads, Place
from tests.aftersales.conftest import STAFF, VADUZ, Village
from tests.aftersales.small_city import MONDAY, MORNING, TUESDAY, City, found_city


def there(village: Village) -> Location:
    """Another house of the same customer, five kilometres away."""
    with village.doing() as deed:
        return add_location(
            deed,
            village.territory,
            replace(VADUZ, latitude=47.1800, longitude=9.5100),
            customer_id=village.customer.id,
        )


def drive(village: Village, places: Sequence[Location], ratio: float, *, days_ago: int = 0) -> None:
    """A technician visits the places one after the other; each drive takes `ratio` times as long as the model says."""
    at = village.moment(23, 9)
    before: Location | None = None
    for place in places:
        booked = replace(village, location=place).book(at)
        took = timedelta(0)
        if before is not None:
            ends = [Place(each.latitude, each.longitude) for each in (before, place)]
            seconds = ModelRoads().between(ends, scale=1.0, table=None).seconds[0, 1]
            took = timedelta(seconds=float(seconds) * ratio)
        with village.doing() as deed:
            row = deed.session.get_one(Appointment, booked)
            row.departed_at, row.arrived_at = at, at + took
            row.done_at = at + took + timedelta(minutes=20)
            deed.add(row)
        at += timedelta(hours=1)
        before = place


def learned(village: Village) -> Territory:
    with village.parts.store.reading() as session:
        return session.get_one(Territory, village.territory.id)


def test_factors_are_learned_from_visit_to_visit_in_the_hours_of_the_drive(
    village: Village,
) -> None:
    other = there(village)
    drive(village, [village.location, other, village.location], 1.5)
    village.clock.move_to(village.moment(23, 20))

    assert learn_day_factors(village.parts, "village")

    factors = factors_of(learned(village))
    assert learned(village).day_factors["workdays:midday"][1] == 2
    assert factors.at(village.moment(23, 11)) == pytest.approx(1.5 ** (2 / 32), abs=1e-3)
    assert factors.at(village.moment(23, 8)) == 1.0


def test_factors_are_learned_once_a_day_and_old_drives_are_forgotten(village: Village) -> None:
    other = there(village)
    drive(village, [village.location, other], 2.0)
    village.clock.move_to(village.moment(23, 20))

    assert learn_day_factors(village.parts, "village")
    assert not learn_day_factors(village.parts, "village")
    first = learned(village).day_factors
    village.clock.move_to(village.moment(23, 20) + HISTORY)
    assert learn_day_factors(village.parts, "village")

    assert first["workdays:midday"][0] > 1
    assert learned(village).day_factors == {}
    assert not learn_day_factors(village.parts, "nowhere")


def test_plan_reckons_with_the_overall_factor(parts: Parts, clock: SetClock) -> None:
    city: City = found_city(parts, clock)
    city.hire("T1", MONDAY, TUESDAY)
    city.asks((TUESDAY, MORNING))

    def drives() -> tuple[float, int]:
        with parts.store.reading() as session:
            snapshot = snapshot_of(session, "li", MONDAY, 2, clock.now(), is_frozen=False)
        return snapshot.drive_factor, int(
            translated(snapshot, parts.roads).problem.travel.seconds.sum()
        )

    plain_factor, plain = drives()
    with parts.doing(STAFF) as deed:
        area = territory_by_code(deed.session, "li")
        assert area is not None
        area.day_factors = {
            f"workdays:{part}": (1.3, 50)
            for part in ("night", "morning", "midday", "afternoon", "evening")
        }
        deed.add(area)
    factor, slower = drives()

    assert plain_factor == 1.0
    assert factor == pytest.approx(1.3)
    assert slower == pytest.approx(plain * 1.3, abs=4)
