"""ETags: what is shown has a version, and an edit of an older one changes nothing."""

from concurrent.futures import ThreadPoolExecutor

from sqlmodel import select

from aftersales.deed import SYSTEM
from aftersales.records import Customer, Event
from aftersales.store import Store
from tests.web.api.conftest import Shop


def edits(store: Store) -> int:
    with store.reading() as session:
        return len(session.exec(select(Event).where(Event.what == "customer_edited")).all())


def test_whoever_has_it_already_gets_no_body_until_it_changes(shop: Shop) -> None:
    path = shop.customer_path(0)
    first = shop.client.get(path)

    same = shop.client.get(path, headers={"If-None-Match": first.headers["etag"]})
    among = shop.client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    with shop.parts.doing(SYSTEM) as deed:
        deed.session.get_one(Customer, shop.customers[0].id).name = "Anna Beck-Frick"
    changed = shop.client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert [same.status_code, among.status_code, changed.status_code] == [304, 304, 200]
    assert same.content == b""
    assert same.headers["etag"] == first.headers["etag"]
    assert changed.headers["etag"] != first.headers["etag"]
    assert changed.json() == first.json() | {"name": "Anna Beck-Frick"}


def test_what_is_answered_to_a_post_or_an_edit_has_the_tag_of_what_is_read(shop: Shop) -> None:
    added = shop.client.post(
        "/api/v1/customers", json={"number": "C-9", "name": "Nora", "language": "en"}
    )

    read = shop.client.get(added.headers["location"])
    edited = shop.client.patch(
        added.headers["location"],
        json={"name": "Norah"},
        headers={"If-Match": read.headers["etag"]},
    )
    again = shop.client.get(added.headers["location"])

    assert (added.headers["etag"], added.json()) == (read.headers["etag"], read.json())
    assert (edited.headers["etag"], edited.json()) == (again.headers["etag"], again.json())


def test_an_edit_without_its_version_is_asked_for_it(shop: Shop, store: Store) -> None:
    answer = shop.client.patch(shop.customer_path(0), json={"name": "Anna"})

    assert (answer.status_code, answer.json()["type"]) == (428, "/api#no-version-named")
    assert "If-Match" in answer.json()["detail"]
    assert edits(store) == 0


def test_an_edit_of_an_older_version_is_refused_and_changes_nothing(
    shop: Shop, store: Store
) -> None:
    path = shop.customer_path(0)
    old = shop.client.get(path).headers["etag"]
    shop.client.patch(path, json={"name": "Anna First"}, headers={"If-Match": old})
    present = shop.client.get(path)

    lost = shop.client.patch(path, json={"name": "Anna Second"}, headers={"If-Match": old})
    weak = shop.client.patch(
        path, json={"name": "Anna Third"}, headers={"If-Match": f"W/{present.headers['etag']}"}
    )

    assert (lost.status_code, lost.json()["type"]) == (412, "/api#version-moved")
    assert weak.status_code == 412
    assert shop.client.get(path).json() == present.json()
    assert edits(store) == 1


def test_an_edit_of_whatever_version_there_is_is_made(shop: Shop) -> None:
    path = shop.customer_path(0)

    anything = shop.client.patch(path, json={"name": "Anna"}, headers={"If-Match": "*"})
    among = shop.client.patch(
        path,
        json={"language": "lv"},
        headers={"If-Match": f'"another", {anything.headers["etag"]}'},
    )

    assert (anything.status_code, among.status_code) == (200, 200)
    assert (among.json()["name"], among.json()["language"]) == ("Anna", "lv")


def test_of_two_edits_of_one_version_one_is_made(shop: Shop, store: Store) -> None:
    path = shop.customer_path(0)
    tag = shop.client.get(path).headers["etag"]

    def edit(number: int) -> int:
        sent = {"name": f"Anna {number}"}
        return shop.client.patch(path, json=sent, headers={"If-Match": tag}).status_code

    with ThreadPoolExecutor(6) as threads:
        statuses = sorted(threads.map(edit, range(6)))

    assert statuses == [200, 412, 412, 412, 412, 412]
    assert edits(store) == 1
