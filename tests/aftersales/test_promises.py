"""The promise ledger: what was told is judged exactly at its borders."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.appointments import set_window
from aftersales.notices.kinds import NoticeKind
from aftersales.promises import (
    Scores,
    judge_arrival,
    judge_run_out,
    promise_update,
    promise_window,
    release_promises,
    scores_of,
)
from aftersales.queries.promises import promise_states, promises_of
from aftersales.records import Appointment, Notice, Promise, PromiseKind, PromiseState
from aftersales.visits import tell_new_window
from scheduling.forecast import Cause, CauseKind
from tests.aftersales.conftest import Village, visit_in

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
LATE = Cause(CauseKind.OVERRUN, None, 40)


@pytest.fixture
def nine(village: Village) -> datetime:
    """When the visit of these tests is planned; its window is 08:00 to 12:00."""
    return village.moment(24, 9)


def states(village: Village, booked: UUID) -> list[PromiseState]:
    return [promise.state for promise in village.promises(booked)]


def arrive(village: Village, booked: UUID, at: datetime) -> None:
    village.clock.move_to(max(at, village.clock.now()))
    with village.doing() as deed:
        judge_arrival(deed, deed.session.get_one(Appointment, booked), at)


def tell(
    village: Village, booked: UUID, window: tuple[datetime, datetime], kind: NoticeKind
) -> UUID:
    """Tell a new window as the day watch does; answers the notice, not yet sent."""
    with village.doing() as deed:
        visit = visit_in(deed.session, booked)
        was = visit.appointment.window_from_at, visit.appointment.window_to_at
        set_window(deed, visit.appointment, window)
        return tell_new_window(deed, visit, kind, was=was, cause=LATE).id


def send(village: Village, notice_id: UUID, at: datetime) -> None:
    """The notice leaves the house at a moment."""
    with village.doing() as deed:
        deed.session.get_one(Notice, notice_id).sent_at = at


def run_out(village: Village, now: datetime) -> int:
    village.clock.move_to(now)
    with village.doing() as deed:
        return judge_run_out(deed)


def test_booking_promises_the_window_that_was_told(village: Village, nine: datetime) -> None:
    booked = village.book(nine)

    (promise,) = village.promises(booked)
    (notice,) = village.notices()
    assert promise.model_dump() == {
        "id": promise.id,
        "kind": PromiseKind.ARRIVAL_WINDOW,
        "state": PromiseState.MADE,
        "customer_id": village.customer.id,
        "appointment_id": booked,
        "case_id": None,
        "notice_id": notice.id,
        "zone": "Europe/Vaduz",
        "from_at": nine - HOUR,
        "to_at": nine + 3 * HOUR,
        "made_at": village.clock.now(),
        "told_broken_at": None,
        "replaced_by_id": None,
        "outcome_at": None,
        "judged_at": None,
        "reason": "",
    }


@pytest.mark.parametrize(
    ("late", "state"),
    [
        (timedelta(0), PromiseState.KEPT),
        (SECOND, PromiseState.BROKEN_UNTOLD),
        (-3 * HOUR, PromiseState.KEPT),
    ],
)
def test_arrival_keeps_the_window_to_its_last_moment(
    village: Village, nine: datetime, late: timedelta, state: PromiseState
) -> None:
    booked = village.book(nine)
    end = nine + 3 * HOUR

    arrive(village, booked, end + late)

    (promise,) = village.promises(booked)
    assert (promise.state, promise.outcome_at) == (state, end + late)
    assert promise.judged_at == village.clock.now()


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        (timedelta(0), PromiseState.BROKEN_TOLD),
        (-SECOND, PromiseState.BROKEN_TOLD),
        (SECOND, PromiseState.BROKEN_UNTOLD),
        (None, PromiseState.BROKEN_UNTOLD),
    ],
)
def test_broken_window_is_told_if_the_news_left_before_its_end(
    village: Village, nine: datetime, sent: timedelta | None, state: PromiseState
) -> None:
    booked = village.book(nine)
    end = nine + 3 * HOUR
    village.clock.move_to(end - HOUR)
    news = tell(village, booked, (end + HOUR, end + 2 * HOUR), NoticeKind.DELAYED)
    assert states(village, booked) == [
        PromiseState.AT_RISK,
        PromiseState.MADE,
        PromiseState.MADE,
    ]
    if sent is not None:
        send(village, news, end + sent)

    arrive(village, booked, end + HOUR)

    assert states(village, booked)[:2] == [state, PromiseState.KEPT]
    older, newer, _update = village.promises(booked)
    assert (older.replaced_by_id, newer.reason) == (newer.id, "delayed")


@pytest.mark.parametrize(
    ("late", "judged"), [(timedelta(0), 0), (timedelta(microseconds=1), 1), (SECOND, 1)]
)
def test_window_runs_out_after_its_last_moment(
    village: Village, nine: datetime, late: timedelta, judged: int
) -> None:
    booked = village.book(nine)

    assert run_out(village, nine + 3 * HOUR + late) == judged

    expected = PromiseState.BROKEN_UNTOLD if judged else PromiseState.MADE
    assert states(village, booked) == [expected]


def test_run_out_is_judged_only_once(village: Village, nine: datetime) -> None:
    booked = village.book(nine)
    assert run_out(village, nine + 5 * HOUR) == 1
    (judged,) = village.promises(booked)

    assert run_out(village, nine + 6 * HOUR) == 0

    assert village.promises(booked) == [judged]


def test_narrowed_window_supersedes_the_one_around_it(village: Village, nine: datetime) -> None:
    booked = village.book(nine)

    tell(village, booked, (nine - HOUR, nine + HOUR), NoticeKind.WINDOW_NARROWED)

    older, newer = village.promises(booked)
    assert (older.state, older.replaced_by_id, older.judged_at) == (
        PromiseState.SUPERSEDED,
        newer.id,
        village.clock.now(),
    )
    assert (newer.state, newer.reason) == (PromiseState.MADE, "")


@pytest.mark.parametrize(
    ("first", "last"), [(timedelta(0), timedelta(0)), (HOUR, timedelta(0)), (HOUR, -HOUR)]
)
def test_window_inside_supersedes_and_one_minute_outside_puts_at_risk(
    village: Village, nine: datetime, first: timedelta, last: timedelta
) -> None:
    inside, outside = village.book(nine), village.book(nine, crew=(1,))
    start, end = nine - HOUR + first, nine + 3 * HOUR + last

    tell(village, inside, (start, end), NoticeKind.WINDOW_NARROWED)
    tell(village, outside, (start, nine + 3 * HOUR + timedelta(minutes=1)), NoticeKind.MOVED)

    assert states(village, inside) == [PromiseState.SUPERSEDED, PromiseState.MADE]
    assert states(village, outside) == [PromiseState.AT_RISK, PromiseState.MADE]


def test_third_window_replaces_the_second_and_leaves_the_first_to_be_judged(
    village: Village, nine: datetime
) -> None:
    booked = village.book(nine)
    tell(village, booked, (nine + 4 * HOUR, nine + 5 * HOUR), NoticeKind.MOVED)
    tell(village, booked, (nine + 6 * HOUR, nine + 7 * HOUR), NoticeKind.MOVED)

    first, second, third = village.promises(booked)

    assert [first.replaced_by_id, second.replaced_by_id] == [second.id, third.id]
    assert states(village, booked) == [
        PromiseState.AT_RISK,
        PromiseState.AT_RISK,
        PromiseState.MADE,
    ]
    assert third.replaced_by_id is None


def test_released_promises_bind_nobody(village: Village, nine: datetime) -> None:
    booked = village.book(nine)
    tell(village, booked, (nine + 4 * HOUR, nine + 5 * HOUR), NoticeKind.MOVED)

    with village.doing() as deed:
        release_promises(deed, deed.session.get_one(Appointment, booked))

    assert states(village, booked) == [PromiseState.RELEASED, PromiseState.RELEASED]
    assert run_out(village, nine + 9 * HOUR) == 0


def updated(village: Village, nine: datetime) -> tuple[UUID, datetime]:
    """A delayed visit whose buyer hears more by a moment; its news has left the house."""
    booked = village.book(nine)
    village.clock.move_to(nine)
    news = tell(village, booked, (nine + HOUR, nine + 5 * HOUR), NoticeKind.DELAYED)
    send(village, news, nine)
    return booked, nine + timedelta(minutes=village.parts.settings.next_update_minutes)


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        (timedelta(0), PromiseState.KEPT),
        (SECOND, PromiseState.BROKEN_UNTOLD),
        (None, PromiseState.BROKEN_UNTOLD),
    ],
)
def test_next_update_is_kept_by_news_that_left_in_time(
    village: Village, nine: datetime, sent: timedelta | None, state: PromiseState
) -> None:
    booked, by = updated(village, nine)
    village.clock.move_to(nine + HOUR / 2)
    if sent is not None:
        news = tell(village, booked, (nine + 2 * HOUR, nine + 6 * HOUR), NoticeKind.MOVED)
        send(village, news, by + sent)

    run_out(village, by + SECOND)

    update = next(each for each in village.promises(booked) if each.kind == "next_update")
    assert (update.to_at, update.state) == (by, state)


@pytest.mark.parametrize(
    ("late", "state"),
    [(timedelta(0), PromiseState.KEPT), (SECOND, PromiseState.BROKEN_UNTOLD)],
)
def test_next_update_is_kept_by_an_arrival_in_time(
    village: Village, nine: datetime, late: timedelta, state: PromiseState
) -> None:
    booked, by = updated(village, nine)

    arrive(village, booked, by + late)

    update = next(each for each in village.promises(booked) if each.kind == "next_update")
    assert update.state is state


def test_promise_update_is_a_promise_until_its_moment(village: Village, nine: datetime) -> None:
    booked = village.book(nine)
    with village.doing() as deed:
        visit = visit_in(deed.session, booked)
        notice = village.notices()[0]
        promise_update(deed, visit, notice, nine, reason="delayed")

    update = village.promises(booked)[1]

    assert (update.kind, update.from_at, update.to_at, update.reason) == (
        PromiseKind.NEXT_UPDATE,
        village.clock.now(),
        nine,
        "delayed",
    )


def test_news_to_somebody_else_does_not_count_as_told(village: Village, nine: datetime) -> None:
    booked = village.book(nine)
    end = nine + 3 * HOUR
    village.clock.move_to(nine)
    news = tell(village, booked, (end + HOUR, end + 2 * HOUR), NoticeKind.DELAYED)
    send(village, news, nine)
    with village.doing() as deed:
        deed.session.get_one(Notice, news).recipient_id = village.technicians[0].id

    run_out(village, end + SECOND)

    assert states(village, booked)[0] is PromiseState.BROKEN_UNTOLD


def test_promise_states_counts_windows_that_ran_out_in_a_span(
    village: Village, nine: datetime
) -> None:
    kept, _made = village.book(nine), village.book(nine, crew=(1,))
    arrive(village, kept, nine)
    end = nine + 3 * HOUR

    with village.parts.store.reading() as session:
        counted = promise_states(session, end, end + SECOND)
        before = promise_states(session, nine, end)
        assert promises_of(session, kept) == village.promises(kept)

    assert counted == {PromiseState.KEPT: 1, PromiseState.MADE: 1}
    assert before == {}


@given(st.dictionaries(st.sampled_from(PromiseState), st.integers(0, 500)))
def test_scores_count_each_promise_once(counted: dict[PromiseState, int]) -> None:
    scores = scores_of(counted)

    parts = (
        scores.kept,
        scores.broken_told,
        scores.broken_untold,
        scores.superseded,
        scores.released,
        scores.waiting,
    )
    assert scores.made == sum(parts) == sum(counted.values())


def test_scores_headline_is_the_share_of_broken_ones_heard_from_us() -> None:
    broken = {PromiseState.BROKEN_TOLD: 3, PromiseState.BROKEN_UNTOLD: 1, PromiseState.KEPT: 9}

    assert scores_of(broken) == Scores(
        made=13, kept=9, broken_told=3, broken_untold=1, superseded=0, released=0, waiting=0
    )
    assert scores_of(broken).heard_from_us_first == 0.75
    assert scores_of({PromiseState.BROKEN_UNTOLD: 2}).heard_from_us_first == 0.0


def test_scores_have_no_headline_when_nothing_broke() -> None:
    assert scores_of({PromiseState.KEPT: 9, PromiseState.RELEASED: 1}).heard_from_us_first is None
    assert scores_of({}).heard_from_us_first is None


def test_promise_of_the_same_window_again_supersedes_the_older(
    village: Village, nine: datetime
) -> None:
    booked = village.book(nine)

    with village.doing() as deed:
        promise_window(deed, visit_in(deed.session, booked), village.notices()[0])

    assert states(village, booked) == [PromiseState.SUPERSEDED, PromiseState.MADE]
    assert len({promise.id for promise in village.all_of(Promise)}) == 2
