"""A technician's own calendar and absences on the screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from aftersales.records import Absence, AbsenceKind, BusyCalendar, Event, Role
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.test_calendar_pages import path_in

TYPED = {"kind": "holiday", "from_on": "2026-12-07", "to_on": "2026-12-09"}
DAY = timedelta(days=1)


def absences(world: World) -> list[tuple[AbsenceKind, datetime, datetime]]:
    return [(row.kind, row.from_at, row.to_at) for row in all_of(world.parts, Absence)]


def own(people: People) -> str:
    return f"/technicians/{people.technician_code}/calendar"


def test_a_technician_makes_an_address_and_the_former_one_stops_working(people: People) -> None:
    technician = people.client(Role.TECHNICIAN)

    first = path_in(technician.post(own(people)).text)
    second = path_in(technician.post(own(people)).text)

    assert [technician.get(each).status_code for each in (first, second)] == [404, 200]
    assert second not in technician.get(own(people)).text


def test_whole_days_and_hours_are_written_down_and_taken_back(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    page = own(people)
    hours = {"kind": "other", "from_on": "10.12.2026", "from_hour": "14.30", "to_hour": "১৬:00"}

    technician.post(f"{page}/absences", data=TYPED)
    technician.post(f"{page}/absences", data=hours)
    shown = unescape(technician.get(page).text)

    assert absences(world) == [
        (
            AbsenceKind.HOLIDAY,
            datetime(2026, 12, 6, 23, tzinfo=UTC),
            datetime(2026, 12, 9, 23, tzinfo=UTC),
        ),
        (
            AbsenceKind.OTHER,
            datetime(2026, 12, 10, 13, 30, tzinfo=UTC),
            datetime(2026, 12, 10, 15, tzinfo=UTC),
        ),
    ]
    assert "Monday, 7 December to Wednesday, 9 December" in shown
    assert "Thursday, 10 December, 14:30, to Thursday, 10 December, 16:00" in shown
    for row in all_of(world.parts, Absence):
        for _twice in range(2):
            technician.post(f"{page}/absences/{row.id}/withdraw")
    assert absences(world) == []
    told = [each.what for each in all_of(world.parts, Event) if each.what == "absence_changed"]
    assert len(told) == 2


def test_an_absence_that_has_begun_ends_now(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    technician.post(f"{own(people)}/absences", data=TYPED | {"from_on": "2026-11-20"})
    (row,) = all_of(world.parts, Absence)

    technician.post(f"{own(people)}/absences/{row.id}/withdraw")

    ((_kind, from_at, to_at),) = absences(world)
    assert (from_at, to_at) == (row.from_at, world.clock.now())
    assert "No absence lies ahead." in technician.get(own(people)).text


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"kind": "x", "from_on": "soon"}, {"kind", "from_on"}),
        (
            {"to_on": "later", "from_hour": "25:00", "to_hour": "noon"},
            {"to_on", "from_hour", "to_hour"},
        ),
        ({"to_on": "2026-12-06"}, {"to_on"}),
        ({"to_on": "2028-12-06"}, {"to_on"}),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(
    people: People, world: World, changes: dict[str, str], fields: set[str]
) -> None:
    answer = people.client(Role.TECHNICIAN).post(f"{own(people)}/absences", data=TYPED | changes)

    assert answer.status_code == 422
    assert {name for name in TYPED | changes if f'id="{name}-error"' in answer.text} == fields
    assert absences(world) == []


def test_nobody_does_so_for_a_technician_out_of_reach(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    other = f"/technicians/{people.partner_technician_code}/calendar"

    assert technician.get(other).status_code == 404
    assert technician.post(other).status_code == 404
    assert technician.post(f"{other}/absences", data=TYPED).status_code == 404
    assert people.client(Role.SUPPORT).get(own(people)).status_code == 403
    assert people.client(Role.DISPATCHER).get(own(people)).status_code == 200
    assert absences(world) == []


def test_a_calendar_elsewhere_is_given_and_taken_back_and_its_address_is_not_shown(
    people: People, world: World
) -> None:
    technician = people.client(Role.TECHNICIAN)
    page = own(people)

    wrong = technician.post(f"{page}/busy", data={"url": "nonsense"})
    technician.post(f"{page}/busy", data={"url": "webcal://cal.example/secret.ics"})
    shown = unescape(technician.get(page).text)

    assert wrong.status_code == 422
    assert 'id="url-error"' in wrong.text
    assert "The calendar at cal.example is read within a quarter of an hour." in shown
    assert "secret" not in shown
    technician.post(f"{page}/busy", data={"url": ""})
    assert all_of(world.parts, BusyCalendar) == []
