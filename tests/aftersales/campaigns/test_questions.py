"""Campaigns ask a fixed number of times for a batch, however many units and owners are in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from aftersales.campaigns.preview import preview_of
from aftersales.campaigns.walking import hear, remind, walk
from aftersales.jobs.recalls import publish
from aftersales.records import (
    Campaign,
    CampaignResponse,
    Notice,
    NoticeState,
    WorkOrderState,
)
from tests.aftersales.campaigns.conftest import Recalling
from tests.aftersales.campaigns.crowd import sell
from tests.aftersales.questions import questions
from warranty.recalls.campaigns import Severity
from warranty.recalls.responses import ResponseState

FEW, MANY = 8, 24


def published(recalling: Recalling, key: str) -> Campaign:
    """A service campaign for every machine there is, of which nobody is told yet."""
    row = recalling.drafted(key=key, rules=(), severity=Severity.SERVICE)
    with recalling.village.doing() as deed:
        publish(deed, deed.session.get_one(Campaign, row.id), row.revision)
    return row


def told(recalling: Recalling, number: int, key: str, *, is_mailed: bool = False) -> Campaign:
    """Until so many machines are there, more are sold; then their owners are told of one more campaign."""
    recalling.village.clock.move_to(recalling.village.clock.now() + timedelta(minutes=1))
    sell(recalling, number - len(sold(recalling)), is_mailed=is_mailed)
    row = published(recalling, key)
    walk(recalling.village.parts, row.id, never)
    return row


def sold(recalling: Recalling) -> set[object]:
    """The machines that some campaign has met."""
    return {each.unit_id for each in recalling.responses()}


def never() -> bool:
    """Go on to the end."""
    return False


def asked_by(recalling: Recalling, act: Callable[[], object]) -> list[str]:
    """What the database is asked meanwhile."""
    with questions(recalling.village.parts.store) as asked:
        act()
    return asked


def responses_in(recalling: Recalling, row: Campaign) -> list[CampaignResponse]:
    """The units of one campaign."""
    return [each for each in recalling.responses() if each.campaign_id == row.id]


def test_publishing_asks_as_often_for_many_owners_as_for_few(recalling: Recalling) -> None:
    parts = recalling.village.parts
    sell(recalling, FEW)
    first = published(recalling, "A")
    few = asked_by(recalling, lambda: walk(parts, first.id, never))
    sell(recalling, MANY - FEW)
    second = published(recalling, "B")

    many = asked_by(recalling, lambda: walk(parts, second.id, never))

    assert len(responses_in(recalling, second)) == MANY
    assert len({each.state for each in responses_in(recalling, second)}) == 2
    assert len(recalling.village.notices("recall")) == (FEW + MANY) // 2
    assert len(many) == len(few)


def test_preview_asks_as_often_for_many_owners_as_for_few(recalling: Recalling) -> None:
    row = recalling.drafted(rules=())

    def look() -> int:
        with recalling.village.parts.store.reading() as session:
            return preview_of(session, session.get_one(Campaign, row.id)).units

    sell(recalling, FEW)
    few = asked_by(recalling, look)
    sell(recalling, MANY - FEW)

    many = asked_by(recalling, look)

    assert look() == MANY
    assert len(many) == len(few)


def test_reminding_asks_as_often_for_many_owners_as_for_few(recalling: Recalling) -> None:
    parts = recalling.village.parts
    rows = [told(recalling, number, f"{number}", is_mailed=True) for number in (FEW, MANY)]
    with recalling.village.doing() as deed:  # those have no step left, and turn into a person's
        for each in recalling.responses()[::3]:
            deed.session.get_one(CampaignResponse, each.id).is_mail_dead = True
    recalling.village.clock.move_to(recalling.village.clock.now() + timedelta(days=30))

    few, many = (
        asked_by(recalling, lambda row=row: remind(parts, row.id, never))  # type: ignore[misc] # bound now
        for row in rows
    )

    states = {each.state for each in responses_in(recalling, rows[1])}
    assert states == {ResponseState.NOTIFIED, ResponseState.UNREACHABLE}
    assert len(many) == len(few)


@pytest.mark.parametrize("state", [NoticeState.GIVEN_UP, NoticeState.UNREACHABLE])
def test_dead_mail_is_heard_with_as_many_questions_for_many_as_for_few(
    recalling: Recalling, state: NoticeState
) -> None:
    asked = []
    for number in (FEW, MANY):
        row = told(recalling, number, f"{number}")
        with recalling.village.doing() as deed:
            for notice in recalling.village.notices("recall"):
                deed.session.get_one(Notice, notice.id).state = state

        asked.append(asked_by(recalling, lambda: hear(recalling.village.parts)))

        dead = [each for each in responses_in(recalling, row) if each.is_mail_dead]
        assert len(dead) == number // 2
    assert len(asked[1]) == len(asked[0])


def test_ended_visits_are_heard_with_as_many_questions_for_many_as_for_few(
    recalling: Recalling,
) -> None:
    village, asked = recalling.village, []
    for number in (FEW, MANY):
        row = told(recalling, number, f"{number}", is_mailed=True)
        with village.doing() as deed:
            for place, each in enumerate(responses_in(recalling, row)):
                order = village.order(deed, village.moment(25, 9), village.moment(25, 12))
                order.state = (WorkOrderState.DONE, WorkOrderState.CANCELLED)[place % 2]
                response = deed.session.get_one(CampaignResponse, each.id)
                response.state, response.work_order_id = ResponseState.SCHEDULED, order.id

        asked.append(asked_by(recalling, lambda: hear(village.parts)))

        states = [each.state for each in responses_in(recalling, row)]
        assert states == [ResponseState.DONE, ResponseState.NOTIFIED] * (number // 2)
    assert len(asked[1]) == len(asked[0])
