"""The staff's pages, and that reading changes nothing."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from aftersales.appointments import cancel
from aftersales.day_watch.reports import report_arrived, report_done, report_on_the_way
from aftersales.day_watch.watch import watch_territory
from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.records import (
    Appointment,
    AppointmentState,
    PromiseState,
    Role,
    StartsFrom,
    Technician,
    Territory,
)
from aftersales.words import words_in
from tests.web.conftest import World, text_of
from tests.web.principals import People, as_admin
from web.app import create_app
from web.pages.board import letter_of
from web.pages.standing import (
    Standing,
    progress_words,
    promise_words,
    standing_of,
    standing_words,
)
from web.pages.telling import headline


def make_late(world: World) -> str:
    """Let the first technician hang on their first visit, so that those after it are late."""
    first = next(visit for visit in world.visits() if visit.lead.code == "T1")
    with world.parts.doing(SYSTEM) as deed:
        report_on_the_way(deed, first.appointment.id, world.clock.now())
    with world.parts.doing(SYSTEM) as deed:
        report_arrived(deed, first.appointment.id, first.appointment.planned_start_at)
    world.clock.move_to(first.appointment.window_to_at + timedelta(hours=4))
    watch_territory(world.parts, "li")
    late = next(visit for visit in world.visits() if visit.appointment.invitation_sequence > 0)
    return str(late.appointment.id)


def test_reading_changes_nothing(client: TestClient, world: World) -> None:
    client.post(
        "/api/v1/registrations",
        json={"sku": "WM-8000", "customer": "C-0001", "purchased_on": "2026-11-20"},
    )
    visit = world.visits()[0]
    token = world.token_of(visit)
    pages = [
        "/",
        "/day/li/2026-11-23",
        f"/visit/{token}",
        f"/visit/{token}?said=kept",
        f"/visits/{visit.appointment.id}",
        "/technicians/T1/2026-11-23",
        "/api",
        "/api/openapi.json",
        f"/feeds/{world.feed_token}.ics",
        "/api/v1/promises/scores?territory=li",
    ]
    for path, item in client.get("/api/openapi.json").json()["paths"].items():
        if "get" in item and "{" not in path and "scores" not in path:
            pages.append(path)
        elif "get" in item and path.startswith("/api/") and path.count("{") == 1:
            noun, rest = path.split("/{", 1)
            if "/booking-link." in rest:  # there only once somebody asked for the link
                continue
            if noun == "/api/v1/goodwill-budgets":  # one a territory, and no list
                pages.append(f"{noun}/li")
                continue
            rows = client.get(noun).json()["items"]
            if not rows:
                continue
            row = rows[0]
            name = row["code"] if rest.startswith("code}") else row["id"]
            pages.append(f"{noun}/{name}{rest.split('}', 1)[1]}")
    before, mails = world.dump(), len(world.mails())

    answers = {path: client.get(path).status_code for path in pages}
    answers |= {f"HEAD {path}": client.head(path).status_code for path in pages}

    assert len(answers) > 60
    assert set(answers.values()) == {200}, answers
    assert world.dump() == before
    assert len(world.mails()) == mails


def test_the_day_shows_every_visit_with_its_window_and_standing(
    client: TestClient, world: World
) -> None:
    page = client.get("/day/li/2026-11-23").text

    for visit in world.visits():
        assert f"/visits/{visit.appointment.id}" in page
    assert "Nora &lt;b&gt;Wolf&lt;/b&gt; &amp; Sons" in page
    assert "[08:00–12:00]" in page
    assert "On time" in page
    assert "© OpenStreetMap contributors" in page
    assert "wizardry" in page
    assert page.count('class="way ') == len({visit.lead.code for visit in world.visits()})
    assert page.count('<g class="stop ') == len(world.visits())
    assert "style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/built/')


def test_the_day_tells_late_and_told_from_late_and_not_told(
    client: TestClient, world: World
) -> None:
    late = make_late(world)

    untold = client.get("/day/li/2026-11-23").text
    send_due(world.parts)
    told = client.get("/day/li/2026-11-23").text

    assert "Late and not told" in untold
    assert "Late and told" in told
    assert world.mails("delayed")
    assert "Late and told" in client.get(f"/visits/{late}").text
    assert "Told:" not in untold
    said = told.split("Told:")[1].split("</span>")[0].split()
    bodies = [each.get_body(("plain",)) for each in world.mails("delayed")]
    letters = " ".join(str(body and body.get_content()) for body in bodies)
    assert " ".join(said[-3:]) == "longer than planned."
    assert " ".join(said[-9:]) in " ".join(letters.split())


def test_finished_and_cancelled_visits_stay_on_the_day(client: TestClient, world: World) -> None:
    planned = world.visits()
    first, second = planned[:2]
    now = world.clock.now()
    with world.parts.doing(SYSTEM) as deed:
        report_on_the_way(deed, first.appointment.id, now)
        report_arrived(deed, first.appointment.id, now)
        report_done(deed, first.appointment.id, now)
        cancel(
            deed,
            deed.session.get_one(Appointment, second.appointment.id),
            by="test",
            reason="The buyer moved away.",
        )

    page = client.get("/day/li/2026-11-23").text

    assert "1 done" in page
    assert "1 cancelled" in page
    assert page.count('<g class="stop ') == len(planned) - 1
    assert f"/visits/{second.appointment.id}" in page
    story = client.get(f"/visits/{second.appointment.id}").text
    assert "The buyer moved away." in story
    assert "Nobody comes at that time." in story
    assert "The work is done." in client.get(f"/visits/{first.appointment.id}").text
    assert "Cancelled" in client.get(f"/technicians/{second.lead.code}/2026-11-23").text


def test_a_day_without_visits_says_what_to_do(client: TestClient) -> None:
    page = client.get("/day/li/2026-11-24")

    assert page.status_code == 200
    assert "Nothing is planned on this day" in page.text
    assert "/day/li/2026-11-23" in page.text
    assert "No visits on this day" in client.get("/technicians/T1/2026-11-25").text


def test_the_map_needs_no_backdrop(client: TestClient, world: World) -> None:
    with world.parts.store.writing() as session:
        area = session.get_one(type(world.visits()[0].territory), world.territory_id)
        area.road_table = None
    token = world.token_of(world.visits()[0])

    page = client.get("/day/li/2026-11-23").text

    assert '<g class="stop ' in page
    assert "OpenStreetMap" not in page
    assert "<svg" not in client.get(f"/visit/{token}").text


def test_a_route_from_home_begins_there(client: TestClient, world: World) -> None:
    with world.parts.store.writing() as session:
        visit = world.visits()[0]
        worker = session.get_one(Technician, visit.lead.id)
        worker.starts_from = StartsFrom.HOME
        worker.home_location_id = visit.location.id

    page = client.get("/day/li/2026-11-23").text

    assert page.count('<g class="depot">') == 2


def test_the_staff_see_the_very_sentence_that_the_customer_read(
    client: TestClient, world: World
) -> None:
    visit = world.visits()[0]
    [mail] = [
        mail for mail in world.mails("booked") if visit.work_order.reference in mail["Subject"]
    ]

    page = client.get(f"/visits/{visit.appointment.id}").text

    sentence = text_of(mail).split("\n", 1)[0].strip()
    assert sentence.startswith(visit.lead.name.split()[0])
    assert f"<h1>{sentence}</h1>" in page
    assert "Visit: booked" in page
    assert "The customer was told" in page
    assert world.token_of(visit) not in page


def test_the_technicians_day_leads_to_the_map(client: TestClient, world: World) -> None:
    visit = world.visits()[0]

    page = client.get(f"/technicians/{visit.lead.code}/2026-11-23").text

    assert f"geo:{visit.location.latitude},{visit.location.longitude}?q=" in page
    assert "https://www.openstreetmap.org/directions?route=%3B" in page
    assert "Bell at the side door" in page


def test_the_first_page_leads_to_the_day_and_shows_the_clock_it_goes_by(
    client: TestClient, world: World
) -> None:
    page = client.get("/").text

    assert 'href="/day/li/2026-11-23"' in page
    assert 'href="/technicians/T2/2026-11-23"' in page
    assert "Monday, 23 November, 07:00 UTC" in page
    world.clock.move_to(world.clock.now() + timedelta(days=5))
    as_admin(world.parts, client)
    assert 'href="/day/li/2026-11-23"' in client.get("/").text
    watch_territory(world.parts, "li")
    assert "the customer heard 0 % from us first" in client.get("/").text


def test_an_empty_installation_says_what_to_do(parts: Parts) -> None:
    page = as_admin(parts, TestClient(create_app(parts))).get("/").text

    assert "There is no territory yet" in page


def test_a_territory_without_a_plan_says_what_to_do(client: TestClient, world: World) -> None:
    with world.parts.doing(SYSTEM) as deed:
        deed.add(
            Territory(
                id=deed.new_id(),
                code="lv",
                name="Rīga",
                country="LV",
                zone="Europe/Riga",
                road_table=None,
                answers_name="Zane",
                answers_phone="+371 1",
                answers_email="",
            )
        )

    assert "Nothing is planned here yet" in client.get("/").text
    assert "Nothing is planned on this day" in client.get("/day/lv/2026-11-23").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/day/nowhere/2026-11-23", 404),
        ("/day/li/0001-01-01", 422),
        ("/day/li/1700000000", 422),
        ("/day/li/soon", 422),
        ("/day/%00/2026-11-23", 422),
        ("/technicians/T9/2026-11-23", 404),
        ("/visits/01a206fd-6700-78d1-b21b-76f34559eb49", 404),
        ("/visits/x", 422),
        ("/nothing", 404),
    ],
)
def test_a_page_that_is_not_there_is_said_kindly(parts: Parts, path: str, status: int) -> None:
    answer = as_admin(parts, TestClient(create_app(parts))).get(path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "To the first page" in answer.text


def test_every_state_has_its_words() -> None:
    words = words_in("en")

    assert len({standing_words(words, each) for each in Standing}) == len(Standing)
    assert all(progress_words(words, each) for each in AppointmentState)
    assert len({promise_words(words, each) for each in PromiseState}) == len(PromiseState)


def test_every_state_has_its_sentence_and_standing(world: World) -> None:
    visit = world.visits()[0]
    words = words_in("en")

    sentences, standings = {}, {}
    for state in AppointmentState:
        visit.appointment.state = state
        sentences[state] = headline(words, visit, None)
        standings[state] = standing_of(visit, (), world.clock.now())

    assert "is with you" in sentences[AppointmentState.ARRIVED]
    assert "met nobody" in sentences[AppointmentState.CUSTOMER_NO_SHOW]
    assert "Nobody came" in sentences[AppointmentState.TECHNICIAN_NO_SHOW]
    assert "before the work was done" in sentences[AppointmentState.INCOMPLETE]
    assert standings[AppointmentState.INCOMPLETE] is Standing.UNFINISHED
    visit.appointment.state = AppointmentState.BOOKED
    visit.appointment.expected_start_at = visit.appointment.window_to_at - timedelta(minutes=5)
    assert standing_of(visit, (), world.clock.now()) is Standing.AT_RISK


def test_routes_have_letters_without_end() -> None:
    assert [letter_of(each) for each in (0, 25, 26, 27, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AB",
        "ZZ",
        "AAA",
    ]


def test_the_reference_names_every_operation(client: TestClient) -> None:
    page = client.get("/api").text
    document = client.get("/api/openapi.json").json()

    for path, item in document["paths"].items():
        assert path in page
        assert all(part["summary"] and part["description"] for part in item.values()), path
    assert 'id="WorkOrderSent"' in page


def test_the_first_page_begins_with_what_the_role_answers_for(people: People) -> None:
    pages = {role: people.client(role).get("/").text for role in (Role.SUPPORT, Role.DISPATCHER)}

    first = {
        role: page.index('id="cases"') < page.index('id="area-1"') for role, page in pages.items()
    }

    assert first == {Role.SUPPORT: True, Role.DISPATCHER: False}


def test_a_technicians_first_page_is_their_own_day_and_a_partners_their_team(
    people: People,
) -> None:
    technician, partner = people.client(Role.TECHNICIAN), people.client(Role.PARTNER)

    own = technician.get("/")
    team = partner.get("/").text

    assert own.headers["location"] == f"/technicians/{people.technician_code}/2026-11-23"
    assert f'href="/technicians/{people.partner_technician_code}/2026-11-23"' in team
    assert f'href="/technicians/{people.technician_code}/2026-11-23"' not in team
    assert 'href="/day/' not in team
