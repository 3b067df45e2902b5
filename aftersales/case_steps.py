"""A playbook is followed in a case: its customer reads what is done, and its steps become due, one after the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from aftersales.business_hours import after_work
from aftersales.case_owners import territory_of_case
from aftersales.case_states import CASE_MOVES
from aftersales.cases import advance_case
from aftersales.conversations.replying import Author, reply
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotThere
from aftersales.prevention.triage import triage_of
from aftersales.queries.playbooks import is_followed
from aftersales.records import CASE_OVER, Case, CaseState, CaseStep, Customer, Playbook
from aftersales.sla import hours_of
from aftersales.store import lock_rows

ENGLISH: Final = "en"


def text_for(row: Playbook, language: str) -> tuple[str, str]:
    """The language in which somebody can be told what is done, and the text; empty if none is written."""
    spoken = language if row.customer_texts.get(language) else ENGLISH
    return spoken, row.customer_texts.get(spoken, "")


def follow_playbook(deed: Deed, case: Case, playbook: Playbook, author: Author) -> None:
    """Tell the customer what is done, in their language and on their channel, and begin the steps.

    Raises:
        Collision: it is followed in this case already.
        NotAllowed: the case is over, a dangerous recall is open on the unit, or it is not known whose case it is.
    """
    lock_rows(deed.session, "service_case", [case.id])
    deed.session.refresh(case)
    if case.state in CASE_OVER:
        raise NotAllowed("This case is settled. Reopen it before you follow a playbook.")
    if triage_of(deed.session, case).is_stopped:
        raise NotAllowed(
            "A safety recall is open on this unit, so nobody is told to go on using it. See to the recall first."
        )
    if is_followed(deed.session, case.id, playbook.id):
        raise Collision("This playbook is followed in this case already. See its steps there.")
    person = deed.session.get_one(Customer, case.customer_id)
    _language, text = text_for(playbook, person.language)
    if text:
        reply(deed, case, text, author)
    elif CaseState.TRIAGED in CASE_MOVES[case.state]:
        advance_case(deed, case, CaseState.TRIAGED)
    _begin_steps(deed, case, playbook)
    deed.note("case_playbook_followed", case, facts={"playbook": playbook.code})


def finish_step(deed: Deed, case: Case, step_id: UUID, user_id: UUID) -> None:
    """A step was done, and by whom; saying so twice changes nothing.

    Raises:
        NotThere: the case has no such step.
    """
    step = deed.session.get(CaseStep, step_id)
    if step is None or step.case_id != case.id:
        raise NotThere("There is no such step. Load the page again.")
    if step.done_at is None:
        step.done_at, step.done_by_id = deed.now, user_id
        deed.add(step)
        deed.note("case_step_done", case, facts={"step": str(step.id)})


def _begin_steps(deed: Deed, case: Case, playbook: Playbook) -> None:
    """Each step is due its minutes after the one before, in the hours of whoever answers."""
    hours = hours_of(deed.settings, territory_of_case(deed, case), deed.now)
    due_at = deed.now
    for number, step in enumerate(playbook.steps, start=1):
        due_at = after_work(hours, due_at, timedelta(minutes=int(step["minutes"])))
        deed.add(
            CaseStep(
                id=deed.new_id(),
                case_id=case.id,
                playbook_id=playbook.id,
                number=number,
                text=step["text"],
                role=step["role"],
                due_at=due_at,
            )
        )
