"""Everything happened with somebody; once they are erased, their mark stands nowhere in the whole database."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from aftersales.clock import SetClock
from aftersales.contacts import add_contact
from aftersales.conversations import Incoming, take_call
from aftersales.customers import Reachable, add_customer
from aftersales.inbound.intake import take_in_mail, take_in_message
from aftersales.privacy.erasing import erase_customer, finish_erasures
from aftersales.privacy.exporting import everything_of
from aftersales.queries.belongings import is_theirs
from aftersales.queries.intakes import intakes_set_aside
from aftersales.records import (
    Case,
    CaseChannel,
    CaseKind,
    Channel,
    Customer,
    Event,
    Intake,
    IntakeOutcome,
    Link,
    LinkPurpose,
    Record,
    RememberedAnswer,
    Role,
    ThreadMessage,
    TransferState,
    UnitTransfer,
    User,
)
from tests.aftersales.complaints.conftest import add_colleague
from tests.aftersales.conftest import Village
from tests.aftersales.inbound.letters import raw
from tests.aftersales.rich_story import CHAT, EMAIL, HANDLE, MARKS, Rich, grow_rich, repeat
from tests.conftest import STAFF

ANNA = "anna@example.org"


@pytest.fixture
def rich(village: Village) -> Rich:
    """A customer with whom everything happened."""
    return grow_rich(village)


@pytest.fixture
def anna(village: Village) -> Rich:
    """The customer of the village, about whom little is known."""
    return Rich(village, village.customer, village.customer)


def erase(rich: Rich) -> None:
    with rich.village.doing() as deed:
        erase_customer(deed, deed.session.get_one(Customer, rich.person.id), is_open_ended=True)


def marked(rich: Rich) -> list[str]:
    """Every row of every table, of the job library's too, in which their mark stands, as `table: row`."""
    store = rich.village.parts.store
    with store.reading() as session:
        names = session.execute(
            text("SELECT name, '' FROM sqlite_master WHERE type = 'table'")
            if store.is_sqlite
            else text(
                "SELECT table_name, table_schema FROM information_schema.tables WHERE table_type = "
                "'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
            )
        ).all()
        found = []
        for name, schema in names:
            place = f'"{schema}"."{name}"' if schema else f'"{name}"'
            found += [
                f"{name}: {row}"
                for row in session.execute(text(f"SELECT * FROM {place}")).all()
                if any(mark in str(tuple(row)).casefold() for mark in MARKS)
            ]
    return found


def tables_of(rows: list[str]) -> set[str]:
    return {row.partition(":")[0] for row in rows}


def known_again(rich: Rich) -> int:
    """How often it was noted that somebody came back."""
    with rich.village.parts.store.reading() as session:
        wanted = select(Event).where(Event.what == "erased_customer_returned")
        return len(session.exec(wanted).all())


def opening_transfers(rich: Rich) -> set[UUID]:
    """The transfers whose link opens a page."""
    return {
        each.subject_id
        for each in rich.village.all_of(Link)
        if each.purpose is LinkPurpose.TRANSFER and each.revoked_at is None
    }


def test_their_mark_stands_everywhere_before_and_only_in_the_claim_afterwards(
    rich: Rich, clock: SetClock
) -> None:
    assert tables_of(marked(rich)) >= {
        *("campaign_response", "claim", "claim_cost", "complaint", "complaint_offer", "consent"),
        *("contact", "customer", "customer_merge", "event", "goodwill_grant", "household_member"),
        *("intake", "location", "notice", "registration", "remembered_answer", "service_case"),
        *("survey", "thread_message", "unit", "upload"),
    }

    erase(rich)

    assert tables_of(marked(rich)) <= {"claim", "goods_return", "unit"}
    clock.move_to(datetime(2040, 1, 2, 12, tzinfo=UTC))
    assert finish_erasures(rich.village.parts) == 1
    assert marked(rich) == []


def test_export_names_every_table_in_which_a_row_can_be_a_customers(rich: Rich) -> None:
    with rich.village.parts.store.reading() as session:
        found = everything_of(session, session.get_one(Customer, rich.person.id))

    tables = {each.name for each in Record.metadata.sorted_tables if is_theirs(each)}
    assert found.keys() == (tables | {"customer"}) - {"erasure", "suppression"}
    assert {row["outcome"] for row in found["intake"]} == {
        *("thread", "automatic", "too_many", "bounce")
    }


def test_unit_that_they_had_offered_is_taken_back_and_its_link_is_dead(rich: Rich) -> None:
    (before,) = (
        each for each in rich.village.all_of(UnitTransfer) if each.state is TransferState.OFFERED
    )
    assert before.id in opening_transfers(rich)

    erase(rich)

    (after,) = (each for each in rich.village.all_of(UnitTransfer) if each.id == before.id)
    assert (after.state, after.name, after.email) == (TransferState.WITHDRAWN, "", "")
    assert before.id not in opening_transfers(rich)


