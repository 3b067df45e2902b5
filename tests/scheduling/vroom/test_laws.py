"""Laws of the way from VROOM's words to a plan and back, on random small documents."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.check import violations
from scheduling.effort import Effort
from scheduling.mending import mended
from scheduling.solver import solve
from scheduling.vroom import (
    Refused,
    answer_of,
    case_of,
    checked,
    explained,
    read_document,
    read_solution,
    start_of,
)
from tests.scheduling.vroom.documents import Json, documents, example, written

LITTLE = Effort(20)
law = settings(derandomize=True, deadline=None, max_examples=120)


@law
@given(documents())
def test_a_plan_told_in_vrooms_words_breaks_nothing(document: Json) -> None:
    case = case_of(read_document(written(document)))

    plan = solve(case.problem, effort=LITTLE)
    told = answer_of(case, plan)

    assert violations(case.problem, plan) == ()
    assert told["summary"]["violations"] == []
    assert all(step["waiting_time"] >= 0 for route in told["routes"] for step in route["steps"])
    assert violations(case.problem, read_solution(case, written(told))) == ()


@law
@given(documents())
def test_every_task_is_told_once_with_a_reason_if_left_out(document: Json) -> None:
    case = case_of(read_document(written(document)))

    told = answer_of(case, mended(case.problem, {}))

    done = [
        (step["type"], step["id"])
        for route in told["routes"]
        for step in route["steps"]
        if step["type"] in ("job", "pickup", "delivery")
    ]
    left_out = [(task["type"], task["id"]) for task in told["unassigned"]]
    assert sorted(done + left_out) == sorted((t.kind.value, t.id) for t in case.document.tasks)
    assert all(task["reason"].endswith(".") for task in told["unassigned"])
    assert told["summary"]["unassigned"] == len(left_out)


@law
@given(documents())
def test_a_plan_given_back_as_steps_is_no_worse_and_breaks_nothing(document: Json) -> None:
    case = case_of(read_document(written(document)))
    told = answer_of(case, mended(case.problem, {}))

    for route in told["routes"]:
        vehicle = next(each for each in document["vehicles"] if each["id"] == route["vehicle"])
        vehicle["steps"] = [
            {key: step[key] for key in ("type", "id") if key in step} for step in route["steps"]
        ]
    again = read_document(written(document))

    if told["routes"]:
        judged = checked(again)
        assert judged["summary"]["violations"] == []
        assert judged["summary"]["cost"] == told["summary"]["cost"]
        assert judged["summary"]["waiting_time"] <= told["summary"]["waiting_time"]
        start = start_of(case_of(again))
        assert start is not None
        assert sum(len(order) for order in start.values()) == len(case.problem.visits) - len(
            told["unassigned"]
        )


@law
@given(documents(with_steps=True))
def test_given_steps_are_judged_whatever_they_break(document: Json) -> None:
    told = checked(read_document(written(document)))

    vehicles = [route["vehicle"] for route in told["routes"]]
    assert vehicles == [vehicle["id"] for vehicle in document["vehicles"]]
    for vehicle, route in zip(document["vehicles"], told["routes"], strict=True):
        named = [step["type"] for step in vehicle["steps"]]
        kept = [
            kind for kind in named if f"{kind}_index" in vehicle or kind not in ("start", "end")
        ]
        assert [step["type"] for step in route["steps"]] == kept
        assert all(step["waiting_time"] >= 0 for step in route["steps"])


@law
@given(documents())
def test_every_plan_can_be_explained(document: Json) -> None:
    case = case_of(read_document(written(document)))

    lines = list(explained(case, mended(case.problem, {})))

    assert lines[0].endswith(".")
    for task in case.document.tasks:
        assert (
            sum(each.strip().startswith((f"{task.key}:", f"{task.key} (")) for each in lines) == 1
        )


WEIRD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, False, -1, 0, 1, 2**30, 10**9, 2**63, 2**64, 10**400, -(10**30), 0.5, 1e308),
        *(
            "",
            "car",
            "\ud800",
            "x" * 100,
            [],
            [[]],
            [1],
            [0, 0],
            [5, 3],
            [[3, 2]],
            [[0, 5], [4, 9]],
        ),
        *({}, {"id": 1}, {"a\nb": 1}, [None], [[1, 2, 3]], ["a"], [{}]),
    ]
)


def _spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where a value could be changed."""
    spots = [path] if path else []
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        spots.append((*path, key))
        if isinstance(member, dict | list):
            spots += _spots(member, (*path, key))
    return spots


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.data())
def test_a_spoilt_document_is_refused_in_one_sentence_or_understood(data: st.DataObject) -> None:
    document = copy.deepcopy(
        data.draw(st.one_of(documents(), documents(with_steps=True), st.just(example(1))))
    )
    for _ in range(data.draw(st.integers(1, 3))):
        *way, key = data.draw(st.sampled_from(_spots(document)))
        holder: Any = document
        for each in way:
            holder = holder[each]
        change = data.draw(st.sampled_from(["replace", "delete", "add", "repeat"]))
        if change == "replace" or isinstance(holder, list):
            holder[key] = data.draw(WEIRD)
        elif change == "delete":
            del holder[key]
        elif change == "add":
            holder[data.draw(st.sampled_from(["foo", "skills", "breaks", "\n"]))] = data.draw(WEIRD)
        else:
            holder[key] = [holder[key], holder[key]]
    try:
        read = read_document(json.dumps(document).encode())
        case_of(read)
        checked(read)
    except Refused as refused:
        sentence = str(refused)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert sentence.isascii()
        assert len(sentence) < 300
