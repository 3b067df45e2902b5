"""Whoever was asked for a time and has not chosen one is asked again, twice, and never without need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from aftersales.bookings import Wish, replace_wishes
from aftersales.deed import Deed
from aftersales.installations import remind_to_choose
from aftersales.notices.delivery import send_due
from aftersales.records import Notice, WorkOrder, WorkOrderState
from tests.aftersales.installations.conftest import Invited


def reminders(invited: Invited, days: float) -> int:
    """How often they were asked again when so many days have gone by; the house looks twice."""
    village = invited.village
    village.clock.moment += timedelta(days=days)
    for _round in range(2):
        remind_to_choose(village.parts, Event())
    return len([each for each in village.all_of(Notice) if each.facts.get("is_reminder")])


def test_a_buyer_is_asked_again_after_some_days_and_then_left_in_peace(invited: Invited) -> None:
    assert [reminders(invited, days) for days in (2.9, 0.2, 6.8, 0.2, 30)] == [0, 1, 1, 2, 2]

    send_due(invited.village.parts)
    letter = invited.village.mail()[-1].get_body(("plain",))
    assert letter is not None
    text = letter.get_content()
    assert "We asked you for a time and have not heard from you yet" in text
    assert "order A-1" in text
    assert f"/book/{invited.token}" in text


def wished(deed: Deed, order: WorkOrder) -> None:
    start = deed.now.replace(tzinfo=None) + timedelta(days=2)
    replace_wishes(deed, order, "Europe/Vaduz", [Wish(start, start + timedelta(hours=3))])


def called_off(deed: Deed, order: WorkOrder) -> None:
    order.state = WorkOrderState.CANCELLED
    deed.add(order)


@pytest.mark.parametrize("meanwhile", [wished, called_off])
def test_who_need_not_choose_any_more_is_not_asked_again(
    invited: Invited, meanwhile: Callable[[Deed, WorkOrder], None]
) -> None:
    with invited.village.doing() as deed:
        meanwhile(deed, deed.session.get_one(WorkOrder, invited.work_id))

    assert reminders(invited, 4) == 0


def test_nobody_is_reminded_long_after_or_in_a_house_that_does_not_want_it(
    invited: Invited,
) -> None:
    village = invited.village
    assert reminders(invited, 60) == 0

    village.clock.moment -= timedelta(days=56)
    quiet = village.parts.settings.model_copy(update={"booking_reminder_days": ()})
    remind_to_choose(replace(village.parts, settings=quiet), Event())
    assert not any(each.facts.get("is_reminder") for each in village.all_of(Notice))
    assert reminders(invited, 0) == 1
