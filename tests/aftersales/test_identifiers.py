"""Identifiers sort by time, references can be read out, tokens cannot be guessed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from aftersales.identifiers import (
    Identifiers,
    blind_hash,
    code_digits,
    digest_of,
    form_token,
    is_same,
    link_token,
    new_secret,
    new_token,
    token_hash,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.integers(0, 2**32))
def test_new_identifier_is_a_version_7_uuid_of_its_moment(moment: datetime, seed: int) -> None:
    identifier = Identifiers(seed).new(moment)

    assert identifier.version == 7
    assert identifier.variant == "specified in RFC 4122"
    assert identifier.int >> 80 == int(moment.timestamp() * 1000)


@given(MOMENTS, st.timedeltas(timedelta(milliseconds=1), timedelta(days=9)))
def test_new_identifiers_sort_by_their_moments(moment: datetime, later: timedelta) -> None:
    ids = Identifiers()

    assert ids.new(moment) < ids.new(moment + later)


@given(st.integers(0, 2**32))
def test_new_identifiers_of_one_moment_sort_in_the_order_they_were_made(seed: int) -> None:
    ids = Identifiers(seed)

    made = [ids.new(NOON) for _ in range(100)]

    assert made == sorted(set(made))


def test_new_identifiers_of_one_moment_never_repeat_between_threads_or_sources() -> None:
    ids = Identifiers()
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: ids.new(NOON), range(4_000)))

    made += [Identifiers().new(NOON) for _ in range(1_000)]

    assert len(set(made)) == 5_000


def test_seeded_identifiers_repeat_themselves_and_others_do_not() -> None:
    first, second = Identifiers(7), Identifiers(7)

    drawn = [first.new(NOON), first.reference("W")]

    assert drawn == [second.new(NOON), second.reference("W")]
    assert Identifiers().new(NOON) != Identifiers().new(NOON)


def test_reference_uses_only_characters_that_are_not_mistaken() -> None:
    ids = Identifiers(1)

    references = {ids.reference("W") for _ in range(1_000)}

    assert len(references) == 1_000
    assert {len(reference) for reference in references} == {9}
    assert set("".join(reference[2:] for reference in references)).isdisjoint("01IOLU")


def test_secrets_are_long_and_never_the_same() -> None:
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert {len(secret) for secret in secrets} == {43}


@given(st.text(), st.text(), st.uuids(), st.uuids())
def test_link_token_depends_on_secret_and_link_only(
    secret: str, other_secret: str, link: UUID, other_link: UUID
) -> None:
    token = link_token(secret, link)

    assert token == link_token(secret, link)
    assert len(token) == 43
    assert (token == link_token(other_secret, link)) == (secret == other_secret)
    assert (token == link_token(secret, other_link)) == (link == other_link)


def test_token_hash_and_digest_are_those_of_sha_256() -> None:
    sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1

    assert token_hash("abc") == sha
    assert digest_of("abc") == sha[:32]


def test_new_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}


@given(st.text(min_size=1), st.uuids())
def test_what_is_derived_for_one_use_never_serves_another(secret: str, row: UUID) -> None:
    derived = {link_token(secret, row), form_token(secret, row), blind_hash(secret, str(row))}

    assert len(derived) == 3
    assert form_token(secret, row) == form_token(secret, row)
    assert form_token(secret, row) != form_token(secret + "x", row)


@given(st.text(), st.uuids())
def test_code_is_six_digits_that_can_be_made_again(secret: str, code: UUID) -> None:
    digits = code_digits(secret, code)

    assert len(digits) == 6
    assert digits.isdecimal()
    assert digits == code_digits(secret, code)


def test_codes_use_the_whole_range_of_six_digits() -> None:
    codes = [int(code_digits("secret", UUID(int=number))) for number in range(10_000)]

    assert len(set(codes)) > 9_900  # by chance about 50 of them coincide
    tenths = [sum(code // 100_000 == tenth for code in codes) for tenth in range(10)]
    assert all(850 < number < 1_150 for number in tenths)


def test_blind_hash_keeps_the_borders_of_its_parts() -> None:
    assert blind_hash("s", "ab", "c") != blind_hash("s", "a", "bc")
    assert blind_hash("s", "\ud800") != blind_hash("s", "?")


def test_secrets_are_the_same_only_when_they_are() -> None:
    assert is_same("ķ", "ķ")
    assert not is_same("ķ", "k")
    assert not is_same("", "k")
    assert not is_same("\ud800", "k")
