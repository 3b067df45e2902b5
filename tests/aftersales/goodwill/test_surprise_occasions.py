"""The occasions as the house knows them: registrations, visits after a delay, years without a claim; and what is open."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from aftersales.goodwill.surprises.knowing import facts_of, patient_at, today_of
from aftersales.queries.surprise_occasions import customers_with_occasion
from aftersales.records import (
    Appointment,
    AppointmentState,
    Case,
    CaseState,
    Claim,
    Promise,
    PromiseState,
    Registration,
    RegistrationState,
)
from aftersales.registrations import add_unit
from tests.aftersales.campaigns.conftest import Recalling
from tests.aftersales.conftest import Village
from tests.aftersales.goodwill.conftest import House
from tests.aftersales.goodwill.surprised import bought, ruled, surprised, surprises
from warranty import ClaimState
from warranty.goodwill.surprises import Occasion, SurpriseFacts, Unrest
from warranty.recalls.campaigns import Severity

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATE, NEXT, OTHER = (UUID(int=number) for number in (1, 2, 3))


def known(village: Village) -> SurpriseFacts:
    """What is known of our customer now."""
    with village.parts.store.reading() as session:
        today = today_of(session, village.clock.now())
        return facts_of(session, [village.customer.id], today)[village.customer.id]


def registered(village: Village, day: int, state: RegistrationState) -> None:
    """One more unit, made known on a day of November."""
    with village.doing() as deed:
        unit = add_unit(
            deed,
            village.model,
            village.customer,
            serial=f"AB{day}{state}",
            country="LI",
            purchased_on=date(2026, 6, 1),
        )
        row = Registration(
            id=deed.new_id(),
            reference=deed.ids.reference("R"),
            unit_id=unit.id,
            customer_id=village.customer.id,
            state=state,
            channel="web",
            question="",
            submitted_at=village.moment(day, 9),
        )
        deed.add(row)


def done(village: Village, start_at: datetime) -> UUID:
    """A visit that was done an hour after it began."""
    visit = village.book(start_at)
    village.clock.move_to(start_at + HOUR)
    with village.doing() as deed:
        row = deed.session.get_one(Appointment, visit)
        row.state, row.done_at = AppointmentState.DONE, deed.now
        deed.add(row)
    return visit


def judged(village: Village, visit: UUID, state: PromiseState) -> None:
    """The promise of a visit ended so."""
    (promise,) = village.promises(visit)
    with village.doing() as deed:
        row = deed.session.get_one(Promise, promise.id)
        row.state, row.judged_at = state, deed.now
        deed.add(row)


def test_only_registrations_that_were_found_right_count(village: Village) -> None:
    registered(village, 22, RegistrationState.ACTIVE)
    registered(village, 20, RegistrationState.VERIFIED)
    registered(village, 21, RegistrationState.REJECTED)
    ruled(village, occasion=Occasion.REGISTRATION, number=2)

    assert known(village).registered_on == (date(2026, 11, 20), date(2026, 11, 22))
    assert surprised(village) == 1
    assert surprises(village)[0].occasion_on == date(2026, 11, 22)


def test_first_visit_after_a_delay_is_the_occasion(village: Village) -> None:
    ruled(village, occasion=Occasion.AFTER_DELAY)
    late = done(village, village.moment(23, 9))
    judged(village, late, PromiseState.BROKEN_TOLD)
    itself = surprised(village)
    judged_kept = done(village, village.moment(24, 15))
    judged(village, judged_kept, PromiseState.KEPT)

    after = surprised(village)

    assert (itself, after) == (0, 1)
    assert surprises(village)[0].occasion_on == date(2026, 11, 24)


def test_visits_that_were_never_late_are_no_occasion(village: Village) -> None:
    ruled(village, occasion=Occasion.AFTER_DELAY)
    for day in (23, 24):
        judged(village, done(village, village.moment(day, 9)), PromiseState.KEPT)

    assert (known(village).patient_on, surprised(village)) == (None, 0)


@pytest.mark.parametrize(
    ("delays", "visits", "complaints", "at"),
    [
        ([(NOON, LATE)], [], [], None),
        ([], [(NOON, NEXT)], [], None),
        ([(NOON, LATE)], [(NOON + HOUR, LATE)], [], None),
        ([(NOON, LATE)], [(NOON + HOUR, LATE), (NOON + 2 * HOUR, NEXT)], [], NOON + 2 * HOUR),
        ([(NOON, LATE)], [(NOON + HOUR, OTHER), (NOON + 2 * HOUR, NEXT)], [], None),
        ([(NOON, LATE)], [(NOON - HOUR, OTHER), (NOON + HOUR, NEXT)], [], NOON + HOUR),
        ([(NOON, LATE)], [(NOON - HOUR, NEXT)], [], None),
        ([(NOON, LATE)], [(NOON + HOUR, NEXT)], [NOON], None),
        ([(NOON, LATE)], [(NOON + HOUR, NEXT)], [NOON - HOUR], NOON + HOUR),
        ([(NOON, LATE), (NOON + HOUR, NEXT)], [(NOON + 2 * HOUR, NEXT)], [], None),
    ],
    ids=[
        "no visit yet",
        "no delay",
        "the late visit itself",
        "the next visit",
        "not the first one since",
        "an earlier visit is none",
        "the visit was before",
        "they complained",
        "they complained before",
        "late again",
    ],
)
def test_patience_is_the_first_visit_after_a_delay_without_a_complaint(
    delays: list[tuple[datetime, UUID]],
    visits: list[tuple[datetime, UUID]],
    complaints: list[datetime],
    at: datetime | None,
) -> None:
    assert patient_at(delays, visits, complaints) == at


def test_years_without_a_claim_are_counted_from_the_last_one(house: House) -> None:
    village = house.village
    ruled(village, occasion=Occasion.CLAIM_FREE, number=2, ends_on=date(2029, 12, 31))
    claim = house.refused()
    with village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        case = deed.session.get_one(Case, claim.case_id)
        row.state, case.state = ClaimState.CLOSED.value, CaseState.CLOSED
        deed.add(row, case)
    village.clock.move_to(village.moment(22, 9).replace(year=2028))
    early = surprised(village)
    village.clock.move_to(village.moment(24, 9).replace(year=2028))

    later = surprised(village)

    assert (early, later) == (0, 1)
    assert surprises(village)[0].occasion_on == date(2028, 11, 23)


def test_years_without_any_claim_are_counted_from_the_purchase(village: Village) -> None:
    bought(village, on=date(2023, 11, 20))
    ruled(village, occasion=Occasion.CLAIM_FREE, number=3)

    assert surprised(village) == 1
    assert surprises(village)[0].occasion_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("severity", "unrest"),
    [(Severity.SERVICE, frozenset()), (Severity.STOP_USING, frozenset({Unrest.RECALL}))],
)
def test_dangerous_recall_is_open_and_a_campaign_of_service_is_none(
    village: Village, severity: Severity, unrest: frozenset[Unrest]
) -> None:
    recalling = Recalling(village=village)
    recalling.sold("AB1500")
    recalling.published(severity=severity)

    assert len(recalling.responses()) == 1
    assert known(village).unrest == unrest


def test_customers_come_in_batches_in_the_order_of_their_identifiers(village: Village) -> None:
    bought(village)
    days = date(2026, 11, 17), date(2026, 11, 23)

    with village.parts.store.reading() as session:
        one = customers_with_occasion(session, Occasion.ANNIVERSARY, 5, days, None, 10)
        none = customers_with_occasion(
            session, Occasion.ANNIVERSARY, 5, days, village.customer.id, 10
        )

    assert (list(one), list(none)) == ([village.customer.id], [])


def test_purchase_of_a_leap_day_is_found_in_years_without_one(village: Village) -> None:
    bought(village, on=date(2024, 2, 29))
    village.clock.move_to(datetime(2027, 2, 28, 9, tzinfo=UTC))
    ruled(village, number=3, ends_on=date(2027, 12, 31))

    assert surprised(village) == 1
