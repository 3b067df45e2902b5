"""Appointments: placed into technicians' time, moved, advanced and called off; both calendars hear of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, BrokenBarrierError
from uuid import UUID

import pytest

from aftersales.appointments import advance, cancel, place, set_window, take_turn
from aftersales.errors import IllegalMove, SlotTaken
from aftersales.moments import cells_between
from aftersales.parts import Parts
from aftersales.records import (
    Appointment,
    AppointmentState,
    Assignment,
    Event,
    Technician,
    WorkOrder,
    WorkOrderState,
)
from tests.aftersales.conftest import Village, placement_of

HOUR = timedelta(hours=1)


def move(
    village: Village,
    appointment_id: UUID,
    start_at: datetime,
    *crew: int,
    minutes: int = 60,
) -> None:
    with village.doing() as deed:
        appointment = deed.session.get_one(Appointment, appointment_id)
        end_at = start_at + timedelta(minutes=minutes)
        place(deed, [placement_of(appointment, village.crew(*crew), start_at, end_at)])


def held_by(village: Village, appointment_id: UUID) -> dict[int, range]:
    """Which technicians hold which cells for an appointment; each holds one span."""
    numbers = {technician.id: number for number, technician in enumerate(village.technicians)}
    held: dict[int, list[int]] = {}
    for (technician_id, cell), holder in sorted(village.cells().items(), key=lambda item: item[0]):
        if holder == appointment_id:
            held.setdefault(numbers[technician_id], []).append(cell)
    return {number: range(cells[0], cells[-1] + 1) for number, cells in held.items()}


def appointment(village: Village, appointment_id: UUID) -> Appointment:
    return village.visit(appointment_id).appointment


def feed_revisions(village: Village) -> list[int]:
    return [technician.calendar_revision for technician in village.all_of(Technician)]


def test_new_appointment_takes_its_cells_and_marks_its_order_as_planned(village: Village) -> None:
    start_at = village.moment(24, 9)

    booked = village.book(start_at)

    visit = village.visit(booked)
    assert held_by(village, booked) == {0: cells_between(start_at, start_at + HOUR)}
    assert visit.work_order.state is WorkOrderState.PLANNED
    expected = Appointment(
        id=booked,
        work_order_id=visit.work_order.id,
        territory_id=village.territory.id,
        state=AppointmentState.BOOKED,
        zone="Europe/Vaduz",
        window_local_from=datetime(2026, 11, 24, 8),
        window_local_to=datetime(2026, 11, 24, 12),
        window_from_at=start_at - HOUR,
        window_to_at=start_at + 3 * HOUR,
        planned_start_at=start_at,
        planned_end_at=start_at + HOUR,
        created_at=village.clock.now(),
        modified_at=village.clock.now(),
        cancelled_by=None,
        cancel_reason=None,
        customer_choice=None,
    )
    assert visit.appointment.model_dump() == expected.model_dump()


def test_moved_appointment_leaves_its_former_cells(village: Village) -> None:
    start_at = village.moment(24, 9)
    booked = village.book(start_at)

    move(village, booked, start_at + timedelta(minutes=30), 1)

    assert held_by(village, booked) == {
        1: cells_between(start_at + HOUR / 2, start_at + HOUR * 3 / 2)
    }
    assert [each.technician_id for each in village.all_of(Assignment)] == [
        village.technicians[1].id
    ]
    assert village.book(start_at) != booked  # the former time is free again


def test_crew_takes_the_time_of_both_with_one_lead(village: Village) -> None:
    start_at = village.moment(24, 9)

    booked = village.book(start_at, crew=(2, 0))

    cells = cells_between(start_at, start_at + HOUR)
    assert held_by(village, booked) == {0: cells, 2: cells}
    assert [each.id for each in village.visit(booked).crew] == list(village.crew(2, 0))
    for number in (0, 2):
        with pytest.raises(SlotTaken):
            village.book(start_at + HOUR / 2, crew=(number,))


def test_two_appointments_swap_their_places_in_one_call(village: Village) -> None:
    nine, ten = village.moment(24, 9), village.moment(24, 10)
    first, second = village.book(nine), village.book(ten)

    with village.doing() as deed:
        rows = [deed.session.get_one(Appointment, each) for each in (first, second)]
        place(
            deed,
            [
                placement_of(rows[0], village.crew(0), ten, ten + HOUR),
                placement_of(rows[1], village.crew(0), nine, nine + HOUR),
            ],
        )

    assert held_by(village, first) == {0: cells_between(ten, ten + HOUR)}
    assert held_by(village, second) == {0: cells_between(nine, nine + HOUR)}


def test_place_refuses_taken_time_and_keeps_nothing_of_the_deed(village: Village) -> None:
    nine = village.moment(24, 9)
    village.book(nine)
    before = village.cells(), feed_revisions(village), len(village.all_of(Event))

    with pytest.raises(SlotTaken, match=r"no longer free at that time\. Please choose another"):
        village.book(nine + timedelta(minutes=55))

    assert (village.cells(), feed_revisions(village), len(village.all_of(Event))) == before
    village.book(nine + HOUR)  # half-open: the next may begin when the first ends


def test_place_refuses_two_appointments_of_one_call_that_overlap(village: Village) -> None:
    nine = village.moment(24, 9)
    booked = [village.book(nine), village.book(nine, crew=(1,))]

    def both_at_once() -> None:
        with village.doing() as deed:
            rows = [deed.session.get_one(Appointment, each) for each in booked]
            place(deed, [placement_of(row, village.crew(2), nine, nine + HOUR) for row in rows])

    with pytest.raises(SlotTaken):
        both_at_once()

    assert set(held_by(village, booked[0])) == {0}
    assert set(held_by(village, booked[1])) == {1}


def test_place_of_nothing_changes_nothing(village: Village) -> None:
    with village.doing() as deed:
        place(deed, [])

    assert feed_revisions(village) == [1, 1, 1]


def test_place_changes_the_feeds_of_whoever_goes_and_went(village: Village) -> None:
    nine = village.moment(24, 9)
    booked = village.book(nine)
    assert feed_revisions(village) == [2, 1, 1]

    move(village, booked, nine, 1)

    assert feed_revisions(village) == [3, 2, 1]


@pytest.mark.parametrize(
    ("change", "sequence", "what"),
    [
        (lambda village, booked, at: move(village, booked, at, 0), 0, []),
        (lambda village, booked, at: move(village, booked, at + HOUR, 0), 1, ["retimed"]),
        (lambda village, booked, at: move(village, booked, at, 0, minutes=30), 1, ["retimed"]),
        (lambda village, booked, at: move(village, booked, at, 1), 1, ["reassigned"]),
        (lambda village, booked, at: move(village, booked, at, 0, 1), 1, ["reassigned"]),
    ],
    ids=["nothing", "start", "end", "technician", "crew"],
)
def test_feed_sequence_grows_when_what_the_technician_sees_changes(
    village: Village,
    change: Callable[[Village, UUID, datetime], None],
    sequence: int,
    what: list[str],
) -> None:
    nine = village.moment(24, 9)
    booked = village.book(nine)
    village.clock.move_to(village.clock.now() + HOUR)

    change(village, booked, nine)

    kept = appointment(village, booked)
    noted = [event.what for event in village.all_of(Event) if event.subject_id == booked]
    assert (kept.feed_sequence, kept.invitation_sequence) == (sequence, 0)
    assert (kept.modified_at == village.clock.now()) == bool(sequence)
    assert [each for each in noted if each.startswith("appointment_re")] == [
        f"appointment_{each}" for each in what
    ]


def test_set_window_changes_what_the_customer_is_told_and_its_sequence(village: Village) -> None:
    nine = village.moment(24, 9)
    booked = village.book(nine)
    village.clock.move_to(village.clock.now() + HOUR)

    with village.doing() as deed:
        set_window(deed, deed.session.get_one(Appointment, booked), (nine, nine + 2 * HOUR))

    kept = appointment(village, booked)
    assert (kept.window_from_at, kept.window_to_at) == (nine, nine + 2 * HOUR)
    assert (kept.window_local_from, kept.window_local_to) == (
        datetime(2026, 11, 24, 9),
        datetime(2026, 11, 24, 11),
    )
    assert (kept.invitation_sequence, kept.feed_sequence, kept.revision) == (1, 0, 2)
    assert kept.modified_at == village.clock.now()


def test_advance_follows_the_graph_and_notes_why(village: Village) -> None:
    booked = village.book(village.moment(24, 9))

    with village.doing() as deed:
        row = deed.session.get_one(Appointment, booked)
        advance(deed, row, AppointmentState.EN_ROUTE, why="set out")

    kept = appointment(village, booked)
    assert (kept.state, kept.revision) == (AppointmentState.EN_ROUTE, 2)
    last = village.all_of(Event)[-1]
    assert (last.what, last.why, last.subject_id) == ("appointment_en_route", "set out", booked)
    with pytest.raises(IllegalMove), village.doing() as deed:
        advance(deed, deed.session.get_one(Appointment, booked), AppointmentState.DONE)
    assert appointment(village, booked) == kept


def test_cancel_frees_the_time_and_keeps_who_would_have_gone(village: Village) -> None:
    nine = village.moment(24, 9)
    booked = village.book(nine, crew=(0, 1))

    with village.doing() as deed:
        row = deed.session.get_one(Appointment, booked)
        cancel(deed, row, by="customer", reason="Sold it.")

    kept = village.visit(booked)
    assert village.cells() == {}
    assert [each.id for each in kept.crew] == list(village.crew(0, 1))
    assert (kept.appointment.state, kept.appointment.cancelled_at) == (
        AppointmentState.CANCELLED,
        village.clock.now(),
    )
    assert (kept.appointment.cancelled_by, kept.appointment.cancel_reason) == (
        "customer",
        "Sold it.",
    )
    assert (kept.appointment.feed_sequence, kept.appointment.invitation_sequence) == (1, 1)
    assert feed_revisions(village) == [3, 3, 1]
    with pytest.raises(IllegalMove), village.doing() as deed:
        cancel(deed, deed.session.get_one(Appointment, booked), by="x", reason="again")


def test_place_counts_a_feed_change_on_top_of_one_it_has_not_seen(
    parts: Parts, build: Callable[..., Village]
) -> None:
    village = build()
    booked = village.book(village.moment(24, 9), crew=(0,))
    if parts.store.is_sqlite:
        return  # there only one writes at a time

    with village.doing() as slow:
        slow.session.get_one(Technician, village.technicians[0].id)
        village.book(village.moment(25, 9), crew=(0,))
        assert feed_revisions(village) == [3, 1, 1]
        row = slow.session.get_one(Appointment, booked)
        start_at = village.moment(24, 10)
        place(slow, [placement_of(row, village.crew(0), start_at, start_at + HOUR)])

    assert feed_revisions(village) == [4, 1, 1]


def test_placement_off_the_grid_is_the_programmers_mistake(village: Village) -> None:
    booked = village.book(village.moment(24, 9))

    with pytest.raises(ValueError, match="5-minute grid"):
        move(village, booked, village.moment(24, 9, 3), 0)


def test_order_of_an_appointment_is_the_one_it_was_booked_for(village: Village) -> None:
    booked = village.book(village.moment(24, 9))

    (order,) = village.all_of(WorkOrder)

    assert appointment(village, booked).work_order_id == order.id


def test_two_deeds_at_once_count_on_from_each_other(village: Village) -> None:
    start_at = village.moment(24, 9)
    appointment_id = village.book(start_at)
    both_have_read = Barrier(2)

    def change(minutes: int) -> None:
        with village.doing() as deed:
            row = deed.session.get_one(Appointment, appointment_id)
            with suppress(BrokenBarrierError):  # SQLite lets only one of them begin
                both_have_read.wait(timeout=1)
            take_turn(deed, row.territory_id, row)
            set_window(deed, row, (start_at, start_at + timedelta(minutes=minutes)))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(change, (60, 90)))

    row = appointment(village, appointment_id)
    assert (row.invitation_sequence, row.revision) == (2, 3)
