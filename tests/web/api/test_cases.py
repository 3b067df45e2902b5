"""Cases through the API: they move along their states, change hands, and promise the next update."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import col, select

from aftersales.clock import SetClock
from aftersales.queries.conversations import thread_of_case
from aftersales.queries.pages import events_about
from aftersales.records import Case, CaseChannel, Direction, Promise, Role, User
from aftersales.store import Store
from tests.web.api.asking import wheres
from tests.web.api.conftest import Shop


def office(store: Store, name: str, email: str) -> None:
    """Somebody of the office who signs in."""
    with store.writing() as session:
        session.add(
            User(
                id=uuid4(),
                email=email,
                name=name,
                role=Role.SUPPORT,
                language="en",
                password_hash="-",
                created_at=datetime(2026, 11, 1, tzinfo=UTC),
                password_changed_at=datetime(2026, 11, 1, tzinfo=UTC),
            )
        )


def opened(shop: Shop) -> str:
    answer = shop.client.post("/api/v1/cases", json={"customer": "C-0001", "subject": "It leaks"})
    assert answer.status_code == 201
    return str(answer.headers["location"])


def promises(store: Store) -> list[tuple[str, datetime]]:
    with store.reading() as session:
        rows = session.exec(
            select(Promise).where(Promise.kind == "next_update").order_by(col(Promise.id))
        )
        return [(row.state.value, row.to_at) for row in rows]


def test_a_case_moves_on_and_changes_hands(shop: Shop, store: Store) -> None:
    where = opened(shop)
    office(store, "Inga Frick II", "inga2@shop.example")

    edited = shop.edit(
        where, state="triaged", why="a technician read it", owner_name="Inga Frick II"
    )

    assert edited.status_code == 200
    assert (edited.json()["state"], edited.json()["owner_name"]) == ("triaged", "Inga Frick II")
    with store.reading() as session:
        row = session.get_one(Case, UUID(edited.json()["id"]))
        told = [(event.what, event.why, event.facts) for event in events_about(session, [row.id])]
    assert (row.state.value, row.owner_name) == ("triaged", "Inga Frick II")
    assert told == [
        ("case_opened", "", {}),
        ("case_triaged", "a technician read it", {}),
        ("case_handed_over", "", {}),
    ]


def test_a_case_belongs_to_nobody_who_does_not_sign_in(shop: Shop, store: Store) -> None:
    where = opened(shop)
    before = shop.client.get(where).json()
    for email in ("b1@shop.example", "b2@shop.example"):
        office(store, "Ben Beck", email)

    nobody = shop.edit(where, owner_name="Somebody Else")
    several = shop.edit(where, owner_name="ben beck")

    for refused in (nobody, several):
        assert refused.status_code == 422
        assert refused.json()["problems"][0]["where"] == "owner_name"
        assert "shop.example" not in refused.text
    assert shop.client.get(where).json() == before
    assert shop.edit(where, owner_name="b2@shop.example").json()["owner_name"] == "Ben Beck"


def test_a_step_that_is_no_arrow_changes_nothing(shop: Shop) -> None:
    where = opened(shop)
    before = shop.client.get(where).json()

    refused = shop.edit(where, state="closed", owner_name="Somebody Else")

    assert (refused.status_code, refused.json()["type"]) == (409, "/api#illegal-move")
    assert "triaged" in refused.json()["detail"]
    assert shop.client.get(where).json() == before


def test_the_next_update_is_a_promise_and_the_one_before_is_kept(
    shop: Shop, store: Store, clock: SetClock
) -> None:
    where = opened(shop)
    clock.move_to(clock.now() + timedelta(hours=1))

    edited = shop.edit(where, next_update_at="2026-11-23T16:00:00+01:00")

    assert edited.json()["next_update_at"] == "2026-11-23T15:00:00Z"
    assert promises(store) == [
        ("kept", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("made", datetime(2026, 11, 23, 15, tzinfo=UTC)),
    ]


def test_an_update_in_the_past_or_after_the_end_is_refused(shop: Shop, store: Store) -> None:
    where = opened(shop)

    past = shop.edit(where, next_update_at="2026-11-20T16:00:00Z")
    ended = shop.edit(where, state="resolved", next_update_at="2026-11-24T16:00:00Z")

    assert wheres(past) == ["next_update_at"]
    assert (ended.status_code, ended.json()["type"]) == (409, "/api#not-allowed")
    assert shop.client.get(where).json()["state"] == "new"
    assert promises(store) == [("made", datetime(2026, 11, 23, 9, tzinfo=UTC))]


def test_what_stands_already_is_no_change(shop: Shop, store: Store) -> None:
    where = opened(shop)
    before = shop.client.get(where)

    same = shop.edit(where, state="new", owner_name=before.json()["owner_name"])

    assert same.headers["etag"] == before.headers["etag"]
    with store.reading() as session:
        row = session.exec(select(Case)).one()
        assert [event.what for event in events_about(session, [row.id])] == ["case_opened"]


def test_what_is_described_stands_first_in_the_thread(shop: Shop, store: Store) -> None:
    body = {
        "customer": "C-0001",
        "subject": "It leaks",
        "description": "Under the door.\nSince May.",
    }

    answers = [
        shop.client.post("/api/v1/cases", json=body, headers={"Idempotency-Key": "told-once"})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    with store.reading() as session:
        (message,) = thread_of_case(session, UUID(answers[0].json()["id"]))
    assert (message.direction, message.channel, message.who, message.text) == (
        Direction.IN,
        CaseChannel.API,
        "Maximiliane Hasler-Frommelt",
        "Under the door.\nSince May.",
    )
