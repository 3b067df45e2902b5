"""A letter: the shape that every mail program needs, and the same bytes each time it is written."""

import os
import subprocess
import sys
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import SMTP, compat32
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.calendars.entries import Method
from aftersales.errors import NotUnderstood
from aftersales.notices.invitation import INVITING
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.letter import letter, on_one_line
from aftersales.records import Notice
from aftersales.settings import Settings
from aftersales.words import LANGUAGES
from tests.aftersales.calendars.conftest import calendar_of
from tests.aftersales.notices.conftest import VISIT, notice_of

NAMES = ("রবীন্দ্রনাথ ঠাকুর মহাশয়, কলকাতা থেকে আগত", "Jānis Bērziņš-Ķēniņš", "Anna Beck")
SETTINGS = Settings(database_url="sqlite:///x.db", sender_name="Pēc pārdošanas, SIA")


def posted(notice: Notice, name: str = "Anna Beck", token: str | None = "token") -> EmailMessage:
    """The letter as its reader gets it: written as bytes and read again."""
    content = letter(SETTINGS, notice, "anna@example.org", name, token).as_bytes()
    message = message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def shape(message: Message) -> object:
    kind = message.get_content_type()
    parts = message.get_payload()
    if not message.is_multipart():
        return kind
    return kind, [shape(part) for part in parts if isinstance(part, Message)]


def recipient_of(notice: Notice, name: str) -> str:
    """The To header as RFC 2047 section 6.2 reads it: blanks between encoded words are none of the text."""
    content = letter(SETTINGS, notice, "anna@example.org", name, None).as_bytes()
    raw = message_from_bytes(content, policy=compat32)["To"]
    return str(make_header(decode_header(raw))).replace('"', "")


def calendars(message: EmailMessage) -> list[bytes]:
    """The bytes of both calendar parts."""
    found = []
    for part in message.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            found.append(content)
    return found


@pytest.mark.parametrize("kind", INVITING)
def test_letter_about_a_visit_has_the_shape_that_outlook_and_others_need(kind: NoticeKind) -> None:
    assert shape(posted(notice_of(kind))) == (
        "multipart/mixed",
        [
            ("multipart/alternative", ["text/plain", "text/html", "text/calendar"]),
            "application/ics",
        ],
    )


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - set(INVITING)))
def test_letter_about_anything_else_has_no_calendar(kind: NoticeKind) -> None:
    assert shape(posted(notice_of(kind))) == ("multipart/alternative", ["text/plain", "text/html"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", INVITING)
def test_both_calendar_parts_are_the_same_bytes_and_agree_with_the_headers(
    kind: NoticeKind, name: str, language: str
) -> None:
    message = posted(notice_of(kind, language), name)

    first, second = calendars(message)
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    calendar = calendar_of(first)
    (event,) = calendar.walk("VEVENT")
    assert first == second
    assert part.get_param("method") == calendar["METHOD"] == INVITING[kind].value
    assert part.get_param("charset") == "utf-8"
    assert str(event["ORGANIZER"]) == f"mailto:{message['From'].addresses[0].addr_spec}"
    assert str(event["ATTENDEE"]) == "mailto:anna@example.org"
    assert event["ATTENDEE"].params["CN"] == name
    assert recipient_of(notice_of(kind, language), name) == f"{name} <anna@example.org>"
    assert (message["Cc"], message["Bcc"]) == (None, None)
    lines = first.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") == line.decode("utf-8").strip("\r\n") for line in lines)
    assert event["SEQUENCE"] == 2
    is_cancel = INVITING[kind] is Method.CANCEL
    assert str(event["STATUS"]) == ("CANCELLED" if is_cancel else "CONFIRMED")


def test_letter_carries_its_key_as_message_id_and_its_visit_as_thread() -> None:
    booked, moved = (posted(notice_of(kind)) for kind in (NoticeKind.BOOKED, NoticeKind.MOVED))

    assert booked["Message-ID"] != moved["Message-ID"]
    assert booked["References"] == moved["References"]
    assert booked["Auto-Submitted"] == "auto-generated"
    assert booked["Date"] == "Mon, 23 Nov 2026 06:00:00 +0000"


@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_names_its_language_in_the_last_header(language: str) -> None:
    message = letter(SETTINGS, notice_of(NoticeKind.BOOKED, language), "a@b.c", "A", "t")

    assert message.keys()[-1] == "Content-Language"
    assert message["Content-Language"] == language


@pytest.mark.parametrize("kind", NoticeKind)
def test_letter_of_the_same_notice_is_the_same_bytes(kind: NoticeKind) -> None:
    first = letter(SETTINGS, notice_of(kind), "a@b.c", NAMES[0], "t").as_bytes()

    assert letter(SETTINGS, notice_of(kind), "a@b.c", NAMES[0], "t").as_bytes() == first


PRINT_LETTER = """
import sys
from tests.aftersales.notices.test_letter import NAMES, SETTINGS, letter, notice_of
from aftersales.notices.kinds import NoticeKind
for kind in NoticeKind:
    content = letter(SETTINGS, notice_of(kind, "bn"), "a@b.c", NAMES[0], "t").as_bytes()
    sys.stdout.buffer.write(content)
"""


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_letter_is_the_same_bytes_in_another_process(seed: str) -> None:
    here = b"".join(
        letter(SETTINGS, notice_of(kind, "bn"), "a@b.c", NAMES[0], "t").as_bytes()
        for kind in NoticeKind
    )

    there = subprocess.run(
        [sys.executable, "-c", PRINT_LETTER],
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[3])},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=True,
        timeout=60,
    )

    assert there.stdout == here


