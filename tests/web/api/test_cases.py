"""Cases through the API: they move along their states, change hands, and promise the next update."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from aftersales.clock import SetClock
from aftersales.queries.pages import events_about
from aftersales.records import Case, Promise
from aftersales.store import Store
from tests.web.api.asking import wheres
from tests.web.api.conftest import Shop


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
        ("kept", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("made", datetime(2026, 11, 23, 15, tzinfo=UTC)),
    ]


def test_an_update_in_the_past_or_after_the_end_is_refused(shop: Shop, store: Store) -> None:
    where = opened(shop)

    past = shop.edit(where, next_update_at="2026-11-20T16:00:00Z")
    ended = shop.edit(where, state="resolved", next_update_at="2026-11-24T16:00:00Z")

    assert wheres(past) == ["next_update_at"]
    assert (ended.status_code, ended.json()["type"]) == (409, "/api#not-allowed")
    assert shop.client.get(where).json()["state"] == "new"
    assert promises(store) == [("made", datetime(2026, 11, 23, 8, tzinfo=UTC))]


def test_what_stands_already_is_no_change(shop: Shop, store: Store) -> None:
    where = opened(shop)
    before = shop.client.get(where)

    same = shop.edit(where, state="new", owner_name=before.json()["owner_name"])

    assert same.headers["etag"] == before.headers["etag"]
    with store.reading() as session:
        row = session.exec(select(Case)).one()
        assert [event.what for event in events_about(session, [row.id])] == ["case_opened"]
