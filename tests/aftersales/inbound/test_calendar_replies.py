"""Calendars answer invitations: yes confirms, no opens the choice, another time is a wish, and forgers change nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from uuid import UUID

import pytest

from aftersales.bookings import Wish
from aftersales.calendars.replies import Answer
from aftersales.deed import SYSTEM
from aftersales.inbound.intake import take_in_mail
from aftersales.notices.delivery import send_due
from aftersales.records import (
    Appointment,
    Case,
    Event,
    Intake,
    IntakeOutcome,
    ThreadMessage,
    WishedWindow,
)
from aftersales.technicians import DayPlan, add_shift
from tests.aftersales.conftest import Village
from tests.aftersales.inbound.letters import composed, read

ANNA = "anna@example.org"
GMAIL = "-//Google Inc//Google Calendar 70.9054//EN"
OUTLOOK = "Microsoft Exchange Server 2010"
APPLE = "-//Apple Inc.//macOS 15.1//EN"
CHANGES_NOTHING = [
    ("attendee", {"attendee": "mallory@example.org"}),
    ("sequence", {"sequence": -1}),
    ("sequence of tomorrow", {"sequence": 7}),
    ("unknown", {"uid": f"{UUID(int=5)}@aftersales.example"}),
    ("another domain", {"uid": f"{UUID(int=5)}@elsewhere.example"}),
    ("no identifier", {"uid": "x@aftersales.example"}),
]


def told_visit(village: Village) -> Appointment:
    """A visit that was booked and told."""
    appointment_id = village.book(village.moment(25, 10))
    village.clock.move_to(village.moment(23, 9))
    send_due(village.parts)
    return village.visit(appointment_id).appointment


def calendar(appointment: Appointment, answer: str = "ACCEPTED", **how: Any) -> str:
    """A calendar object as apps answer with it."""
    sequence = appointment.invitation_sequence + how.get("sequence", 0)
    attendee = how.get("attendee", ANNA)
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:{how.get('prodid', GMAIL)}",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{how.get('method', 'REPLY')}",
        "BEGIN:VEVENT",
        f"DTSTART:{how.get('start', '20261125T090000Z')}",
        f"DTEND:{how.get('end', '20261125T130000Z')}",
        f"DTSTAMP:{how.get('stamp', '20261123T080000Z')}",
        "ORGANIZER;CN=Visits:mailto:visits@aftersales.example",
        f"UID:{how.get('uid', f'{appointment.id}@aftersales.example')}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN=Anna:mailto:{attendee}",
        *([f"COMMENT:{how['comment']}"] if "comment" in how else []),
        f"SEQUENCE:{sequence}",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def gmail(ics: str, method: str = "REPLY", **headers: str) -> EmailMessage:
    """Alternatives of words and calendar, and the same as a file."""
    mail = composed("Anna has answered this invitation.", "<p>Anna has answered.</p>", **headers)
    mail.add_alternative(ics, subtype="calendar", params={"method": method})
    mail.add_attachment(ics.encode(), maintype="application", subtype="ics", filename="invite.ics")
    return mail


def outlook(ics: str, method: str = "REPLY", **headers: str) -> EmailMessage:
    """Alternatives with an empty text, in base64."""
    mail = composed("\r\n", **headers)
    mail.add_alternative(ics.encode(), maintype="text", subtype="calendar")
    (_text, part) = mail.iter_parts()
    part.set_param("method", method)
    part.set_param("charset", "utf-8")
    return mail


def apple(ics: str, method: str = "REPLY", **headers: str) -> EmailMessage:
    """Nothing but a file, whose header does not say what it asks."""
    mail = composed("Anna", **headers)
    mail.add_attachment(ics.encode(), maintype="application", subtype="ics", filename="reply.ics")
    assert method
    return mail


def sent(village: Village, mail: EmailMessage, sender: str = ANNA) -> Intake:
    """What becomes of a mail of somebody."""
    del mail["From"]
    mail["From"] = f"Anna <{sender}>"
    return take_in_mail(village.parts, SYSTEM, mail.as_bytes(policy=SMTP))


def choice(village: Village, appointment: Appointment) -> str | None:
    return village.visit(appointment.id).appointment.customer_choice


def heard(village: Village) -> list[str]:
    return [each.what for each in village.all_of(Event) if each.what.startswith("calendar_")]


@pytest.mark.parametrize(("shape", "prodid"), [(gmail, GMAIL), (outlook, OUTLOOK), (apple, APPLE)])
@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_replies_of_every_app_are_read(
    village: Village, shape: Any, prodid: str, answer: str
) -> None:
    appointment = told_visit(village)

    letter = read(shape(calendar(appointment, answer, prodid=prodid)).as_bytes(policy=SMTP))

    assert letter.reply is not None
    assert letter.reply.uid == f"{appointment.id}@aftersales.example"
    assert letter.reply.sequence == appointment.invitation_sequence
    assert dict(letter.reply.answers) == {ANNA: Answer(answer.lower())}
    assert letter.reply.answered_at == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_yes_confirms_once_and_perhaps_changes_nothing(village: Village) -> None:
    appointment = told_visit(village)

    perhaps = sent(village, gmail(calendar(appointment, "TENTATIVE"), message_id="<0@x.lv>"))
    assert choice(village, appointment) is None
    stamps = ["20261123T080100Z", "20261123T080100Z"]
    rows = [
        sent(
            village,
            gmail(calendar(appointment, stamp=stamp), message_id=f"<{number}@example.lv>"),
        )
        for number, stamp in enumerate(stamps, start=1)
    ]

    assert choice(village, appointment) == "keep"
    assert heard(village) == ["calendar_tentative", "calendar_accepted"]
    assert {row.outcome for row in (perhaps, *rows)} == {IntakeOutcome.AUTOMATIC}
    assert village.all_of(Case) == []


def test_no_opens_the_choice_of_another_time_and_somebody_looks_after_it(village: Village) -> None:
    appointment = told_visit(village)

    row = sent(village, gmail(calendar(appointment, "DECLINED", comment="We are in Riga.")))

    assert choice(village, appointment) == "decline"
    assert village.visit(appointment.id).appointment.state == appointment.state
    (case,) = village.all_of(Case)
    (message,) = village.all_of(ThreadMessage)
    assert (row.outcome, row.message_id) == (IntakeOutcome.THREAD, message.id)
    assert message.case_id == case.id
    assert message.text.startswith("We are in Riga.")
    (notice,) = village.notices("reply_received")
    send_due(village.parts)
    (letter,) = [each for each in village.mail() if "You declined" in each["Subject"]]
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "#move" in text
    assert "this one stands" in text
    assert notice.facts["next_update_at"]


def test_a_later_yes_overtakes_a_no_and_not_the_other_way_round(village: Village) -> None:
    appointment = told_visit(village)
    yes = calendar(appointment, stamp="20261123T080500Z")
    no = calendar(appointment, "DECLINED", stamp="20261123T080000Z")

    sent(village, gmail(yes, message_id="<2@example.lv>"))
    late = sent(village, gmail(no, message_id="<1@example.lv>"))

    assert choice(village, appointment) == "keep"
    assert late.outcome is IntakeOutcome.AUTOMATIC
    assert village.notices("reply_received") == []


def test_another_time_is_wished_for(village: Village) -> None:
    appointment = told_visit(village)
    with village.doing() as deed:
        plan = DayPlan(from_time=time(8), to_time=time(16))
        add_shift(deed, village.technicians[0], "Europe/Vaduz", date(2026, 11, 26), plan)
    ics = calendar(
        appointment,
        "TENTATIVE",
        method="COUNTER",
        start="20261126T120000Z",
        end="20261126T123000Z",
    )

    sent(village, outlook(ics, "COUNTER"))

    assert choice(village, appointment) == "move"
    wishes = [
        Wish(row.local_from, row.local_to)
        for row in village.all_of(WishedWindow)
        if row.work_order_id == village.visit(appointment.id).work_order.id
    ]
    assert wishes == [Wish(datetime(2026, 11, 26, 13), datetime(2026, 11, 26, 15))]
    (notice,) = village.notices("reply_received")
    assert str(notice.facts["wished_from_at"]).startswith("2026-11-26T12:00")
    assert len(village.all_of(Case)) == 1


def test_a_time_at_which_nobody_works_opens_the_choice(village: Village) -> None:
    appointment = told_visit(village)
    ics = calendar(
        appointment,
        "DECLINED",
        method="COUNTER",
        start="20270926T120000Z",
        end="20270926T123000Z",
    )

    sent(village, gmail(ics, "COUNTER"))

    assert choice(village, appointment) == "decline"
    (notice,) = village.notices("reply_received")
    assert notice.facts["wished_from_at"] is None


@pytest.mark.parametrize(
    ("_why", "how"), CHANGES_NOTHING, ids=[name for name, _how in CHANGES_NOTHING]
)
@pytest.mark.parametrize("answer", ["ACCEPTED", "DECLINED"])
def test_forged_and_stale_replies_change_nothing_and_a_no_is_read_by_somebody(
    village: Village, _why: str, how: dict[str, Any], answer: str
) -> None:
    appointment = told_visit(village)

    row = sent(village, gmail(calendar(appointment, answer, **how)))

    assert choice(village, appointment) is None
    assert heard(village) == []
    assert village.notices("reply_received") == []
    is_read = answer == "DECLINED"
    assert row.outcome is (IntakeOutcome.THREAD if is_read else IntakeOutcome.AUTOMATIC)
    assert len(village.all_of(ThreadMessage)) == is_read


def test_only_the_invited_person_proposes_another_time(village: Village) -> None:
    appointment = told_visit(village)
    ics = calendar(
        appointment, "TENTATIVE", method="COUNTER", start="20261126T120000Z", end="20261126T140000Z"
    )

    sent(village, gmail(ics, "COUNTER"), sender="mallory@example.org")

    assert choice(village, appointment) is None
    assert len(village.all_of(ThreadMessage)) == 1


def test_a_visit_that_is_over_is_not_declined(village: Village) -> None:
    appointment = told_visit(village)
    village.clock.move_to(village.moment(25, 11))
    with village.doing() as deed:
        row = deed.session.get_one(Appointment, appointment.id)
        row.state = type(row.state).DONE
        deed.add(row)

    sent(village, gmail(calendar(appointment, "DECLINED")))

    assert choice(village, appointment) is None
    assert len(village.all_of(ThreadMessage)) == 1


@pytest.mark.parametrize(
    "ics",
    [
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n",
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
        "METHOD:REPLY",
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n" * 100,
        (
            "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:1\r\nSEQUENCE:x\r\nDTSTAMP:soon\r\n"
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.lv\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        ),
        (
            "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP;VALUE=DATE:20261123\r\n"
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.lv\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        ),
    ],
)
def test_what_cannot_be_read_is_a_mail_for_a_person(village: Village, ics: str) -> None:
    row = sent(village, gmail(ics, subject="Accepted: your visit"))

    assert row.outcome is IntakeOutcome.THREAD
