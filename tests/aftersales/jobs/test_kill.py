"""Power cuts: runners are really killed in the middle, and the next one finishes what they left."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest

from aftersales.clock import SetClock
from aftersales.jobs.plans import ask_for_plan
from aftersales.notices.facts import CaseFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.parts import Parts
from aftersales.planning import EffortName, PlanRequest
from aftersales.records import (
    Appointment,
    DeliveryState,
    Job,
    JobState,
    Notice,
    NoticeDelivery,
    NoticeState,
    PlanRun,
    PlanRunState,
)
from tests.aftersales.conftest import Village, all_of, mail_in
from tests.aftersales.jobs.conftest import wait_for
from tests.aftersales.jobs.running import runner
from tests.aftersales.small_city import (
    AFTERNOON,
    MORNING,
    assert_nothing_is_double_booked,
    found_city,
)
from tests.conftest import STAFF

NOTICES = 500
VISITS = 80
"""Their thorough plan takes seconds, so that it can be cut off while it is searched."""

TEAM = 12
FIRST_DAY, NEXT_DAY = date(2026, 11, 24), date(2026, 11, 25)
LONG = 120.0
"""Seconds in which a machine that is busy with other things delivers 500 notices."""


def lines_of(outbox: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in outbox.glob("*.eml")}


def write_many(village: Village) -> None:
    """Something to tell, many times, in one deed."""
    with village.doing() as deed:
        for number in range(NOTICES):
            write_notice(
                deed,
                NoticeKind.CASE_RECEIVED,
                customer(village.customer),
                village.territory,
                revision=number,
                zone=village.territory.zone,
                facts=CaseFacts(
                    reference=f"C-{number}",
                    subject="Repair: dishwasher",
                    owner_name="Eva Office",
                    owner_phone="+423 000 00 00",
                    zone=village.territory.zone,
                    next_update_at=deed.now + timedelta(days=1),
                ),
            )


def assert_all_were_told_once(village: Village) -> None:
    assert {notice.state for notice in village.all_of(Notice)} == {NoticeState.SENT}
    outbox = village.parts.settings.outbox
    messages = mail_in(outbox)
    assert len(messages) == NOTICES
    assert len({message["Message-ID"] for message in messages}) == NOTICES
    assert list(outbox.glob("*.part")) == []


def all_sent(parts: Parts) -> Callable[[], bool]:
    return lambda: all(notice.state is NoticeState.SENT for notice in all_of(parts, Notice))


def kill_when_delivered(village: Village, number: int, folder: Path) -> None:
    """Let a runner work until so many messages lie in the outbox."""
    outbox = village.parts.settings.outbox
    with runner(village.parts, FIRST_DAY, folder) as running:
        wait_for(lambda: len(list(outbox.glob("*.eml"))) >= number, LONG)
        assert running.poll() is None


def test_delivery_that_is_killed_twice_is_finished_with_each_message_once(
    village: Village, tmp_path: Path
) -> None:
    outbox = village.parts.settings.outbox
    write_many(village)

    kill_when_delivered(village, 70, tmp_path)
    kill_when_delivered(village, 230, tmp_path)
    before = lines_of(outbox)
    assert 230 <= len(before) < NOTICES
    with runner(village.parts, NEXT_DAY, tmp_path):
        wait_for(all_sent(village.parts), LONG)

    assert_all_were_told_once(village)
    after = lines_of(outbox)
    assert {name: after[name] for name in before} == before


def test_several_runners_share_the_notices_without_telling_anything_twice(
    village: Village, tmp_path: Path
) -> None:
    write_many(village)

    with ExitStack() as running:
        for _ in range(2):
            running.enter_context(runner(village.parts, FIRST_DAY, tmp_path))
        wait_for(all_sent(village.parts), LONG)

    assert_all_were_told_once(village)
    deliveries = village.all_of(NoticeDelivery)
    assert len(deliveries) == NOTICES
    assert {delivery.state for delivery in deliveries} == {DeliveryState.SENT}


@pytest.mark.parametrize("stopping", [signal.SIGTERM, signal.SIGKILL])
def test_plan_that_is_cut_off_is_made_again_and_kept_once(
    parts: Parts, clock: SetClock, tmp_path: Path, stopping: signal.Signals
) -> None:
    city = found_city(parts, clock)
    days = [NEXT_DAY + timedelta(days=number) for number in range(1, 3)]
    for number in range(TEAM):
        city.hire(f"T{number}", *days)
    for number in range(VISITS):
        city.asks((days[number % 2], (MORNING, AFTERNOON)[number // 2 % 2]))
    with parts.doing(STAFF) as deed:
        request = PlanRequest(territory="li", from_on=days[0], days=2, effort=EffortName.THOROUGH)
        asked = ask_for_plan(deed, request)

    def job() -> Job:
        with parts.store.reading() as session:
            return session.get_one(Job, asked.id)

    with runner(parts, FIRST_DAY, tmp_path) as running:
        wait_for(lambda: "cost" in job().progress, LONG)
        if stopping is not signal.SIGKILL:
            running.send_signal(stopping)
            running.wait(30)
    cut_off = job()
    assert all_of(parts, PlanRun) == []
    with runner(parts, FIRST_DAY, tmp_path):
        wait_for(lambda: job().finished_at is not None, LONG)

    done = job()
    (run,) = all_of(parts, PlanRun)
    expected = (JobState.RUNNING, 1) if stopping is signal.SIGKILL else (JobState.WAITING, 0)
    assert (cut_off.state, cut_off.attempts) == expected
    assert (done.state, done.attempts) == (JobState.DONE, cut_off.attempts + 1)
    assert (run.state, str(run.id)) == (PlanRunState.KEPT, done.result["run"])
    assert done.result["planned"] == len(all_of(parts, Appointment)) == VISITS
    assert_nothing_is_double_booked(parts)
