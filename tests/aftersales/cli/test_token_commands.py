"""`aftersales key` and `token`: given out once, and taken back by whoever finds them."""

import pytest

from aftersales.access import ShopKey
from aftersales.api_keys import principal_of_key
from aftersales.bootstrap import bootstrap
from aftersales.errors import NotSignedIn
from aftersales.links import issue_link
from aftersales.records import ApiKey, Customer, LinkPurpose, Scope
from aftersales.settings import read_settings
from tests.aftersales.cli.conftest import LIECHTENSTEIN, Typing
from tests.aftersales.cli.test_commands import open_city, rows
from tests.aftersales.conftest import all_of
from tests.conftest import STAFF


@pytest.fixture
def shop(typing: Typing) -> Typing:
    """Types commands in a shop with a technician and a customer."""
    typing("init", *LIECHTENSTEIN)
    open_city()
    return typing


def opened_by(key: str) -> ShopKey | None:
    with bootstrap(read_settings()) as parts, parts.store.reading() as session:
        try:
            return principal_of_key(session, parts.clock.now(), key)
        except NotSignedIn:
            return None


def test_key_is_printed_once_and_opens_its_scopes(shop: Typing) -> None:
    made = shop(
        "key", "add", "web[shop]", "--scope=visits:read", "--scope=sales:write", "--days=30"
    )

    first, key, last = made.stdout.splitlines()
    assert first == "The key “web[shop]” opens sales:write, visits:read:"
    assert last.startswith("Keep it now: it is not shown again.")
    found = opened_by(key)
    assert found is not None
    assert found.scopes == {Scope.SALES_WRITE, Scope.VISITS_READ}
    listed = shop("key", "list").stdout
    assert key not in listed
    line = next(line for line in listed.splitlines() if "web[shop]" in line)
    assert f"…{key[-4:]}" in line
    assert line.split()[-1] == "yes"


def test_key_without_a_scope_or_with_a_taken_name_is_refused(shop: Typing) -> None:
    shop("key", "add", "webshop", "--scope=visits:read")

    again = shop("key", "add", "webshop", "--scope=visits:read")
    bare = shop("key", "add", "other")
    wrong = shop("key", "add", "other", "--scope=everything")

    assert again.exit_code == 1
    assert "There is a key “webshop” already, live or revoked." in again.stderr
    assert (bare.exit_code, wrong.exit_code) == (2, 2)
    assert rows(ApiKey) == 1


def test_revoked_key_opens_nothing(shop: Typing) -> None:
    key = shop("key", "add", "webshop", "--scope=visits:read").stdout.splitlines()[1]
    assert opened_by(key) is not None

    said = [shop("key", "revoke", "webshop").stdout for _ in range(2)]
    unknown = shop("key", "revoke", "other")

    assert said == [
        "The key “webshop” has stopped working.\n",
        "The key “webshop” had already been revoked.\n",
    ]
    assert opened_by(key) is None
    assert "There is no key “other”." in unknown.stderr
    assert shop("key", "list").stdout.splitlines()[-2].split()[-1] == "no"


def test_no_keys_say_how_to_begin(shop: Typing) -> None:
    assert shop("key", "list").stdout == "There are no keys yet; make one with key add.\n"


def test_found_address_is_revoked_and_the_list_shows_it(shop: Typing) -> None:
    address = shop("feed", "T1").stdout.split("subscribes to: ")[1].strip()

    before = shop("token", "list", "--technician=T1").stdout
    said = shop("token", "revoke", address).stdout
    after = shop("token", "list", "--technician=T1").stdout

    assert said == "The calendar address of technician T1 has stopped working.\n"
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in before + after
    assert (before.count(" UTC"), after.count(" UTC")) == (1, 2)
    assert after.splitlines()[-2].split()[0] == "feed"


def test_address_may_be_typed_unseen(shop: Typing) -> None:
    ended = shop("token", "revoke")

    assert ended.exit_code == 1
    assert "Address or token" in ended.output


def test_links_of_a_customer_are_listed_and_not_those_of_others(shop: Typing) -> None:
    with bootstrap(read_settings()) as parts, parts.doing(STAFF) as deed:
        person = all_of(parts, Customer)[0]
        issue_link(deed, LinkPurpose.BUYER, person.id)
        issue_link(deed, LinkPurpose.BUYER, parts.ids.new(deed.now))

    listed = shop("token", "list", f"--customer={person.number}").stdout

    assert [line.split()[0] for line in listed.splitlines() if "UTC" in line] == ["buyer"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Whose links? Write either --technician CODE or --customer NUMBER."),
        (("--technician=T1", "--customer=C-1"), "Whose links?"),
        (("--technician=T9",), "There is no technician “T9”."),
        (("--customer=C-99",), "There is no customer “C-99”."),
    ],
)
def test_list_needs_to_know_whose(shop: Typing, words: tuple[str, ...], sentence: str) -> None:
    ended = shop("token", "list", *words)

    assert ended.exit_code == 1
    assert sentence in ended.stderr


def test_nothing_of_ours_is_said_to_be_nothing(shop: Typing) -> None:
    ended = shop("token", "revoke", "https://shop.example/")

    assert ended.exit_code == 1
    assert "There is no link, calendar address, key or sign-in of ours in this." in ended.stderr
    assert shop("token", "list", "--technician=T1").stdout == "There are none.\n"
