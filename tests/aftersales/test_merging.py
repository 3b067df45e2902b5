"""Two customers become one: every row moves, the stricter consent holds, and it can be undone exactly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Uuid, text
from sqlmodel import select

from aftersales.bookings import Wish, request_visit
from aftersales.cases import open_case
from aftersales.codes import ask_code
from aftersales.contacts import add_contact
from aftersales.customers import Reachable, add_customer, edit_customer, record_consent
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.households import join_household
from aftersales.imports.report import ImportKind
from aftersales.imports.run import import_file
from aftersales.links import issue_link
from aftersales.merging import merge_customers, undo_merge
from aftersales.orders import add_order
from aftersales.places import add_location
from aftersales.queries.customers import consents_of, customer_by_number, housemates_of
from aftersales.queries.duplicates import Ground, doubles_of, pairs_of_doubles
from aftersales.queries.notices import contacts_of
from aftersales.queries.pointers import (
    BY_KIND,
    ELSEWHERE,
    HISTORY,
    RIVALS,
    SINGLE,
    numbers_of,
    pointers,
)
from aftersales.records import (
    CaseKind,
    Channel,
    Consent,
    ConsentPurpose,
    Contact,
    Customer,
    CustomerKind,
    CustomerMerge,
    HouseholdMember,
    LinkPurpose,
    Record,
)
from aftersales.registrations import add_unit, register_unit
from tests.aftersales.conftest import VADUZ, Village
from tests.aftersales.questions import questions
from tests.conftest import STAFF

SURVEYS = (Channel.EMAIL, ConsentPurpose.SURVEYS)


@pytest.fixture
def twin(village: Village) -> Customer:
    """Anna once more, as a shop entered her: with a unit, a registration, a case, a visit, a link and a code."""
    with village.doing() as deed:
        twin = add_customer(
            deed,
            number="C-7",
            name="Anna Beck",
            language="lv",
            email="ANNA@example.org",
            phone="+423 555 0007",
        )
        home = add_location(
            deed, village.territory, replace(VADUZ, house_number="31"), customer_id=twin.id
        )
        deed.session.flush()
        add_order(
            deed,
            number="O-7",
            customer_id=twin.id,
            location_id=home.id,
            channel="shop",
            ordered_on=date(2026, 11, 2),
            items=[],
        )
        unit = add_unit(
            deed,
            village.model,
            twin,
            serial="AB7",
            country="LI",
            purchased_on=date(2026, 11, 2),
            location_id=home.id,
        )
        deed.session.flush()
        register_unit(deed, unit, village.model, twin, channel="shop", zone=village.territory.zone)
        open_case(
            deed,
            village.territory,
            twin,
            kind=CaseKind.SUPPORT,
            channel="phone",
            subject="It hums",
            description="",
            next_update_at=deed.now + timedelta(hours=2),
            unit_id=unit.id,
        )
        wish = Wish(datetime(2026, 11, 24, 8), datetime(2026, 11, 24, 12))
        request_visit(deed, twin, home, village.work_type, [wish], unit_id=unit.id)
        issue_link(deed, LinkPurpose.BUYER, twin.id)
        record_consent(deed, twin.id, *SURVEYS, is_given=False, source="shop")
        contacts = contacts_of(deed.session, twin.id)
        contacts[0].is_safety_only = True
        deed.add(*contacts)
    return twin


def merge(
    village: Village, survivor: Customer, loser: Customer, why: str = "Asked."
) -> CustomerMerge:
    with village.doing() as deed:
        return merge_customers(
            deed,
            deed.session.get_one(Customer, survivor.id),
            deed.session.get_one(Customer, loser.id),
            why,
        )


def undo(village: Village, row: CustomerMerge) -> None:
    with village.doing() as deed:
        undo_merge(deed, deed.session.get_one(CustomerMerge, row.id))


def belongings(village: Village, person: Customer) -> dict[str, int]:
    with village.parts.store.reading() as session:
        return numbers_of(session, person.id)


def dump(village: Village, *left_out: str) -> dict[str, list[Any]]:
    with village.parts.store.reading() as session:
        return {
            table.name: sorted(
                str(tuple(row)) for row in session.execute(text(f'SELECT * FROM "{table.name}"'))
            )
            for table in Record.metadata.sorted_tables
            if table.name not in left_out
        }


def test_every_row_of_the_one_is_the_others_afterwards(village: Village, twin: Customer) -> None:
    before, own = belongings(village, twin), belongings(village, village.customer)
    assert before.keys() >= {
        "contact",
        "consent",
        "link",
        "location",
        "notice",
        "promise",
        "registration",
        "sales_order",
        "service_case",
        "unit",
        "work_order",
    }

    merge(village, village.customer, twin)

    assert belongings(village, twin) == {}
    joined = {name: own.get(name, 0) + number for name, number in before.items()}
    joined |= {"contact": joined["contact"] - 1, "customer": 1}  # one address both had
    assert belongings(village, village.customer) == joined


def test_every_foreign_key_to_a_customer_is_known() -> None:
    keys = {
        (table.name, column.name)
        for table in Record.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "customer" for key in column.foreign_keys)
    }

    moving = {(each.table.name, each.column.name) for each in pointers()}

    assert keys - HISTORY <= moving
    assert all(
        "id" in table.c for table in {each.table for each in pointers()} if table.name not in SINGLE
    )


def test_every_loose_identifier_is_known_to_lead_to_a_customer_or_not() -> None:
    loose = {
        (table.name, column.name)
        for table in Record.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Uuid) and not column.foreign_keys and not column.primary_key
    }
    by_subject = {
        (table.name, "subject_id")
        for table in Record.metadata.sorted_tables
        if {"subject_kind", "subject_id"} <= set(table.c.keys())
    }

    assert loose - by_subject - ELSEWHERE == set(BY_KIND)
    assert loose >= ELSEWHERE


def test_what_one_customer_can_have_only_once_is_joined_row_by_row() -> None:
    unique = {
        table.name
        for table in Record.metadata.sorted_tables
        for constraint in table.constraints
        if any(
            key.column.table.name == "customer"
            for column in getattr(constraint, "columns", ())
            if not constraint.__class__.__name__.startswith(("ForeignKey", "Check"))
            for key in column.foreign_keys
        )
    }

    assert unique == SINGLE | set(RIVALS)


def test_stricter_answers_hold(village: Village, twin: Customer) -> None:
    with village.doing() as deed:
        record_consent(deed, village.customer.id, *SURVEYS, is_given=True, source="till")
        record_consent(
            deed,
            village.customer.id,
            Channel.PHONE,
            ConsentPurpose.MARKETING,
            is_given=True,
            source="till",
        )

    merge(village, village.customer, twin)

    with village.parts.store.reading() as session:
        newest = {
            (line.channel, line.purpose): line.is_given
            for line in consents_of(session, village.customer.id)
        }
        mail = contacts_of(session, village.customer.id)[0]
    assert newest == {SURVEYS: False, (Channel.PHONE, ConsentPurpose.MARKETING): True}
    assert (mail.address, mail.is_safety_only, mail.is_preferred) == (
        "anna@example.org",
        True,
        True,
    )


def test_old_numbers_lead_to_the_survivor(village: Village, twin: Customer, tmp_path: Path) -> None:
    merge(village, village.customer, twin)

    with village.parts.store.reading() as session:
        found = customer_by_number(session, "C-7")
    assert found is not None
    assert found.id == village.customer.id
    file = tmp_path / "customers.csv"
    file.write_text(
        "number,name,street,house_number,postcode,town,country,latitude,longitude\n"
        "C-7,Anna Beck,Aeulestrasse,31,9490,Vaduz,LI,47.1390,9.5215\n",
        encoding="utf-8",
    )
    report = import_file(village.parts, STAFF, ImportKind.CUSTOMERS, file)
    assert (report.added, report.unchanged, report.problems) == (0, 1, ())


def test_lost_links_are_found_under_both_addresses(village: Village, twin: Customer) -> None:
    with village.doing() as deed:
        add_contact(
            deed,
            deed.session.get_one(Customer, twin.id),
            Reachable(channel=Channel.EMAIL, address="anna.work@example.org"),
        )
    merge(village, village.customer, twin)

    ask_code(village.parts, "anna.work@example.org", "en", "127.0.0.1")

    assert village.notices("sign_in_code")[0].recipient_id == village.customer.id


def test_undone_merge_leaves_everything_as_it_was(village: Village, twin: Customer) -> None:
    with village.doing() as deed:
        record_consent(deed, village.customer.id, *SURVEYS, is_given=True, source="till")
        ben = add_customer(deed, number="C-8", name="Ben Beck", language="en")
        deed.session.flush()
        join_household(deed, deed.session.get_one(Customer, twin.id), ben, "Her brother.")
    left_out = ("event", "customer_merge", "consent")
    before = dump(village, *left_out)

    row = merge(village, village.customer, twin)
    with village.parts.store.reading() as session:
        assert [mate.name for _, mate in housemates_of(session, village.customer.id)] == [
            "Ben Beck"
        ]
    assert dump(village, *left_out) != before
    undo(village, row)

    assert dump(village, *left_out) == before
    with village.parts.store.reading() as session:
        own = consents_of(session, village.customer.id)
        theirs = consents_of(session, twin.id)
    assert [line.is_given for line in own] == [True, False, True]
    assert [line.is_given for line in theirs] == [False]


def test_what_came_after_a_merge_stays_when_it_is_undone(village: Village, twin: Customer) -> None:
    row = merge(village, village.customer, twin)
    with village.doing() as deed:
        line = record_consent(deed, village.customer.id, *SURVEYS, is_given=True, source="call")

    undo(village, row)

    with village.parts.store.reading() as session:
        kept = session.get_one(Consent, line.id)
    assert kept.customer_id == village.customer.id


def test_undone_merge_is_not_undone_again(village: Village, twin: Customer) -> None:
    row = merge(village, village.customer, twin)
    undo(village, row)

    with pytest.raises(NotAllowed):
        undo(village, row)


def test_merged_again_is_undone_from_the_newest(village: Village, twin: Customer) -> None:
    with village.doing() as deed:
        third = add_customer(deed, number="C-9", name="Anna B.", language="en")
    first = merge(village, village.customer, twin)
    second = merge(village, third, village.customer)
    with village.parts.store.reading() as session:
        found = customer_by_number(session, "C-7")
    assert found is not None
    assert found.id == third.id

    with pytest.raises(NotAllowed):
        undo(village, first)
    undo(village, second)
    undo(village, first)

    assert belongings(village, twin)["unit"] == 1


def company(deed: Any, one: Customer, other: Customer) -> None:
    edit_customer(deed, other, kind=CustomerKind.COMPANY)


def erased(deed: Any, one: Customer, other: Customer) -> None:
    other.erased_at = deed.now
    deed.add(other)


def gone(deed: Any, one: Customer, other: Customer) -> None:
    merge_customers(deed, one, other, "Before.")


@pytest.mark.parametrize("spoil", [company, erased, gone])
def test_some_two_cannot_become_one(
    village: Village, twin: Customer, spoil: Callable[[Any, Customer, Customer], None]
) -> None:
    with village.doing() as deed:
        spoil(
            deed,
            deed.session.get_one(Customer, village.customer.id),
            deed.session.get_one(Customer, twin.id),
        )

    with pytest.raises(NotAllowed):
        merge(village, village.customer, twin)


def test_nobody_is_merged_with_themselves_or_without_a_reason(
    village: Village, twin: Customer
) -> None:
    with pytest.raises(NotUnderstood):
        merge(village, twin, twin)
    with pytest.raises(NotUnderstood):
        merge(village, village.customer, twin, " ")


def test_doubles_are_found_with_their_grounds(village: Village, twin: Customer) -> None:
    with village.doing() as deed:
        add_customer(deed, number="C-5", name="Ben", language="en", phone="+423-555 00 07")

    with village.parts.store.reading() as session:
        own = doubles_of(session, session.get_one(Customer, twin.id))
        pairs = pairs_of_doubles(session, 10)

    assert [(each.customer.number, each.grounds) for each in own] == [
        ("C-1", (Ground.ADDRESS, Ground.EMAIL)),
        ("C-5", (Ground.PHONE,)),
    ]
    assert [(one.number, each.customer.number, each.grounds) for one, each in pairs] == [
        ("C-1", "C-7", (Ground.ADDRESS, Ground.EMAIL)),
        ("C-7", "C-5", (Ground.PHONE,)),
    ]


def test_pairs_are_found_with_as_many_questions_however_many_there_are(
    village: Village, twin: Customer
) -> None:
    with questions(village.parts.store) as few, village.parts.store.reading() as session:
        pairs_of_doubles(session, 10)
    with village.doing() as deed:
        for number in range(8):
            phone = f"+423 555 10 {number // 2}0"
            add_customer(deed, number=f"C-1{number}", name="Ben", language="en", phone=phone)

    with questions(village.parts.store) as many, village.parts.store.reading() as session:
        pairs = pairs_of_doubles(session, 10)

    assert (len(pairs), len(many)) == (5, len(few))


def test_people_of_one_household_are_no_doubles(village: Village, twin: Customer) -> None:
    with village.doing() as deed:
        one, other = (deed.session.get_one(Customer, each.id) for each in (village.customer, twin))
        join_household(deed, one, other, "Mother and daughter.")

    with village.parts.store.reading() as session:
        assert doubles_of(session, session.get_one(Customer, twin.id)) == []
        assert pairs_of_doubles(session, 10) == []


def test_two_of_one_household_leave_nobody_alone_behind_a_wall(
    village: Village, twin: Customer
) -> None:
    with village.doing() as deed:
        one, other = (deed.session.get_one(Customer, each.id) for each in (village.customer, twin))
        join_household(deed, one, other, "Mother and daughter.")
        ben = add_customer(deed, number="C-8", name="Ben Beck", language="en")
        deed.session.flush()
        house = deed.session.exec(select(HouseholdMember.household_id)).first()
    merge(village, village.customer, twin)

    with village.doing() as deed:
        person = deed.session.get_one(Customer, village.customer.id)
        joined = join_household(deed, person, deed.session.get_one(Customer, ben.id), "A flat.")

    assert joined.id != house
    assert len(village.all_of(HouseholdMember)) == 2
    assert {row.customer_id for row in village.all_of(Contact)} == {village.customer.id}
