"""Early-failure alarms: what fails too often, how sure that is, and who sees to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.prevention.alarms import acknowledge_alarm, close_alarm
from aftersales.prevention.counting import Family
from aftersales.queries.pages import page_of
from aftersales.records import Alarm, AlarmState
from aftersales.store import lock_rows
from web.api.fields import CodeAsked, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/alarms", tags=["prevention"])


class ClosureSent(Sent):
    """Why it is over, or was none."""

    model_config = example(reason="The supplier has changed the part.")

    reason: Text = Field(min_length=1)


class AlarmShown(Shown):
    """A group that fails too often, with its figures on the day it was found; `chance` is that of luck alone."""

    id: UUID
    family: Family
    group_key: str
    state: AlarmState
    product_type: str
    sku: str
    component: str
    claims: int
    unit_months: float
    chance: float
    reason: dict[str, object]
    opened_at: datetime
    acknowledged_by: str
    acknowledged_at: datetime | None
    closed_at: datetime | None
    close_reason: str
    known_issue_id: UUID | None
    revision: int


@router.get("", summary="List alarms")
def alarms(
    parts: PartsIn,
    paged: PagedIn,
    state: AlarmState | None = None,
    family: Family | None = None,
    product_type: CodeAsked = None,
    sku: CodeAsked = None,
) -> Listed[AlarmShown]:
    """All alarms, the first found first, or those in a state, of a family, or about a product."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Alarm,
            after=paged.after,
            limit=paged.limit,
            state=state,
            family=None if family is None else family.value,
            product_type=product_type,
            sku=sku,
        )
        return paged.listed(page, AlarmShown.model_validate)


@router.get("/{alarm_id}", summary="One alarm", response_model=AlarmShown)
def alarm(parts: PartsIn, held: HeldIn, alarm_id: UUID) -> Response:
    """An alarm with its figures and what was written of it."""
    with parts.store.reading() as session:
        return held.answer(AlarmShown.model_validate(found(session, Alarm, alarm_id, "alarm")))


@router.post("/{alarm_id}/acknowledgement", summary="See to an alarm", response_model=AlarmShown)
def acknowledged(once: OnceIn, me: Me, alarm_id: UUID) -> Response:
    """Say that you see to it, by your name."""
    return _acted(once, alarm_id, lambda deed, row: acknowledge_alarm(deed, row, me.name))


@router.post("/{alarm_id}/closure", summary="Close an alarm", response_model=AlarmShown)
def closed(once: OnceIn, alarm_id: UUID, sent: ClosureSent) -> Response:
    """Close it with a reason; it comes back with a further claim only."""
    return _acted(once, alarm_id, lambda deed, row: close_alarm(deed, row, sent.reason))


def _acted(once: OnceIn, alarm_id: UUID, change: Callable[[Deed, Alarm], object]) -> Response:
    """One step of an alarm, one at a time."""

    def act(deed: Deed) -> Acted:
        lock_rows(deed.session, "alarm", [alarm_id])
        row = found(deed.session, Alarm, alarm_id, "alarm")
        change(deed, row)
        deed.session.flush()
        return AlarmShown.model_validate(row), None

    return once.answer(act, status=200)
