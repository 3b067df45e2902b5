"""The life of a visit as its mails tell it, through a real SMTP server, read back by two parsers that share nothing."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32, default
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from aftersales.appointments import cancel, place, set_window
from aftersales.channels.mail import SmtpServer
from aftersales.clock import SetClock
from aftersales.deed import Deed
from aftersales.notices.delivery import send_due
from aftersales.notices.kinds import NoticeKind
from aftersales.parts import Parts
from aftersales.records import Appointment
from aftersales.visits import tell_cancelled, tell_new_window
from aftersales.words import LANGUAGES
from scheduling.forecast import Cause, CauseKind
from tests.aftersales.calendars.conftest import calendar_of
from tests.aftersales.channels.test_mail import Inbox, serving
from tests.aftersales.conftest import Village, build_village, placement_of, visit_in
from tests.clients.readers import MODULES
from tests.clients.story import run

HOUR: Final = timedelta(hours=1)
NAMES: Final = {"en": "Anna Beck", "lv": "Jānis Bērziņš-Ķēniņš", "bn": "রবীন্দ্রনাথ ঠাকুর"}


def told(kind: NoticeKind, later: timedelta, length: timedelta) -> Callable[..., None]:
    """The window moves and its customer is told so."""

    def act(deed: Deed, village: Village, appointment: Appointment) -> None:
        was = appointment.window_from_at, appointment.window_to_at
        set_window(deed, appointment, (was[0] + later, was[0] + later + length))
        deed.session.flush()
        visit = visit_in(deed.session, appointment.id)
        cause = Cause(CauseKind.OVERRUN, None, 40) if kind is NoticeKind.DELAYED else None
        tell_new_window(deed, visit, kind, was=was, cause=cause)

    return act


def handed_on(deed: Deed, village: Village, appointment: Appointment) -> None:
    """Somebody else comes at the same time: the customer's window stays."""
    times = appointment.planned_start_at, appointment.planned_end_at
    place(deed, [placement_of(appointment, village.crew(1), *times)])


def called_off(deed: Deed, village: Village, appointment: Appointment) -> None:
    """The visit is called off, and its customer is told so."""
    cancel(deed, appointment, by="staff", reason="ill")
    deed.session.flush()
    tell_cancelled(deed, visit_in(deed.session, appointment.id), cause=None)


LIFE: Final[Sequence[Callable[..., None]]] = (
    told(NoticeKind.MOVED, 2 * HOUR, 4 * HOUR),
    told(NoticeKind.WINDOW_NARROWED, HOUR, 2 * HOUR),
    handed_on,
    told(NoticeKind.DELAYED, HOUR, 2 * HOUR),
    told(NoticeKind.RECOVERED, -HOUR, 2 * HOUR),
    called_off,
)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def letters(parts: Parts, clock: SetClock, language: str) -> list[bytes]:
    """Every mail of a visit's life, as its customer's mail server took it."""
    inbox = Inbox()
    with serving(inbox) as port:
        post = SmtpServer(host="127.0.0.1", port=port, user=None, password=None, starttls=False)
        village = build_village(
            replace(parts, post=post), clock, name=NAMES[language], language=language
        )
        booked = village.book(village.moment(26, 9))
        send_due(village.parts)
        for act in LIFE:
            clock.move_to(clock.now() + HOUR)
            with village.doing() as deed:
                act(deed, village, deed.session.get_one(Appointment, booked))
            send_due(village.parts)
    return [content for _sender, _recipients, content in inbox.taken]


def calendars(mail: Any) -> list[bytes]:
    return [
        part.get_payload(decode=True)
        for part in mail.walk()
        if part.get_content_type() in ("text/calendar", "application/ics")
    ]


