"""A campaign that is broken off goes on where it was; whoever walks beside it tells nobody twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

from aftersales.campaigns.walking import BATCH, remind, walk
from aftersales.jobs.recalls import publish
from aftersales.records import Campaign, CampaignResponse, JobState, Territory
from tests.aftersales.campaigns.conftest import Recalling
from tests.aftersales.campaigns.crowd import sell
from tests.aftersales.jobs.conftest import wait_for
from tests.aftersales.jobs.running import runner
from warranty.recalls.campaigns import Severity

UNITS = 12 * BATCH
"""Telling their owners takes so long that it can be killed on the way."""

FIRST_DAY, NEXT_DAY = date(2026, 11, 24), date(2026, 11, 25)
LONG = 120.0


def published(recalling: Recalling, **changes: object) -> Campaign:
    """A campaign for every machine there is, of which nobody is told yet."""
    row = recalling.drafted(rules=(), **changes)
    with recalling.village.doing() as deed:
        publish(deed, deed.session.get_one(Campaign, row.id), row.revision)
    return row


def assert_all_were_told_once(recalling: Recalling, number: int) -> None:
    told = Counter(each.subject_id for each in recalling.village.notices("recall"))
    assert set(told) == {each.id for each in recalling.responses()}
    assert set(told.values()) == {1}
    assert len({each.unit_id for each in recalling.responses()}) == len(told) == number


def test_two_walkers_at_once_tell_nobody_twice(recalling: Recalling) -> None:
    sell(recalling, 40, is_mailed=True)
    row = published(recalling)
    ready = Barrier(2)

    def walked(_number: int) -> int:
        ready.wait()
        return walk(recalling.village.parts, row.id, lambda: False, batch=3)

    with ThreadPoolExecutor(2) as pool:
        new = list(pool.map(walked, range(2)))

    assert sum(new) == 40
    assert_all_were_told_once(recalling, 40)


def test_two_who_remind_at_once_remind_nobody_twice(recalling: Recalling) -> None:
    sell(recalling, 40, is_mailed=True)
    row = published(recalling, severity=Severity.SERVICE)
    walk(recalling.village.parts, row.id, lambda: False)
    recalling.village.clock.move_to(recalling.village.moment(23, 9, month=12))
    ready = Barrier(2)

    def reminded(_number: int) -> int:
        ready.wait()
        return remind(recalling.village.parts, row.id, lambda: False, batch=3)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(reminded, range(2)))

    told = Counter(each.subject_id for each in recalling.village.notices("recall"))
    assert set(told.values()) == {2}
    assert len(told) == 40


def test_reminders_that_are_not_due_yet_where_the_owner_is_hold_up_nobody(
    recalling: Recalling,
) -> None:
    sell(recalling, 6, is_mailed=True)
    row = published(recalling, severity=Severity.SERVICE)
    walk(recalling.village.parts, row.id, lambda: False)
    with recalling.village.doing() as deed:
        deed.session.get_one(Territory, recalling.village.territory.id).zone = "Pacific/Honolulu"
    recalling.village.clock.move_to(recalling.village.moment(23, 4, month=12))

    looked_at = remind(recalling.village.parts, row.id, lambda: False, batch=2)

    assert looked_at == 6
    assert len(recalling.village.notices("recall")) == 6


def test_job_that_is_killed_goes_on_and_tells_everybody_once(
    recalling: Recalling, tmp_path: Path
) -> None:
    village = recalling.village
    sell(recalling, UNITS, is_mailed=True)
    published(recalling)

    with runner(village.parts, FIRST_DAY, tmp_path) as running:
        wait_for(lambda: len(village.all_of(CampaignResponse)) >= BATCH, LONG)
        assert running.poll() is None
    before = len(recalling.responses())
    assert before % BATCH == 0
    assert before < UNITS
    with runner(village.parts, NEXT_DAY, tmp_path):
        wait_for(lambda: {each.state for each in recalling.jobs()} == {JobState.DONE}, LONG)

    assert_all_were_told_once(recalling, UNITS)
