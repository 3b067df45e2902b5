"""Early-failure alarms for staff: what fails too often, how sure that is, and who sees to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood
from aftersales.parts import Parts
from aftersales.prevention.alarms import acknowledge_alarm, close_alarm
from aftersales.queries.alarms import alarms_listed
from aftersales.reasons import reason_from_json
from aftersales.records import Alarm, AlarmState
from aftersales.words import words_in
from aftersales.words.reasons import reason_said
from web.pages.prevention_words import alarm_state_words, family_words, method
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/alarms")

MOST: Final = 100
"""Alarms that the page shows."""


@router.get("")
def alarms(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every alarm, what nobody sees to first."""
    return _shown(request, parts, me)


@router.post("/{alarm_id}/acknowledge")
def acknowledged(request: Request, parts: PartsIn, me: Me, alarm_id: UUID) -> Response:
    """I see to it."""
    return _changed(
        request, parts, me, alarm_id, lambda deed, row: acknowledge_alarm(deed, row, me.name)
    )


@router.post("/{alarm_id}/close")
def closed(
    request: Request,
    parts: PartsIn,
    me: Me,
    alarm_id: UUID,
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """It is over, or was none."""
    return _changed(request, parts, me, alarm_id, lambda deed, row: close_alarm(deed, row, reason))


def _changed(
    request: Request,
    parts: Parts,
    me: SignedIn,
    alarm_id: UUID,
    act: Callable[[Deed, Alarm], None],
) -> Response:
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            row = deed.session.get(Alarm, alarm_id)
            if row is None:
                raise NotThere("There is no such alarm. Look at the list of alarms.")
            act(deed, row)
    except NotUnderstood:
        return _shown(request, parts, me, problem=_("Say why it is over."), status=422)
    except NotAllowed:
        problem = _("Somebody was faster. Read what stands here now.")
        return _shown(request, parts, me, problem=problem, status=409)
    return RedirectResponse("/alarms", status_code=303)


def _shown(
    request: Request, parts: Parts, me: SignedIn, *, problem: str = "", status: int = 200
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        rows = [
            (
                each,
                family_words(_, each.family),
                alarm_state_words(_, each.state),
                reason_said(_, reason_from_json(each.reason)),
            )
            for each in alarms_listed(session, MOST)
        ]
    return page(
        request,
        "alarms.html",
        _,
        status_code=status,
        problem=problem,
        rows=rows,
        closed=AlarmState.CLOSED,
        open=AlarmState.OPEN,
        method=method(_),
    )
