"""What is entered of a visit: kept once, put together to a report, and answers of the past outlive their checklist."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from aftersales.catalogue import add_product_model
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Appointment,
    ChecklistPoint,
    ServiceEntry,
    TrialResult,
    Unit,
    WorkType,
)
from aftersales.registrations import add_unit
from aftersales.service_reports import (
    Checked,
    Ended,
    Entered,
    Point,
    SerialRead,
    ServiceReport,
    Signed,
    enter,
    points_in,
    reports_of,
    set_checklist,
)
from aftersales.service_reports.checklists import MOST_POINTS
from tests.aftersales.conftest import Village
from warranty import WarrantyTerms

LISTED = [Point("Tight"), Point("Water pressure", "bar")]


def listed(village: Village, points: list[Point]) -> None:
    """This is checked at the work of the village from now on."""
    with village.doing() as deed:
        set_checklist(deed, deed.session.get_one(WorkType, village.work_type.id), points)


def entered(
    village: Village, visit: UUID, piece: Entered, *, minutes_ago: int = 0, key: str | None = None
) -> ServiceEntry:
    with village.doing() as deed:
        row = deed.session.get_one(Appointment, visit)
        at = deed.now - timedelta(minutes=minutes_ago)
        return enter(deed, row, village.technicians[0].id, piece, at, key)


def report(village: Village, visit: UUID) -> ServiceReport:
    with village.parts.store.reading() as session:
        return reports_of(session, list(visits_by_id(session, [visit]).values()))[visit]


def point(village: Village, text: str) -> UUID:
    return next(each.id for each in village.all_of(ChecklistPoint) if each.text == text)


def test_points_are_read_from_lines() -> None:
    text = " Tight\n\nWater pressure [bar] \nSee [this] page\n[m]"

    assert points_in(text) == [
        Point("Tight"),
        Point("Water pressure", "bar"),
        Point("See [this] page"),
        Point("[m]"),
    ]
    assert [each.line for each in points_in(text)][1] == "Water pressure [bar]"


@pytest.mark.parametrize(
    "points",
    [
        [Point("x" * 321)],
        [Point("")],
        [Point("Tight"), Point("Tight")],
        [Point(str(number)) for number in range(MOST_POINTS + 1)],
        [Point("Pressure", "b" * 65)],
    ],
)
def test_a_checklist_that_cannot_be_changes_nothing(village: Village, points: list[Point]) -> None:
    listed(village, LISTED)

    with pytest.raises(NotUnderstood):
        listed(village, points)

    assert [each.text for each in village.all_of(ChecklistPoint)] == ["Tight", "Water pressure"]


def test_what_was_answered_outlives_the_checklist(village: Village) -> None:
    listed(village, LISTED)
    visit = village.book(village.moment(25, 9))
    entered(village, visit, Checked({point(village, "Tight"): "ok"}))

    listed(village, [Point("Level"), LISTED[1]])
    asked = report(village, visit)
    listed(village, LISTED)

    assert [(each.point.text, each.said) for each in asked.answers] == [
        ("Level", ""),
        ("Water pressure", ""),
        ("Tight", "ok"),
    ]
    again = report(village, visit)
    assert [(each.point.text, each.said) for each in again.answers] == [
        ("Tight", "ok"),
        ("Water pressure", ""),
    ]
    assert again.open_points == 1


def test_the_newest_counts_by_the_clock_of_the_device(village: Village) -> None:
    listed(village, LISTED)
    visit = village.book(village.moment(25, 9))
    tight, pressure = point(village, "Tight"), point(village, "Water pressure")
    entered(village, visit, Checked({tight: "ok", pressure: "3.1"}), minutes_ago=5)
    entered(village, visit, Checked({tight: "not_ok"}), minutes_ago=9)
    entered(village, visit, Ended(TrialResult.FAILED, "Leaks."), minutes_ago=7)
    entered(village, visit, Ended(TrialResult.PASSED, "Tight now."), minutes_ago=3)
    entered(village, visit, Signed("Anna"), minutes_ago=2)

    found = report(village, visit)

    assert [each.said for each in found.answers] == ["ok", "3.1"]
    assert not any(each.is_bad for each in found.answers)
    assert (found.result, found.note) == (TrialResult.PASSED, "Tight now.")
    assert (found.signed_by, found.signature) == ("Anna", "")


def test_an_answer_to_something_else_is_refused(village: Village) -> None:
    listed(village, LISTED)
    visit = village.book(village.moment(25, 9))
    pressure = point(village, "Water pressure")

    for answers in ({uuid4(): "ok"}, {point(village, "Tight"): "3.1"}, {pressure: "3" * 41}):
        with pytest.raises(NotUnderstood, match="cannot be kept"):
            entered(village, visit, Checked(answers))

    assert village.all_of(ServiceEntry) == []


def test_a_serial_completes_a_unit_that_has_none_and_no_other(village: Village) -> None:
    visit = village.book(village.moment(25, 9))
    with village.doing() as deed:
        without = unit_of(deed, village, visit)
    entered(village, visit, SerialRead("ab 1-23"))
    first = next(each for each in village.all_of(Unit) if each.id == without)

    entered(village, visit, SerialRead("ab124"))

    assert first.serial == "AB123"
    assert next(each for each in village.all_of(Unit) if each.id == without).serial == "AB123"
    assert report(village, visit).serial == "AB124"


def unit_of(deed: Deed, village: Village, visit: UUID) -> UUID:
    """A unit of the customer that the work of a visit is about."""
    model = add_product_model(
        deed,
        sku="PLATE-1",
        name="Washer",
        brand="Rheintal",
        product_type="washing_machine",
        terms=WarrantyTerms("PLATE-1"),
    )
    unit = add_unit(
        deed,
        model,
        village.customer,
        serial=None,
        country="LI",
        purchased_on=date(2026, 1, 5),
    )
    order = visits_by_id(deed.session, [visit])[visit].work_order
    order.unit_id = unit.id
    deed.add(order)
    return unit.id
