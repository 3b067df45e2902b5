"""One maintenance on one screen for the office: what it is about, how it stands, and what its owner can answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import Request, Response

from aftersales.access import SignedIn
from aftersales.maintenance.asked import asked_by_id, covers_that_ask
from aftersales.parts import Parts
from aftersales.queries.notices import contacts_of
from aftersales.records import Channel, MaintenanceState, WorkOrder
from aftersales.words import words_in
from web.pages.maintenance_words import (
    costs_said,
    covers_said,
    maintenance_words,
    without_said,
)
from web.templating import page


def maintenance_page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    maintenance_id: UUID,
    *,
    problems: Sequence[tuple[str, str]] = (),
    refusal: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response:
    """The page; what was refused is said, and nothing typed is lost."""
    _ = words_in(me.language)
    now = parts.clock.now()
    with parts.store.reading() as session:
        asked = asked_by_id(session, maintenance_id, now)
        about, row = asked.about, asked.row
        covers = covers_that_ask(session, asked)
        order = None if row.work_order_id is None else session.get(WorkOrder, row.work_order_id)
        phones = [
            each.address
            for each in contacts_of(session, about.owner.id)
            if each.channel in (Channel.PHONE, Channel.SMS)
        ]
    return page(
        request,
        "maintenance_one.html",
        _,
        status_code=422 if problems else 409 if refusal else 200,
        row=row,
        schedule=about.schedule,
        contract=about.contract,
        unit=about.unit,
        owner=about.owner,
        phones=phones,
        product=asked.product,
        zone=asked.zone,
        today=asked.today,
        order=order,
        state=maintenance_words(_, row.state),
        is_open=asked.is_open,
        can_decline=row.state in (MaintenanceState.PLANNED, MaintenanceState.DUE),
        can_be_done=asked.is_open or row.state is MaintenanceState.BOOKED,
        costs=costs_said(_, asked),
        covers=covers_said(_, covers),
        without=without_said(_, covers),
        can_choose=asked.is_open and asked.can_be_visited,
        put_off=[(each.isoformat(), _.date(each), "") for each in asked.put_off_days],
        typed=defaultdict(str, typed or {"done_on": asked.today.isoformat()}),
        problems=list(problems),
        refusal=refusal,
    )
