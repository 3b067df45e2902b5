"""Keys of shop systems: shown once, kept as a hash, refused in one sentence."""

from datetime import timedelta

import pytest

from aftersales.access import ShopKey
from aftersales.api_keys import NOT_A_KEY, add_api_key, principal_of_key, revoke_api_key
from aftersales.clock import SetClock
from aftersales.errors import Collision, NotSignedIn, NotUnderstood
from aftersales.identifiers import token_hash
from aftersales.parts import Parts
from aftersales.records import ApiKey, Event, Scope
from tests.aftersales.conftest import STAFF, all_of
from tests.aftersales.test_links import texts_containing

DAY = timedelta(days=1)
READING = frozenset({Scope.VISITS_READ, Scope.CASES_READ})


def added(parts: Parts, name: str = "webshop", days: int | None = None) -> tuple[ApiKey, str]:
    expires_at = None if days is None else parts.clock.now() + days * DAY
    with parts.doing(STAFF) as deed:
        return add_api_key(deed, name=name, scopes=READING, expires_at=expires_at)


def answer(parts: Parts, key: str) -> ShopKey | str:
    with parts.store.reading() as session:
        try:
            return principal_of_key(session, parts.clock.now(), key)
        except NotSignedIn as refusal:
            return str(refusal)


def test_key_speaks_for_its_shop_with_the_scopes_it_was_given(parts: Parts) -> None:
    row, key = added(parts)

    assert len(key) == len("as_") + 43
    assert key.startswith("as_")
    assert row.hint == key[-4:]
    assert answer(parts, key) == ShopKey(key_id=row.id, name="webshop", scopes=READING)


def test_keys_that_fail_all_fail_in_the_same_words(parts: Parts, clock: SetClock) -> None:
    _, ended = added(parts, "a", days=1)
    revoked_row, revoked = added(parts, "b")
    _, live = added(parts, "c", days=2)
    clock.move_to(clock.now() + DAY - timedelta(microseconds=1))
    assert isinstance(answer(parts, ended), ShopKey)
    assert isinstance(answer(parts, revoked), ShopKey)

    clock.move_to(clock.now() + timedelta(microseconds=1))
    with parts.doing(STAFF) as deed:
        row = deed.session.get_one(ApiKey, revoked_row.id)
        worked = [revoke_api_key(deed, row), revoke_api_key(deed, row)]

    assert worked == [True, False]
    tried = [ended, revoked, live[3:], live + "x", token_hash(live), "as_", ""]
    assert [answer(parts, key) for key in tried] == [NOT_A_KEY] * 7
    assert isinstance(answer(parts, live), ShopKey)


def test_key_stands_nowhere_in_the_database(parts: Parts) -> None:
    row, key = added(parts)

    assert texts_containing(parts, token_hash(key)) == ["api_key.key_hash"]
    assert texts_containing(parts, "webshop") == ["api_key.name"]

    assert texts_containing(parts, key) == []
    assert texts_containing(parts, key[3:20]) == []
    assert [(event.what, event.subject_id) for event in all_of(parts, Event)] == [
        ("api_key_added", row.id)
    ]


def test_name_serves_one_key_only_even_when_that_is_revoked(parts: Parts) -> None:
    row, _ = added(parts)
    with parts.doing(STAFF) as deed:
        revoke_api_key(deed, deed.session.get_one(ApiKey, row.id))

    with pytest.raises(Collision) as refusal:
        added(parts, " webshop ")

    assert str(refusal.value).startswith("There is a key “webshop” already, live or revoked.")
    assert len(all_of(parts, ApiKey)) == 1


def test_key_that_would_open_nothing_is_not_made(parts: Parts) -> None:
    with pytest.raises(NotUnderstood) as refusal, parts.doing(STAFF) as deed:
        add_api_key(deed, name=" ", scopes=frozenset(), expires_at=deed.now)

    assert [each.where for each in refusal.value.problems] == ["name", "scopes", "expires_at"]
    assert all_of(parts, ApiKey) == []
