"""The work beside the web: workers, notices, ground and people."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from aftersales.api_keys import add_api_key
from aftersales.deed import SYSTEM
from aftersales.doctor.patient import Patient
from aftersales.doctor.work import failures, ground, notices, people, workers
from aftersales.measures import troubles
from aftersales.parts import Parts
from aftersales.records import (
    Job,
    JobKind,
    JobState,
    Notice,
    NoticeState,
    RecipientKind,
    Scope,
    Territory,
    User,
)
from tests.aftersales.doctor.conftest import Change, verdicts


def sign_of_life(parts: Parts, seconds_ago: int) -> None:
    with parts.store.writing() as session:
        session.execute(
            text(
                "INSERT INTO procrastinate.procrastinate_workers (last_heartbeat) "
                f"VALUES (now() - interval '{seconds_ago} seconds')"
            )
        )


def waiting_notice(parts: Parts, minutes: float) -> None:
    with parts.doing(SYSTEM) as deed:
        deed.session.add(
            Notice(
                id=deed.new_id(),
                unrepeatable_key="test:1",
                kind="booked",
                state=NoticeState.WAITING,
                subject_kind="appointment",
                subject_id=deed.new_id(),
                recipient_kind=RecipientKind.CUSTOMER,
                recipient_id=deed.new_id(),
                language="en",
                created_at=deed.now,
                not_before_at=deed.now - timedelta(minutes=minutes),
            )
        )


def test_workers_are_needed_on_postgresql_only(patient: Patient, parts: Parts) -> None:
    if parts.store.is_sqlite:
        assert verdicts(list(workers(patient))) == [("jobs", "ok")]
        assert troubles(parts) == ()
        return

    (none,) = workers(patient)
    assert (none.verdict, none.mend) == (
        "wrong",
        "Start one and keep it running: aftersales worker",
    )
    assert "aftersales worker" in troubles(parts)[0]

    sign_of_life(parts, 600)
    (silent,) = workers(patient)
    assert "for 10 minutes" in silent.sentence

    sign_of_life(parts, 5)
    assert verdicts(list(workers(patient))) == [("jobs", "ok")]
    assert troubles(parts) == ()


@pytest.mark.parametrize(("minutes", "judged"), [(-600, "ok"), (1, "ok"), (11, "wrong")])
def test_notice_that_waits_too_long_is_wrong(
    patient: Patient, parts: Parts, minutes: float, judged: str
) -> None:
    waiting_notice(parts, minutes)

    (found,) = notices(patient)

    assert found.verdict == judged
    assert found.sentence.startswith("1 notices wait")
    assert any("notice waits" in sentence for sentence in troubles(parts)) is (judged == "wrong")


def test_jobs_that_were_given_up_are_warned_of(patient: Patient, parts: Parts) -> None:
    assert list(failures(patient)) == []
    with parts.doing(SYSTEM) as deed:
        deed.session.add(
            Job(
                id=deed.new_id(),
                kind=JobKind.PLAN,
                key="plan:li",
                state=JobState.FAILED,
                sentence="",
                asked_by="test",
                created_at=deed.now,
                not_before_at=deed.now,
            )
        )

    (found,) = failures(patient)

    assert found.verdict == "warning"
    assert list(failures(replace(patient, shown_now=patient.shown_now + timedelta(days=2)))) == []


def test_ground_is_well_with_and_without_a_road_table(patient: Patient, parts: Parts) -> None:
    assert verdicts(list(ground(patient))) == [("roads", "ok")]

    with parts.store.writing() as session:
        session.exec(select(Territory)).one().road_table = "liechtenstein"

    assert "liechtenstein" in next(ground(patient)).sentence


def test_road_table_and_zone_that_do_not_exist_are_wrong(patient: Patient, parts: Parts) -> None:
    with parts.store.writing() as session:
        area = session.exec(select(Territory)).one()
        area.road_table, area.zone = "atlantis", "Europe/Atlantis"

    found = list(ground(patient))

    assert verdicts(found) == [("zones", "wrong"), ("roads", "wrong")]
    assert "Europe/Atlantis" in found[0].sentence
    assert "atlantis" in found[1].sentence


def test_holidays_that_nobody_knows_are_told(
    patient: Patient, parts: Parts, changed: Change
) -> None:
    elsewhere = changed(holiday_regions={"li": "atlantis"})

    misnamed = list(ground(elsewhere))
    with parts.store.writing() as session:
        session.exec(select(Territory)).one().country = "ZZ"
    unknown = list(ground(patient))

    assert verdicts(misnamed) == [("holidays", "wrong"), ("roads", "ok")]
    assert "AFTERSALES_HOLIDAY_REGIONS" in misnamed[0].mend
    assert verdicts(unknown) == [("holidays", "warning"), ("roads", "ok")]


def test_house_without_territory_and_admin_is_warned_of(parts: Parts) -> None:
    now = parts.clock.now()
    bare = Patient(settings=parts.settings, store=parts.store, now=now, shown_now=now)

    found = [*ground(bare), *people(bare)]

    assert verdicts(found) == [("territories", "warning"), ("users", "warning")]
    assert "aftersales init" in found[0].mend
    assert "aftersales user add" in found[1].mend


def test_admin_who_may_not_sign_in_any_more_does_not_count(patient: Patient, parts: Parts) -> None:
    assert verdicts(list(people(patient))) == [("users", "ok")]
    with parts.store.writing() as session:
        session.exec(select(User)).one().is_active = False

    assert verdicts(list(people(patient))) == [("users", "warning")]


def test_keys_that_end_soon_are_named(patient: Patient, parts: Parts) -> None:
    with parts.doing(SYSTEM) as deed:
        for name, days in (("soon", 3), ("later", 60), ("never", None), ("ended", 1)):
            ends_at = None if days is None else deed.now + timedelta(days=days)
            add_api_key(deed, name=name, scopes=frozenset({Scope.SALES_READ}), expires_at=ends_at)

    later = replace(patient, shown_now=patient.shown_now + timedelta(days=2))
    (found,) = [finding for finding in people(later) if finding.what == "keys"]

    assert found.verdict == "warning"
    assert "“soon”" in found.sentence