def test_letter_shows_its_choices_as_links_that_nobody_can_forge() -> None:
    notice = notice_of(NoticeKind.BOOKED, facts=replace(VISIT, answers_name="<b>Eva</b> & Co"))

    message = posted(notice)

    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    assert "See or change your visit: http://127.0.0.1:8000/visit/token" in plain.get_content()
    assert 'href="http://127.0.0.1:8000/visit/token">' in page.get_content()
    assert "&lt;b&gt;Eva&lt;/b&gt; &amp; Co answers" in page.get_content()


def test_letter_to_staff_has_no_links() -> None:
    message = posted(notice_of(NoticeKind.PROMISE_AT_RISK), token=None)

    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert "http" not in body.get_content()


@given(st.text(max_size=60), st.text(max_size=60))
def test_names_and_references_never_add_a_header(name: str, reference: str) -> None:
    notice = notice_of(NoticeKind.CANCELLED, facts=replace(VISIT, reference=reference))
    expected = letter(SETTINGS, notice_of(NoticeKind.CANCELLED), "a@b.c", "A", None).keys()

    try:
        content = letter(SETTINGS, notice, "a@b.c", name, None).as_bytes()
    except UnicodeEncodeError:
        assert any("\ud800" <= mark <= "\udfff" for mark in name + reference)
        return
    message = message_from_bytes(content, policy=SMTP)

    assert message.keys() == expected
    assert [address.addr_spec for address in message["To"].addresses] == ["a@b.c"]


@pytest.mark.parametrize("name", ["Anna\r\nBcc: thief@example.org", "Anna\n\nBeck", "\x0bAnna\x85"])
def test_name_with_line_breaks_stays_one_header_and_one_calendar_line(name: str) -> None:
    message = posted(notice_of(NoticeKind.BOOKED), name)

    assert message["Bcc"] is None
    assert message["To"].addresses[0].display_name == on_one_line(name)
    (event,) = calendar_of(calendars(message)[0]).walk("VEVENT")
    assert event["ATTENDEE"].params["CN"] == on_one_line(name)


@pytest.mark.parametrize(
    "address", ["", "anna", "a b@c.d", "@x", "a@b@c", "a@b\nBcc: c@d", "a@b, c@d"]
)
def test_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(NotUnderstood, match="The address is no e-mail address"):
        letter(SETTINGS, notice_of(NoticeKind.BOOKED), address, "Anna", "t")


@given(st.text())
def test_on_one_line_leaves_printable_words_only(text: str) -> None:
    line = on_one_line(text)

    assert line.isprintable()
    assert line == " ".join(line.split()) == on_one_line(line)
