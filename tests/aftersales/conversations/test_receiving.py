"""A message finds its customer and its case, or begins one; nothing is guessed and nothing is kept twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftersales.conversations import identify_sender
from aftersales.customers import Reachable, replace_contacts
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.records import (
    Case,
    CaseChannel,
    CaseState,
    Channel,
    Contact,
    Customer,
    Direction,
    Event,
    ThreadMessage,
)
from tests.aftersales.conversations.conftest import Desk

HOUR = timedelta(hours=1)


def test_mail_of_a_known_customer_opens_a_case_with_its_words(desk: Desk) -> None:
    desk.came()

    now = desk.village.clock.now()
    case = desk.case()
    (message,) = desk.village.all_of(ThreadMessage)
    assert (case.customer_id, case.channel, case.subject, case.description, case.state) == (
        desk.village.customer.id,
        CaseChannel.EMAIL,
        "It hums",
        "Since Monday.",
        CaseState.NEW,
    )
    assert message.model_dump(exclude={"id"}) == {
        "case_id": case.id,
        "direction": Direction.IN,
        "channel": CaseChannel.EMAIL,
        "who": "Anna Beck",
        "address": "anna@example.org",
        "user_id": None,
        "text": "Since Monday.",
        "outside_id": "1@mail.example.org",
        "at": now,
        "notice_id": None,
    }
    assert desk.promises() == [("made", desk.village.moment(23, 10))]
    assert len(desk.village.notices("case_received")) == 1
    event = desk.village.all_of(Event)[-1]
    assert (event.what, event.facts) == ("case_message_received", {"channel": "email"})


def test_same_message_twice_is_once(desk: Desk) -> None:
    first = desk.came()
    again = desk.came(outside_id="1@mail.example.org", text="Other words.")

    assert again.id == first.id
    assert len(desk.village.all_of(ThreadMessage)) == len(desk.cases()) == 1


def test_same_identifier_on_another_channel_is_another_message(desk: Desk) -> None:
    desk.came()
    desk.came(channel=CaseChannel.X, address="@anna")

    assert len(desk.village.all_of(ThreadMessage)) == 2


@pytest.mark.parametrize(
    "naming",
    [
        {"subject": "AW: hums [{reference}]"},
        {"reference": "{reference}"},
        {"reference": "<1@mail.example.org>"},
        {"reference": "<x@y> <{id}@aftersales.example>"},
        {"text": "It is about {reference}."},
    ],
)
def test_message_finds_its_case_by_what_it_names(desk: Desk, naming: dict[str, str]) -> None:
    case = desk.case_of(desk.came())
    named = {
        name: text.format(reference=case.reference, id=case.id) for name, text in naming.items()
    }

    desk.came(outside_id="2@mail.example.org", **named)

    assert {message.case_id for message in desk.village.all_of(ThreadMessage)} == {case.id}


def test_answer_to_our_own_letter_finds_its_case(desk: Desk) -> None:
    desk.came()
    ours = desk.answered(desk.case())

    desk.came(outside_id="3@mail.example.org", subject="Re: x", reference=f"<{ours.outside_id}>")

    assert len(desk.cases()) == 1


def test_text_that_names_two_cases_belongs_to_neither(desk: Desk) -> None:
    first = desk.case_of(desk.came())
    second = desk.case_of(desk.came(outside_id="2"))

    third = desk.came(outside_id="3", text=f"{first.reference} or {second.reference}?")

    assert third.case_id not in {first.id, second.id}


def test_next_mail_that_names_nothing_is_a_case_of_its_own(desk: Desk) -> None:
    desk.came()
    desk.came(outside_id="2", subject="The dryer")

    assert len(desk.cases()) == 2


def test_line_of_a_talk_goes_on_where_the_last_one_was(desk: Desk) -> None:
    talk = {"channel": CaseChannel.WHATSAPP, "address": "+423 555 99 99", "name": "Ruta"}
    first = desk.came(outside_id="a", text="Hello", **talk)
    second = desk.came(outside_id="b", text="It hums", **talk)
    other = desk.came(outside_id="c", text="Hi", **talk | {"address": "+423 555 99 98"})

    assert second.case_id == first.case_id != other.case_id


def test_talk_begins_anew_long_after_it_was_settled(desk: Desk) -> None:
    talk = {"channel": CaseChannel.SMS, "address": "+423 555 99 99"}
    desk.came(outside_id="a", **talk)
    desk.set_state(CaseState.RESOLVED)
    desk.village.clock.move_to(desk.village.clock.now() + timedelta(days=7, seconds=1))

    desk.came(outside_id="b", **talk)

    assert len(desk.cases()) == 2


@pytest.mark.parametrize(
    ("way", "state", "expected"),
    [
        ((CaseState.RESOLVED,), CaseState.RESOLVED, CaseState.REOPENED),
        ((CaseState.RESOLVED, CaseState.CLOSED), CaseState.CLOSED, CaseState.REOPENED),
        (
            (CaseState.TRIAGED, CaseState.WAITING_CUSTOMER),
            CaseState.WAITING_CUSTOMER,
            CaseState.IN_PROGRESS,
        ),
    ],
)
def test_settled_or_waiting_case_goes_on_and_promises_anew(
    desk: Desk, way: tuple[CaseState, ...], state: CaseState, expected: CaseState
) -> None:
    desk.came()
    desk.set_state(*way)
    assert desk.case().state is state
    desk.village.clock.move_to(desk.village.clock.now() + HOUR)

    desk.came(outside_id="2", reference=desk.case().reference)

    now = desk.village.clock.now()
    case = desk.case()
    assert (case.state, case.next_update_at) == (expected, now + 2 * HOUR)
    assert desk.promises() == [("kept", now + 2 * HOUR), ("made", now + 2 * HOUR)]
    assert len(desk.village.notices("case_received")) == 2


def test_message_to_a_case_under_way_is_not_acknowledged_each_time(desk: Desk) -> None:
    desk.came()
    desk.came(outside_id="2", reference=desk.case().reference)

    assert len(desk.village.notices()) == 1


def test_unknown_sender_becomes_a_customer_who_can_be_answered(desk: Desk) -> None:
    desk.came(address="New@Example.org", name="Ruta Kalnina", language="lv-LV")

    person = desk.village.all_of(Customer)[-1]
    contact = desk.village.all_of(Contact)[-1]
    case = desk.case()
    assert (person.name, person.language, case.customer_id) == ("Ruta Kalnina", "lv", person.id)
    assert (contact.customer_id, contact.channel, contact.address) == (
        person.id,
        Channel.EMAIL,
        "new@example.org",
    )
    assert (case.is_sender_unsure, case.owner_name) == (False, "Eva Office")


@pytest.mark.parametrize("kept", ["+423 555 01 02", "00423-555-0102", "4235550102"])
def test_number_is_known_however_it_is_written(desk: Desk, kept: str) -> None:
    person = desk.neighbour(None, kept)

    desk.came(channel=CaseChannel.WHATSAPP, address="+4235550102", name="")

    assert desk.case().customer_id == person.id
    assert desk.village.all_of(ThreadMessage)[0].who == "Jonas Marxer"


def test_shared_address_asks_staff_and_guesses_nobody(desk: Desk) -> None:
    person = desk.neighbour("anna@example.org")
    desk.came()
    case = desk.case()
    assert case.is_sender_unsure
    assert case.customer_id not in {person.id, desk.village.customer.id}

    with pytest.raises(NotAllowed, match="whose case"):
        desk.answered(case)
    with desk.village.doing() as deed:
        identify_sender(deed, deed.session.get_one(Case, case.id), person)

    case = desk.case()
    assert (case.customer_id, case.is_sender_unsure) == (person.id, False)
    desk.answered(case)
    with desk.village.doing() as deed, pytest.raises(NotAllowed, match="known already"):
        identify_sender(deed, deed.session.get_one(Case, case.id), desk.village.customer)


def test_stranger_who_names_a_case_writes_into_it_and_is_named(desk: Desk) -> None:
    desk.came()
    message = desk.came(
        outside_id="2", address="bob@example.org", name="", reference=desk.case().reference
    )

    assert (message.case_id, message.who) == (desk.case().id, "bob@example.org")
    assert desk.case().customer_id == desk.village.customer.id
    assert len(desk.village.all_of(Customer)) == 1


def test_address_kept_with_large_letters_is_the_same(desk: Desk) -> None:
    with desk.village.doing() as deed:
        person = deed.session.get_one(Customer, desk.village.customer.id)
        replace_contacts(
            deed, person, [Reachable(channel=Channel.EMAIL, address="Anna@Example.Org")]
        )

    desk.came()

    assert desk.case().customer_id == desk.village.customer.id


@pytest.mark.parametrize("text", ["", " \n ", "\x00"])
def test_empty_message_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(NotUnderstood, match="empty"):
        desk.came(text=text, subject="")

    assert desk.cases() == []
