"""Nothing that the audit trail says of a noun that shops follow is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import aftersales
from aftersales.appointments import APPOINTMENT_MOVES
from aftersales.campaigns.drafting import CAMPAIGN_MOVES
from aftersales.case_states import CASE_MOVES
from aftersales.complaints import COMPLAINT_MOVES
from aftersales.goodwill import GRANT_MOVES
from aftersales.improvements import IMPROVEMENT_MOVES
from aftersales.maintenance import MAINTENANCE_MOVES
from aftersales.prevention.alarms import ALARM_MOVES
from aftersales.prevention.issues import ISSUE_MOVES
from aftersales.promises import PROMISE_MOVES
from aftersales.records import PlanRunState
from aftersales.registrations import REGISTRATION_MOVES
from aftersales.spares import SPARE_MOVES
from aftersales.webhooks.kinds import KEPT_IN_HOUSE, TOLD, WebhookKind, kind_of
from aftersales.webhooks.meanings import MEANINGS
from warranty import CLAIM_MOVES
from warranty.recalls.responses import RESPONSE_MOVES

ROOT = Path(aftersales.__file__).parent
NOUNS = tuple(
    f"{noun}_"
    for noun in (
        "alarm",
        "appointment",
        "campaign",
        "case",
        "claim",
        "goodwill",
        "complaint",
        "improvement",
        "issue",
        "maintenance",
        "order",
        "plan",
        "playbook",
        "promise",
        "registration",
        "response",
        "service_contract",
        "spare",
        "survey",
        "visit",
        "window",
        "work_order",
    )
)
TOLD_WORDS = {what for what, _ in TOLD}


def words_noted() -> Iterator[str]:
    """The first argument of every `deed.note` in the code; what is put in at run time stands as *."""
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr="note"), args=[first, *_]):
                    yield from _texts(first)


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in parts)
        case ast.IfExp(body=first, orelse=second):
            yield from _texts(first)
            yield from _texts(second)


def test_every_word_noted_of_a_noun_that_shops_follow_is_told_or_kept_on_purpose() -> None:
    noted = {word for word in words_noted() if word.startswith(NOUNS)}

    plain = {word for word in noted if "*" not in word}
    assert {"case_opened", "visit_requested", "order_added"} <= plain  # they are found at all
    assert plain <= TOLD_WORDS | KEPT_IN_HOUSE
    assert {word for word in noted if "*" in word} == {
        "alarm_*",
        "appointment_*",
        "campaign_*",
        "case_*",
        "claim_*",
        "goodwill_*",
        "complaint_*",
        "improvement_*",
        "issue_*",
        "maintenance_*",
        "plan_*",
        "promise_*",
        "response_*",
        "registration_*",
        "spare_*",
    }


def test_every_state_that_a_noun_can_come_to_is_told_or_kept_on_purpose() -> None:
    graphs: dict[str, Mapping[Any, frozenset[Any]]] = {
        "alarm": ALARM_MOVES,
        "appointment": APPOINTMENT_MOVES,
        "campaign": CAMPAIGN_MOVES,
        "response": RESPONSE_MOVES,
        "case": CASE_MOVES,
        "claim": CLAIM_MOVES,
        "goodwill": GRANT_MOVES,
        "complaint": COMPLAINT_MOVES,
        "improvement": IMPROVEMENT_MOVES,
        "issue": ISSUE_MOVES,
        "maintenance": MAINTENANCE_MOVES,
        "promise": PROMISE_MOVES,
        "registration": REGISTRATION_MOVES,
        "spare": SPARE_MOVES,
    }
    words = {
        f"{noun}_{state}"
        for noun, graph in graphs.items()
        for state in (*graph, *(target for targets in graph.values() for target in targets))
    }
    words |= {f"plan_{state}" for state in PlanRunState}

    assert words <= TOLD_WORDS | KEPT_IN_HOUSE
    assert not TOLD_WORDS & KEPT_IN_HOUSE


def test_every_kind_can_be_told_and_says_what_it_means() -> None:
    assert set(TOLD.values()) == set(WebhookKind)
    assert set(MEANINGS) == set(WebhookKind)


def test_same_word_of_another_table_is_nothing_to_tell() -> None:
    assert kind_of("appointment_done", "appointment") is WebhookKind.APPOINTMENT_DONE
    assert kind_of("appointment_done", "customer") is None
