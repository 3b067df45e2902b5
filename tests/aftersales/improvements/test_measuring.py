"""What is counted for a closing check, of each kind of thing."""

from datetime import timedelta
from uuid import UUID

import pytest

from aftersales.cases import advance_case, open_case
from aftersales.complaints import Grievance, open_complaint
from aftersales.day_watch.reports import report_arrived, report_done, report_on_the_way
from aftersales.improvements import (
    Check,
    after_alarm,
    after_channel,
    after_complaint,
    after_gap,
    tend_improvements,
)
from aftersales.improvements.measuring import measured
from aftersales.prevention.counting import count_failures
from aftersales.records import (
    CaseKind,
    CaseState,
    Complaint,
    Improvement,
    ImprovementScope,
    Measure,
    Verdict,
)
from tests.aftersales.improvements.conftest import Bettering
from tests.aftersales.prevention.conftest import Watching

Found = tuple[float | None, int, Verdict]


def visited(bettering: Bettering, hour: int) -> UUID:
    """A visit of the first technician that was done."""
    village = bettering.village
    visit = village.book(village.moment(23, hour))
    with village.doing() as deed:
        report_on_the_way(deed, visit, deed.now)
        report_arrived(deed, visit, deed.now)
        report_done(deed, visit, deed.now)
    return visit


def complained(bettering: Bettering, **about: UUID) -> Complaint:
    """Somebody is not content."""
    village = bettering.village
    with village.doing() as deed:
        return open_complaint(
            deed,
            village.territory,
            village.customer,
            Grievance(subject="Late", happened="I waited.", **about),  # type: ignore[arg-type] # as it is
            channel="phone",
        )


def figures(bettering: Bettering) -> Found:
    """What is measured of the newest improvement after today."""
    bettering.village.clock.move_to(bettering.village.clock.now() + timedelta(days=1))
    tend_improvements(bettering.village.parts)
    row = bettering.village.all_of(Improvement)[-1]
    return row.value, row.count, row.verdict


def rate_of(scope: ImprovementScope, key: str) -> Check:
    return Check(measure=Measure.COMPLAINT_RATE, scope=scope, key=key, threshold=20.0, least=2)


def test_complaints_are_counted_against_the_visits_of_whoever_led_them(
    bettering: Bettering,
) -> None:
    code = bettering.village.technicians[0].code
    bettering.opened(rate_of(ImprovementScope.TECHNICIAN, code))
    first, _second = visited(bettering, 9), visited(bettering, 11)
    complaint = complained(bettering, appointment_id=first)

    found = figures(bettering)

    with bettering.village.parts.store.reading() as session:
        proposed = after_complaint(session, session.get_one(Complaint, complaint.id))
    assert found == (50.0, 2, Verdict.FAILS)
    assert (proposed.check.scope, proposed.check.key) == (ImprovementScope.TECHNICIAN, code)
    assert (proposed.source_kind, proposed.source_id) == ("complaint", complaint.id)


def test_complaints_of_another_model_or_another_day_do_not_count(watching: Watching) -> None:
    bettering = Bettering(village=watching.village, people={})
    units = [watching.sold(watching.village.model, f"AB{number}") for number in range(3)]
    other = watching.sold(watching.other, "ZZ1")
    complained(bettering, unit_id=units[0].id)
    watching.village.clock.move_to(watching.village.clock.now() + timedelta(days=1))
    row = Improvement(
        id=other.id,
        measure=Measure.COMPLAINT_RATE,
        scope=ImprovementScope.MODEL,
        scope_key=str(watching.village.model.id),
        threshold=20.0,
        least=2,
        from_on=watching.village.clock.now().date(),
        due_on=watching.village.clock.now().date(),
    )
    complained(bettering, unit_id=other.id)

    before = measured(watching.village.parts, row)
    complained(bettering, unit_id=units[1].id)
    watching.village.clock.move_to(watching.village.clock.now() + timedelta(minutes=1))
    after = measured(watching.village.parts, row)

    assert (before.value, before.count, before.verdict) == (0.0, 3, Verdict.HOLDS)
    assert after.value == pytest.approx(100 / 3)
    assert after.verdict is Verdict.FAILS


def test_group_of_an_alarm_is_compared_with_what_happened_since(failing: Watching) -> None:
    village = failing.village
    alarm = next(each for each in failing.counted() if each.family == "model")
    proposed = after_alarm(alarm).check
    row = Improvement(
        measure=proposed.measure,
        scope=proposed.scope,
        scope_key=proposed.key,
        least=proposed.least,
        from_on=village.clock.now().date(),
        due_on=village.clock.now().date() + timedelta(days=400),
    )

    village.clock.move_to(village.clock.now() + timedelta(days=10))
    early = measured(village.parts, row)
    village.clock.move_to(village.clock.now() + timedelta(days=300))
    late = measured(village.parts, row)
    row.scope_key = str(UUID(int=5))

    assert (early.verdict, late.value, late.verdict) == (Verdict.TOO_FEW, 0.0, Verdict.HOLDS)
    assert measured(village.parts, row).verdict is Verdict.TOO_FEW


def test_only_failures_and_months_since_that_day_are_counted(failing: Watching) -> None:
    today = failing.village.clock.now().date()
    with failing.village.parts.store.reading() as session:
        whole = count_failures(session, today).exposures()
        later = count_failures(session, today, since=today - timedelta(days=10)).exposures()

    for kind, groups in later.items():
        assert {each.group for each in groups} <= {each.group for each in whole[kind]}
        assert all(each.claims == 0 for each in groups)
        assert [each.unit_months for each in groups] == pytest.approx(
            [10 * 10 / 30.4375] * len(groups)
        )


def test_channel_is_compared_with_the_others_since_it_began(bettering: Bettering) -> None:
    village = bettering.village
    bettering.opened(after_channel("email").check)
    for channel, minutes in (("email", 240), ("phone", 5)):
        for _number in range(5):
            with village.doing() as deed:
                case = open_case(
                    deed,
                    village.territory,
                    village.customer,
                    kind=CaseKind.SUPPORT,
                    channel=channel,
                    subject="It hums",
                    description="",
                    next_update_at=deed.now + timedelta(days=1),
                )
                advance_case(deed, case, CaseState.TRIAGED)
                case.first_answered_at = deed.now + timedelta(minutes=minutes)

    value, count, verdict = figures(bettering)

    assert (count, verdict) == (5, Verdict.FAILS)
    assert value is not None
    assert value > 60


def test_gap_of_answers_begins_with_their_score() -> None:
    check = after_gap(ImprovementScope.PARTNER, "kodols").check

    assert (check.measure, check.scope, check.key) == (
        Measure.SURVEY_SCORE,
        ImprovementScope.PARTNER,
        "kodols",
    )
