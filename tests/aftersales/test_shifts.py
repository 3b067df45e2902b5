"""A shift in which visits were promised stays until others have taken them over."""

from datetime import date, time

import pytest

from aftersales.errors import NotAllowed
from aftersales.records import Shift, Technician
from aftersales.roster import dismiss
from aftersales.shifts import plan_shift, remove_shift
from aftersales.technicians import DayPlan
from tests.aftersales.conftest import Village

PLAN = DayPlan(from_time=time(8), to_time=time(16))


def shift_of(village: Village, number: int) -> Shift:
    with village.doing() as deed:
        return plan_shift(deed, village.technicians[number], date(2026, 11, 24), PLAN)


def remove(village: Village, shift: Shift) -> None:
    with village.doing() as deed:
        remove_shift(deed, deed.session.get_one(Shift, shift.id))


def test_shift_with_a_promised_visit_stays(village: Village) -> None:
    promised, free = shift_of(village, 0), shift_of(village, 1)
    village.book(village.moment(24, 15, 30))
    village.book(village.moment(24, 10))

    with pytest.raises(NotAllowed) as refusal:
        remove(village, promised)

    assert str(refusal.value) == (
        "2 promised visits stand in this shift, the first at 10:00. Report an absence, so that others take "
        "them over and whoever cannot be kept is told; or move them first."
    )
    remove(village, free)
    assert [shift.id for shift in village.all_of(Shift)] == [promised.id]


def test_visit_on_another_day_keeps_no_shift(village: Village) -> None:
    shift = shift_of(village, 0)
    village.book(village.moment(25, 10))

    remove(village, shift)

    assert village.all_of(Shift) == []


def test_nobody_works_who_was_dismissed_meanwhile(village: Village) -> None:
    with village.doing() as deed:
        dismiss(deed, deed.session.get_one(Technician, village.technicians[0].id))
    assert village.technicians[0].is_active  # as it was read before

    with pytest.raises(NotAllowed, match="comes no more"):
        shift_of(village, 0)

    assert village.all_of(Shift) == []
