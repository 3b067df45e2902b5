"""A playbook is followed: its customer is told on their channel in their language, its steps become due, nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftersales.case_steps import finish_step, follow_playbook, text_for
from aftersales.conversations import Author
from aftersales.errors import Collision, NotAllowed, NotThere
from aftersales.prevention.playbooks import Plan, Step, keep_playbook
from aftersales.records import (
    Case,
    CaseState,
    CaseStep,
    Direction,
    Playbook,
    Role,
    ThreadMessage,
)
from tests.aftersales.campaigns.conftest import Recalling
from tests.aftersales.complaints.conftest import add_colleague
from tests.aftersales.prevention.conftest import Watching, watching
from tests.aftersales.prevention.test_triage import PLAN, called, case_of

__all__ = ["called", "watching"]

EVA = Author("Eva Office")


def follow(called: Watching, plan: Plan = PLAN) -> None:
    """Follow a playbook in the case; it is written when first asked for."""
    there = called.village.all_of(Playbook)
    with called.village.doing() as deed:
        row = there[0] if there else keep_playbook(deed, plan)
        deed.session.flush()
        case = deed.session.get_one(Case, case_of(called).id)
        follow_playbook(deed, case, deed.session.get_one(Playbook, row.id), EVA)


def test_customer_reads_the_text_and_the_steps_are_due_one_after_the_other(
    called: Watching,
) -> None:
    now = called.village.clock.now()

    follow(called)

    steps = called.village.all_of(CaseStep)
    assert [(each.number, each.text, each.role) for each in steps] == [
        (1, "Ask for the serial.", "support"),
        (2, "Open the filter together.", "support"),
    ]
    assert steps[1].due_at - steps[0].due_at == timedelta(minutes=15)
    assert steps[0].due_at >= now + timedelta(minutes=5)
    [message] = [
        each for each in called.village.all_of(ThreadMessage) if each.direction is Direction.OUT
    ]
    assert (message.text, message.who) == ("We open the filter together.", "Eva Office")
    assert case_of(called).state is CaseState.TRIAGED


def test_text_is_in_the_language_of_the_customer_if_it_is_written_in_it(called: Watching) -> None:
    row = Playbook(customer_texts={"en": "We open it.", "lv": "Mēs atveram."})

    assert [text_for(row, language) for language in ("lv", "bn")] == [
        ("lv", "Mēs atveram."),
        ("en", "We open it."),
    ]
    assert text_for(Playbook(customer_texts={}), "lv") == ("en", "")


def test_playbook_is_followed_once_and_not_in_a_case_that_is_over(called: Watching) -> None:
    follow(called)

    with pytest.raises(Collision):
        follow(called)
    with called.village.doing() as deed:
        deed.session.get_one(Case, case_of(called).id).state = CaseState.CLOSED
    with pytest.raises(NotAllowed):
        follow(called)
    assert len(called.village.all_of(CaseStep)) == 2


def test_dangerous_recall_comes_first(called: Watching) -> None:
    Recalling(village=called.village).published()

    with pytest.raises(NotAllowed):
        follow(called)

    assert called.village.all_of(CaseStep) == []


def test_playbook_without_a_text_begins_its_steps(called: Watching) -> None:
    plan = Plan(
        code="quiet",
        title="It does not drain",
        symptoms=("does not drain",),
        steps=(Step(text="Call the maker.", role=Role.MANAGER, minutes=0),),
        customer_texts={},
    )

    follow(called, plan)

    assert [each.role for each in called.village.all_of(CaseStep)] == ["manager"]
    assert called.village.all_of(ThreadMessage) == []


def test_step_is_done_once_by_somebody(called: Watching) -> None:
    follow(called)
    eva = add_colleague(called.village, "Eva", Role.SUPPORT)
    first = called.village.all_of(CaseStep)[0]

    for _time in range(2):
        with called.village.doing() as deed:
            case = deed.session.get_one(Case, case_of(called).id)
            finish_step(deed, case, first.id, eva)
            with pytest.raises(NotThere):
                finish_step(deed, case, case.id, eva)

    done = called.village.all_of(CaseStep)[0]
    assert (done.done_by_id, done.done_at) == (eva, called.village.clock.now())
