"""Rounds: deliveries and looks at the day come by themselves, and a failure stops nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.message import EmailMessage
from threading import Event

import pytest
from structlog.testing import capture_logs

from aftersales.jobs.rounds import Round, do_rounds, rounds
from aftersales.notices.delivery import send_due, send_notice
from aftersales.parts import Parts, Post
from aftersales.records import JobKind, JobState, NoticeDelivery, NoticeState
from tests.aftersales.conftest import Village
from tests.aftersales.jobs.conftest import Yard, jobs_of, running_clock, wait_for


@pytest.fixture
def told(village: Village) -> Village:
    """Two visits on Tuesday, booked and not told yet, in a house whose clock runs."""
    parts = replace(village.parts, clock=running_clock(), jobs=jobs_of(village.parts))
    village = replace(village, parts=parts)
    village.book(village.moment(24, 10))
    village.book(village.moment(24, 12), crew=(1,))
    return village


def test_runner_delivers_watches_and_forgets_by_itself(told: Village) -> None:
    visit_id = told.book(told.moment(23, 9), crew=(2,))

    with Yard(told.parts).at_work():
        wait_for(lambda: len(told.mail()) == 3)
        wait_for(lambda: told.visit(visit_id).appointment.expected_start_at is not None)
        wait_for(
            lambda: [job.state for job in Yard(told.parts).jobs(JobKind.RETAIN)] == [JobState.DONE]
        )

    assert {notice.state for notice in told.notices()} == {NoticeState.SENT}
    assert {row.attempt for row in told.all_of(NoticeDelivery)} == {1}


def test_notice_written_while_the_runner_works_leaves_soon(told: Village) -> None:
    with Yard(told.parts).at_work():
        wait_for(lambda: len(told.mail()) == 2)
        told.book(told.moment(24, 14))
        wait_for(lambda: len(told.mail()) == 3)


def failing(keys: list[str]) -> Round:
    def do(_parts: Parts, key: str, _stopping: Event) -> None:
        keys.append(key)
        raise ValueError("about Anna Beck")

    return Round(kind=JobKind.WATCH, seconds=60, do=do, is_by_territory=True)


def test_round_that_fails_is_logged_by_its_key_and_the_next_one_comes(village: Village) -> None:
    keys: list[str] = []

    with capture_logs() as logs:
        for _ in range(2):
            do_rounds(village.parts, failing(keys), Event())

    assert keys == ["village", "village"]
    assert (
        logs
        == [
            {
                "event": "round_failed",
                "log_level": "error",
                "kind": "watch",
                "key": "village",
                "error": "ValueError",
            }
        ]
        * 2
    )


def test_rounds_that_are_told_to_stop_do_nothing_more(village: Village) -> None:
    keys: list[str] = []
    stopping = Event()
    stopping.set()

    do_rounds(village.parts, failing(keys), stopping)

    assert keys == []


def test_every_round_comes_by_a_clock_that_both_runners_know() -> None:
    assert {each.kind for each in rounds()} == set(JobKind) - {JobKind.PLAN}
    assert all(60 % each.seconds == 0 or each.seconds % 60 == 0 for each in rounds())


@dataclass(frozen=True)
class PostUntil:
    """Sets an event after so many messages."""

    inner: Post
    stopping: Event

    def send(self, message: EmailMessage, key: str) -> None:
        self.inner.send(message, key)
        self.stopping.set()


def test_delivery_that_is_told_to_stop_takes_back_what_it_did_not_try(told: Village) -> None:
    stopping = Event()
    parts = replace(told.parts, post=PostUntil(told.parts.post, stopping))

    first = send_due(parts, should_stop=stopping.is_set)
    (waiting,) = [row for row in told.notices() if row.state is NoticeState.WAITING]
    then = send_due(told.parts)

    assert (first.sent, first.failed, then.sent) == (1, 0, 1)
    assert (waiting.attempts, len(told.all_of(NoticeDelivery))) == (0, 2)
    assert {notice.attempts for notice in told.notices()} == {1}


def test_one_notice_is_sent_alone_and_only_once(told: Village) -> None:
    notice = told.notices()[0]

    assert [send_notice(told.parts, notice.id).sent for _ in range(2)] == [1, 0]
    assert len(told.mail()) == 1


def test_notices_that_just_came_due_are_left_to_their_own_entries(told: Village) -> None:
    (deliver,) = [
        each
        for each in rounds(overdue=told.moment(23, 8) - told.moment(23, 7))
        if each.kind is JobKind.DELIVER
    ]

    do_rounds(told.parts, deliver, Event())

    assert told.mail() == []
