"""What a customer says on the phone about how it went, written down by staff in place of the page with the question."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.on_behalf import note_for_customer
from aftersales.records import Customer, Survey
from aftersales.store import lock_rows
from aftersales.surveys import Answer, answer_survey
from web.pages.customers import DeskIn
from web.pages.own_survey import SCORES

router = APIRouter(prefix="/customers")

Field = Annotated[str, Form(max_length=4)]


@router.post("/{customer_id}/surveys/{survey_id}")
def answered(
    desk: DeskIn,
    survey_id: UUID,
    service: Field = "",
    visit_score: Field = "",
    said: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Keep the answer as if the customer had tapped it; a low score opens a complaint, as always."""
    _ = desk.words
    typed = {"service": service, "visit_score": visit_score, "said": said}
    if service not in SCORES or visit_score not in SCORES | {""}:
        return desk.refused("survey", typed, ("service", _("Choose a figure from 1 to 5.")))

    def act(deed: Deed, person: Customer) -> None:
        lock_rows(deed.session, "survey", [survey_id])
        row = deed.session.get(Survey, survey_id, populate_existing=True)
        if row is None or row.customer_id != person.id or row.expires_at <= deed.now:
            raise NotThere("This question is over. Open the customer again.")
        score = int(visit_score) if visit_score and row.appointment_id is not None else None
        answer_survey(deed, row, Answer(service_score=int(service), visit_score=score, text=said))
        note_for_customer(deed, row, "answer")

    return desk.acted("survey", typed, act)
