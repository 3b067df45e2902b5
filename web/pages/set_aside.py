"""Messages that were set aside, for staff: why, what they say, and a case for those that a person wrote after all."""

from __future__ import annotations

from typing import Annotated, Final, assert_never
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import actor_of
from aftersales.inbound.rescuing import may_be_rescued, rescue
from aftersales.queries.intakes import intakes_set_aside
from aftersales.queries.places import territories
from aftersales.records import Case, IntakeOutcome
from aftersales.words import Words, words_in
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/set-aside")

MOST: Final = 100
"""Messages that the page shows."""

SHOWN: Final = (
    IntakeOutcome.AUTOMATIC,
    IntakeOutcome.TOO_MANY,
    IntakeOutcome.BOUNCE,
    IntakeOutcome.UNREADABLE,
)


@router.get("")
def set_aside(
    request: Request,
    parts: PartsIn,
    me: Me,
    case: Annotated[str, Query(max_length=64, pattern="^[A-Z0-9-]*$")] = "",
) -> Response:
    """What came in and stands in no case, the newest first."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        rows = [
            (row, reason_words(_, row.outcome), may_be_rescued(row))
            for row in intakes_set_aside(session, SHOWN, MOST)
        ]
        areas = territories(session)
    zone = areas[0].zone if areas else "UTC"
    return page(request, "set_aside.html", _, rows=rows, zone=zone, case=case)


@router.post("/{intake_id}/case")
def case_opened(parts: PartsIn, me: Me, intake_id: UUID) -> Response:
    """Put one into the case that it belongs to, or open one for it; its sender is told as always."""
    with parts.doing(actor_of(me)) as deed:
        message = rescue(deed, intake_id)
        deed.session.flush()
        reference = deed.session.get_one(Case, message.case_id).reference
    return RedirectResponse(f"/set-aside?case={reference}", status_code=303)


def reason_words(_: Words, outcome: IntakeOutcome) -> str:
    """Why a message stands in no case."""
    match outcome:
        case IntakeOutcome.AUTOMATIC:
            return _("A machine wrote it, or it was sent to many.")
        case IntakeOutcome.TOO_MANY:
            return _("Its sender wrote very often within an hour.")
        case IntakeOutcome.BOUNCE:
            return _("A mail server sent a letter back; it is not known which.")
        case IntakeOutcome.UNREADABLE:
            return _(
                "It could not be read. It lies in the mailbox, in the folder for such messages."
            )
        case IntakeOutcome.OURSELVES | IntakeOutcome.THREAD:
            return ""
        case _never:
            assert_never(_never)
