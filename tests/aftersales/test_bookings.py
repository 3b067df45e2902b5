"""Bookings: windows that fit are kept in wall time of the place; the others are refused with the reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from aftersales.bookings import Wish, replace_wishes, request_visit
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.bookings import wished_windows_of
from aftersales.records import Event, Priority, WishedWindow, WorkOrder, WorkOrderState
from tests.aftersales.conftest import RIGA, Village

TUESDAY = datetime(2026, 11, 24)


def wish(from_hour: float, to_hour: float, day: datetime = TUESDAY) -> Wish:
    return Wish(day + timedelta(hours=from_hour), day + timedelta(hours=to_hour))


def request(village: Village, *wishes: Wish) -> WorkOrder:
    with village.doing() as deed:
        return request_visit(
            deed,
            village.customer,
            village.location,
            village.work_type,
            wishes,
            priority=Priority.HIGH,
            note="Second floor",
        )


def spans(village: Village) -> list[tuple[datetime, datetime]]:
    return sorted((row.from_at, row.to_at) for row in village.all_of(WishedWindow))


def test_request_keeps_the_order_with_its_windows_in_order_of_time(village: Village) -> None:
    order = request(village, wish(14, 16), wish(8, 12))

    (row,) = village.all_of(WorkOrder)
    assert row.model_dump() == {
        "id": order.id,
        "reference": order.reference,
        "state": WorkOrderState.OPEN,
        "priority": Priority.HIGH,
        "territory_id": village.territory.id,
        "customer_id": village.customer.id,
        "location_id": village.location.id,
        "work_type_id": village.work_type.id,
        "unit_id": None,
        "case_id": None,
        "claim_id": None,
        "order_line_id": None,
        "follows_id": None,
        "duration_minutes": 60,
        "note": "Second floor",
        "created_at": village.clock.now(),
        "revision": 1,
    }
    with village.parts.store.reading() as session:
        first, second = wished_windows_of(session, [order.id])[order.id]
    assert first.model_dump() == {
        "id": first.id,
        "work_order_id": order.id,
        "local_from": datetime(2026, 11, 24, 8),
        "local_to": datetime(2026, 11, 24, 12),
        "zone": "Europe/Vaduz",
        "from_at": datetime(2026, 11, 24, 7, tzinfo=UTC),
        "to_at": datetime(2026, 11, 24, 11, tzinfo=UTC),
    }
    assert second.local_from == datetime(2026, 11, 24, 14)
    event = village.all_of(Event)[-1]
    assert (event.what, event.facts) == ("visit_requested", {"windows": 2})


@pytest.mark.parametrize(
    ("wishes", "problem"),
    [
        ([], Problem("windows", "at least one is needed")),
        ([wish(8, 8)], Problem("windows[0]", "it ends before it starts")),
        ([wish(8, 10), wish(12, 11)], Problem("windows[1]", "it ends before it starts")),
        ([wish(8, 12, TUESDAY - timedelta(days=7))], Problem("windows[0]", "it is in the past")),
        (
            [wish(8, 12.25)],
            Problem("windows[0]", "it is longer than the 4 hours that we promise"),
        ),
        ([wish(8, 12), wish(11.75, 13)], Problem("windows", "they overlap")),
        ([wish(11.75, 13), wish(8, 12)], Problem("windows", "they overlap")),
    ],
    ids=["none", "empty", "backwards", "past", "too long", "overlapping", "in any order"],
)
def test_request_refuses_windows_that_do_not_fit_and_keeps_nothing(
    village: Village, wishes: list[Wish], problem: Problem
) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        request(village, *wishes)

    assert refusal.value.problems == (problem,)
    assert (village.all_of(WorkOrder), village.all_of(WishedWindow)) == ([], [])


def test_windows_may_touch_and_one_may_have_begun(village: Village) -> None:
    monday = TUESDAY - timedelta(days=1)  # it is 07:00

    request(village, wish(8, 12), wish(12, 16), wish(6, 7.25, monday))

    assert len(spans(village)) == 3


def test_window_ends_in_the_past_at_its_last_moment(village: Village) -> None:
    monday = TUESDAY - timedelta(days=1)

    with pytest.raises(NotUnderstood, match="it is in the past"):
        request(village, wish(6, 7, monday))


def test_window_is_measured_in_elapsed_time_over_the_change_of_clocks(
    build: Callable[..., Village],
) -> None:
    village = build(base=RIGA)
    spring, autumn = datetime(2027, 3, 28), datetime(2027, 10, 31)

    request(village, wish(2, 7, spring))  # five hours on the wall, four of them real

    assert spans(village) == [
        (datetime(2027, 3, 28, 0, tzinfo=UTC), datetime(2027, 3, 28, 4, tzinfo=UTC))
    ]
    with pytest.raises(NotUnderstood, match="longer than the 4 hours"):
        request(village, wish(2, 6, autumn))  # four on the wall, five real


def test_window_in_the_hour_that_clocks_skip_is_read_behind_it(
    build: Callable[..., Village],
) -> None:
    village = build(base=RIGA)
    spring = datetime(2027, 3, 28)

    request(village, wish(3.25, 5, spring))

    assert spans(village) == [
        (datetime(2027, 3, 28, 1, 15, tzinfo=UTC), datetime(2027, 3, 28, 2, tzinfo=UTC))
    ]
    with pytest.raises(NotUnderstood, match="it ends before it starts"):
        request(village, wish(3.5, 4.25, spring))


def test_replaced_wishes_leave_nothing_of_the_former(village: Village) -> None:
    order = request(village, wish(8, 12), wish(13, 16))

    with village.doing() as deed:
        row = deed.session.get_one(WorkOrder, order.id)
        replace_wishes(deed, row, "Europe/Vaduz", [wish(9, 11)])

    assert spans(village) == [(village.moment(24, 9), village.moment(24, 11))]
    assert village.all_of(WorkOrder)[0].revision == 2


def test_replaced_wishes_that_do_not_fit_leave_the_former(village: Village) -> None:
    order = request(village, wish(8, 12))

    with village.parts.store.reading() as session:
        row = session.get_one(WorkOrder, order.id)
    with pytest.raises(NotUnderstood), village.doing() as deed:
        replace_wishes(deed, row, "Europe/Vaduz", [wish(9, 8)])

    assert spans(village) == [(village.moment(24, 8), village.moment(24, 12))]
    assert village.all_of(WorkOrder)[0].revision == 1
