"""Signing in and out: whoever should gets in, whoever should not is told so kindly."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.queries.access import user_by_email
from aftersales.records import Role
from aftersales.users import set_active
from tests.web.conftest import World, text_of
from tests.web.principals import PASSWORD, People
from web.app import create_app
from web.cookies import PLAIN, SECURE
from web.who import address_of

WRONG = "The e-mail address or the password is not right."


def cookie(client: TestClient) -> str:
    return client.cookies[PLAIN]


def test_a_stranger_is_led_to_the_sign_in_and_back(people: People) -> None:
    stranger = people.client("nobody")
    people.client(Role.SUPPORT)

    sent_away = stranger.get("/day/li/2026-11-23?x=1")
    form = stranger.get(sent_away.headers["location"])
    answer = stranger.post(
        "/sign-in",
        data={
            "email": people.email(Role.SUPPORT),
            "password": PASSWORD,
            "next": "/day/li/2026-11-23?x=1",
        },
    )

    assert sent_away.status_code == 303
    assert 'value="/day/li/2026-11-23?x=1"' in form.text
    assert (answer.status_code, answer.headers["location"]) == (303, "/day/li/2026-11-23?x=1")
    assert stranger.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil", "x", "/a\nb"]
)
def test_signing_in_leads_to_no_foreign_page(people: People, target: str) -> None:
    people.client(Role.SUPPORT)

    answer = people.client("nobody").post(
        "/sign-in",
        data={"email": people.email(Role.SUPPORT), "password": PASSWORD, "next": target},
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_wrong_password_is_refused_kindly_and_what_was_typed_stays(people: People) -> None:
    people.client(Role.SUPPORT)
    stranger = people.client("nobody")

    known = stranger.post(
        "/sign-in", data={"email": people.email(Role.SUPPORT), "password": "wrong wrong wrong"}
    )
    unknown = stranger.post(
        "/sign-in", data={"email": "nobody@shop.example", "password": "wrong wrong wrong"}
    )

    assert known.status_code == unknown.status_code == 401
    assert WRONG in known.text
    assert people.email(Role.SUPPORT) in known.text
    assert "wrong wrong wrong" not in known.text
    assert known.text.replace(people.email(Role.SUPPORT), "x") == unknown.text.replace(
        "nobody@shop.example", "x"
    )
    assert PLAIN not in stranger.cookies


def test_guessing_has_to_wait_and_the_right_password_waits_too(
    people: People, world: World
) -> None:
    people.client(Role.SUPPORT)
    stranger = people.client("nobody")
    typed = {"email": people.email(Role.SUPPORT), "password": "wrong wrong wrong"}

    statuses = [stranger.post("/sign-in", data=typed).status_code for _ in range(6)]
    right = stranger.post("/sign-in", data={**typed, "password": PASSWORD})

    assert statuses == [401] * 5 + [429]
    assert right.status_code == 429
    assert re.search(r"Wait \d+ minutes?, and try again", right.text)
    assert int(right.headers["retry-after"]) > 0
    world.clock.move_to(world.clock.now() + timedelta(minutes=16))
    assert stranger.post("/sign-in", data={**typed, "password": PASSWORD}).status_code == 303


def test_a_cookie_copied_before_signing_out_is_worth_nothing_afterwards(people: People) -> None:
    client = people.client(Role.SUPPORT)
    stolen = cookie(client)
    thief = TestClient(people.app, follow_redirects=False, cookies={PLAIN: stolen})
    assert thief.get("/").status_code == 200

    answer = client.post("/sign-out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert thief.get("/").headers["location"] == "/sign-in?next=%2F"


def test_a_session_changes_its_token_and_the_old_one_shown_late_ends_it(
    people: People, world: World
) -> None:
    client = people.client(Role.DISPATCHER)
    stolen = cookie(client)
    world.clock.move_to(world.clock.now() + timedelta(minutes=20))

    client.post("/plans", data={})
    renewed = cookie(client)
    client.get("/")
    world.clock.move_to(world.clock.now() + timedelta(minutes=2))
    thief = TestClient(people.app, follow_redirects=False, cookies={PLAIN: stolen})
    refused = thief.get("/")

    assert renewed != stolen
    assert refused.status_code == 303
    assert client.get("/").status_code == 303  # whoever of the two is the thief, both sign in anew


def test_a_session_ends_in_its_time_and_with_its_user(people: People, world: World) -> None:
    client = people.client(Role.SUPPORT)
    other = people.client(Role.MANAGER)
    assert client.get("/").status_code == other.get("/").status_code == 200

    with world.parts.doing(SYSTEM) as deed:
        user = user_by_email(deed.session, people.email(Role.SUPPORT))
        assert user is not None
        set_active(deed, user, is_active=False)

    assert client.get("/").status_code == 303
    assert other.get("/").status_code == 200
    world.clock.move_to(world.clock.now() + timedelta(hours=13))
    assert other.get("/").status_code == 303


def test_a_new_password_ends_every_other_session(people: People) -> None:
    client = people.client(Role.SUPPORT)
    elsewhere = TestClient(people.app, follow_redirects=False)
    elsewhere.post("/sign-in", data={"email": people.email(Role.SUPPORT), "password": PASSWORD})
    before = cookie(client)
    assert elsewhere.get("/").status_code == 200

    wrong = client.post("/password", data={"current": "no", "new": "another long sentence"})
    weak = client.post("/password", data={"current": PASSWORD, "new": "short"})
    changed = client.post("/password", data={"current": PASSWORD, "new": "another long sentence"})

    assert (wrong.status_code, weak.status_code, changed.status_code) == (422, 422, 303)
    assert "This is not your current password." in wrong.text
    assert "Choose at least 12 characters" in weak.text
    assert cookie(client) != before
    assert "Everywhere else you are signed out" in client.get("/password?said=changed").text
    assert elsewhere.get("/").status_code == 303
    again = elsewhere.post(
        "/sign-in", data={"email": people.email(Role.SUPPORT), "password": PASSWORD}
    )
    assert again.status_code == 401


def test_the_cookie_is_bound_to_https_where_there_is_https(people: People, world: World) -> None:
    people.client(Role.SUPPORT)
    settings = world.parts.settings.model_copy(
        update={"public_url": "https://service.shop.example"}
    )
    client = TestClient(
        create_app(replace(world.parts, settings=settings)),
        base_url="https://service.shop.example",
        follow_redirects=False,
    )

    answer = client.post(
        "/sign-in", data={"email": people.email(Role.SUPPORT), "password": PASSWORD}
    )

    kept = answer.headers["set-cookie"]
    assert kept.startswith(f"{SECURE}=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(kept.split("; "))
    assert "domain" not in kept.lower()
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert client.get("/").status_code == 200


def test_a_buyer_who_lost_the_link_finds_their_visits_by_a_code(
    stranger: TestClient, world: World
) -> None:
    visit, other = world.visits()[0], world.visits()[1]
    position = int(visit.customer.number.removeprefix("C-"))
    email = f"buyer{position}@example.org"

    asked = stranger.post("/find", data={"email": email})
    send_due(world.parts)
    [mail] = world.mails("sign_in_code")
    code = re.search(r"\b\d{6}\b", text_of(mail))
    assert code is not None
    wrong = stranger.post(
        "/find/code", data={"email": email, "code": "000000" if code[0] != "000000" else "1" * 6}
    )
    right = stranger.post("/find/code", data={"email": email, "code": code[0]})
    replayed = stranger.post("/find/code", data={"email": email, "code": code[0]})
    mine = stranger.get(right.headers["location"])

    assert asked.status_code == 200
    assert wrong.status_code == replayed.status_code == 401
    assert (
        "This code is wrong, has been used, or is older than ten minutes. Check it, or ask for a new one."
        in replayed.text
    )
    assert right.status_code == 303
    own = re.findall(r'href="(/visit/[^"]+)"', mine.text)
    assert visit.work_order.reference in stranger.get(own[0]).text
    assert all(other.work_order.reference not in stranger.get(each).text for each in own)
    world.clock.move_to(world.clock.now() + timedelta(minutes=61))
    assert stranger.get(right.headers["location"]).status_code == 404


def test_asking_for_a_code_does_not_tell_whom_we_know(stranger: TestClient, world: World) -> None:
    known = stranger.post("/find", data={"email": "buyer1@example.org"})
    unknown = stranger.post("/find", data={"email": "buyer1@example.com"})
    send_due(world.parts)

    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("example.org", "x") == unknown.text.replace("example.com", "x")
    assert [mail["To"] for mail in world.mails("sign_in_code")] == [
        "Maximiliane Hasler-Frommelt <buyer1@example.org>"
    ]


def test_a_form_sent_after_the_session_ended_is_not_lost(people: People, world: World) -> None:
    client = people.client(Role.DISPATCHER)
    world.clock.move_to(world.clock.now() + timedelta(hours=13))
    typed = {"territory": "li", "from_on": "2026-11-25", "days": "3", "effort": "quick"}

    interrupted = client.post("/plans", data=typed)
    hidden = dict(re.findall(r'name="(next|kept)" value="([^"]*)"', interrupted.text))
    again = client.post(
        "/sign-in",
        data={
            "email": people.email(Role.DISPATCHER),
            "password": PASSWORD,
            **{name: unescape(value) for name, value in hidden.items()},
        },
    )
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', again.text))
    del client.headers["x-csrf-token"]
    sent = client.post("/plans", data=fields)

    assert interrupted.status_code == 401
    assert "what you typed is kept" in interrupted.text
    assert again.status_code == 200
    assert {name: fields[name] for name in typed} == typed
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/plans/")


def test_a_lost_answer_signs_nobody_out(people: People, world: World) -> None:
    client = people.client(Role.DISPATCHER)
    former = cookie(client)
    world.clock.move_to(world.clock.now() + timedelta(minutes=20))
    client.post("/plans", data={})
    meant = cookie(client)
    client.cookies.clear()
    client.cookies.set(PLAIN, former)  # the answer with the new cookie never came
    world.clock.move_to(world.clock.now() + timedelta(minutes=5))

    still_in = client.get("/")
    client.post("/plans", data={})

    assert still_in.status_code == 200
    assert [each.value for each in client.cookies.jar if each.value != former] == [meant]


def test_on_https_a_cookie_that_others_could_set_is_none(people: People, world: World) -> None:
    planted = cookie(people.client(Role.SUPPORT))
    settings = world.parts.settings.model_copy(update={"public_url": "https://shop.example"})
    client = TestClient(
        create_app(replace(world.parts, settings=settings)),
        base_url="https://shop.example",
        follow_redirects=False,
    )

    assert client.get("/", headers={"cookie": f"{PLAIN}={planted}"}).status_code == 303
    assert client.get("/", headers={"cookie": f"{SECURE}={planted}"}).status_code == 200


def test_signing_in_again_ends_the_sign_in_before(people: People) -> None:
    client = people.client(Role.SUPPORT)
    before = cookie(client)

    client.post("/sign-in", data={"email": people.email(Role.SUPPORT), "password": PASSWORD})

    assert cookie(client) != before
    copy = TestClient(people.app, follow_redirects=False, cookies={PLAIN: before})
    assert copy.get("/").status_code == 303


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_network_of_ipv6_counts_as_one_address(told: str, counted: str) -> None:
    request = Request({"type": "http", "client": (told, 5000), "headers": []})

    assert address_of(request) == counted
