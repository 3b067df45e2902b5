"""What is known of somebody: handed out whole, and erased from every table but for what the law wants kept."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import JSON, text
from sqlmodel import col, select

from aftersales.claims import ClaimNews, decide_claim, open_claim
from aftersales.clock import SetClock
from aftersales.codes import ask_code
from aftersales.customers import add_customer, record_consent
from aftersales.errors import NotAllowed
from aftersales.households import join_household
from aftersales.imports.report import ImportKind
from aftersales.imports.run import import_file
from aftersales.merging import merge_customers
from aftersales.notices.delivery import send_due
from aftersales.privacy.columns import AT_THE_END, GONE, PLAIN, STRUCK
from aftersales.privacy.erasing import erase_customer, finish_erasures
from aftersales.privacy.exporting import export_customer
from aftersales.queries.belongings import BESIDE, LINKED_BY, PARENTS, has_owner, is_theirs
from aftersales.records import (
    Channel,
    Claim,
    ConsentPurpose,
    Contact,
    Customer,
    Erasure,
    Event,
    LinkPurpose,
    Notice,
    Record,
    Registration,
    RegistrationState,
    Unit,
    WorkOrder,
)
from aftersales.registrations import add_unit, register_unit
from tests.aftersales.conftest import Village
from tests.conftest import STAFF

PERSONAL = ("Anna", "anna@example.org", "+423 5", "Ring twice", "It hums", "AB77")
"""What stands in the rows of the customer and must be nowhere afterwards."""


@pytest.fixture
def known(village: Village) -> Village:
    """A customer with a row in every table that can have one."""
    village.book(village.moment(24, 9))
    send_due(village.parts)
    ask_code(village.parts, "anna@example.org", "en", "127.0.0.1")
    with village.doing() as deed:
        person = deed.session.get_one(Customer, village.customer.id)
        twin = add_customer(deed, number="C-7", name="Anna B.", language="en")
        mate = add_customer(deed, number="C-8", name="Ben", language="en")
        unit = add_unit(
            deed,
            village.model,
            person,
            serial="AB77",
            country="LI",
            purchased_on=date(2026, 11, 2),
            location_id=village.location.id,
        )
        deed.session.flush()
        merge_customers(deed, person, twin, "Anna is Anna.")
        join_household(deed, person, mate, "Anna lives with Ben.")
        register_unit(
            deed, unit, village.model, person, channel="shop", zone=village.territory.zone
        )
        record_consent(
            deed, person.id, Channel.EMAIL, ConsentPurpose.SURVEYS, is_given=True, source="Anna"
        )
    return village


def claimed(village: Village) -> Claim:
    with village.doing() as deed:
        unit = deed.session.exec(select(Unit).where(Unit.serial == "AB77")).one()
        claim = open_claim(
            deed,
            unit,
            village.territory,
            channel="phone",
            fault_on=date(2026, 11, 20),
            news=ClaimNews(symptom="It hums", serial_read="AB77"),
            next_update_at=deed.now + timedelta(hours=2),
        )
        deed.session.flush()
        decide_claim(deed, claim)
    return claim


def erase(village: Village, *, is_open_ended: bool = True) -> Erasure:
    with village.doing() as deed:
        person = deed.session.get_one(Customer, village.customer.id)
        return erase_customer(deed, person, is_open_ended=is_open_ended)


def everything(village: Village) -> str:
    with village.parts.store.reading() as session:
        return "\n".join(
            f"{table.name}: {tuple(row)}"
            for table in Record.metadata.sorted_tables
            for row in session.execute(text(f'SELECT * FROM "{table.name}"'))
        )


def test_it_is_known_of_every_table_whose_its_rows_are() -> None:
    forgotten = [
        table.name
        for table in Record.metadata.sorted_tables
        if is_theirs(table) and not has_owner(table)
    ]

    assert forgotten == []
    assert BESIDE.keys() <= Record.metadata.tables.keys()
    assert PARENTS.keys() <= Record.metadata.tables.keys()


def test_it_is_known_of_every_link_whose_page_it_opens() -> None:
    beside = {  # of technicians, of whoever follows them, and of service partners
        LinkPurpose.FEED,
        LinkPurpose.SHARED_FEED,
        LinkPurpose.WORK_OFFERS,
    }
    assert set(LinkPurpose) - beside == set(LINKED_BY)


def test_it_is_known_of_every_text_whether_it_says_something_of_somebody() -> None:
    texts = {
        f"{table.name}.{column.name}"
        for table in Record.metadata.sorted_tables
        if (is_theirs(table) or table.name == "customer") and table.name not in GONE
        for column in table.columns
        if not column.foreign_keys
        and (isinstance(column.type, JSON) or type(column.type).__name__ == "AutoString")
    }
    struck = {
        f"{table}.{column}"
        for each in (STRUCK, AT_THE_END)
        for table in each
        for column in each[table]
    }

    assert texts - struck - PLAIN == set()
    assert texts >= PLAIN
    assert not struck & PLAIN


def test_export_holds_every_row_and_no_secret(known: Village) -> None:
    claimed(known)
    with known.doing() as deed:
        person = deed.session.get_one(Customer, known.customer.id)
        found = export_customer(deed, person)

    told = json.dumps(found)
    for each in PERSONAL:
        assert each in told, each
    assert "token_hash" not in told
    assert found.keys() >= {
        *("customer", "contact", "consent", "location", "household_member", "customer_merge"),
        *("unit", "registration", "service_case", "claim", "work_order", "appointment"),
        *("wished_window", "promise", "notice", "notice_delivery", "link", "event"),
    }
    assert {each["number"] for each in found["customer"]} == {"C-1", "C-7"}


def test_erased_person_stands_nowhere_any_more(known: Village) -> None:
    before = everything(known)
    assert all(each in before for each in PERSONAL if each != "It hums")

    erase(known)

    after = everything(known)
    assert [line for line in after.splitlines() if any(each in line for each in PERSONAL)] == []
    assert all(row.erased_at is not None for row in known.all_of(Customer) if row.number != "C-8")
    assert [row.name for row in known.all_of(Customer)] == ["…", "…", "Ben"]
    assert {row.state for row in known.all_of(Registration)} == {RegistrationState.ERASED}


def test_open_matters_are_asked_about_first(known: Village) -> None:
    before = everything(known)

    with pytest.raises(NotAllowed):
        erase(known, is_open_ended=False)
    assert everything(known) == before

    erase(known)
    assert {row.state.value for row in known.all_of(WorkOrder)} == {"cancelled"}


def test_claim_is_kept_until_nobody_can_make_it_any_more(known: Village, clock: SetClock) -> None:
    claim = claimed(known)

    erasure = erase(known)

    [kept] = known.all_of(Claim)
    assert (kept.reference, kept.symptom, kept.serial_read) == (claim.reference, "", "AB77")
    assert (erasure.rest_due_on, erasure.finished_at) == (date(2030, 1, 1), None)
    clock.move_to(datetime(2029, 12, 31, 12, tzinfo=clock.now().tzinfo))
    assert finish_erasures(known.parts) == 0
    clock.move_to(datetime(2030, 1, 1, 12, tzinfo=clock.now().tzinfo))
    assert finish_erasures(known.parts) == 1
    assert finish_erasures(known.parts) == 0
    [kept] = known.all_of(Claim)
    assert (kept.serial_read, kept.decision) == (None, {})
    assert [row.serial for row in known.all_of(Unit)] == [None]


@pytest.mark.parametrize(
    ("country", "due"),
    [
        ("DE", date(2030, 1, 1)),
        ("LV", date(2037, 1, 1)),
        ("BD", date(2030, 1, 1)),  # not verified: the setting, three years
    ],
)
def test_limitation_is_that_of_the_country_of_the_unit(
    known: Village, country: str, due: date
) -> None:
    claim = claimed(known)
    with known.doing() as deed:
        unit = deed.session.get_one(Unit, claim.unit_id)
        unit.country = country
        deed.add(unit)

    assert erase(known).rest_due_on == due


def test_audit_says_that_it_was_erased_and_nothing_of_whom(known: Village) -> None:
    erase(known)

    with known.parts.store.reading() as session:
        noted = session.exec(
            select(Event).where(col(Event.what).in_(("customer_erased", "customer_erased_wholly")))
        ).all()
    assert len(noted) == 2  # they and who they were merged with
    assert all(isinstance(value, int) for each in noted for value in each.facts.values())


def test_erased_person_does_not_come_back_unnoticed(known: Village, tmp_path: Path) -> None:
    erase(known)
    file = tmp_path / "customers.csv"
    file.write_text(
        "number,name,email,street,house_number,postcode,town,country,latitude,longitude\n"
        "C-9,Anna Beck,ANNA@example.org,Aeulestrasse,31,9490,Vaduz,LI,47.1390,9.5215\n"
        "C-10,Cleo,cleo@example.org,Aeulestrasse,31,9490,Vaduz,LI,47.1390,9.5215\n",
        encoding="utf-8",
    )

    report = import_file(known.parts, STAFF, ImportKind.CUSTOMERS, file)

    assert report.added == 2
    assert [note for note in report.notes if "C-9" in note and "C-10" not in note]
    with known.parts.store.reading() as session:
        back = session.exec(select(Event).where(Event.what == "erased_customer_returned")).all()
    assert len(back) == 1


def test_nobody_is_erased_twice(known: Village) -> None:
    erase(known)

    with pytest.raises(NotAllowed):
        erase(known)


def test_nothing_is_sent_to_somebody_who_was_erased(known: Village) -> None:
    sent = len(known.mail())
    erase(known)

    send_due(known.parts)

    assert len(known.mail()) == sent
    assert known.all_of(Contact) == []
    assert all(
        row.forgotten_at is not None
        for row in known.all_of(Notice)
        if row.recipient_kind == "customer"
    )
