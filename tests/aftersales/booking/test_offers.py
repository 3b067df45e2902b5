"""Which times are offered, and why there are none on the other days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from aftersales.booking import WhyNot
from aftersales.catalogue import work_type_of
from aftersales.queries.places import territory_by_code
from aftersales.records import WorkKind
from tests.aftersales.booking.conftest import Shop
from tests.aftersales.small_city import MONDAY, PLACES, TUESDAY, WEDNESDAY
from tests.conftest import STAFF

THURSDAY = date(2026, 11, 26)


def whys(shop: Shop, order_id: object) -> dict[date, WhyNot]:
    return {each.on: each.why for each in shop.offered(order_id).refused}  # type: ignore[arg-type]


def test_every_window_of_a_free_day_is_offered(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)

    codes = shop.codes(shop.sells())

    assert codes == [
        "2026-11-24T08:00/12:00",
        "2026-11-24T10:00/14:00",
        "2026-11-24T12:00/16:00",
        "2026-11-24T14:00/18:00",
    ]


def test_windows_longer_than_the_house_promises_are_cut(shop: Shop) -> None:
    settings = shop.parts.settings.model_copy(update={"window_hours": 3})
    shop.parts = replace(shop.parts, settings=settings)
    shop.hire("T1", TUESDAY)
    order = shop.sells()

    codes = shop.codes(order)

    assert [code[11:] for code in codes] == [
        "08:00/10:00",
        "10:00/12:00",
        "12:00/14:00",
        "14:00/16:00",
    ]
    (promise,) = shop.promises(shop.books(order, codes[0]))
    assert promise.to_at - promise.from_at == timedelta(hours=2)


def test_days_without_an_offer_say_why(shop: Shop) -> None:
    shop.hire("T1", MONDAY, TUESDAY)
    shop.hire("T2", WEDNESDAY, skills={"repair": None})
    shop.hire("T3", THURSDAY, skills={"plumbing": WEDNESDAY})

    told = whys(shop, shop.sells())

    assert told[MONDAY] is WhyNot.TOO_SOON
    assert told[WEDNESDAY] is WhyNot.NO_SKILL
    assert told[THURSDAY] is WhyNot.CERTIFICATE
    assert told[date(2026, 11, 27)] is WhyNot.NOBODY_ON_DUTY
    assert TUESDAY not in told


def test_public_holiday_is_closed_even_if_somebody_works(shop: Shop) -> None:
    shop.clock.moment += timedelta(days=14)
    immaculate = date(2026, 12, 8)
    shop.hire("T1", immaculate)

    assert whys(shop, shop.sells())[immaculate] is WhyNot.HOLIDAY


def test_after_the_cut_off_tomorrow_is_closed(shop: Shop) -> None:
    shop.hire("T1", TUESDAY, WEDNESDAY)
    order = shop.sells()
    shop.clock.moment = shop.at(MONDAY, 16)

    assert whys(shop, order)[TUESDAY] is WhyNot.CUT_OFF
    assert {code[:10] for code in shop.codes(order)} == {"2026-11-25"}


def test_full_day_is_not_offered(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    for _number in range(2):
        order = shop.sells(minutes=150)
        shop.books(order, shop.codes(order)[0])

    assert whys(shop, shop.sells(minutes=150))[TUESDAY] is WhyNot.FULL


def test_work_that_no_shift_is_long_enough_for_is_too_far(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)

    assert whys(shop, shop.sells(minutes=600))[TUESDAY] is WhyNot.TOO_FAR


def test_three_people_are_a_crew_of_three_and_never_singles_who_meet(shop: Shop) -> None:
    with shop.parts.doing(STAFF) as deed:
        work_type_of(deed.session, "refrigerator", WorkKind.INSTALL).crew_size = 3
    for code in ("T1", "T2", "T3"):
        shop.hire(code, TUESDAY)
    order = shop.sells(product="refrigerator")

    found = shop.offered(order)

    (reason,) = (each for each in found.refused if each.on == TUESDAY)
    assert (found.slots, reason.why, reason.facts) == ((), WhyNot.NO_CREW, {"people": 3})


def test_two_people_are_a_crew_or_two_who_meet(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells(product="refrigerator")
    assert whys(shop, order)[TUESDAY] is WhyNot.NO_CREW
    shop.hire("T2", TUESDAY)

    visit = shop.books(order, shop.codes(order)[0])

    assert shop.crew_of(visit) == ["T1", "T2"]


def test_absent_technicians_are_not_nobody(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    shop.away("T1", shop.at(TUESDAY, 0), shop.at(TUESDAY, 23))

    assert whys(shop, shop.sells())[TUESDAY] is WhyNot.ALL_ABSENT


def test_offers_reckon_with_the_drives_that_people_really_have(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    shop.books(shop.sells(), "2026-11-24T10:00/14:00")
    order = shop.sells(place=PLACES[5])

    empty = shop.offered(order).slots
    with shop.parts.doing(STAFF) as deed:
        area = territory_by_code(deed.session, "li")
        assert area is not None
        area.day_factors = {"workdays:midday": (2.0, 500)}
        deed.add(area)
    slow = shop.offered(order).slots

    assert len(empty) == len(slow) > 0
    for before, after in zip(empty, slow, strict=True):
        assert after.window == before.window
        assert abs(after.extra_seconds - 2 * before.extra_seconds) <= 4
        assert before.extra_seconds > 60
