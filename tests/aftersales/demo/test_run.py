"""The demo at a small size: the whole chain on a real city, the same again for the same seed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from sqlmodel import col, select

from aftersales.clock import SetClock
from aftersales.demo.run import (
    WHOLE_CITY,
    DemoResult,
    DemoSize,
    demo_parts,
    run_demo,
    working_days,
)
from aftersales.demo.summary import Summary, summary_of
from aftersales.errors import NotUnderstood
from aftersales.moments import day_bounds
from aftersales.parts import Parts
from aftersales.records import (
    Appointment,
    AppointmentState,
    Maintenance,
    MaintenanceSchedule,
    MaintenanceState,
    Notice,
    NoticeState,
    ProductModel,
    Promise,
    PromiseKind,
    PromiseState,
    ServiceContract,
    Unit,
    UnplannedVisit,
    WorkOrder,
)
from aftersales.settings import Settings
from tests.aftersales.small_city import assert_nothing_is_double_booked

FIRST = date(2026, 11, 23)
SMALL = DemoSize(customers=60, working_days=3, visits_a_day=10)


@dataclass(slots=True)
class Heard:
    """Listens to the stages of a run."""

    stages: list[tuple[str, int]] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)

    def begin(self, title: str, steps: int) -> None:
        self.stages.append((title, steps))

    def step(self, note: str = "") -> None:
        self.steps[self.stages[-1][0]] += 1

    def reach(self, step: int, note: str = "") -> None:
        self.steps[self.stages[-1][0]] = step


@dataclass(slots=True)
class Told:
    """A demo that was run, with its parts still open."""

    parts: Parts
    result: DemoResult
    summary: Summary
    heard: Heard


def settings_in(folder: Path, url: str | None = None) -> Settings:
    return Settings(
        database_url=url or f"sqlite:///{folder / 'aftersales.db'}",
        outbox=folder / "outbox",
        secret_key="k" * 43,
    )


def run_in(folder: Path, *, seed: int = 1, url: str | None = None) -> Iterator[Told]:
    heard = Heard()
    with demo_parts(settings_in(folder, url), FIRST, seed) as (parts, clock):
        result = run_demo(parts, clock, folder, FIRST, seed, heard, SMALL)
        yield Told(parts, result, summary_of(parts, result), heard)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """One small demo that every test of this file looks at."""
    yield from run_in(tmp_path_factory.mktemp("demo"))


def figures(summary: Summary) -> dict[str, object]:
    """The summary without what depends on the folder."""
    json = summary.as_json()
    return {
        key: json[key] for key in json if key not in {"out", "visit_url", "feed_url", "sign_ins"}
    }


def test_demo_gives_the_same_figures_again_on_postgresql(
    told: Told, postgres_url: str, tmp_path: Path
) -> None:
    for again in run_in(tmp_path, url=Settings(database_url=postgres_url).database_url):
        assert figures(again.summary) == figures(told.summary)
        assert again.result.visit_url == told.result.visit_url
        assert_nothing_is_double_booked(again.parts)


def test_demo_with_another_seed_is_another_city(told: Told, tmp_path: Path) -> None:
    for other in run_in(tmp_path, seed=2):
        assert figures(other.summary) != figures(told.summary)
        assert_nothing_is_double_booked(other.parts)


def test_summary_says_what_the_database_says(told: Told) -> None:
    json = told.summary.as_json()
    with told.parts.store.reading() as session:
        orders = session.exec(select(WorkOrder)).all()
        appointments = session.exec(select(Appointment)).all()
        unplanned = session.exec(
            select(UnplannedVisit).where(UnplannedVisit.plan_run_id == told.result.planned.run_id)
        ).all()
        start, end = day_bounds(FIRST, "Europe/Vaduz")
        states = Counter(
            session.exec(
                select(Promise.state).where(
                    Promise.kind == PromiseKind.ARRIVAL_WINDOW,
                    col(Promise.to_at) >= start,
                    col(Promise.to_at) < end,
                )
            ).all()
        )
        notices = Counter(
            session.exec(select(Notice.kind).where(Notice.state == NoticeState.SENT)).all()
        )
        references = {order.id: order.reference for order in orders}
    assert json["first_day"] == json["played_on"] == "2026-11-23"
    assert (json["visits"], json["planned"]) == (
        len(orders),
        len(orders) - len(unplanned),
    )
    assert sorted((left["reference"], left["reason"]) for left in json["unplanned"]) == sorted(
        (references[row.work_order_id], row.reason) for row in unplanned
    )
    assert json["played"]["done"] == sum(row.state is AppointmentState.DONE for row in appointments)
    assert json["notices"] == dict(sorted(notices.items()))
    promises = json["promises_of_the_day"]
    assert promises["made"] == states.total()
    assert {state: promises[state] for state in ("kept", "broken_told", "broken_untold")} == {
        state.value: states[state]
        for state in (PromiseState.KEPT, PromiseState.BROKEN_TOLD, PromiseState.BROKEN_UNTOLD)
    }
    assert 0 < json["driving_share"] < 1
    assert json["travel_scale"] == pytest.approx(told.result.travel_scale, abs=0.001)


def test_demand_adds_up(told: Told) -> None:
    demand = told.result.demand

    assert demand.visits == told.result.planned.visits
    assert demand.installations + demand.repairs + demand.maintenance == demand.visits
    assert demand.requests == demand.repairs + demand.remote
    assert demand.visits == pytest.approx(SMALL.visits, abs=6)


def test_stages_are_told_in_order_with_their_steps(told: Told) -> None:
    titles = [title for title, _steps in told.heard.stages]
    steps = dict(told.heard.stages)

    assert titles == [
        "Setting up the city",
        "Three months of sales",
        "Bookings and requests",
        "Planning two weeks",
        "Sending invitations",
        "Telling shorter windows the evening before",
        "Playing Monday",
        "Writing calendars and the map",
    ]
    for title in ("Setting up the city", "Three months of sales", "Planning two weeks"):
        assert told.heard.steps[title] == steps[title]


def test_maintenance_is_agreed_and_owners_whose_turn_it_is_are_asked(told: Told) -> None:
    with told.parts.store.reading() as session:
        schedules = session.exec(select(MaintenanceSchedule)).all()
        contracts = session.exec(select(ServiceContract)).all()
        rows = session.exec(select(Maintenance)).all()
        washers = session.exec(
            select(Unit).join(ProductModel).where(ProductModel.sku == "WM-700")
        ).all()
    of_washers = next(each for each in schedules if each.code == "WM-700-YEARLY")
    states = Counter(each.state for each in rows)
    assert len(contracts) == len(schedules) - 2 == 4
    assert {each.unit_id for each in contracts} < {each.id for each in washers}
    assert Counter(each.maintenance_schedule_id for each in rows)[of_washers.id] == len(washers)
    assert states[MaintenanceState.PLANNED] > states[MaintenanceState.DUE] > 0
    assert told.summary.notices["maintenance_due"] == states[MaintenanceState.DUE]


def test_feeds_hold_every_visit_of_every_technician(told: Told) -> None:
    files = sorted((told.result.folder / "feeds").glob("*.ics"))
    uids = Counter(
        str(event["UID"])
        for file in files
        for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    )

    assert [file.stem for file in files] == ["C1", "C2", "P1", "T1", "T2", "T3", "T4", "T5"]
    with told.parts.store.reading() as session:
        visits = session.exec(
            select(Appointment.id).where(Appointment.state != AppointmentState.CANCELLED)
        ).all()
    assert len(uids) >= len(visits) > 0


def test_outbox_holds_every_notice_that_was_sent(told: Told) -> None:
    files = sorted(told.result.folder.joinpath("outbox").glob("*.eml"))
    messages = [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]

    assert len(files) == sum(told.summary.notices.values()) > 0
    assert len({message["Message-ID"] for message in messages}) == len(files)
    assert all(message["To"] and message["Subject"] for message in messages)


def test_map_is_drawn_as_png_and_svg(told: Told) -> None:
    png, svg = told.result.pictures

    assert (png.name, svg.name) == ("map-2026-11-23.png", "map-2026-11-23.svg")
    assert png.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    root = ET.fromstring(svg.read_text(encoding="utf-8"))
    text = "".join(root.itertext())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "OpenStreetMap" in text or "OpenStreetMap" in svg.read_text(encoding="utf-8")


def test_links_lead_to_a_visit_and_a_feed(told: Told) -> None:
    assert told.result.visit_url.startswith("http://127.0.0.1:8000/visit/")
    assert told.result.feed_url.startswith("http://127.0.0.1:8000/feeds/")
    assert told.result.feed_url.endswith(".ics")


def test_demo_in_a_database_that_is_not_empty_is_refused(told: Told, tmp_path: Path) -> None:
    clock = SetClock(told.parts.clock.now())

    with pytest.raises(NotUnderstood, match="The demo needs an empty database"):
        run_demo(told.parts, clock, tmp_path, FIRST, 1, Heard(), SMALL)

    assert list(tmp_path.iterdir()) == []


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert working_days(date(2026, 12, 23), 4, "LI") == [
        date(2026, 12, 23),
        date(2026, 12, 24),
        date(2026, 12, 28),
        date(2026, 12, 29),
    ]
    assert working_days(FIRST, 0, "LI") == []


def test_whole_city_is_what_the_readme_shows() -> None:
    assert DemoSize(customers=500, working_days=10, visits_a_day=40) == WHOLE_CITY
    assert WHOLE_CITY.visits == 400


def test_clock_of_the_demo_begins_three_months_before_the_first_day(tmp_path: Path) -> None:
    with demo_parts(settings_in(tmp_path), FIRST, 1) as (parts, clock):
        assert parts.clock is clock
        assert clock.now() == day_bounds(FIRST - timedelta(days=92), "Europe/Vaduz")[0] + timedelta(
            hours=8
        )
