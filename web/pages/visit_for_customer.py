"""What a customer may do on the page of their visit, done by staff for whoever is on the phone: keep, be called."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.choices import call_me, keep_visit
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere
from aftersales.on_behalf import note_for_customer
from aftersales.parts import Parts
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.words import Words
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/visits/{appointment_id}")


class Done(StrEnum):
    """What was done for the customer, or why not."""

    KEPT = "kept"
    BOOKED = "booked"
    CALLED = "called"
    CLOSED = "closed"


@router.post("/keep")
def kept(parts: PartsIn, me: Me, appointment_id: UUID) -> Response:
    """The customer says that the time is fine."""
    return _done(parts, me, appointment_id, Done.KEPT, keep_visit)


@router.post("/call")
def called(parts: PartsIn, me: Me, appointment_id: UUID) -> Response:
    """The customer wishes to be called later; somebody owns that, and they hear by when."""
    return _done(parts, me, appointment_id, Done.CALLED, call_me)


def done_words(_: Words, done: str) -> tuple[str, str]:
    """The kind of banner and its sentence; both empty for a word that is not ours."""
    if done not in set(Done):
        return "", ""
    match Done(done):
        case Done.KEPT:
            return "confirmed", _("Written down: the customer keeps the time.")
        case Done.BOOKED:
            return "confirmed", _("The visit is booked, and the customer is told.")
        case Done.CALLED:
            return "confirmed", _("Written down: the customer is called, and a case has an owner.")
        case Done.CLOSED:
            return "problem", _("This visit has begun or is over, so its time cannot change.")
        case _never:
            assert_never(_never)


def _done(
    parts: Parts,
    me: SignedIn,
    appointment_id: UUID,
    done: Done,
    act: Callable[[Deed, Visit], object],
) -> Response:
    """Do it by the use case of the customer's own page, and lead back to the visit."""
    try:
        with parts.doing(actor_of(me)) as deed:
            found = visits_by_id(deed.session, [appointment_id]).get(appointment_id)
            if found is None:
                raise NotThere("There is no such visit. Choose one from the day.")
            act(deed, found)
            note_for_customer(deed, found.appointment, done.value)
    except NotAllowed:
        done = Done.CLOSED
    return RedirectResponse(f"/visits/{appointment_id}?done={done.value}", status_code=303)
