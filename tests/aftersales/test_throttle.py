"""Attempts are counted by all processes together, and nobody can read who tried what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.errors import TooOften
from aftersales.identifiers import blind_hash
from aftersales.parts import Parts
from aftersales.records import AttemptCount
from aftersales.throttle import Allowance, attempt, forget, give_back
from tests.aftersales.conftest import all_of

QUARTER = timedelta(minutes=15)
THREE = Allowance("guess", 3, QUARTER)
ANNA = "anna@example.org"


def tried(parts: Parts, what: str = ANNA, allowance: Allowance = THREE) -> str:
    """How one more attempt is answered; nothing if it may be made."""
    try:
        attempt(parts, allowance, what)
    except TooOften as refusal:
        return f"{refusal.seconds}: {refusal}"
    return ""


def test_attempts_beyond_the_allowance_wait_for_the_rest_of_the_span(
    parts: Parts, clock: SetClock
) -> None:
    made = [tried(parts)]
    clock.move_to(clock.now() + timedelta(minutes=3, seconds=30))
    made += [tried(parts), tried(parts)]

    refused = [tried(parts), tried(parts)]

    assert made == ["", "", ""]
    assert refused == ["690: This was tried too often. Try again in 12 minutes."] * 2
    clock.move_to(clock.now() + timedelta(seconds=689.5))
    assert tried(parts) == "1: This was tried too often. Try again in 1 minute."
    clock.move_to(clock.now() + timedelta(seconds=0.5))
    assert [tried(parts) for _ in range(4)] == [
        "",
        "",
        "",
        "900: This was tried too often. Try again in 15 minutes.",
    ]


def test_each_thing_and_each_allowance_counts_for_itself(parts: Parts) -> None:
    other = Allowance("other", 1, QUARTER)

    answers = [tried(parts) for _ in range(3)]
    answers += [tried(parts, "ben@example.org"), tried(parts, allowance=other)]

    assert answers == [""] * 5
    assert tried(parts) != ""
    assert tried(parts, allowance=other) != ""


def test_forgotten_attempts_begin_anew_and_one_given_back_is_one(parts: Parts) -> None:
    for _ in range(5):
        tried(parts)

    give_back(parts, THREE, ANNA)
    after_one = [tried(parts) == "", tried(parts) == ""]
    forget(parts, THREE, ANNA)
    after_all = [tried(parts) == "" for _ in range(4)]

    assert after_one == [True, False]  # those that were refused had not been counted
    assert after_all == [True, True, True, False]


def test_nothing_given_back_makes_room_for_more_than_the_allowance(parts: Parts) -> None:
    tried(parts)

    for _ in range(5):
        give_back(parts, THREE, ANNA)

    assert [tried(parts) == "" for _ in range(4)] == [True, True, True, False]


def test_counts_survive_a_restart(parts: Parts, clock: SetClock) -> None:
    for _ in range(3):
        tried(parts)

    with bootstrap(parts.settings, clock=clock) as restarted:
        assert tried(restarted) != ""


def test_attempts_at_once_are_never_more_than_the_allowance(parts: Parts) -> None:
    threads, each = 8, 6
    ten = Allowance("race", 10, QUARTER)
    together = Barrier(threads)

    def race(_number: int) -> int:
        together.wait()
        return sum(tried(parts, allowance=ten) == "" for _ in range(each))

    with ThreadPoolExecutor(threads) as racers:
        made = list(racers.map(race, range(threads)))

    assert sum(made) == 10
    assert max(made) < 10  # the race was one


def test_what_was_tried_cannot_be_read_from_its_row(parts: Parts) -> None:
    tried(parts)

    (row,) = all_of(parts, AttemptCount)
    assert row.what == blind_hash(parts.secret, "guess", ANNA)  # it is counted under its name
    assert row.what != blind_hash("another secret", "guess", ANNA)
    assert row.what != blind_hash(parts.secret, "gues", "s\0" + ANNA)
    assert "anna" not in str(row.model_dump()).lower()
