"""Retention: what has outlived its purpose goes, what is evidence stays without people."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import timedelta
from threading import Event
from typing import get_type_hints

import pytest

from aftersales.clock import SetClock
from aftersales.jobs import retention
from aftersales.jobs.asking import ask
from aftersales.jobs.ending import end
from aftersales.jobs.retention import ask_to_retain
from aftersales.jobs.running import run_due_jobs
from aftersales.notices import (
    booking_facts,
    done_facts,
    goodwill_facts,
    improvement_facts,
    maintenance_facts,
    ownership_facts,
    recall_facts,
    return_facts,
)
from aftersales.notices import facts as facts_module
from aftersales.notices.delivery import send_due
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.notices.forgetting import FORGOTTEN, PERSONAL_TEXTS, without_people
from aftersales.parts import Parts
from aftersales.queries.retention import delete_old
from aftersales.records import (
    AttemptCount,
    Intake,
    IntakeOutcome,
    Job,
    JobKind,
    JobState,
    Link,
    LinkPurpose,
    NoticeDelivery,
    NoticeState,
    OneTimeCode,
    Record,
    RememberedAnswer,
    Role,
    SessionEnd,
    User,
    UserSession,
    WebhookEndpoint,
    WebhookMessage,
    WebhookState,
)
from aftersales.records import (
    Event as Happening,
)
from tests.aftersales.conftest import Village, all_of
from tests.aftersales.jobs.conftest import BRISK, Yard
from tests.conftest import STAFF

PLAIN_TEXTS = frozenset(
    {
        "carrier",
        "order_number",
        "currency",
        "price_currency",
        "price_reason",
        "depot",
        "ended",
        "exchange",
        "finding",
        "thing",
        "trial",
        "claim_reference",
        "advice",
        "channel",
        "found",
        "gift",
        "guarantee_page",
        "hazard",
        "occasion",
        "kind",
        "outcome",
        "page",
        "product",
        "product_type",
        "promise",
        "provider",
        "reference",
        "state",
        "remedy",
        "severity",
        "summary",
        "task",
        "title",
        "unknown_country",
        "what",
        "awaited",
        "awaited_name",
        "cause_work",
        "work_kind",
        "work_reference",
        "zone",
    }
)
"""Texts of facts that say nothing about anybody."""


def retain(parts: Parts) -> dict[str, object]:
    """The day's retention; answers how much of what was forgotten."""
    ask_to_retain(parts)
    run_due_jobs(parts, BRISK, Event())
    job = Yard(parts).jobs(JobKind.RETAIN)[-1]
    assert job.state is JobState.DONE
    return job.result


def keep_one_of_each(parts: Parts, kept: timedelta) -> None:
    """One row of each kind that ended `kept` ago."""
    with parts.doing(STAFF) as deed:
        then = deed.now - kept
        endpoint = WebhookEndpoint(
            id=deed.new_id(), url="https://shop.example", trouble="", created_at=then
        )
        user = User(
            id=deed.new_id(),
            email="eva@shop.example",
            name="Eva",
            role=Role.SUPPORT,
            language="en",
            password_hash="-",
            created_at=then,
            password_changed_at=then,
        )
        deed.add(
            endpoint,
            user,
            AttemptCount(what="a" * 64, count=3, since_at=then),
            RememberedAnswer(
                caller="k", key="1", request_digest="d", status=201, body="{}", created_at=then
            ),
            RememberedAnswer(
                caller="k", key="2", request_digest="d", status=201, body="{}", created_at=deed.now
            ),
            OneTimeCode(id=deed.new_id(), asked_for_hash="h", created_at=then, expires_at=then),
            UserSession(
                id=deed.new_id(),
                user_id=user.id,
                token_hash="t",
                created_at=then,
                rotated_at=then,
                expires_at=deed.now + timedelta(days=1),
                ended_at=then,
                end=SessionEnd.SIGNED_OUT.value,
            ),
            WebhookMessage(
                id=deed.new_id(),
                endpoint_id=endpoint.id,
                kind="visit",
                state=WebhookState.SENT,
                error="",
                created_at=then,
                not_before_at=then,
                sent_at=then,
            ),
            Intake(
                id=deed.new_id(),
                channel="email",
                outside_id="1@example.lv",
                outcome=IntakeOutcome.AUTOMATIC,
                sender="",
                whole="I am away.",
                sentence="",
                address="anna@example.lv",
                name="",
                subject="",
                taken_at=then,
            ),
            Link(
                id=deed.new_id(),
                purpose=LinkPurpose.VISIT,
                subject_id=user.id,
                token_hash="l",
                created_at=then,
                expires_at=then,
            ),
        )
        job = ask(deed, JobKind.PLAN, "plan:li:2026-01-01", {})
        job.state, job.live_key, job.finished_at = JobState.DONE, None, then


KINDS: tuple[type[Record], ...] = tuple(kind for kind, _ in retention.DAYS_KEPT)


@pytest.mark.parametrize(("kind", "kept"), retention.DAYS_KEPT)
def test_rows_are_deleted_when_their_time_is_over_and_not_before(
    parts: Parts, kind: type[Record], kept: timedelta
) -> None:
    keep_one_of_each(parts, kept + timedelta(seconds=1))

    counts = retain(parts)

    expected = {each.__tablename__: 1 if days <= kept else 0 for each, days in retention.DAYS_KEPT}
    assert counts == {**expected, "notice": 0, "position": 0, "file": 0}
    left = {
        each.__tablename__: len([row for row in all_of(parts, each) if not _is_of_today(row)])
        for each in KINDS
    }
    assert left == {name: 1 - number for name, number in expected.items()}


