"""Promises kept and broken: the same figures on the page, as CSV and for programs, of what really happened."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from aftersales.appointments import set_window
from aftersales.day_watch.reports import report_arrived, report_done
from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.visits import Visit
from aftersales.records import Role
from aftersales.visits import tell_new_window
from aftersales.work_orders import CancelledBy, cancel_visit
from scheduling.forecast import ON_PLAN
from tests.web.conftest import World
from tests.web.principals import People

MINUTE = timedelta(minutes=1)


def tell_delay(world: World, visit: Visit) -> None:
    """The customer of a visit hears that it will be an hour later."""
    with world.parts.doing(SYSTEM) as deed:
        fresh = world.visit(visit.appointment.id)
        was = fresh.appointment.window_from_at, fresh.appointment.window_to_at
        set_window(deed, fresh.appointment, (was[1], was[1] + timedelta(hours=2)))
        tell_new_window(
            deed,
            fresh,
            NoticeKind.DELAYED,
            was=was,
            cause=ON_PLAN,
            expected_at=was[1] + timedelta(hours=1),
        )
    send_due(world.parts)


def go_to(world: World, visit: Visit, after_end: int) -> None:
    """Somebody arrives at a visit so many minutes after its window ended, and finishes it."""
    at = visit.appointment.window_to_at + after_end * MINUTE
    world.clock.move_to(max(world.clock.now(), at))
    with world.parts.doing(SYSTEM) as deed:
        report_arrived(deed, visit.appointment.id, at)
        report_done(deed, visit.appointment.id, at + 5 * MINUTE)


@pytest.fixture
def over(world: World) -> list[Visit]:
    """Monday is over: one visit in time, one told for nothing, one late and told, one late and untold, one called off."""
    visits = sorted(world.visits(), key=lambda each: each.appointment.window_to_at)
    kept, alarmed, told, untold, off, *others = visits
    world.clock.move_to(max(world.clock.now(), told.appointment.window_to_at - 90 * MINUTE))
    tell_delay(world, told)
    tell_delay(world, alarmed)
    with world.parts.doing(SYSTEM) as deed:
        cancel_visit(deed, world.visit(off.appointment.id), by=CancelledBy.HOUSE, reason="ill")
    send_due(world.parts)
    for visit in (kept, alarmed, *others):
        go_to(world, visit, -1)
    for visit in (told, untold):
        go_to(world, visit, 20)
    world.clock.move_to(visits[0].appointment.window_to_at + timedelta(days=1))
    return visits


def report(people: People, **asked: Any) -> Any:
    answer = people.client(Role.MANAGER).get("/api/v1/promises/report", params=asked)
    assert answer.status_code == 200
    return answer.json()


def test_report_counts_late_told_and_false_alarms(people: People, over: list[Visit]) -> None:
    whole = report(people)["whole"]

    counted = {name: whole[name] for name in ("visits", "late", "told", "notices", "affected")}
    assert counted == {"visits": len(over), "late": 3, "told": 2, "notices": 3, "affected": 4}
    assert whole["false_alarms"] == 1
    assert whole["on_time_share"] == pytest.approx(1 - 3 / len(over))
    assert whole["told_30"] == 2
    assert whole["median_lead_minutes"] >= 90


def test_report_is_split_and_the_parts_add_up(people: People, over: list[Visit]) -> None:
    for by in ("territory", "technician", "partner", "work_type", "channel"):
        told = report(people, by=by)
        for name in ("visits", "late", "told", "notices", "false_alarms", "affected"):
            assert sum(each["figures"][name] for each in told["groups"]) == told["whole"][name]
            assert sum(each["figures"][name] for each in told["daily"]) == told["whole"][name]

    leads = {visit.lead.name for visit in over}
    assert {each["name"] for each in report(people, by="technician")["groups"]} == leads
    assert [each["key"] for each in report(people, by="territory")["groups"]] == ["li"]
    assert [each["key"] for each in report(people, by="channel")["groups"]] == ["email"]
    assert [each["on"] for each in report(people)["daily"]] == ["2026-11-23"]


def test_page_and_table_show_the_same_figures(people: People, over: list[Visit]) -> None:
    manager = people.client(Role.MANAGER)
    whole = report(people)["whole"]

    text = manager.get("/promises?by=technician").text
    rows = list(csv.DictReader(StringIO(manager.get("/promises.csv?by=work_type").text)))

    percent = round(100 * whole["on_time_share"])
    assert f"{percent} % of {len(over)} promised windows were kept." in text
    assert "Of 3 late visits, 67 % heard of it from us before the window ended" in text
    assert "5 kept, 2 late and told in time, 1 late and not told in time" in text
    assert all(f'<th scope="row">{name}</th>' in text for name in {v.lead.name for v in over})
    assert 'href="/promises.csv?days=30&amp;by=technician&amp;territory="' in text
    assert (rows[0]["split"], rows[0]["windows"], rows[0]["late"]) == ("whole", str(len(over)), "3")
    assert rows[0]["false_alarms"] == "1"
    assert sum(int(row["windows"]) for row in rows if row["split"] == "work_type") == len(over)
    assert [row["key"] for row in rows if row["split"] == "day"] == ["2026-11-23"]


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("territory", "Liechtenstein"),
        ("partner", "our own people"),
        ("work_type", "Installation: "),
        ("channel", "E-mail"),
    ],
)
def test_groups_are_called_what_people_call_them(
    people: People, over: list[Visit], by: str, words: str
) -> None:
    text = people.client(Role.MANAGER).get(f"/promises?by={by}&territory=li").text

    assert over
    assert f'<th scope="row">{words}' in text


def test_days_without_windows_and_territories_without_a_name_say_so(
    people: People, over: list[Visit], world: World
) -> None:
    world.clock.move_to(world.clock.now() + timedelta(days=40))
    manager = people.client(Role.MANAGER)

    assert over
    assert "No promised window ended in these days." in manager.get("/promises?days=7").text
    assert f"of {len(over)} promised windows" in manager.get("/promises?days=90").text
    assert manager.get("/promises?territory=xx").status_code == 404
    assert manager.get("/api/v1/promises/report?territory=xx").status_code == 404
    assert manager.get("/api/v1/promises/report?days=0").status_code == 422
