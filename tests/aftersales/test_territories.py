"""Territories are checked before anything is planned in them."""

from dataclasses import replace

import pytest

from aftersales.addresses import ListedAddress, keep_addresses
from aftersales.clock import SetClock
from aftersales.errors import Collision, NotUnderstood
from aftersales.parts import Parts
from aftersales.places import Address
from aftersales.queries.catalogue import skills_needed
from aftersales.records import Depot, Event, Location, Skill, Territory, WorkKind, WorkType
from aftersales.roads import road_table
from aftersales.territories import add_standard_work_types, add_territory
from tests.aftersales.conftest import STAFF, VADUZ, Village, all_of, build_village


def add(
    parts: Parts,
    *,
    code: str = "li",
    depot: str = "schaan",
    address: Address = VADUZ,
    table: str | None = None,
) -> tuple[Territory, Depot]:
    with parts.doing(STAFF) as deed:
        return add_territory(
            deed,
            code=code,
            name="Liechtenstein",
            country="LI",
            depot_code=depot,
            depot_name="Yard",
            depot=address,
            answers=("Eva", "+423 1", "eva@example.org"),
            table=table,
        )


def test_territory_takes_the_zone_of_its_depot(parts: Parts) -> None:
    territory, depot = add(parts)

    with parts.store.reading() as session:
        assert session.get_one(Territory, territory.id) == Territory(
            id=territory.id,
            code="li",
            name="Liechtenstein",
            country="LI",
            zone="Europe/Vaduz",
            travel_scale=1.0,
            travel_trips=0,
            road_table=None,
            answers_name="Eva",
            answers_phone="+423 1",
            answers_email="eva@example.org",
        )
        place = session.get_one(Location, session.get_one(Depot, depot.id).location_id)
        assert (place.territory_id, place.zone, place.road_row) == (
            territory.id,
            "Europe/Vaduz",
            None,
        )
    (event,) = all_of(parts, Event)
    assert (event.what, event.subject_id) == ("territory_added", territory.id)


def test_territory_with_a_road_table_learns_its_scale_from_it(parts: Parts) -> None:
    territory, depot = add(parts, table="liechtenstein")

    assert (territory.travel_scale, territory.travel_trips) == road_table("liechtenstein").scale()
    assert territory.travel_trips == 301 * 300
    assert 0.5 < territory.travel_scale < 2.0
    with parts.store.reading() as session:
        assert session.get_one(Location, depot.location_id).road_row == 0


def test_territory_finds_its_depot_in_the_address_list(parts: Parts) -> None:
    with parts.doing(STAFF) as deed:
        keep_addresses(
            deed,
            [
                ListedAddress(
                    code="a",
                    street=VADUZ.street,
                    house_number=VADUZ.house_number,
                    postcode=VADUZ.postcode,
                    town=VADUZ.town,
                    country="LI",
                    latitude=47.139,
                    longitude=9.5215,
                    is_residential=False,
                    road_row=None,
                )
            ],
        )

    territory, _depot = add(parts, address=replace(VADUZ, latitude=None, longitude=None))

    assert territory.zone == "Europe/Vaduz"


@pytest.mark.parametrize(("code", "depot"), [("li", "other"), ("other", "schaan")])
def test_territory_refuses_a_code_that_is_taken(parts: Parts, code: str, depot: str) -> None:
    add(parts)

    with pytest.raises(Collision, match="There is already a territory"):
        add(parts, code=code, depot=depot)


def test_territory_refuses_a_depot_in_the_sea_and_keeps_nothing(
    parts: Parts, clock: SetClock
) -> None:
    with pytest.raises(NotUnderstood, match="lies in the sea"):
        add(parts, address=replace(VADUZ, latitude=43.0, longitude=5.0))

    village = build_village(parts, clock)
    assert [territory.code for territory in village.all_of(Territory)] == ["village"]


def test_standard_work_types_are_kept_once(parts: Parts) -> None:
    with parts.doing(STAFF) as deed:
        number = add_standard_work_types(deed)
    with parts.doing(STAFF) as deed:
        assert add_standard_work_types(deed) == 0

    kept = all_of(parts, WorkType)
    assert number == len(kept) > 20
    assert {work_type.kind for work_type in kept} == set(WorkKind)
    assert all(
        0 < each.minutes_low <= each.minutes_typical <= each.minutes_high and each.crew_size > 0
        for each in kept
    )
    with parts.store.reading() as session:
        needed = set[str]().union(*skills_needed(session).values())
    assert needed == {skill.code for skill in all_of(parts, Skill)}


def test_standard_work_types_stay_away_from_a_catalogue_that_has_skills(village: Village) -> None:
    with village.doing() as deed:
        assert add_standard_work_types(deed) == 0
