"""What a message says it belongs to, and where it came from, before anything is asked of the database."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.conversations.incoming import (
    CUT,
    LONGEST_LINE,
    LONGEST_TEXT,
    Incoming,
    outside_ids_in,
    plain,
    references_in,
    said,
    sent_from,
    subject_of,
    subjects_in,
)
from aftersales.errors import NotUnderstood
from aftersales.records import CaseChannel, Channel


@pytest.mark.parametrize(
    ("channel", "address", "expected"),
    [
        (CaseChannel.EMAIL, " Anna@Example.org ", (Channel.EMAIL, "anna@example.org")),
        (CaseChannel.WEB_FORM, "anna@example.org", (Channel.EMAIL, "anna@example.org")),
        (CaseChannel.WEB_FORM, "+423 555 01 02", (Channel.PHONE, "+4235550102")),
        (CaseChannel.CHAT, "00423 5550102", (Channel.PHONE, "+4235550102")),
        (CaseChannel.PHONE, "+423 555-01-02", (Channel.PHONE, "+4235550102")),
        (CaseChannel.SMS, "+4235550102", (Channel.SMS, "+4235550102")),
        (CaseChannel.SMS, "ALPINA", (Channel.SMS, "ALPINA")),
        (CaseChannel.WHATSAPP, "4235550102", (Channel.WHATSAPP, "+4235550102")),
        (CaseChannel.X, "@Anna", (Channel.X, "@Anna")),
        (CaseChannel.MESSENGER, "4235550102", (Channel.MESSENGER, "4235550102")),
        (CaseChannel.OTHER, "a@b.example", (Channel.OTHER, "a@b.example")),
    ],
)
def test_address_is_read_in_one_way(
    channel: CaseChannel, address: str, expected: tuple[Channel, str]
) -> None:
    assert sent_from(Incoming(channel=channel, address=address, text="?")) == expected


@pytest.mark.parametrize("channel", [CaseChannel.EMAIL, CaseChannel.WEB_FORM, CaseChannel.X])
def test_message_that_cannot_be_answered_is_refused(channel: CaseChannel) -> None:
    with pytest.raises(NotUnderstood, match="how to answer"):
        sent_from(Incoming(channel=channel, address=" \x00 ", text="?"))


def test_references_are_found_however_they_are_written() -> None:
    text = (
        "Re: It hums [c-7k3m9qx] and K-2345678, C-7K3M9QX, not C-7K3M9Q or W-7K3M9QX or C-0O1I234"
    )

    assert references_in(text) == ("C-7K3M9QX", "K-2345678")


def test_identifiers_of_messages_lose_their_brackets_and_a_long_one_keeps_apart() -> None:
    long = "x" * 400

    found = outside_ids_in(f"<a@b>  <c@d> <a@b> <> {long}y {long}z")

    assert found[:2] == ("a@b", "c@d")
    assert len(set(found)) == 4
    assert all(len(each) <= LONGEST_LINE for each in found)


def test_our_letters_name_their_subject() -> None:
    row = UUID(int=7)

    assert subjects_in(f"<x@y> <{row}@aftersales.example>") == (row,)


@given(st.text())
def test_kept_text_has_no_control_characters_and_stays_the_same_when_kept_again(text: str) -> None:
    kept = said(text)

    assert all(mark in "\n\t" or mark.isprintable() or ord(mark) > 0x9F for mark in kept)
    assert said(kept) == kept
    assert "\n" not in plain(text)


def test_long_text_is_cut_and_says_so() -> None:
    kept = said("a" * (LONGEST_TEXT + 1))

    assert len(kept) == LONGEST_TEXT
    assert kept.endswith(CUT)
    assert said("a" * LONGEST_TEXT) == "a" * LONGEST_TEXT


def test_message_without_a_subject_is_called_after_its_first_line() -> None:
    message = Incoming(channel=CaseChannel.SMS, address="+4235550102", text="It hums\nloudly")

    assert subject_of(message) == "It hums"