def test_mail_set_aside_is_forgotten_and_known_again(anna: Rich) -> None:
    letter = raw("Away.", From="anna@example.org", auto_submitted="auto-replied")
    first = take_in_mail(anna.village.parts, STAFF, letter)
    other = raw("Away.", From="ben@example.org", auto_submitted="auto-replied", message_id="<2@x>")
    take_in_mail(anna.village.parts, STAFF, other)

    erase(anna)

    again = take_in_mail(anna.village.parts, STAFF, letter)
    assert again.id == first.id
    assert [row.address for row in anna.village.all_of(Intake)] == ["", "ben@example.org"]
    with anna.village.parts.store.reading() as session:
        listed = intakes_set_aside(session, [IntakeOutcome.AUTOMATIC], 9)
    assert [row.address for row in listed] == ["ben@example.org"]


def test_remembered_answer_about_them_is_empty_and_still_an_answer(anna: Rich) -> None:
    with anna.village.doing() as deed:
        add_contact(deed, anna.person, Reachable(channel=Channel.EMAIL, address=EMAIL))
    repeat(anna)

    erase(anna)

    bodies = [row.body for row in anna.village.all_of(RememberedAnswer)]
    assert sorted(bodies) == ['{"id": "of Ben"}', "{}", "{}"]


def case_of_ben(village: Village, email: str) -> str:
    """The reference of a case of somebody else, in whose case Anna's address writes."""
    sara = add_colleague(village, "Sara", Role.SUPPORT)
    with village.doing() as deed:
        ben = add_customer(deed, number="C-2", name="Ben", language="en", email=email)
        deed.session.flush()
        case = take_call(
            deed,
            ben,
            deed.session.get_one(User, sara),
            channel=CaseChannel.PHONE,
            kind=CaseKind.SUPPORT,
            subject="It hums",
            text="It hums",
        )
    letter = raw("Still.", From=f"Anna <{ANNA}>", subject=case.reference)
    take_in_mail(village.parts, STAFF, letter)
    return case.reference


def heard(village: Village) -> list[tuple[str, str, str]]:
    """Who said what from where."""
    return [(row.who, row.address, row.text) for row in village.all_of(ThreadMessage)][-1:]


def test_case_of_somebody_else_keeps_what_was_said_in_it(anna: Rich) -> None:
    case_of_ben(anna.village, "ben@example.org")

    erase(anna)

    assert heard(anna.village) == [("…", "", "Still.")]


def test_address_of_a_whole_family_stays_in_the_cases_of_the_others(anna: Rich) -> None:
    case_of_ben(anna.village, ANNA)

    erase(anna)

    assert heard(anna.village) == [("Anna", ANNA, "Still.")]


def test_mail_from_the_address_of_a_family_is_handed_to_nobody_and_forgotten(anna: Rich) -> None:
    case_of_ben(anna.village, ANNA)
    letter = raw("Away.", From=ANNA, auto_submitted="auto-replied", message_id="<2@x>")
    take_in_mail(anna.village.parts, STAFF, letter)
    with anna.village.parts.store.reading() as session:
        assert "intake" not in everything_of(session, anna.person)

    erase(anna)

    assert [row.address for row in anna.village.all_of(Intake)] == ["", ""]


def test_answer_to_an_old_letter_begins_a_new_case(anna: Rich) -> None:
    parts = anna.village.parts
    take_in_mail(parts, STAFF, raw(From=ANNA, message_id="<1@x>"))
    erase(anna)
    [old] = anna.village.all_of(Case)

    take_in_mail(
        parts, STAFF, raw("I am back.", From=ANNA, subject=old.reference, message_id="<2@x>")
    )

    _old, fresh = anna.village.all_of(Case)
    person = next(row for row in anna.village.all_of(Customer) if row.id == fresh.customer_id)
    assert (person.erased_at, fresh.description) == (None, "I am back.")
    assert known_again(anna) == 1


@pytest.mark.parametrize(
    ("channel", "address", "is_known"),
    [
        (CaseChannel.X, f"@{HANDLE.upper()}", True),
        (CaseChannel.MESSENGER, HANDLE, False),
        (CaseChannel.WHATSAPP, "+4237776143", True),
        (CaseChannel.SMS, "00423 777/61-43", True),
        (CaseChannel.OTHER, CHAT[CaseChannel.OTHER], True),
    ],
)
def test_whoever_was_erased_is_known_again_on_every_channel(
    anna: Rich, channel: CaseChannel, address: str, *, is_known: bool
) -> None:
    with anna.village.doing() as deed:
        for way, told in (
            (Channel.X, HANDLE),
            (Channel.PHONE, "+423 777 61 43"),
            (Channel.OTHER, CHAT[CaseChannel.OTHER]),
        ):
            add_contact(deed, anna.person, Reachable(channel=way, address=told))
    erase(anna)

    incoming = Incoming(channel=channel, address=address, text="Hello", outside_id="m-1")
    take_in_message(anna.village.parts, STAFF, incoming)

    assert known_again(anna) == is_known


def test_new_contact_is_known_again(anna: Rich) -> None:
    with anna.village.doing() as deed:
        add_contact(deed, anna.person, Reachable(channel=Channel.X, address=HANDLE))
    erase(anna)

    with anna.village.doing() as deed:
        ben = add_customer(deed, number="C-2", name="Ben", language="en")
        add_contact(deed, ben, Reachable(channel=Channel.X, address=f"@{HANDLE}"))

    assert known_again(anna) == 1
