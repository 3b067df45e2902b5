"""A published campaign walks through the installed base, batch by batch, and goes on where it was broken off.

Each batch is one transaction: who was told, and how far the walk is, are kept together. Each day it walks again: what
became known of a unit meanwhile, and what no hook has seen, is found then. Nobody is told twice, because every unit and
owner has one row in a campaign.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from aftersales.campaigns.lists import campaign_facts
from aftersales.campaigns.meeting import meet_batch, models_meant
from aftersales.campaigns.telling import move_response, owing, tell
from aftersales.deed import SYSTEM, Deed
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.campaigns import units_after, units_walked
from aftersales.queries.campaigns_due import (
    due_count,
    due_responses,
    responses_with_dead_mail,
    responses_with_ended_visits,
)
from aftersales.records import Campaign, CampaignState, WorkOrderState
from aftersales.store import lock_rows
from warranty.recalls.responses import ResponseState

BATCH: Final = 200
"""Units looked at in one transaction: few enough that a crash repeats little and nobody waits."""


Tell = Callable[[int, int], object]
"""Hears how many were looked at, and of how many; the former can be more when some join meanwhile."""


def walk(
    parts: Parts,
    campaign_id: UUID,
    should_stop: Callable[[], bool],
    *,
    batch: int = BATCH,
    on_batch: Tell | None = None,
) -> int:
    """Look at every unit that may be meant and tell the owners that are new; answers how many those are."""
    with parts.store.reading() as session:
        row = session.get_one(Campaign, campaign_id)
        model_ids = models_meant(session, campaign_facts(row))
        done, total = units_walked(session, model_ids, row.walked_to_id)
    new = 0
    while not should_stop():
        with parts.doing(SYSTEM) as deed:
            met = _one_batch(deed, campaign_id, model_ids, batch)
        if met is None:
            break
        new += met[1]
        done += met[0]
        if on_batch is not None:
            on_batch(done, total)
    return new


def remind(
    parts: Parts,
    campaign_id: UUID,
    should_stop: Callable[[], bool],
    *,
    batch: int = BATCH,
    on_batch: Tell | None = None,
) -> int:
    """Take every step of the ladder that is due and needs no person; answers how many owners it was for.

    It goes on by key: where it is yesterday still, a step stays due after it was looked at.
    """
    today = wall_of(parts.clock.now(), "UTC").date()
    with parts.store.reading() as session:
        total = due_count(session, campaign_id, today)
    reminded, after = 0, None
    while not should_stop():
        with parts.doing(SYSTEM) as deed:
            row = _locked(deed, campaign_id)
            if row.state is not CampaignState.PUBLISHED:
                break
            due = due_responses(deed.session, campaign_id, today, after, batch)
            tell(deed, owing(deed.session, [(row, response) for response in due]))
        if not due:
            break
        reminded, after = reminded + len(due), due[-1].id
        if on_batch is not None:
            on_batch(reminded, total)
    return reminded


def hear(parts: Parts, *, batch: int = BATCH) -> None:
    """Take note of messages that reached nobody and of visits that ended; it costs little when there are none."""
    while True:
        with parts.store.reading() as session:
            is_quiet = not responses_with_dead_mail(session, 1)
            if is_quiet and not responses_with_ended_visits(session, 1):
                return
        with parts.doing(SYSTEM) as deed:
            _hear_batch(deed, batch)


def _hear_batch(deed: Deed, most: int) -> None:
    """Every row leaves the question by what is noted of it, so that the next batch holds others."""
    dead = responses_with_dead_mail(deed.session, most)
    for _campaign, response in dead:
        response.is_mail_dead = True
        deed.note("response_mail_dead", response)
    tell(deed, owing(deed.session, dead))
    ended = responses_with_ended_visits(deed.session, most)
    owed = owing(deed.session, [(campaign, response) for campaign, response, _order in ended])
    for _campaign, response, order in ended:
        is_done = order.state is WorkOrderState.DONE
        state = ResponseState.DONE if is_done else ResponseState.NOTIFIED
        move_response(deed, response, state, why=order.reference)
    tell(deed, owed)


def _one_batch(
    deed: Deed, campaign_id: UUID, model_ids: list[UUID], most: int
) -> tuple[int, int] | None:
    """How many units after the last one were looked at, and are new; None when it is over."""
    row = _locked(deed, campaign_id)
    batch = units_after(deed.session, model_ids, row.walked_to_id, most)
    is_over = row.state is not CampaignState.PUBLISHED or not batch
    row.walked_to_id = None if is_over else batch[-1].unit.id
    deed.add(row)
    return None if is_over else (len(batch), meet_batch(deed, row, batch))


def _locked(deed: Deed, campaign_id: UUID) -> Campaign:
    lock_rows(deed.session, "campaign", [campaign_id])
    row = deed.session.get_one(Campaign, campaign_id)
    deed.session.refresh(row)
    return row