def test_one_visit_is_one_entry_through_its_life(letters: list[bytes], language: str) -> None:
    mails = [message_from_bytes(each, policy=default) for each in letters]
    events = []
    for mail in mails:
        assert mail["To"].addresses[0].addr_spec == "anna@example.org"
        assert len(mail["To"].addresses) == 1
        first, second = calendars(mail)
        assert first == second
        (event,) = calendar_of(first).walk("VEVENT")
        assert str(event["ORGANIZER"]) == f"mailto:{mail['From'].addresses[0].addr_spec}"
        assert str(event["ATTENDEE"]) == "mailto:anna@example.org"
        assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", language)
        assert mail["List-Unsubscribe"] is None
        events.append((calendar_of(first)["METHOD"], event))

    assert len(events) == 6  # nobody is written to because somebody else comes
    assert len({str(event["UID"]) for _method, event in events}) == 1
    sequences = [int(event["SEQUENCE"]) for _method, event in events]
    assert sequences == list(range(sequences[0], sequences[0] + 6))
    assert [str(method) for method, _event in events] == ["REQUEST"] * 5 + ["CANCEL"]
    assert [str(event["STATUS"]) for _method, event in events] == ["CONFIRMED"] * 5 + ["CANCELLED"]
    for method, event in events:
        assert {"SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION"} <= set(event.keys())
        assert event["ATTENDEE"].params["CN"] == NAMES[language]
        assert (event["ATTENDEE"].params["RSVP"] == "TRUE") == (method == "REQUEST")
    starts = [event["DTSTART"].dt for _method, event in events]
    assert [(b - a) / HOUR for a, b in pairwise(starts)] == [2, 1, 1, -1, 0]


def test_later_letters_answer_the_first(letters: list[bytes]) -> None:
    mails = [message_from_bytes(each, policy=default) for each in letters]
    (thread,) = {str(mail["References"]) for mail in mails}

    assert len({str(mail["Message-ID"]) for mail in mails}) == len(mails)
    assert mails[0]["In-Reply-To"] is None
    assert {str(mail["In-Reply-To"]) for mail in mails[1:]} == {thread}
    UUID(thread.strip("<>").partition("@")[0])


def test_two_parsers_read_the_same(letters: list[bytes], language: str, tmp_path: Path) -> None:
    files = []
    for number, content in enumerate(letters):
        files.append(tmp_path / f"{number}.eml")
        files[-1].write_bytes(content)

    script = Path(__file__).with_name("mails.mjs")
    read: dict[str, dict[str, Any]] = json.loads(
        run("node", str(script), str(MODULES), *map(str, files))
    )

    assert len(read) == len(letters)
    for file, content in zip(files, letters, strict=True):
        mail = message_from_bytes(content, policy=default)
        theirs = read[str(file)]
        assert theirs["subject"] == mail["Subject"].strip()
        assert theirs["from"] == mail["From"].addresses[0].addr_spec
        assert theirs["to"] == ["anna@example.org"]
        assert theirs["name"] == recipient_of(content) == NAMES[language]
        assert theirs["messageId"] == mail["Message-ID"]
        assert theirs["inReplyTo"] == (mail["In-Reply-To"] or "")
        assert theirs["references"] == mail["References"]
        assert theirs["language"] == [language]
        assert theirs["automatic"] == ["auto-generated"]
        for kind, name in (("plain", "text"), ("html", "html")):
            ours = mail.get_body((kind,))
            assert ours is not None
            assert _lines(theirs[name]) == _lines(ours.get_content())
        found = [b64decode(each).splitlines() for _kind, _method, each in theirs["files"]]
        assert found == [
            each.splitlines() for each in calendars(mail)
        ]  # it writes its own line ends
        kinds = [kind for kind, _method, _content in theirs["files"]]
        assert kinds == ["text/calendar", "application/ics"]


def recipient_of(content: bytes) -> str:
    """The name of the recipient; Python's newer parser puts a blank between encoded words, which is none of the text."""
    raw = message_from_bytes(content, policy=compat32)["To"]
    return str(make_header(decode_header(raw))).rpartition(" <")[0]


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
