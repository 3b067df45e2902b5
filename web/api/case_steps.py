"""Playbooks followed in a case, and the steps that become due by it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from aftersales.case_steps import finish_step, follow_playbook
from aftersales.deed import Deed
from aftersales.queries.playbooks import playbook_by_code, steps_of_case
from aftersales.records import Case
from aftersales.store import Session
from web.api.fields import Code, Sent, Shown, example
from web.api.listed import found, known
from web.api.once import Acted, OnceIn
from web.api.threads import author_of
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Me, Who

router = APIRouter(prefix="/cases", tags=["cases"])


class FollowSent(Sent):
    """Which playbook is followed, by its code."""

    model_config = example(playbook="does-not-drain")

    playbook: Code


class StepShown(Shown):
    """One thing to do: by which role, until when, and whether it is done."""

    id: UUID
    playbook_id: UUID
    number: int
    text: str
    role: str
    due_at: datetime
    done_at: datetime | None
    done_by_id: UUID | None


class StepsShown(BaseModel):
    """The steps of a case, the first due first."""

    items: list[StepShown]


@router.post(
    "/{case_id}/playbooks",
    status_code=201,
    summary="Follow a playbook in a case",
    response_model=StepsShown,
)
def followed(once: OnceIn, who: Who, case_id: UUID, sent: FollowSent) -> Response:
    """Tell the customer what is done, on their channel and in their language, and begin the steps."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, Case, case_id, "case")
        playbook = known(playbook_by_code(deed.session, sent.playbook), "playbook", sent.playbook)
        follow_playbook(deed, row, playbook, author_of(who))
        deed.session.flush()
        return _steps(deed.session, row), f"/api/v1/cases/{row.id}/steps"

    return once.answer(act)


@router.get("/{case_id}/steps", summary="The steps of a case", response_model=StepsShown)
def steps(parts: PartsIn, held: HeldIn, case_id: UUID) -> Response:
    """Every step of the playbooks that are followed in a case."""
    with parts.store.reading() as session:
        return held.answer(_steps(session, found(session, Case, case_id, "case")))


@router.post("/{case_id}/steps/{step_id}/done", summary="A step is done", response_model=StepsShown)
def done(once: OnceIn, me: Me, case_id: UUID, step_id: UUID) -> Response:
    """Say that you did it; saying so twice changes nothing."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, Case, case_id, "case")
        finish_step(deed, row, step_id, me.user_id)
        deed.session.flush()
        return _steps(deed.session, row), None

    return once.answer(act, status=200)


def _steps(session: Session, row: Case) -> StepsShown:
    return StepsShown(
        items=[StepShown.model_validate(each) for each in steps_of_case(session, row.id)]
    )
