"""What a customer may do on the page of their visit, done by staff for whoever is on the phone: keep, move, be called."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, assert_never
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.choices import call_me, days_of_visit, keep_visit, move_visit, wished_half
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood
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
    MOVED = "moved"
    CALLED = "called"
    UNCHOSEN = "unchosen"
    CLOSED = "closed"


@router.post("/keep")
def kept(parts: PartsIn, me: Me, appointment_id: UUID) -> Response:
    """The customer says that the time is fine."""
    return _done(parts, me, appointment_id, Done.KEPT, keep_visit)


@router.post("/move")
def moved(
    parts: PartsIn, me: Me, appointment_id: UUID, when: Annotated[str, Form(max_length=20)] = ""
) -> Response:
    """The customer wishes another half day."""

    def act(deed: Deed, found: Visit) -> None:
        on, half = wished_half(when, days_of_visit(deed.session, found, deed.now))
        move_visit(deed, found, on, half)

    return _done(parts, me, appointment_id, Done.MOVED, act)


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
        case Done.MOVED:
            return "confirmed", _(
                "Written down: another half day is looked for, and the customer is told. "
                "Until then the present time stands."
            )
        case Done.CALLED:
            return "confirmed", _("Written down: the customer is called, and a case has an owner.")
        case Done.UNCHOSEN:
            return "problem", _("Choose one of the times shown.")
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
    except NotUnderstood:
        done = Done.UNCHOSEN
    except NotAllowed:
        done = Done.CLOSED
    return RedirectResponse(f"/visits/{appointment_id}?done={done.value}", status_code=303)