def _is_of_today(row: Record) -> bool:
    """The second answer and the job of the retention itself."""
    return getattr(row, "key", "") == "2" or getattr(row, "kind", None) is JobKind.RETAIN


def test_what_still_lives_is_never_deleted(parts: Parts, clock: SetClock) -> None:
    with parts.doing(STAFF) as deed:
        waiting = ask(
            deed, JobKind.PLAN, "plan:li:2026-11-23", {}, not_before_at=deed.now.replace(year=2030)
        )
        endless = Link(
            id=deed.new_id(),
            purpose=LinkPurpose.FEED,
            subject_id=waiting.id,
            token_hash="f",
            created_at=deed.now,
        )
        deed.add(endless)
    clock.move_to(clock.now() + timedelta(days=1000))

    retain(parts)

    assert waiting.id in {job.id for job in all_of(parts, Job)}
    assert [link.id for link in all_of(parts, Link)] == [endless.id]


def test_retention_goes_batch_by_batch_and_once_a_day(
    parts: Parts, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    with parts.doing(STAFF) as deed:
        deed.add(
            *(AttemptCount(what=f"{number:064}", count=1, since_at=deed.now) for number in range(7))
        )
    clock.move_to(clock.now() + timedelta(days=8))

    first = retain(parts)
    ask_to_retain(parts)

    assert first["attempt_count"] == 7
    assert all_of(parts, AttemptCount) == []
    assert len(Yard(parts).jobs(JobKind.RETAIN)) == 1
    clock.move_to(clock.now() + timedelta(days=1))
    assert set(retain(parts).values()) == {0}


def test_row_that_is_made_fresh_at_the_same_moment_stays(parts: Parts, clock: SetClock) -> None:
    with parts.doing(STAFF) as deed:
        deed.add(AttemptCount(what="a" * 64, count=9, since_at=deed.now))
    clock.move_to(clock.now() + timedelta(days=8))

    def forget() -> int:
        with parts.doing(STAFF) as deed:
            return delete_old(deed.session, AttemptCount, deed.now - timedelta(days=7), 10)

    with ThreadPoolExecutor(1) as pool:
        with parts.doing(STAFF) as deed:
            row = deed.session.get_one(AttemptCount, "a" * 64)
            row.count, row.since_at = 1, deed.now
            deed.session.flush()
            forgetting = pool.submit(forget)
            Event().wait(0.3)  # long enough to find the row and to wait for it
        deleted = forgetting.result(20)

    assert deleted == 0
    assert [row.count for row in all_of(parts, AttemptCount)] == [1]


def test_retention_that_failed_is_asked_for_again_after_a_while(
    parts: Parts, clock: SetClock
) -> None:
    ask_to_retain(parts)
    with parts.doing(STAFF) as deed:
        (job,) = Yard(parts).jobs(JobKind.RETAIN)
        end(deed.session.get_one(Job, job.id), JobState.FAILED, deed.now, "It broke.")
    ask_to_retain(parts)
    too_soon = Yard(parts).jobs(JobKind.RETAIN)
    clock.move_to(clock.now() + timedelta(minutes=15))

    retain(parts)

    states = [job.state for job in Yard(parts).jobs(JobKind.RETAIN)]
    assert len(too_soon) == 1
    assert states == [JobState.FAILED, JobState.DONE]


def test_old_notice_forgets_people_and_stays_evidence(village: Village, clock: SetClock) -> None:
    village.book(village.moment(24, 10))
    send_due(village.parts)
    (before,) = village.notices("booked")
    assert "Aeulestrasse" in str(before.facts)  # it could leak
    assert village.all_of(NoticeDelivery)[0].contact_id is not None
    happened = len(village.all_of(Happening))
    clock.move_to(clock.now() + timedelta(days=731))

    counts = retain(village.parts)

    (after,) = village.notices("booked")
    told, left = (from_json(VisitFacts, row.facts) for row in (before, after))
    assert counts["notice"] == 1
    assert (left.technician_name, left.place, left.latitude) == (FORGOTTEN, FORGOTTEN, 0.0)
    assert (left.window_from_at, left.reference) == (told.window_from_at, told.reference)
    assert (after.state, after.sent_at) == (NoticeState.SENT, before.sent_at)
    assert after.forgotten_at == clock.now()
    assert [row.contact_id for row in village.all_of(NoticeDelivery)] == [None]
    assert len(village.all_of(Happening)) == happened + 1  # the retention's own
    assert "Aeulestrasse" not in str(after.facts)
    for name in (village.customer.name, village.technicians[0].name):
        assert name not in str(after.facts)


def test_notice_that_still_waits_forgets_nothing(village: Village, clock: SetClock) -> None:
    village.book(village.moment(24, 10))
    clock.move_to(clock.now() + timedelta(days=731))

    assert retain(village.parts)["notice"] == 0
    assert village.notices("booked")[0].forgotten_at is None


def test_every_text_of_the_facts_is_either_plain_or_forgotten() -> None:
    kinds = [
        each
        for module in (
            facts_module,
            booking_facts,
            done_facts,
            goodwill_facts,
            improvement_facts,
            maintenance_facts,
            ownership_facts,
            recall_facts,
            return_facts,
        )
        for each in vars(module).values()
        if isinstance(each, type) and each.__name__.endswith("Facts")
    ]
    texts = {
        field.name
        for kind in kinds
        for field in fields(kind)
        if get_type_hints(kind)[field.name] in (str, str | None)
    }

    assert len(kinds) >= 5
    assert texts == PLAIN_TEXTS | PERSONAL_TEXTS


def test_nothing_is_put_where_nothing_was() -> None:
    assert without_people({"serial": None, "call_name": "", "zone": "Europe/Riga"}) == {
        "serial": None,
        "call_name": "",
        "zone": "Europe/Riga",
    }
