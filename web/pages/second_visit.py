"""A second visit is asked for on the page of the first; its time is chosen next."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from aftersales.access import actor_of
from aftersales.errors import NotThere
from aftersales.follow_ups import ask_follow_up, kinds_after
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import WorkKind
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.sentences import work
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/visits/{appointment_id}")


@router.post("/second")
def second(
    parts: PartsIn,
    me: Me,
    appointment_id: UUID,
    kind: Annotated[WorkKind, Form()],
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Make the work that follows this visit, and choose its time."""
    with parts.doing(actor_of(me)) as deed:
        found = visits_by_id(deed.session, [appointment_id]).get(appointment_id)
        if found is None:
            raise NotThere("There is no such visit. Choose one from the day.")
        order_id = ask_follow_up(deed, found.work_order, kind, note=note).id
    return RedirectResponse(f"/work-orders/{order_id}/times", status_code=303)


def kinds_shown(_: Words, session: Session, visit: Visit) -> list[tuple[str, str]]:
    """What can follow a visit, for its form; nothing where its second visit is asked for elsewhere."""
    if visit.work_order.claim_id is not None:
        return []
    return [
        (kind.value, work(_, kind.value, visit.product_type))
        for kind in kinds_after(session, visit.work_order)
    ]
