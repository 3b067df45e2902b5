"""Owners hear before a cover ends: once for each, only where they may be written to, of what they still have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest

from aftersales.claims import ClaimNews, open_claim
from aftersales.covers import cover_facts, keep_covers
from aftersales.customers import record_consent
from aftersales.jobs.reminders import ask_to_remind
from aftersales.jobs.running import run_due_jobs
from aftersales.notices.facts import from_json
from aftersales.notices.ownership_facts import CoverEndsFacts
from aftersales.ownership import hand_over
from aftersales.records import (
    Channel,
    ConsentPurpose,
    Contact,
    Cover,
    Customer,
    Job,
    JobKind,
    OwnershipStart,
    ProductModel,
    Unit,
)
from aftersales.registrations import UnitDays, add_unit, register_unit
from aftersales.registrations.days import correct_days
from tests.aftersales.conftest import Village
from tests.aftersales.jobs.conftest import BRISK
from warranty import CoverKind

BOUGHT = date(2026, 1, 10)
"""The guarantee and the maker's warranty of three years end on 10 January 2029."""

Change = Callable[["Ending"], None]


@dataclass(frozen=True, slots=True)
class Ending:
    """A unit in Portugal, and the mornings on which the house looks."""

    village: Village
    unit: Unit

    def looked(self, year: int, month: int, day: int) -> None:
        """The house looks on the morning of a day."""
        self.village.clock.move_to(datetime(year, month, day, 9, 0, tzinfo=UTC))
        ask_to_remind(self.village.parts)
        run_due_jobs(self.village.parts, BRISK, Event())

    def told(self) -> list[list[tuple[str, date]]]:
        """Each message: which covers end when."""
        return [
            [(end.kind, end.ends_on) for end in from_json(CoverEndsFacts, each.facts).ending]
            for each in self.village.notices("cover_expiring")
        ]


BOTH = [("legal_guarantee", date(2029, 1, 10)), ("makers_warranty", date(2029, 1, 10))]


@pytest.fixture
def ending(village: Village, model: ProductModel) -> Ending:
    with village.doing() as deed:
        unit = add_unit(
            deed,
            model,
            village.customer,
            serial="AB1234",
            country="PT",
            purchased_on=BOUGHT,
            location_id=village.location.id,
        )
    return Ending(village, unit)


def test_owner_is_told_once_of_all_that_ends_together(ending: Ending) -> None:
    ending.looked(2028, 12, 10)
    early = ending.told()
    for day in (11, 11, 12, 20):
        ending.looked(2028, 12, day)
    ending.looked(2029, 1, 11)

    (notice,) = ending.village.notices("cover_expiring")
    facts = from_json(CoverEndsFacts, notice.facts)
    assert early == []
    assert ending.told() == [BOTH]
    assert (facts.going_on, facts.link_id) == ((), None)
    assert notice.recipient_id == ending.village.customer.id
    assert len([job for job in ending.village.all_of(Job) if job.kind is JobKind.OWNERS]) == 5


def test_what_goes_on_and_the_certificate_are_told_too(ending: Ending) -> None:
    with ending.village.doing() as deed:
        unit = deed.session.get_one(Unit, ending.unit.id)
        model = deed.session.get_one(ProductModel, unit.product_model_id)
        owner = deed.session.get_one(Customer, unit.customer_id)
        register_unit(deed, unit, model, owner, channel="till", zone="UTC")
        legal, makers = cover_facts(deed.session, unit)
        motor = replace(
            makers,
            kind=CoverKind.DURABILITY_GUARANTEE,
            components=frozenset({"motor"}),
            ends_on=date(2036, 1, 10),
        )
        keep_covers(deed, unit, (legal, makers, motor))

    ending.looked(2028, 12, 20)

    (notice,) = ending.village.notices("cover_expiring")
    facts = from_json(CoverEndsFacts, notice.facts)
    assert [(each.kind, each.components, each.ends_on) for each in facts.going_on] == [
        ("durability_guarantee", ("motor",), date(2036, 1, 10))
    ]
    assert facts.link_id is not None


