"""Customers: how to reach them, and the ledger of what they agreed to."""

from datetime import timedelta

import pytest

from aftersales.customers import add_customer, record_consent
from aftersales.errors import NotUnderstood, Problem
from aftersales.parts import Parts
from aftersales.queries.customers import customer_by_number
from aftersales.records import (
    Channel,
    Consent,
    ConsentPurpose,
    Contact,
    Customer,
    CustomerKind,
    Event,
)
from tests.aftersales.conftest import STAFF, Village, all_of


def test_customer_is_kept_with_the_addresses_given(parts: Parts) -> None:
    with parts.doing(STAFF) as deed:
        person = add_customer(
            deed, number="C-1", name="রবি", language="bn", email="r@example.org", phone="+880 1"
        )

    (row,) = all_of(parts, Customer)
    assert row == person
    assert (row.kind, row.language, row.created_at) == (
        CustomerKind.PERSON,
        "bn",
        parts.clock.now(),
    )
    assert {(each.channel, each.address, each.is_preferred) for each in all_of(parts, Contact)} == {
        (Channel.EMAIL, "r@example.org", True),
        (Channel.PHONE, "+880 1", False),
    }
    with parts.store.reading() as session:
        assert customer_by_number(session, "C-1") == row
        assert customer_by_number(session, "C-2") is None


def test_customer_without_addresses_is_a_customer(parts: Parts) -> None:
    with parts.doing(STAFF) as deed:
        add_customer(
            deed, number="C-1", name="Hotel", language="en", email="", kind=CustomerKind.COMPANY
        )

    assert all_of(parts, Contact) == []
    assert all_of(parts, Customer)[0].kind is CustomerKind.COMPANY


def test_customer_with_a_language_that_is_not_spoken_is_refused(parts: Parts) -> None:
    with pytest.raises(NotUnderstood) as refusal, parts.doing(STAFF) as deed:
        add_customer(deed, number="C-1", name="A", language="fr")

    assert str(refusal.value) == ("The language “fr” is not spoken here. Use one of en, lv, bn.")
    assert refusal.value.problems == (Problem("language", "use one of en, lv, bn"),)
    assert all_of(parts, Customer) == []


def test_consent_is_a_line_for_each_time_it_is_given_or_withdrawn(village: Village) -> None:
    for is_given in (True, False):
        village.clock.move_to(village.clock.now() + timedelta(minutes=1))
        with village.doing() as deed:
            record_consent(
                deed,
                village.customer.id,
                Channel.SMS,
                ConsentPurpose.SURVEYS,
                is_given=is_given,
                source="form",
            )

    lines = village.all_of(Consent)
    assert [(line.is_given, line.source) for line in lines] == [(True, "form"), (False, "form")]
    assert lines[1].at - lines[0].at == timedelta(minutes=1)
    events = [event.what for event in village.all_of(Event)]
    assert events[-2:] == ["consent_given", "consent_withdrawn"]
