"""A repeated request is answered again and done once, whoever repeats it and when."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from aftersales.clock import SetClock
from aftersales.deed import Deed
from aftersales.errors import KeyReused, NotAllowed, NotUnderstood
from aftersales.parts import Parts
from aftersales.records import RememberedAnswer, Skill
from aftersales.remembered import Answer, once
from tests.aftersales.conftest import STAFF, all_of

TWINS = 8


def adding(name: str) -> Callable[[Deed], Answer]:
    """Something that leaves a row each time it is done, and answers which."""

    def act(deed: Deed) -> Answer:
        row = Skill(id=deed.new_id(), code=str(deed.new_id()), name=name)
        deed.add(row)
        return Answer(201, {"Location": f"/skills/{row.id}"}, f'{{"name": "{name}"}}')

    return act


def ask(
    parts: Parts,
    name: str,
    *,
    key: str | None = "k-1",
    caller: str = "shop",
    act: Callable[[Deed], Answer] | None = None,
) -> tuple[Answer, bool]:
    return once(parts, STAFF, caller=caller, key=key, request_digest=name, act=act or adding(name))


def names(parts: Parts) -> list[str]:
    return sorted(row.name for row in all_of(parts, Skill))


def test_once_gives_a_repeat_the_very_same_answer_without_acting(parts: Parts) -> None:
    first, was_remembered = ask(parts, "gas")
    second, is_remembered = ask(parts, "gas")

    assert (was_remembered, is_remembered) == (False, True)
    assert second == first
    (row,) = all_of(parts, Skill)
    assert first == Answer(201, {"Location": f"/skills/{row.id}"}, '{"name": "gas"}')


def test_once_without_a_key_acts_each_time_and_remembers_nothing(parts: Parts) -> None:
    first, _ = ask(parts, "gas", key=None)
    second, is_remembered = ask(parts, "gas", key=None)

    assert first != second
    assert (names(parts), is_remembered) == (["gas", "gas"], False)
    assert all_of(parts, RememberedAnswer) == []


def test_once_refuses_another_request_under_the_same_key(parts: Parts) -> None:
    ask(parts, "gas")

    with pytest.raises(KeyReused, match="Choose a new key for a new request"):
        ask(parts, "water")

    assert names(parts) == ["gas"]


def test_once_keeps_the_keys_of_two_callers_apart(parts: Parts) -> None:
    ask(parts, "gas", caller="shop")
    ask(parts, "water", caller="partner")

    assert names(parts) == ["gas", "water"]


def test_once_forgets_after_a_day_and_remembers_the_newer_answer(
    parts: Parts, clock: SetClock
) -> None:
    old, _ = ask(parts, "gas")

    clock.move_to(clock.now() + timedelta(hours=24, seconds=-1))
    assert ask(parts, "gas") == (old, True)
    clock.move_to(clock.now() + timedelta(seconds=1))
    new, is_remembered = ask(parts, "water")

    assert (new == old, is_remembered) == (False, False)
    assert ask(parts, "water") == (new, True)
    assert names(parts) == ["gas", "water"]


def test_once_does_not_remember_an_error_so_that_a_retry_can_succeed(parts: Parts) -> None:
    def failing(deed: Deed) -> Answer:
        adding("lost")(deed)
        deed.session.flush()
        raise NotAllowed("Not today. Come back tomorrow.")

    with pytest.raises(NotAllowed):
        ask(parts, "gas", act=failing)
    assert (names(parts), all_of(parts, RememberedAnswer)) == ([], [])
    _, is_remembered = ask(parts, "gas")

    assert (names(parts), is_remembered) == (["gas"], False)


@pytest.mark.parametrize("key", ["", "a b", "schlüssel", "a\n", "a" * 256, "\x7f"])
def test_once_refuses_what_is_no_key(parts: Parts, key: str) -> None:
    with pytest.raises(NotUnderstood, match="1 to 255 visible ASCII") as refused:
        ask(parts, "gas", key=key)

    assert [problem.where for problem in refused.value.problems] == ["Idempotency-Key"]
    assert names(parts) == []


@pytest.mark.parametrize("key", ["!", "~" * 255])
def test_once_takes_the_shortest_and_the_longest_key(parts: Parts, key: str) -> None:
    first, _ = ask(parts, "gas", key=key)

    assert ask(parts, "gas", key=key) == (first, True)


def race(parts: Parts, act: Callable[[Deed], Answer]) -> list[tuple[Answer, bool] | NotAllowed]:
    """What twins are answered who ask at the same moment."""
    start = threading.Barrier(TWINS)

    def twin(_: int) -> tuple[Answer, bool] | NotAllowed:
        start.wait(10)
        try:
            return ask(parts, "gas", act=act)
        except NotAllowed as error:
            return error

    with ThreadPoolExecutor(TWINS) as pool:
        return list(pool.map(twin, range(TWINS)))


def test_twins_at_once_act_once_and_all_get_its_answer(parts: Parts) -> None:
    pause = threading.Event()

    def slowly(deed: Deed) -> Answer:
        answer = adding("gas")(deed)
        deed.session.flush()
        pause.wait(0.2)  # the others arrive meanwhile
        return answer

    answers = [each for each in race(parts, slowly) if not isinstance(each, NotAllowed)]

    assert names(parts) == ["gas"]
    assert len(answers) == TWINS
    assert len({(answer.headers["Location"], answer.body) for answer, _ in answers}) == 1
    assert sorted(is_remembered for _, is_remembered in answers) == [False] + [True] * (TWINS - 1)


def test_twins_whose_first_fails_are_served_by_the_next(parts: Parts) -> None:
    failures = iter([True])

    def failing_first(deed: Deed) -> Answer:
        answer = adding("gas")(deed)
        if next(failures, False):
            raise NotAllowed("Not this one. Ask again.")
        return answer

    answers = race(parts, failing_first)

    assert names(parts) == ["gas"]
    served = [each for each in answers if not isinstance(each, NotAllowed)]
    assert (len(served), len({answer.headers["Location"] for answer, _ in served})) == (
        TWINS - 1,
        1,
    )