def test_covers_worked_out_anew_are_the_same_promise(ending: Ending) -> None:
    ending.looked(2028, 12, 20)
    with ending.village.doing() as deed:
        unit = deed.session.get_one(Unit, ending.unit.id)
        correct_days(deed, unit, UnitDays(purchased_on=date(2026, 1, 13)))
        rows = ending.village.all_of(Cover)
    with ending.village.doing() as deed:
        unit = deed.session.get_one(Unit, ending.unit.id)
        facts = cover_facts(deed.session, unit)
        keep_covers(deed, unit, ())
        keep_covers(deed, unit, facts)

    ending.looked(2028, 12, 21)

    assert {each.id for each in rows}.isdisjoint(each.id for each in ending.village.all_of(Cover))
    assert ending.told() == [BOTH]


def test_cover_that_lasts_a_year_longer_is_told_of_again_before_its_new_end(
    ending: Ending,
) -> None:
    ending.looked(2028, 12, 20)
    with ending.village.doing() as deed:
        unit = deed.session.get_one(Unit, ending.unit.id)
        legal, makers = cover_facts(deed.session, unit)
        longer = replace(legal, ends_on=date(2030, 1, 10), is_extended=True)
        keep_covers(deed, unit, (longer, makers))

    ending.looked(2028, 12, 21)
    ending.looked(2029, 12, 20)

    assert ending.told() == [BOTH, [("legal_guarantee", date(2030, 1, 10))]]


def _replaced(ending: Ending) -> None:
    with ending.village.doing() as deed:
        unit = deed.session.get_one(Unit, ending.unit.id)
        unit.superseded_by_unit_id = unit.id
        deed.add(unit)


def _given_back(ending: Ending) -> None:
    with ending.village.doing() as deed:
        claim = open_claim(
            deed,
            deed.session.get_one(Unit, ending.unit.id),
            ending.village.territory,
            channel="phone",
            fault_on=date(2026, 11, 1),
            news=ClaimNews(symptom="It leaks."),
            next_update_at=deed.now + timedelta(hours=2),
        )
        claim.remedy, claim.state = "refund", "fulfilled"


def _forgotten(ending: Ending) -> None:
    with ending.village.doing() as deed:
        owner = deed.session.get_one(Customer, ending.village.customer.id)
        owner.erased_at = deed.now
        deed.add(owner)


def _unwilling(ending: Ending) -> None:
    with ending.village.doing() as deed:
        record_consent(
            deed,
            ending.village.customer.id,
            Channel.EMAIL,
            ConsentPurpose.VISIT_MESSAGES,
            is_given=False,
            source="phone",
        )


def _only_for_safety(ending: Ending) -> None:
    with ending.village.doing() as deed:
        for row in ending.village.all_of(Contact):
            contact = deed.session.get_one(Contact, row.id)
            contact.is_safety_only = True
            deed.add(contact)


@pytest.mark.parametrize(
    "change", [_replaced, _given_back, _forgotten, _unwilling, _only_for_safety]
)
def test_nobody_is_told_of_what_is_over_or_against_their_will(
    ending: Ending, change: Change
) -> None:
    change(ending)

    ending.looked(2028, 12, 20)

    assert ending.told() == []


def test_later_owner_hears_of_what_came_along_alone(ending: Ending) -> None:
    with ending.village.doing() as deed:
        unit = deed.session.get_one(Unit, ending.unit.id)
        legal, makers = cover_facts(deed.session, unit)
        keep_covers(deed, unit, (legal, replace(makers, is_transferable=False)))
        giver = deed.session.get_one(Customer, unit.customer_id)
        new = Customer(
            id=deed.new_id(),
            number="C-77",
            kind=giver.kind,
            name="Jānis",
            language="en",
            created_at=deed.now,
        )
        contact = Contact(
            id=deed.new_id(),
            customer_id=new.id,
            channel=Channel.EMAIL,
            address="janis@example.org",
            created_at=deed.now,
        )
        deed.add(new, contact)
        deed.session.flush()
        hand_over(deed, unit, new, OwnershipStart.PASSED_ON, is_buyer=False)

    ending.looked(2028, 12, 20)

    (notice,) = ending.village.notices("cover_expiring")
    assert notice.recipient_id == new.id
    assert ending.told() == [[("legal_guarantee", date(2029, 1, 10))]]


def test_message_waits_for_the_end_of_quiet_hours(ending: Ending) -> None:
    ending.village.clock.move_to(datetime(2028, 12, 20, 23, 30, tzinfo=UTC))
    ask_to_remind(ending.village.parts)
    run_due_jobs(ending.village.parts, BRISK, Event())

    (notice,) = ending.village.notices("cover_expiring")
    assert notice.not_before_at > ending.village.clock.now()
